//! `property`: attributes that are computed by functions.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::ATTRIBUTE_ERROR;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, call_values, class_of, is_instance, truth};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static PROPERTY = TypeDef {
        name: "property",
        reserved: 6,
        subclassable: true,
        doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
        ..TypeDef::NEW
    };
}

/// The function that gets the value; it and the next two are None if there is none.
const GET: usize = 0;
/// The function that sets it.
const SET: usize = 1;
/// The function that deletes it.
const DELETE: usize = 2;
/// `__doc__`
const DOC: usize = 3;
/// `__name__`, or unbound.
const NAME: usize = 4;
/// Whether `__doc__` is that of the function that gets the value.
const DOC_OF_GETTER: usize = 5;

#[native(PROPERTY, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    _args: &[Value],
    _kwargs: crate::native::Kwargs<'_>,
) -> R<&'static Instance> {
    let property = Instance::new(cx, cls)?;
    for index in [GET, SET, DELETE, DOC] {
        property.set(cx, index, Value::NONE)?;
    }
    property.set(cx, DOC_OF_GETTER, Value::FALSE)?;
    Ok(property)
}

#[native(
    PROPERTY,
    "__init__(self, fget=None, fset=None, fdel=None, doc=None)",
    slot
)]
fn init(
    cx: &mut Cx,
    this: &'static Instance,
    fget: Value,
    fset: Value,
    fdel: Value,
    doc: Value,
) -> R<()> {
    for (index, value) in [(GET, fget), (SET, fset), (DELETE, fdel), (DOC, Value::NONE)] {
        this.set(cx, index, value)?;
    }
    this.set(cx, DOC_OF_GETTER, Value::FALSE)?;
    this.set(cx, NAME, Value::UNBOUND)?;
    let (mut doc, mut of_getter) = (doc, false);
    if doc.is_none() && !fget.is_none() {
        let name = name!(cx, "__doc__")?;
        if let Some(found) = attribute::find(cx, fget, name)?
            && !found.is_none()
        {
            (doc, of_getter) = (found, true);
            this.set(cx, DOC_OF_GETTER, Value::TRUE)?;
        }
    }
    if PROPERTY.is(class_of(this.value())) {
        return this.set(cx, DOC, doc);
    }
    // The class of a subclass has a `__doc__` of its own, which would be found first.
    let name = name!(cx, "__doc__")?;
    match attribute::set(cx, this.value(), name, doc) {
        // One that is said outright is dropped where there is no place for it.
        Err(crate::cx::Exit::Raise) if !of_getter => {
            let raised = cx.exception;
            if is_instance(cx, raised, &ATTRIBUTE_ERROR)? {
                cx.take_exception();
                return Ok(());
            }
            Err(crate::cx::Exit::Raise)
        }
        result => result,
    }
}

/// The name by which messages call a property: its own, or that of its getter.
fn name_of(cx: &mut Cx, property: &'static Instance) -> R<Option<Value>> {
    if let Some(name) = property.get(cx, NAME)?.bound() {
        return Ok(Some(name));
    }
    let getter = property.get(cx, GET)?;
    if getter.is_none() {
        return Ok(None);
    }
    let name = name!(cx, "__name__")?;
    attribute::find(cx, getter, name)
}

/// AttributeError: the property has no such function.
#[cold]
fn lacks(cx: &mut Cx, property: &'static Instance, object: Value, what: &str) -> R {
    let name = name_of(cx, property)?;
    let class = class_of(object);
    let qualname = cx.load(class, &class.qualname)?;
    let qualname = protocol::repr(cx, qualname)?;
    let of = format!("of {} object has no {what}", str::to_string(qualname));
    Err(match name {
        Some(name) => {
            let name = protocol::repr(cx, name)?;
            let name = str::to_string(name);
            cx.attribute_error(format_args!("property {name} {of}"))
        }
        None => cx.attribute_error(format_args!("property {of}")),
    })
}

/// What `object.name` gives where the class has this property.
///
/// # Errors
/// What the function raises; AttributeError if there is none.
#[native(PROPERTY, "__get__(self, instance, owner=None, /)", slot)]
fn get(cx: &mut Cx, this: &'static Instance, instance: Value, _owner: Value) -> R {
    if instance.is_none() {
        return Ok(this.value());
    }
    let getter = this.get(cx, GET)?;
    if getter.is_none() {
        return lacks(cx, this, instance, "getter");
    }
    call_values(cx, getter, &[instance])
}

/// The function that gets the value, of a plain property.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn getter_of(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    part_of(cx, value, GET)
}

/// The function that sets the value, of a plain property.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn setter_of(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    part_of(cx, value, SET)
}

fn part_of(cx: &mut Cx, value: Value, part: usize) -> R<Option<Value>> {
    match value.cast::<Instance>() {
        Some(property) if PROPERTY.is(class_of(value)) => {
            let function = property.get(cx, part)?;
            Ok(Some(function).filter(|function| !function.is_none()))
        }
        _ => Ok(None),
    }
}

