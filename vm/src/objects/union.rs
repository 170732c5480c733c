//! `A | B`, `typing.Union[A, B]`.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::generic_alias::{as_alias, parameters_of, substitute, type_repr};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::set;
use crate::objects::singletons::NONE;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{Type, is_instance_of, is_subclass_of};
use crate::objects::type_params::TYPE_ALIAS;
use crate::protocol::{self, class_of, equal, is_instance};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static UNION = TypeDef {
        name: "Union",
        module: "typing",
        reserved: 4,
        doc: "Represent a union type\n\nE.g. for int | str",
        ..TypeDef::NEW
    };
}

/// `__args__`: a tuple.
const ARGS: usize = 0;
/// The arguments that have a hash: a frozenset.
const HASHABLE: usize = 1;
/// A tuple of the others.
const UNHASHABLE: usize = 2;
/// `__parameters__`, or unbound as long as nobody asked.
const PARAMETERS: usize = 3;

fn as_union(value: Value) -> Option<&'static Instance> {
    value
        .cast::<Instance>()
        .filter(|_| UNION.is(class_of(value)))
}

fn may_be_member(cx: &mut Cx, value: Value) -> R<bool> {
    Ok(value.is_none()
        || value.is::<Type>()
        || as_union(value).is_some()
        || is_instance(cx, value, &TYPE_ALIAS)?
        || as_alias(cx, value)?.is_some())
}

/// `a | b` of two types, or NotImplemented if one of them is none.
///
/// # Errors
/// What the hashes of the members raise.
pub fn of(cx: &mut Cx, a: Value, b: Value) -> R {
    if !may_be_member(cx, a)? || !may_be_member(cx, b)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut members = Members::new(cx)?;
    members.add(cx, a)?;
    members.add(cx, b)?;
    members.finish(cx)
}

/// The members of a union that is being made.
struct Members {
    all: &'static List,
    hashable: &'static set::Set,
    unhashable: &'static List,
}

impl Members {
    fn new(cx: &mut Cx) -> R<Members> {
        Ok(Members {
            all: list::new(cx)?,
            hashable: set::new(cx)?,
            unhashable: list::new(cx)?,
        })
    }

    /// Adds a type, or those of a union.
    fn add(&mut self, cx: &mut Cx, value: Value) -> R<()> {
        if let Some(union) = as_union(value) {
            for member in args_of(cx, union)?.as_slice() {
                self.add_one(cx, *member)?;
            }
            return Ok(());
        }
        let value = if value.is_none() { NONE.value() } else { value };
        self.add_one(cx, value)
    }

    fn add_one(&mut self, cx: &mut Cx, value: Value) -> R<()> {
        let new = match set::add(cx, self.hashable, value) {
            Ok(new) => new,
            Err(Exit::Raise) => {
                let raised = cx.exception;
                if !is_instance(cx, raised, &TYPE_ERROR)? {
                    return Err(Exit::Raise);
                }
                cx.take_exception();
                self.add_unhashable(cx, value)?
            }
            Err(exit) => return Err(exit),
        };
        if new {
            list::append(cx, self.all, value)?;
        }
        Ok(())
    }

    fn add_unhashable(&mut self, cx: &mut Cx, value: Value) -> R<bool> {
        let mut index = 0;
        while let Some(known) = list::get(cx, self.unhashable, index)? {
            if equal(cx, known, value)? {
                return Ok(false);
            }
            index += 1;
        }
        list::append(cx, self.unhashable, value)?;
        Ok(true)
    }

    /// The union; of one member that member.
    fn finish(self, cx: &mut Cx) -> R {
        let all = tuple::of_list(cx, self.all)?;
        match all.as_slice() {
            [] => Err(cx.type_error(format_args!("Cannot take a Union of no types."))),
            [only] => Ok(*only),
            _ => {
                let mut hashable = Vec::new();
                let mut position = 0;
                while let Some(member) = set::next_element(cx, self.hashable, &mut position)? {
                    hashable.push(member);
                }
                // All of these have been in a set: their hashes and comparisons are known to work, but
                // they may be Python code, so a tuple holds them meanwhile.
                let hashable = tuple::new(cx, &hashable)?;
                let hashable = set::frozen(cx, hashable.as_slice())?;
                let unhashable = tuple::of_list(cx, self.unhashable)?;
                let union = Instance::new(cx, UNION.class())?;
                union.set(cx, ARGS, all.value())?;
                union.set(cx, HASHABLE, hashable)?;
                union.set(cx, UNHASHABLE, unhashable.value())?;
                Ok(union.value())
            }
        }
    }
}

