//! `object`, the base of everything.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list;
use crate::objects::module::{MODULE, Module};
use crate::objects::native_function::NativeFunction;
use crate::objects::str::{self, Str};
use crate::objects::type_object::{Flags, Type, is_abstract, same_memory};
use crate::protocol::attribute::{self, checked_name};
use crate::protocol::{class_of, id, is_identical, type_name};
use crate::shape::Shape;
use crate::types::{TYPES, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static OBJECT = TypeDef {
        name: "object",
        base: None,
        layout: Some(crate::heap::layout::INSTANCE),
        subclassable: true,
        doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
        ..TypeDef::NEW
    };
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(OBJECT, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !args.is_empty() || !kwargs.is_empty() {
        excess(cx, cls, true)?;
    }
    let flags = cls.flags();
    if is_abstract(cx, cls)? {
        return abstract_class(cx, cls);
    }
    if !flags.has(Flags::INSTANCE_LAYOUT)
        || flags.has(Flags::PAYLOAD)
        || flags.has(Flags::EXCEPTION)
    {
        let new = name!(cx, "__new__")?;
        let has_own = cls.lookup(cx, new)? != Some(cx.vm.object_new.get());
        let class = cls.name_text(cx)?;
        return Err(match has_own {
            true => cx.type_error(format_args!(
                "object.__new__({class}) is not safe, use {class}.__new__()"
            )),
            false => {
                let class = full_name(cls);
                cx.type_error(format_args!("cannot create '{class}' instances"))
            }
        });
    }
    if is_made_natively(cx, cls)? {
        let class = full_name(cls);
        return Err(cx.type_error(format_args!("cannot create '{class}' instances")));
    }
    Ok(Instance::new(cx, cls)?.value())
}

/// Whether instances of a builtin class have slots that only native code fills.
fn is_made_natively(cx: &mut Cx, class: &'static Type) -> R<bool> {
    if !class.flags().has(Flags::BUILTIN) || Shape::of(class.instance_shape()).reserved == 0 {
        return Ok(false);
    }
    let init = name!(cx, "__init__")?;
    Ok(class.lookup(cx, init)? == Some(cx.vm.object_init.get()))
}

/// A builtin class as messages name it: with its module, unless that is `builtins`.
pub(crate) fn full_name(class: &'static Type) -> String {
    match TYPES
        .iter()
        .find(|cell| cell.is(class))
        .map(|cell| &cell.def)
    {
        Some(def) if def.module != "builtins" => format!("{}.{}", def.module, def.name),
        Some(def) => def.name.to_owned(),
        None => String::new(),
    }
}

/// Arguments that neither `object.__new__` nor `object.__init__` takes are an error, unless the class
/// has the other one of its own.
fn excess(cx: &mut Cx, class: &'static Type, in_new: bool) -> R<()> {
    let (new, init) = (name!(cx, "__new__")?, name!(cx, "__init__")?);
    let own_new = class.lookup(cx, new)? != Some(cx.vm.object_new.get());
    let own_init = class.lookup(cx, init)? != Some(cx.vm.object_init.get());
    let (mine, other, method) = if in_new {
        (own_new, own_init, "__new__")
    } else {
        (own_init, own_new, "__init__")
    };
    if mine {
        return Err(if in_new {
            cx.type_error(format_args!(
                "object.__new__() takes exactly one argument (the type to instantiate)"
            ))
        } else {
            cx.type_error(format_args!(
                "object.__init__() takes exactly one argument (the instance to initialize)"
            ))
        });
    }
    if !other {
        let class = class.name_text(cx)?;
        return Err(if method == "__new__" {
            cx.type_error(format_args!("{class}() takes no arguments"))
        } else {
            cx.type_error(format_args!(
                "{class}.__init__() takes exactly one argument (the instance to initialize)"
            ))
        });
    }
    Ok(())
}

fn abstract_class(cx: &mut Cx, class: &'static Type) -> R {
    let name = name!(cx, "__abstractmethods__")?;
    let methods = attribute::find(cx, class.value(), name)?.unwrap_or(Value::NONE);
    let sorted = list::from_slice(cx, &[])?;
    crate::protocol::unpack::extend_list(cx, sorted, methods)?;
    let mut names: Vec<String> = list::to_vec(cx, sorted)?
        .into_iter()
        .map(str::to_string)
        .collect();
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let names = names
        .iter()
        .map(|name| format!("'{name}'"))
        .collect::<Vec<_>>()
        .join(", ");
    let class = class.name_text(cx)?;
    Err(cx.type_error(format_args!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} {names}"
    )))
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(OBJECT, "__init__(self, /, *args, **kwargs)", slot, effect = reads)]
fn init(cx: &mut Cx, this: Value, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    if !args.is_empty() || !kwargs.is_empty() {
        excess(cx, class_of(this), false)?;
    }
    Ok(())
}

