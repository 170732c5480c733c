//! `types.GenericAlias`: `list[int]`, a class with type arguments that nobody checks.
//!
//! | file | what |
//! | --- | --- |
//! | `text.rs` | how types are written in `repr` |
//! | `subscripts.rs` | `list[int]` and its like |
//! | `parameters.rs` | type parameters among the arguments, and what is put in their places |

mod parameters;
mod subscripts;
mod text;

pub(crate) use parameters::{parameters_of, substitute};
pub(crate) use text::type_repr;

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::exception::classes::{ATTRIBUTE_ERROR, TYPE_ERROR};
use crate::objects::instance::Instance;
use crate::objects::iterators;
use crate::objects::list;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, TUPLE, Tuple};
use crate::objects::type_object::Type;
use crate::objects::union;
use crate::protocol::{self, attribute, call, class_of, is_instance, unpack};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static GENERIC_ALIAS = TypeDef {
        name: "GenericAlias",
        module: "types",
        reserved: 4,
        subclassable: true,
        doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
        ..TypeDef::NEW
    };
    /// The iterator of `*alias`, which gives one item.
    static STARRED_ITERATOR = TypeDef {
        name: "generic_alias_iterator",
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// `__origin__`
const ORIGIN: usize = 0;
/// `__args__`: a tuple.
const ARGS: usize = 1;
/// Whether it stands for its arguments one by one: `*tuple[int, str]`.
const STARRED: usize = 2;
/// `__parameters__`, or unbound as long as nobody asked.
const PARAMETERS: usize = 3;

/// `origin[args]`, where several arguments come as a tuple.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, origin: Value, args: Value) -> R {
    create(cx, GENERIC_ALIAS.class(), origin, args, false)
}

fn create(cx: &mut Cx, class: &'static Type, origin: Value, args: Value, starred: bool) -> R {
    let args = match args.is::<Tuple>() {
        true => args,
        false => cx.tuple(&[args])?,
    };
    let alias = Instance::new(cx, class)?;
    alias.set(cx, ORIGIN, origin)?;
    alias.set(cx, ARGS, args)?;
    alias.set(cx, STARRED, Value::bool(starred))?;
    Ok(alias.value())
}

/// The generic alias that a value is, subclasses included.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn as_alias(cx: &mut Cx, value: Value) -> R<Option<&'static Instance>> {
    match value.cast::<Instance>() {
        Some(alias) if is_instance(cx, value, &GENERIC_ALIAS)? => Ok(Some(alias)),
        _ => Ok(None),
    }
}

fn args_of(cx: &mut Cx, alias: &'static Instance) -> R<&'static Tuple> {
    match alias.get(cx, ARGS)?.cast::<Tuple>() {
        Some(args) => Ok(args),
        None => Err(cx.system_error(format_args!("a generic alias without arguments"))),
    }
}

#[native(GENERIC_ALIAS, "__new__(cls, origin, args, /)", new, effect = writes)]
fn alias_new(cx: &mut Cx, cls: &'static Type, origin: Value, args: Value) -> R {
    create(cx, cls, origin, args, false)
}

#[native(GENERIC_ALIAS, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let (origin, args) = (this.get(cx, ORIGIN)?, args_of(cx, this)?);
    let starred = this.get(cx, STARRED)? == Value::TRUE;
    text::alias_repr(cx, origin, args, starred)
}

#[native(GENERIC_ALIAS, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    let (origin, args) = (this.get(cx, ORIGIN)?, this.get(cx, ARGS)?);
    Ok(protocol::hash(cx, origin)? ^ protocol::hash(cx, args)?)
}

#[native(GENERIC_ALIAS, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let Some(other) = as_alias(cx, value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if this.get(cx, STARRED)? != other.get(cx, STARRED)? {
        return Ok(Value::FALSE);
    }
    let (a, b) = (this.get(cx, ORIGIN)?, other.get(cx, ORIGIN)?);
    if !protocol::equal(cx, a, b)? {
        return Ok(Value::FALSE);
    }
    let (a, b) = (this.get(cx, ARGS)?, other.get(cx, ARGS)?);
    Ok(Value::bool(protocol::equal(cx, a, b)?))
}

/// Attributes that are the alias's own; all others are its origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    // These it does not have, whatever the origin has.
    "__bases__",
    "__copy__",
    "__deepcopy__",
];

#[native(GENERIC_ALIAS, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Instance, name: &'static Str) -> R {
    let text = str::to_string(name.value());
    let name = attribute::intern(cx, name.value());
    if !OWN.contains(&text.as_str()) {
        let origin = this.get(cx, ORIGIN)?;
        return attribute::get(cx, origin, name);
    }
    let object = this.value();
    match attribute::generic(cx, object, class_of(object), name)? {
        Some(value) => Ok(value),
        None => Err(attribute::missing(cx, object, name)?),
    }
}

#[native(GENERIC_ALIAS, "__call__(self, /, *args, **kwargs)", slot)]
fn call_origin(cx: &mut Cx, this: &'static Instance, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let origin = this.get(cx, ORIGIN)?;
    let object = call::call(cx, origin, kwargs.forward(1))?;
    let name = name!(cx, "__orig_class__")?;
    match attribute::set(cx, object, name, this.value()) {
        Err(Exit::Raise) => {
            let raised = cx.exception;
            if is_instance(cx, raised, &ATTRIBUTE_ERROR)? || is_instance(cx, raised, &TYPE_ERROR)? {
                cx.take_exception();
                return Ok(object);
            }
            Err(Exit::Raise)
        }
        result => result.map(|()| object),
    }
}

