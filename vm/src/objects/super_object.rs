//! `super`: attributes from behind a class in the method resolution order of an object.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::name;
use crate::native::{Kind, native};
use crate::objects::cell::Cell;
use crate::objects::dict;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::objects::type_object::Type;
use crate::protocol::attribute::{self, Method};
use crate::protocol::{call, class_of, descriptor, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static SUPER = TypeDef {
        name: "super",
        layout: Some(layout::SUPER),
        subclassable: true,
        doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
        ..TypeDef::NEW
    };
}

/// A `super` object.
#[repr(C)]
#[derive(Debug)]
pub struct Super {
    header: Header,
    /// `__thisclass__`
    pub class: Slot,
    /// `__self__`, or None.
    pub object: Slot,
    /// `__self_class__`, or None.
    pub object_class: Slot,
}

// SAFETY: a header and values.
unsafe impl HeapType for Super {
    const LAYOUT: LayoutId = layout::SUPER;
}

/// Whether `class` is in the order of `start`, which need not begin with `start` itself.
fn searches(cx: &mut Cx, start: &'static Type, class: &'static Type) -> R<bool> {
    match start.known_mro(cx)? {
        Some(mro) => Ok(mro.as_slice().contains(&class.value())),
        None => start.is_subclass(cx, class),
    }
}

/// The class in whose order the search goes on: that of the object, or the object itself.
fn check(cx: &mut Cx, class: Value, object: Value) -> R<(&'static Type, &'static Type)> {
    let Some(class) = class.cast::<Type>() else {
        let other = type_name(cx, class)?;
        return Err(cx.type_error(format_args!(
            "super() argument 1 must be a type, not {other}"
        )));
    };
    if let Some(object) = object.cast::<Type>()
        && searches(cx, object, class)?
    {
        return Ok((class, object));
    }
    let of_object = class_of(object);
    if of_object.is_subclass(cx, class)? {
        return Ok((class, of_object));
    }
    // A proxy may say that it is an instance.
    let name = name!(cx, "__class__")?;
    if let Some(said) = attribute::find(cx, object, name)?
        && let Some(said) = said.cast::<Type>()
        && said.is_subclass(cx, class)?
    {
        return Ok((class, said));
    }
    let (kind, object, class) = match object.cast::<Type>() {
        Some(object) => ("type", object.name_text(cx)?, class.name_text(cx)?),
        None => (
            "instance of",
            of_object.name_text(cx)?,
            class.name_text(cx)?,
        ),
    };
    Err(cx.type_error(format_args!(
        "super(type, obj): obj ({kind} {object}) is not an instance or subtype of type ({class})."
    )))
}

