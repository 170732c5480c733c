//! What `type` gives to classes: its methods, and `isinstance`.

use super::{Request, TYPE, Type, create, metaclass_of, mro, subclasses};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::object::OBJECT;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{attribute, call, class_of, descriptor, truth, type_name};
use crate::value::Value;

/// The `__new__` of a metaclass that is not `type`'s.
fn other_new(cx: &mut Cx, metaclass: &'static Type) -> R<Option<Value>> {
    let name = name!(cx, "__new__")?;
    let new = metaclass.lookup(cx, name)?;
    if new == TYPE.class().lookup(cx, name)? {
        return Ok(None);
    }
    match new {
        Some(new) => descriptor::get(cx, new, Value::UNBOUND, metaclass).map(Some),
        None => Ok(None),
    }
}

/// Create and return a new object.
#[native(TYPE, "__new__(cls, /, *args, **kwargs)", new)]
fn type_new(cx: &mut Cx, cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let &[name, bases, namespace] = args else {
        let given = args.len();
        return Err(cx.type_error(format_args!(
            "type.__new__() takes exactly 3 arguments ({given} given)"
        )));
    };
    if !name.is::<Str>() {
        let class = type_name(cx, name)?;
        return Err(cx.type_error(format_args!(
            "type.__new__() argument 1 must be str, not {class}"
        )));
    }
    let Some(bases) = bases.cast::<Tuple>() else {
        let class = type_name(cx, bases)?;
        return Err(cx.type_error(format_args!(
            "type.__new__() argument 2 must be tuple, not {class}"
        )));
    };
    let Some(namespace) = cx.payload::<Dict>(namespace)? else {
        let class = type_name(cx, namespace)?;
        return Err(cx.type_error(format_args!(
            "type.__new__() argument 3 must be dict, not {class}"
        )));
    };
    let metaclass = metaclass_of(cx, cls, bases)?;
    if !std::ptr::eq(metaclass, cls)
        && let Some(new) = other_new(cx, metaclass)?
    {
        // The receiver of a `__new__` is its first argument.
        return call::prepend(cx, metaclass.value(), kwargs.forward(1), |cx, args| {
            call::call(cx, new, args)
        });
    }
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (name, value) in kwargs.iter() {
        names.push(name);
        values.push(value);
    }
    let names = tuple::new(cx, &names)?;
    let values = tuple::new(cx, &values)?;
    let keywords = Args {
        values: values.as_slice(),
        kwnames: (!names.is_empty()).then_some(names),
    };
    let request = Request {
        metaclass,
        name,
        bases,
        namespace,
        keywords,
    };
    Ok(create(cx, request)?.value())
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(TYPE, "__init__(self, /, *args, **kwargs)", slot, effect = pure)]
fn init(_: &mut Cx, _this: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R<()> {
    Ok(())
}

/// Call self as a function.
#[native(TYPE, "__call__(self, /, *args, **kwargs)", slot)]
fn call_class(cx: &mut Cx, this: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let mut names = Vec::new();
    let mut values = args.to_vec();
    for (name, value) in kwargs.iter() {
        names.push(name);
        values.push(value);
    }
    let values = tuple::new(cx, &values)?;
    let names = tuple::new(cx, &names)?;
    let args = Args {
        values: values.as_slice(),
        kwnames: (!names.is_empty()).then_some(names),
    };
    call::instantiate(cx, this, args)
}

/// Return getattr(self, name).
#[native(TYPE, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Type, name: Value) -> R {
    let metaclass = class_of(this.value());
    let name = attribute::checked_name(cx, name)?;
    match attribute::of_class(cx, this.value(), metaclass, name)? {
        Some(value) => Ok(value),
        None => Err(attribute::missing(cx, this.value(), name)?),
    }
}

/// Implement setattr(self, name, value).
#[native(TYPE, "__setattr__(self, name, value, /)", slot)]
fn setattr(cx: &mut Cx, this: &'static Type, name: Value, value: Value) -> R<()> {
    let name = attribute::checked_name(cx, name)?;
    attribute::change_class(cx, this, name, Some(value))
}

/// Implement delattr(self, name).
#[native(TYPE, "__delattr__(self, name, /)", slot)]
fn delattr(cx: &mut Cx, this: &'static Type, name: Value) -> R<()> {
    let name = attribute::checked_name(cx, name)?;
    attribute::change_class(cx, this, name, None)
}

/// Return repr(self).
#[native(TYPE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Type) -> R<String> {
    let qualname = cx.load(this, &this.qualname)?;
    let qualname = str::to_string(qualname);
    let name = name!(cx, "__module__")?;
    let module = dict::get_str(cx, this.namespace(), name)?;
    Ok(
        match module
            .filter(|module| module.is::<Str>())
            .map(str::to_string)
        {
            Some(module) if module != "builtins" => format!("<class '{module}.{qualname}'>"),
            _ => format!("<class '{qualname}'>"),
        },
    )
}

/// Return a type's method resolution order.
#[native(TYPE, "mro(self, /)", effect = writes)]
fn compute_mro(cx: &mut Cx, this: &'static Type) -> R {
    let bases = cx.load(this, &this.bases)?;
    let bases = bases.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    let bases: Vec<&'static Type> = bases.iter().filter_map(|base| base.cast()).collect();
    let order = mro::linearize(cx, this, &bases)?;
    Ok(list::from_slice(cx, &order)?.value())
}

/// Return a list of immediate subclasses.
#[native(TYPE, "__subclasses__(self, /)", effect = writes)]
fn list_subclasses(cx: &mut Cx, this: &'static Type) -> R {
    let classes: Vec<Value> = subclasses(cx, this)?
        .iter()
        .map(|class| class.value())
        .collect();
    Ok(list::from_slice(cx, &classes)?.value())
}