/// `object.__setattr__` is not for classes, whose own way it would go round.
fn check_no_class(cx: &mut Cx, this: Value, method: &str) -> R<()> {
    if this.is::<Type>() {
        let class = type_name(cx, this)?;
        return Err(cx.type_error(format_args!("can't apply this {method} to {class} object")));
    }
    Ok(())
}

/// Return getattr(self, name).
#[native(OBJECT, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: Value, name: Value) -> R {
    let name = checked_name(cx, name)?;
    match attribute::generic(cx, this, class_of(this), name)? {
        Some(value) => Ok(value),
        None => Err(attribute::missing(cx, this, name)?),
    }
}

/// Implement setattr(self, name, value).
#[native(OBJECT, "__setattr__(self, name, value, /)", slot)]
fn setattr(cx: &mut Cx, this: Value, name: Value, value: Value) -> R<()> {
    check_no_class(cx, this, "__setattr__")?;
    let name = checked_name(cx, name)?;
    attribute::generic_change(cx, this, class_of(this), name, Some(value))
}

/// Implement delattr(self, name).
#[native(OBJECT, "__delattr__(self, name, /)", slot)]
fn delattr(cx: &mut Cx, this: Value, name: Value) -> R<()> {
    check_no_class(cx, this, "__delattr__")?;
    let name = checked_name(cx, name)?;
    attribute::generic_change(cx, this, class_of(this), name, None)
}

/// Return repr(self).
#[native(OBJECT, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    let class = class_of(this);
    let qualname = cx.load(class, &class.qualname)?;
    let qualname = str::to_string(qualname);
    let name = name!(cx, "__module__")?;
    let module = dict::get_str(cx, class.namespace(), name)?;
    let address = id(this);
    Ok(
        match module
            .filter(|module| module.is::<Str>())
            .map(str::to_string)
        {
            Some(module) if module != "builtins" => {
                format!("<{module}.{qualname} object at {address:#x}>")
            }
            _ => format!("<{qualname} object at {address:#x}>"),
        },
    )
}

/// Return str(self).
#[native(OBJECT, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: Value) -> R {
    crate::protocol::repr(cx, this)
}

/// Return hash(self).
#[native(OBJECT, "__hash__(self, /)", slot, effect = pure)]
fn hash(_: &mut Cx, this: Value) -> R<i64> {
    Ok(hash_by_identity(this))
}

/// What `object.__hash__` gives.
#[inline]
pub(crate) fn hash_by_identity(value: Value) -> i64 {
    (id(value) >> 4) as i64
}

/// Whether the method that a class has as `__hash__` is that of `object`.
#[inline]
pub(crate) fn is_hash_by_identity(method: Value) -> bool {
    method.cast::<NativeFunction>().is_some_and(|native| {
        let def = native.def();
        def.class()
            .is_some_and(|class| std::ptr::eq(class, &OBJECT))
            && def.name == "__hash__"
    })
}

/// Return self==value.
#[native(OBJECT, "__eq__(self, value, /)", slot, effect = pure)]
fn eq(_: &mut Cx, this: Value, value: Value) -> R {
    Ok(if is_identical(this, value) {
        Value::TRUE
    } else {
        Value::NOT_IMPLEMENTED
    })
}