#[native(PROPERTY, "__set__(self, instance, value, /)", slot)]
fn set(cx: &mut Cx, this: &'static Instance, instance: Value, value: Value) -> R {
    let setter = this.get(cx, SET)?;
    if setter.is_none() {
        return lacks(cx, this, instance, "setter");
    }
    call_values(cx, setter, &[instance, value]).map(|_| Value::NONE)
}

#[native(PROPERTY, "__delete__(self, instance, /)", slot)]
fn delete(cx: &mut Cx, this: &'static Instance, instance: Value) -> R {
    let deleter = this.get(cx, DELETE)?;
    if deleter.is_none() {
        return lacks(cx, this, instance, "deleter");
    }
    call_values(cx, deleter, &[instance]).map(|_| Value::NONE)
}

/// A property like this one with another function, made by a call of its class.
fn with(cx: &mut Cx, this: &'static Instance, index: usize, function: Value) -> R {
    let mut functions = [Value::NONE; 3];
    for (place, value) in functions.iter_mut().enumerate() {
        *value = if place == index && !function.is_none() {
            function
        } else {
            this.get(cx, place)?
        };
    }
    let from_getter = this.get(cx, DOC_OF_GETTER)? == Value::TRUE && !functions[GET].is_none();
    let doc = if from_getter {
        Value::NONE
    } else {
        this.get(cx, DOC)?
    };
    let class = class_of(this.value()).value();
    let [get, set, delete] = functions;
    let copy = call_values(cx, class, &[get, set, delete, doc])?;
    if let Some(copy) = copy.cast::<Instance>()
        && is_instance(cx, copy.value(), &PROPERTY)?
    {
        let name = this.get(cx, NAME)?;
        copy.set(cx, NAME, name)?;
    }
    Ok(copy)
}

/// Descriptor to obtain a copy of the property with a different getter.
#[native(PROPERTY, "getter(self, object, /)", opaque)]
fn getter(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    with(cx, this, GET, object)
}

/// Descriptor to obtain a copy of the property with a different setter.
#[native(PROPERTY, "setter(self, object, /)", opaque)]
fn setter(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    with(cx, this, SET, object)
}

/// Descriptor to obtain a copy of the property with a different deleter.
#[native(PROPERTY, "deleter(self, object, /)", opaque)]
fn deleter(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    with(cx, this, DELETE, object)
}

/// __set_name__(owner, name, /)
///
/// Method to set name of a property.
#[native(PROPERTY, "__set_name__(self, /, *args)", opaque)]
fn set_name(cx: &mut Cx, this: &'static Instance, args: &[Value]) -> R<()> {
    match args {
        [_, name] => this.set(cx, NAME, *name),
        _ => {
            let count = args.len();
            Err(cx.type_error(format_args!(
                "__set_name__() takes 2 positional arguments but {count} were given"
            )))
        }
    }
}

macro_rules! functions {
    ($($rust:ident $name:literal $index:ident;)*) => {
        $(
            #[native(PROPERTY, $name, getter, effect = reads)]
            fn $rust(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $index)
            }
        )*
    };
}

functions! {
    fget "fget" GET;
    fset "fset" SET;
    fdel "fdel" DELETE;
    doc "__doc__" DOC;
}

#[native(PROPERTY, "fget", setter, effect = pure)]
#[native(PROPERTY, "fset", setter, effect = pure)]
#[native(PROPERTY, "fdel", setter, effect = pure)]
fn set_function(cx: &mut Cx, _this: Value, _value: Value) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}

#[native(PROPERTY, "fget", deleter, effect = pure)]
#[native(PROPERTY, "fset", deleter, effect = pure)]
#[native(PROPERTY, "fdel", deleter, effect = pure)]
fn delete_function(cx: &mut Cx, _this: Value) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}

#[native(PROPERTY, "__doc__", setter, effect = writes)]
fn set_doc(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, DOC, value)
}

#[native(PROPERTY, "__doc__", deleter, effect = writes)]
fn delete_doc(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, DOC, Value::NONE)
}

#[native(PROPERTY, "__name__", getter)]
fn name(cx: &mut Cx, this: &'static Instance) -> R {
    match name_of(cx, this)? {
        Some(name) => Ok(name),
        None => Err(cx.attribute_error(format_args!(
            "'property' object has no attribute '__name__'"
        ))),
    }
}

#[native(PROPERTY, "__name__", setter, effect = writes)]
fn assign_name(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, NAME, value)
}

#[native(PROPERTY, "__name__", deleter, effect = writes)]
fn delete_name(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, NAME, Value::UNBOUND)
}

#[native(PROPERTY, "__isabstractmethod__", getter)]
fn is_abstract(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let mark = name!(cx, "__isabstractmethod__")?;
    for index in [GET, SET, DELETE] {
        let function = this.get(cx, index)?;
        if !function.is_none()
            && let Some(value) = attribute::find(cx, function, mark)?
            && truth(cx, value)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