#[native(GENERIC_ALIAS, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let parameters = own_parameters(cx, this)?;
    let args = args_of(cx, this)?;
    let args = substitute(cx, this.value(), args, parameters, key)?;
    let origin = this.get(cx, ORIGIN)?;
    let starred = this.get(cx, STARRED)? == Value::TRUE;
    create(cx, class_of(this.value()), origin, args.value(), starred)
}

fn own_parameters(cx: &mut Cx, alias: &'static Instance) -> R<&'static Tuple> {
    if let Some(known) = alias.get(cx, PARAMETERS)?.cast::<Tuple>() {
        return Ok(known);
    }
    let args = args_of(cx, alias)?;
    let parameters = parameters_of(cx, args.as_slice())?;
    alias.set(cx, PARAMETERS, parameters.value())?;
    Ok(parameters)
}

#[native(GENERIC_ALIAS, "__iter__(self, /)", slot, effect = writes)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let iterator = Instance::new(cx, STARRED_ITERATOR.class())?;
    iterator.set(cx, 0, this.value())?;
    Ok(iterator)
}

#[native(STARRED_ITERATOR, "__iter__(self, /)", slot, effect = pure)]
fn iterator_iter(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(STARRED_ITERATOR, "__next__(self, /)", slot, effect = writes)]
fn iterator_next(cx: &mut Cx, this: &'static Instance) -> R {
    let source = this.get(cx, 0)?;
    let Some(alias) = source.cast::<Instance>() else {
        return Err(cx.stop_iteration(Value::NONE));
    };
    this.set(cx, 0, Value::NONE)?;
    let (origin, args) = (alias.get(cx, ORIGIN)?, alias.get(cx, ARGS)?);
    create(cx, class_of(source), origin, args, true)
}

#[native(STARRED_ITERATOR, "__reduce__(self, /)")]
fn iterator_reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let function = iterators::builtin(cx, "iter")?;
    let source = this.get(cx, 0)?;
    let argument = if source.is_none() {
        cx.vm.empty_tuple.get()
    } else {
        source
    };
    let arguments = cx.tuple(&[argument])?;
    cx.tuple(&[function, arguments])
}

#[native(GENERIC_ALIAS, "__mro_entries__(self, bases, /)", effect = reads)]
fn mro_entries(cx: &mut Cx, this: &'static Instance, _bases: Value) -> R {
    let origin = this.get(cx, ORIGIN)?;
    cx.tuple(&[origin])
}

#[native(GENERIC_ALIAS, "__instancecheck__(self, instance, /)", effect = pure)]
fn instancecheck(cx: &mut Cx, _this: &'static Instance, _instance: Value) -> R {
    Err(cx.type_error(format_args!(
        "isinstance() argument 2 cannot be a parameterized generic"
    )))
}

#[native(GENERIC_ALIAS, "__subclasscheck__(self, subclass, /)", effect = pure)]
fn subclasscheck(cx: &mut Cx, _this: &'static Instance, _subclass: Value) -> R {
    Err(cx.type_error(format_args!(
        "issubclass() argument 2 cannot be a parameterized generic"
    )))
}

#[native(GENERIC_ALIAS, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let (origin, args) = (this.get(cx, ORIGIN)?, this.get(cx, ARGS)?);
    if this.get(cx, STARRED)? == Value::TRUE {
        let next = iterators::builtin(cx, "next")?;
        let plain = new(cx, origin, args)?;
        let iterator = protocol::iter(cx, plain)?;
        let arguments = cx.tuple(&[iterator])?;
        return cx.tuple(&[next, arguments]);
    }
    let class = class_of(this.value()).value();
    let arguments = cx.tuple(&[origin, args])?;
    cx.tuple(&[class, arguments])
}

#[native(GENERIC_ALIAS, "__dir__(self, /)")]
fn dir(cx: &mut Cx, this: &'static Instance) -> R {
    let origin = this.get(cx, ORIGIN)?;
    let dir = iterators::builtin(cx, "dir")?;
    let names = call::call_values(cx, dir, &[origin])?;
    let all = list::new(cx)?;
    unpack::extend_list(cx, all, names)?;
    for name in &OWN[1..9] {
        let name = cx.vm.intern(cx, name)?;
        if !protocol::contains(cx, all.value(), name)? {
            list::append(cx, all, name)?;
        }
    }
    Ok(all.value())
}

#[native(GENERIC_ALIAS, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    union::of(cx, this, value)
}

#[native(GENERIC_ALIAS, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    union::of(cx, value, this)
}

#[native(GENERIC_ALIAS, "__origin__", getter, effect = reads)]
fn origin(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, ORIGIN)
}

#[native(GENERIC_ALIAS, "__args__", getter, effect = reads)]
fn arguments(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, ARGS)
}

#[native(GENERIC_ALIAS, "__unpacked__", getter, effect = reads)]
fn unpacked(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, STARRED)
}

/// Type variables in the GenericAlias.
#[native(GENERIC_ALIAS, "__parameters__", getter)]
fn parameters(cx: &mut Cx, this: &'static Instance) -> R<&'static Tuple> {
    own_parameters(cx, this)
}

#[native(GENERIC_ALIAS, "__typing_unpacked_tuple_args__", getter, effect = reads)]
fn unpacked_tuple_args(cx: &mut Cx, this: &'static Instance) -> R {
    let is_tuple = this.get(cx, ORIGIN)? == TUPLE.value();
    if is_tuple && this.get(cx, STARRED)? == Value::TRUE {
        return this.get(cx, ARGS);
    }
    Ok(Value::NONE)
}

/// A tuple of what an argument of `[...]` means: itself, if it is one.
fn as_tuple(cx: &mut Cx, value: Value) -> R<&'static Tuple> {
    match value.cast::<Tuple>() {
        Some(tuple) => Ok(tuple),
        None => tuple::new(cx, &[value]),
    }
}