/// Return self!=value.
#[native(OBJECT, "__ne__(self, value, /)", slot)]
fn ne(cx: &mut Cx, this: Value, value: Value) -> R {
    let name = name!(cx, "__eq__")?;
    match attribute::call_special(cx, this, name, &[value])? {
        Some(result) if result != Value::NOT_IMPLEMENTED => {
            Ok(Value::bool(!crate::protocol::truth(cx, result)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! no_order {
    ($($rust:ident $signature:literal $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(OBJECT, $signature, slot, effect = pure)]
            fn $rust(_: &mut Cx, _this: Value, _value: Value) -> R {
                Ok(Value::NOT_IMPLEMENTED)
            }
        )*
    };
}

no_order! {
    lt "__lt__(self, value, /)" "Return self<value.";
    le "__le__(self, value, /)" "Return self<=value.";
    gt "__gt__(self, value, /)" "Return self>value.";
    ge "__ge__(self, value, /)" "Return self>=value.";
}

/// Default object formatter.
///
/// Return str(self) if format_spec is empty. Raise TypeError otherwise.
#[native(OBJECT, "__format__(self, format_spec, /)")]
fn format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return crate::protocol::str(cx, this);
    }
    let class = type_name(cx, this)?;
    Err(cx.type_error(format_args!(
        "unsupported format string passed to {class}.__format__"
    )))
}

/// Size of object in memory, in bytes.
#[native(OBJECT, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}

/// Default dir() implementation.
#[native(OBJECT, "__dir__(self, /)")]
fn dir(cx: &mut Cx, this: Value) -> R {
    let names = dict::new(cx)?;
    let name = name!(cx, "__dict__")?;
    if let Some(own) = attribute::find(cx, this, name)?
        && let Some(own) = own.cast::<Dict>()
    {
        let mut position = 0;
        while let Some((name, _)) = dict::next_entry(cx, own, &mut position)? {
            dict::set(cx, names, name, Value::NONE)?;
        }
    }
    for class in class_of(this).mro(cx)?.as_slice() {
        let Some(class) = class.cast::<Type>() else {
            continue;
        };
        let mut position = 0;
        while let Some((name, _)) = dict::next_entry(cx, class.namespace(), &mut position)? {
            dict::set(cx, names, name, Value::NONE)?;
        }
    }
    let all = list::from_slice(cx, &[])?;
    let mut position = 0;
    while let Some((name, _)) = dict::next_entry(cx, names, &mut position)? {
        list::append(cx, all, name)?;
    }
    Ok(all.value())
}

/// This method is called when a class is subclassed.
///
/// The default implementation does nothing. It may be
/// overridden to extend subclasses.
#[native(OBJECT, "__init_subclass__(cls, /)", classmethod, effect = pure)]
fn init_subclass(_: &mut Cx, _cls: &'static Type) -> R<()> {
    Ok(())
}

/// Abstract classes can override this to customize issubclass().
///
/// This is invoked early on by abc.ABCMeta.__subclasscheck__().
/// It should return True, False or NotImplemented.  If it returns
/// NotImplemented, the normal algorithm is used.  Otherwise, it
/// overrides the normal algorithm (and the outcome is cached).
#[native(OBJECT, "__subclasshook__(cls, object, /)", classmethod, effect = pure)]
fn subclasshook(_: &mut Cx, _cls: &'static Type, _object: Value) -> R {
    Ok(Value::NOT_IMPLEMENTED)
}

#[native(OBJECT, "__class__", getter, effect = pure)]
fn class(_: &mut Cx, this: Value) -> R {
    Ok(class_of(this).value())
}

/// Assignment to `__class__`: between classes written in Python whose instances have the same slots.
#[native(OBJECT, "__class__", setter)]
fn set_class(cx: &mut Cx, this: Value, value: Value) -> R<()> {
    let Some(class) = value.cast::<Type>() else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "__class__ must be set to a class, not '{class}' object"
        )));
    };
    let old = class_of(this);
    let module = this.cast::<Module>().filter(|_| class.has_storage(&MODULE));
    let is_builtin = old.flags().with(class.flags()).has(Flags::BUILTIN);
    if module.is_none() && (this.is::<Module>() || is_builtin) {
        return Err(cx.type_error(format_args!(
            "__class__ assignment only supported for mutable types or ModuleType subclasses"
        )));
    }
    let same = module.is_some() || same_memory(cx, old, class)?;
    let instance = this.cast::<Instance>();
    if !same || module.is_none() && instance.is_none() {
        let (old, new) = (old.name_text(cx)?, class.name_text(cx)?);
        return Err(cx.type_error(format_args!(
            "__class__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    // Who has looked at the class of this object has not logged that: nobody else may run.
    cx.tx.become_irrevocable()?;
    if let Some(module) = module {
        module.change_class(class);
    }
    match instance {
        Some(instance) => crate::objects::instance::change_class(cx, instance, class),
        None => Ok(()),
    }
}

#[native(OBJECT, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    crate::objects::reduce::reduce(cx, this, 0)
}

/// Helper for pickle.
#[native(OBJECT, "__reduce_ex__(self, protocol, /)")]
fn reduce_ex(cx: &mut Cx, this: Value, protocol: i64) -> R {
    let name = name!(cx, "__reduce__")?;
    let class = class_of(this);
    if class.lookup(cx, name)? != OBJECT.class().lookup(cx, name)? {
        return crate::protocol::call::call_method(cx, this, name, &[]);
    }
    crate::objects::reduce::reduce(cx, this, protocol)
}

/// Helper for pickle.
#[native(OBJECT, "__getstate__(self, /)")]
fn getstate(cx: &mut Cx, this: Value) -> R {
    crate::objects::reduce::state(cx, this)
}