fn args_of(cx: &mut Cx, union: &'static Instance) -> R<&'static Tuple> {
    match union.get(cx, ARGS)?.cast::<Tuple>() {
        Some(args) => Ok(args),
        None => Err(cx.system_error(format_args!("a union without members"))),
    }
}

/// The union of what `typing` makes of these values: `Union[...]`.
///
/// # Errors
/// TypeError if one is no type.
pub(crate) fn checked(cx: &mut Cx, values: &[Value]) -> R {
    let mut members = Members::new(cx)?;
    for value in values {
        if may_be_member(cx, *value)? {
            members.add(cx, *value)?;
            continue;
        }
        let checked = crate::stdlib::_typing::call_typing(
            cx,
            "_type_check",
            &[*value],
            Some("Union[arg, ...]: each arg must be a type."),
        )?;
        members.add(cx, checked)?;
    }
    members.finish(cx)
}

#[native(UNION, "__class_getitem__(cls, parameters, /)", classmethod)]
fn class_getitem(cx: &mut Cx, _cls: &'static Type, parameters: Value) -> R {
    match parameters.cast::<Tuple>() {
        Some(all) => checked(cx, all.as_slice()),
        None => checked(cx, &[parameters]),
    }
}

#[native(UNION, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let mut texts = Vec::new();
    for member in args_of(cx, this)?.as_slice() {
        texts.push(type_repr(cx, *member)?);
    }
    Ok(texts.join(" | "))
}

#[native(UNION, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    let unhashable = this.get(cx, UNHASHABLE)?.cast::<Tuple>();
    if let Some(unhashable) = unhashable.filter(|all| !all.is_empty()) {
        // The error of the first one that has not got a hash since.
        for member in unhashable.as_slice() {
            protocol::hash(cx, *member)?;
        }
        let count = unhashable.len();
        let plural = if count == 1 { "" } else { "s" };
        return Err(cx.type_error(format_args!(
            "union contains {count} unhashable element{plural}"
        )));
    }
    let hashable = this.get(cx, HASHABLE)?;
    protocol::hash(cx, hashable)
}

#[native(UNION, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let Some(other) = as_union(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (this.get(cx, HASHABLE)?, other.get(cx, HASHABLE)?);
    if !equal(cx, a, b)? {
        return Ok(Value::FALSE);
    }
    let (a, b) = (this.get(cx, UNHASHABLE)?, other.get(cx, UNHASHABLE)?);
    let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) else {
        return Ok(Value::TRUE);
    };
    let same = a.len() == b.len() && all_in(cx, a, b)? && all_in(cx, b, a)?;
    Ok(Value::bool(same))
}

fn all_in(cx: &mut Cx, members: &'static Tuple, of: &'static Tuple) -> R<bool> {
    for member in members.as_slice() {
        if !protocol::contains(cx, of.value(), *member)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[native(UNION, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    checked(cx, &[this, value])
}

#[native(UNION, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    checked(cx, &[value, this])
}

#[native(UNION, "__instancecheck__(self, instance, /)")]
fn instancecheck(cx: &mut Cx, this: &'static Instance, instance: Value) -> R<bool> {
    for member in args_of(cx, this)?.as_slice() {
        if is_instance_of(cx, instance, *member)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[native(UNION, "__subclasscheck__(self, subclass, /)")]
fn subclasscheck(cx: &mut Cx, this: &'static Instance, subclass: Value) -> R<bool> {
    if !subclass.is::<Type>() {
        return Err(cx.type_error(format_args!("issubclass() arg 1 must be a class")));
    }
    for member in args_of(cx, this)?.as_slice() {
        if is_subclass_of(cx, subclass, *member)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn own_parameters(cx: &mut Cx, union: &'static Instance) -> R<&'static Tuple> {
    if let Some(known) = union.get(cx, PARAMETERS)?.cast::<Tuple>() {
        return Ok(known);
    }
    let args = args_of(cx, union)?;
    let parameters = parameters_of(cx, args.as_slice())?;
    union.set(cx, PARAMETERS, parameters.value())?;
    Ok(parameters)
}

#[native(UNION, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let (parameters, args) = (own_parameters(cx, this)?, args_of(cx, this)?);
    let args = substitute(cx, this.value(), args, parameters, key)?;
    checked(cx, args.as_slice())
}

#[native(UNION, "__mro_entries__(self, bases, /)")]
fn mro_entries(cx: &mut Cx, this: Value, _bases: Value) -> R {
    let text = protocol::repr(cx, this)?;
    let text = crate::objects::str::to_string(text);
    Err(cx.type_error(format_args!("Cannot subclass {text}")))
}

#[native(UNION, "__args__", getter, effect = reads)]
fn arguments(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, ARGS)
}

/// Type variables in the types.UnionType.
#[native(UNION, "__parameters__", getter)]
fn parameters(cx: &mut Cx, this: &'static Instance) -> R<&'static Tuple> {
    own_parameters(cx, this)
}

/// Always returns the type
#[native(UNION, "__origin__", getter, effect = pure)]
fn origin(_: &mut Cx, _this: &'static Instance) -> Value {
    UNION.value()
}

/// Name of the type
#[native(UNION, "__name__", getter, effect = pure)]
#[native(UNION, "__qualname__", getter, effect = pure)]
fn name(_: &mut Cx, _this: &'static Instance) -> &'static str {
    "Union"
}