/// Finds `name` behind `class` in the order of `object`'s class.
fn search(
    cx: &mut Cx,
    class: &'static Type,
    start: &'static Type,
    name: Value,
) -> R<Option<Value>> {
    let Some(order) = start.known_mro(cx)? else {
        return Ok(None);
    };
    let behind = order
        .as_slice()
        .iter()
        .skip_while(|other| **other != class.value())
        .skip(1);
    for other in behind {
        if let Some(other) = other.cast::<Type>()
            && let Some(found) = dict::get_str(cx, other.namespace(), name)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What `super(class, object).name` finds: a plain method unbound, anything else bound. `None`: nothing.
///
/// # Errors
/// TypeError if the two do not go together, and what a descriptor raises.
pub fn lookup(cx: &mut Cx, class: Value, object: Value, name: Value) -> R<Option<Method>> {
    let (class, start) = check(cx, class, object)?;
    if name == name!(cx, "__class__")? {
        return Ok(None);
    }
    let Some(found) = search(cx, class, start, name)? else {
        return Ok(None);
    };
    let is_instance = start.value() != object;
    if is_instance && is_method(found) {
        return Ok(Some(Method::Unbound {
            function: found,
            receiver: object,
        }));
    }
    let instance = if is_instance { object } else { Value::UNBOUND };
    descriptor::get(cx, found, instance, start).map(|value| Some(Method::Value(value)))
}

/// Whether what a class has takes an instance before its arguments, and does nothing when it is bound.
fn is_method(found: Value) -> bool {
    let native = found.cast::<NativeFunction>();
    let is_native =
        native.is_some_and(|native| matches!(native.def().kind, Kind::Method | Kind::Slot));
    is_native || found.is::<Function>()
}

/// The function that `super(class, object).name` calls with an instance `object`, if it is one.
///
/// # Errors
/// TypeError if the two do not go together.
pub(crate) fn function(cx: &mut Cx, class: Value, object: Value, name: Value) -> R<Option<Value>> {
    let (class, start) = check(cx, class, object)?;
    let found = search(cx, class, start, name)?;
    Ok(found.filter(|found| is_method(*found) && start.value() != object))
}

/// `super(class, object)`.
///
/// # Errors
/// As [`lookup`], and MemoryError.
pub fn new(cx: &mut Cx, class: Value, object: Value) -> R {
    let (class, start) = check(cx, class, object)?;
    let proxy = cx.create(&SUPER, |header| Super {
        header,
        class: Slot::new(class.value()),
        object: Slot::new(object),
        object_class: Slot::new(start.value()),
    })?;
    Ok(proxy.value())
}

/// Create and return a new object.
#[native(SUPER, "__new__(cls, /, *args)", new, effect = writes)]
fn super_new(cx: &mut Cx, cls: &'static Type, _args: &[Value]) -> R {
    let proxy = cx.create(&SUPER, |header| Super {
        header,
        class: Slot::new(Value::NONE),
        object: Slot::new(Value::NONE),
        object_class: Slot::new(Value::NONE),
    })?;
    if SUPER.is(cls) {
        return Ok(proxy.value());
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, proxy.value())?;
    Ok(instance.value())
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(SUPER, "__init__(self, /, *args)", slot, effect = writes)]
fn init(cx: &mut Cx, this: &'static Super, args: &[Value]) -> R<()> {
    let (class, object) = match args {
        [] => implicit(cx)?,
        [class] => (*class, Value::NONE),
        [class, object] => (*class, *object),
        _ => {
            let count = args.len();
            return Err(cx.type_error(format_args!(
                "super expected at most 2 arguments, got {count}"
            )));
        }
    };
    let start = if object.is_none() {
        Value::NONE
    } else {
        check(cx, class, object)?.1.value()
    };
    cx.open(this)?;
    this.class.poke(class);
    this.object.poke(object);
    this.object_class.poke(start);
    Ok(())
}

/// The class and the first argument of the running function.
fn implicit(cx: &mut Cx) -> R<(Value, Value)> {
    let top = cx.frames.top();
    if top.is_null() {
        return Err(cx.runtime_error(format_args!("super(): no current frame")));
    }
    let fr = crate::interp::Fr(top);
    let data = fr.code();
    if data.code.arg_count == 0 {
        return Err(cx.runtime_error(format_args!("super(): no arguments")));
    }
    let class_name = name!(cx, "__class__")?;
    let register = data.local_names.iter().position(|name| *name == class_name);
    let cell = register.and_then(|register| fr.get(register as u16).cast::<Cell>());
    let Some(cell) = cell else {
        return Err(cx.runtime_error(format_args!("super(): __class__ cell not found")));
    };
    let class = cx.load(cell, &cell.content)?;
    if class.is_unbound() {
        return Err(cx.runtime_error(format_args!("super(): empty __class__ cell")));
    }
    let first = match fr.get(0).cast::<Cell>() {
        Some(cell) => cx.load(cell, &cell.content)?,
        None => fr.get(0),
    };
    match first.bound() {
        Some(first) => Ok((class, first)),
        None => Err(cx.runtime_error(format_args!("super(): arg[0] deleted"))),
    }
}

/// Return getattr(self, name).
#[native(SUPER, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: Value, name: Value) -> R {
    let name = attribute::checked_name(cx, name)?;
    if let Some(proxy) = cx.payload::<Super>(this)?
        && !cx.load(proxy, &proxy.object)?.is_none()
    {
        let (class, object) = (
            cx.load(proxy, &proxy.class)?,
            cx.load(proxy, &proxy.object)?,
        );
        match lookup(cx, class, object, name)? {
            Some(Method::Value(value)) => return Ok(value),
            Some(Method::Unbound { function, receiver }) => {
                return descriptor::get(cx, function, receiver, class_of(receiver));
            }
            None => {}
        }
    }
    match attribute::generic(cx, this, class_of(this), name)? {
        Some(value) => Ok(value),
        None => Err(attribute::missing(cx, this, name)?),
    }
}

#[native(SUPER, "__thisclass__", getter, effect = reads)]
fn thisclass(cx: &mut Cx, this: &'static Super) -> R {
    cx.load(this, &this.class)
}

#[native(SUPER, "__self__", getter, effect = reads)]
fn object(cx: &mut Cx, this: &'static Super) -> R {
    cx.load(this, &this.object)
}

#[native(SUPER, "__self_class__", getter, effect = reads)]
fn object_class(cx: &mut Cx, this: &'static Super) -> R {
    cx.load(this, &this.object_class)
}

/// Return repr(self).
#[native(SUPER, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Super) -> R<String> {
    let class = match cx.load(this, &this.class)?.cast::<Type>() {
        Some(class) => class.name_text(cx)?,
        None => "NULL".to_owned(),
    };
    match cx.load(this, &this.object_class)?.cast::<Type>() {
        Some(start) => Ok(format!(
            "<super: <class '{class}'>, <{} object>>",
            start.name_text(cx)?
        )),
        None => Ok(format!("<super: <class '{class}'>, NULL>")),
    }
}

/// Return an attribute of instance, which is of type owner.
#[native(SUPER, "__get__(self, instance, owner=None, /)", slot)]
fn get(cx: &mut Cx, this: Value, instance: Value, _owner: Value) -> R {
    let Some(proxy) = cx.payload::<Super>(this)? else {
        return Ok(this);
    };
    if instance.is_none() || !cx.load(proxy, &proxy.object)?.is_none() {
        return Ok(this);
    }
    let class = cx.load(proxy, &proxy.class)?;
    if this.is::<Super>() {
        return new(cx, class, instance);
    }
    call::call_values(cx, class_of(this).value(), &[class, instance])
}