/// Create the namespace for the class statement
#[native(TYPE, "__prepare__(cls, /, *args, **kwargs)", classmethod, effect = writes)]
fn prepare(cx: &mut Cx, _cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    Ok(dict::new(cx)?.value())
}

/// Check if an object is an instance.
#[native(TYPE, "__instancecheck__(self, instance, /)", effect = reads)]
fn instancecheck(cx: &mut Cx, this: &'static Type, instance: Value) -> R<bool> {
    real_is_instance(cx, instance, this)
}

/// Check if a class is a subclass.
#[native(TYPE, "__subclasscheck__(self, subclass, /)", effect = reads)]
fn subclasscheck(cx: &mut Cx, this: &'static Type, subclass: Value) -> R<bool> {
    match subclass.cast::<Type>() {
        Some(class) => class.is_subclass(cx, this),
        None => Err(cx.type_error(format_args!("issubclass() arg 1 must be a class"))),
    }
}

/// Return state information for pickling.
#[native(TYPE, "__dir__(self, /)", effect = writes)]
fn dir(cx: &mut Cx, this: &'static Type) -> R {
    let names = dict::new(cx)?;
    for class in this.mro(cx)?.as_slice() {
        let Some(class) = class.cast::<Type>() else {
            continue;
        };
        let mut position = 0;
        while let Some((name, _)) = dict::next_entry(cx, class.namespace(), &mut position)? {
            dict::set(cx, names, name, Value::NONE)?;
        }
    }
    let keys = list::from_slice(cx, &[])?;
    let mut position = 0;
    while let Some((name, _)) = dict::next_entry(cx, names, &mut position)? {
        list::append(cx, keys, name)?;
    }
    Ok(keys.value())
}

/// Whether what it has as `__class__` is its class for certain.
fn says_its_class(value: Value) -> bool {
    !value.is_reference()
        || value.is::<Str>()
        || value.is::<Tuple>()
        || value.is::<List>()
        || value.is::<Dict>()
}

/// `isinstance` without `__instancecheck__`: the class, or what `__class__` says it is.
fn real_is_instance(cx: &mut Cx, value: Value, class: &'static Type) -> R<bool> {
    let of_value = class_of(value);
    if of_value.is_subclass(cx, class)? {
        return Ok(true);
    }
    if says_its_class(value) {
        return Ok(false);
    }
    let name = name!(cx, "__class__")?;
    // What everything inherits from `object` says nothing else.
    let how = name!(cx, "__getattribute__")?;
    if of_value.lookup(cx, name)? == OBJECT.class().lookup(cx, name)?
        && of_value.lookup(cx, how)? == Some(cx.vm.object_getattribute.get())
    {
        return Ok(false);
    }
    match attribute::find(cx, value, name)?.and_then(|said| said.cast::<Type>()) {
        Some(said) if !std::ptr::eq(said, of_value) => said.is_subclass(cx, class),
        _ => Ok(false),
    }
}

/// `isinstance(value, class)`.
///
/// # Errors
/// TypeError if it is no class, tuple or union, and what `__instancecheck__` raises.
pub fn is_instance_of(cx: &mut Cx, value: Value, class: Value) -> R<bool> {
    if class_of(value).value() == class {
        return Ok(true);
    }
    if let Some(plain) = class.cast::<Type>()
        && TYPE.is(class_of(class))
    {
        return real_is_instance(cx, value, plain);
    }
    if let Some(classes) = class.cast::<Tuple>() {
        return any_of(cx, classes, |cx, class| is_instance_of(cx, value, class));
    }
    let name = name!(cx, "__instancecheck__")?;
    if let Some(plain) = class.cast::<Type>()
        && class_of(class).lookup(cx, name)? == Some(cx.vm.type_instancecheck.get())
    {
        return real_is_instance(cx, value, plain);
    }
    match attribute::call_special(cx, class, name, &[value])? {
        Some(result) => truth(cx, result),
        None => Err(no_class(
            cx,
            "isinstance() arg 2 must be a type, a tuple of types, or a union",
        )),
    }
}

/// `issubclass(value, class)`.
///
/// # Errors
/// TypeError if they are no classes, and what `__subclasscheck__` raises.
pub fn is_subclass_of(cx: &mut Cx, value: Value, class: Value) -> R<bool> {
    if let (Some(value), Some(plain)) = (value.cast::<Type>(), class.cast::<Type>())
        && TYPE.is(class_of(class))
    {
        return value.is_subclass(cx, plain);
    }
    if let Some(classes) = class.cast::<Tuple>() {
        return any_of(cx, classes, |cx, class| is_subclass_of(cx, value, class));
    }
    let name = name!(cx, "__subclasscheck__")?;
    match attribute::call_special(cx, class, name, &[value])? {
        Some(result) => truth(cx, result),
        None => Err(no_class(
            cx,
            "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        )),
    }
}

fn no_class(cx: &mut Cx, message: &str) -> Exit {
    cx.type_error(format_args!("{message}"))
}

fn any_of(
    cx: &mut Cx,
    classes: &'static Tuple,
    mut holds: impl FnMut(&mut Cx, Value) -> R<bool>,
) -> R<bool> {
    cx.deeper(|cx| {
        for class in classes.as_slice() {
            if holds(cx, *class)? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Return a | b.
#[native(TYPE, "__or__(self, value, /)", slot, effect = writes)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    crate::objects::union::of(cx, this, value)
}

/// Return b | a.
#[native(TYPE, "__ror__(self, value, /)", slot, effect = writes)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    crate::objects::union::of(cx, value, this)
}
