//! Attributes: `object.name`, by the rules of `object.__getattribute__`, `type.__getattribute__` and
//! modules, and whatever a class puts in their place.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Args;
use crate::native::Kind;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, classes};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::method;
use crate::objects::module::Module;
use crate::objects::native_function::{self, NativeFunction};
use crate::objects::str::{self, Str};
use crate::objects::type_object::{Flags, Type, check_mutable, next_version};
use crate::objects::wrapper::{self, Wrapper};
use crate::protocol::attribute_cache::{self, Found};
use crate::protocol::{call, class_of, descriptor, is_instance};
use crate::value::Value;
use std::collections::HashSet;

/// What `object.name(...)` is to call.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    /// A function, and the object as its first argument.
    Unbound {
        /// The function.
        function: Value,
        /// The object.
        receiver: Value,
    },
    /// A value.
    Value(Value),
}

/// `object.name`; `name` is an interned string.
///
/// # Errors
/// AttributeError, and whatever Python code raises on the way.
#[inline]
pub fn get(cx: &mut Cx, object: Value, name: Value) -> R {
    cx.lost_attribute_error = Value::UNBOUND;
    match find(cx, object, name)? {
        Some(value) => Ok(value),
        None => Err(missing(cx, object, name)?),
    }
}

/// The same, but `None` instead of AttributeError.
///
/// # Errors
/// Whatever else Python code raises on the way.
pub fn find(cx: &mut Cx, object: Value, name: Value) -> R<Option<Value>> {
    let instance = object.cast::<Instance>();
    if let Some(instance) = instance {
        match attribute_cache::load(cx, instance, name)? {
            Some(Found::Value(value)) => return Ok(Some(value)),
            Some(Found::Method(function)) if function.is::<Function>() => {
                let method = method::new(cx, function, object)?;
                return Ok(Some(Value::from(method)));
            }
            Some(Found::OfClass(function, class)) => {
                let method = method::new(cx, function, class.value())?;
                return Ok(Some(Value::from(method)));
            }
            Some(Found::Computed(getter)) => {
                let result = native_function::compute(cx, getter, object);
                return unless_attribute_error(cx, result);
            }
            Some(Found::Absent) => return Ok(None),
            Some(Found::Hook(_)) => return from_hook(cx, object, class_of(object), name),
            Some(Found::Method(function)) => {
                if let Some(native) = function.cast::<NativeFunction>() {
                    let class = class_of(object);
                    return native_function::get(cx, native, Some(object), class).map(Some);
                }
            }
            Some(Found::Getter(_)) | None => {}
        }
    } else if let Some(native) =
        attribute_cache::builtin_method(cx, object, name).cast::<NativeFunction>()
    {
        let bound = native_function::bound(cx, native.def(), object)?;
        return Ok(Some(bound.value()));
    } else if let Some(getter) = attribute_cache::builtin_getter(cx, object, name) {
        let result = native_function::compute(cx, getter, object);
        return unless_attribute_error(cx, result);
    }
    let class = class_of(object);
    let how = name!(cx, "__getattribute__")?;
    let how = class.lookup(cx, how)?.unwrap_or(Value::NONE);
    let found = if how == cx.vm.object_getattribute.get() {
        // As the instance is now: to read its `__dict__` changes its shape.
        if let Some(instance) = instance {
            attribute_cache::learn_load(cx, instance, name)?;
        }
        let found = generic(cx, object, class, name)?;
        if instance.is_none() {
            attribute_cache::learn_builtin(cx, object, name)?;
        }
        found
    } else if how == cx.vm.type_getattribute.get() {
        of_class(cx, object, class, name)?
    } else if how == cx.vm.module_getattribute.get() {
        return of_module(cx, object, class, name);
    } else {
        let result = call_found(cx, how, object, &[name]);
        unless_attribute_error(cx, result)?
    };
    match found {
        Some(value) => Ok(Some(value)),
        None => from_hook(cx, object, class, name),
    }
}

/// What `__getattr__` gives, if the class has one.
fn from_hook(cx: &mut Cx, object: Value, class: &'static Type, name: Value) -> R<Option<Value>> {
    let hook = name!(cx, "__getattr__")?;
    match class.lookup(cx, hook)? {
        Some(hook) => {
            let result = call_found(cx, hook, object, &[name]);
            unless_attribute_error(cx, result)
        }
        None => Ok(None),
    }
}

/// Makes `None` of an AttributeError.
///
/// # Errors
/// All others.
pub fn unless_attribute_error(cx: &mut Cx, result: R) -> R<Option<Value>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &classes::ATTRIBUTE_ERROR)? {
                cx.lost_attribute_error = cx.take_exception();
                Ok(None)
            } else {
                Err(Exit::Raise)
            }
        }
        Err(exit) => Err(exit),
    }
}

/// `object.__getattribute__`: a data descriptor of the class, then the instance's own attributes, then
/// whatever else the class has.
///
/// # Errors
/// What a descriptor raises.
pub fn generic(cx: &mut Cx, object: Value, class: &'static Type, name: Value) -> R<Option<Value>> {
    let descriptor = class.lookup(cx, name)?;
    if let Some(descriptor) = descriptor
        && descriptor::overrides(cx, descriptor)?
    {
        return of_descriptor(cx, descriptor, object, class);
    }
    if let Some(value) = own(cx, object, name)? {
        return Ok(Some(value));
    }
    match descriptor {
        Some(descriptor) => of_descriptor(cx, descriptor, object, class),
        None => Ok(None),
    }
}

fn of_descriptor(
    cx: &mut Cx,
    descriptor: Value,
    object: Value,
    class: &'static Type,
) -> R<Option<Value>> {
    let result = descriptor::get(cx, descriptor, object, class);
    unless_attribute_error(cx, result)
}

/// An attribute of the instance itself.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn own(cx: &mut Cx, object: Value, name: Value) -> R<Option<Value>> {
    if let Some(instance) = object.cast::<Instance>() {
        let shape = instance.shape(cx)?;
        if shape.dictionary {
            let dict = cx.load(instance, &instance.ext)?;
            return in_dict(cx, dict, name);
        }
        let Some(slot) = shape.slot(name) else {
            return Ok(None);
        };
        return Ok(instance.get(cx, slot as usize)?.bound());
    }
    match own_dict(cx, object)? {
        Some(dict) => in_dict(cx, dict, name),
        None => Ok(None),
    }
}

/// The `__dict__` of what has one but is no instance, if it has been made.
fn own_dict(cx: &mut Cx, object: Value) -> R<Option<Value>> {
    if let Some(function) = object.cast::<Function>() {
        return Ok(cx.load(function, &function.dict)?.bound());
    }
    if let Some(module) = object.cast::<Module>() {
        return Ok(Some(module.dict.get()));
    }
    if let Some(wrapper) = object.cast::<Wrapper>() {
        return Ok(cx.load(wrapper, &wrapper.dict)?.bound());
    }
    Ok(None)
}

fn in_dict(cx: &mut Cx, dict: Value, name: Value) -> R<Option<Value>> {
    match dict.cast::<Dict>() {
        Some(dict) => dict::get_str(cx, dict, name),
        None => Ok(None),
    }
}

/// `type.__getattribute__`: a data descriptor of the metaclass, then the class and its bases (with their
/// descriptors bound to the class), then whatever else the metaclass has.
///
/// # Errors
/// What a descriptor raises.
pub fn of_class(
    cx: &mut Cx,
    object: Value,
    metaclass: &'static Type,
    name: Value,
) -> R<Option<Value>> {
    let Some(class) = object.cast::<Type>() else {
        return Err(cx.type_error(format_args!("type.__getattribute__ needs a class")));
    };
    let descriptor = metaclass.lookup(cx, name)?;
    if let Some(descriptor) = descriptor
        && descriptor::overrides(cx, descriptor)?
    {
        return of_descriptor(cx, descriptor, object, metaclass);
    }
    if let Some(value) = class.lookup(cx, name)? {
        let result = descriptor::get(cx, value, Value::UNBOUND, class);
        return unless_attribute_error(cx, result);
    }
    match descriptor {
        Some(descriptor) => of_descriptor(cx, descriptor, object, metaclass),
        None => Ok(None),
    }
}

fn of_module(cx: &mut Cx, object: Value, class: &'static Type, name: Value) -> R<Option<Value>> {
    if let Some(value) = generic(cx, object, class, name)? {
        return Ok(Some(value));
    }
    let hook = name!(cx, "__getattr__")?;
    match own(cx, object, hook)? {
        Some(hook) => {
            let result = call::call(cx, hook, Args::positional(&[name]));
            unless_attribute_error(cx, result)
        }
        None => Ok(None),
    }
}

/// The function and the receiver of `object.name(...)`, without making a bound method of them if that
/// can be avoided.
///
/// # Errors
/// As [`get`].
#[inline]
pub fn get_method(cx: &mut Cx, object: Value, name: Value) -> R<Method> {
    let class = class_of(object);
    let how = name!(cx, "__getattribute__")?;
    let how = class.lookup(cx, how)?.unwrap_or(Value::NONE);
    if how == cx.vm.object_getattribute.get()
        && let Some(function) = class.lookup(cx, name)?
        && is_plain_method(function)
        && own(cx, object, name)?.is_none()
    {
        return Ok(Method::Unbound {
            function,
            receiver: object,
        });
    }
    get(cx, object, name).map(Method::Value)
}

/// Whether binding it makes nothing but a bound method.
pub(crate) fn is_plain_method(value: Value) -> bool {
    value.is::<Function>()
        || value
            .cast::<NativeFunction>()
            .is_some_and(|native| matches!(native.def().kind, Kind::Method | Kind::Slot))
}

/// A special method, looked up on the class and bound to `object`, if there is one.
///
/// # Errors
/// What a descriptor raises.
pub fn get_special(cx: &mut Cx, object: Value, name: Value) -> R<Option<Method>> {
    let class = class_of(object);
    let Some(function) = class.lookup(cx, name)? else {
        return Ok(None);
    };
    if is_plain_method(function) {
        return Ok(Some(Method::Unbound {
            function,
            receiver: object,
        }));
    }
    let bound = descriptor::get(cx, function, object, class)?;
    Ok(Some(Method::Value(bound)))
}

/// The same, where a method whose binding raises AttributeError counts as none.
///
/// # Errors
/// What else a descriptor raises.
pub(crate) fn find_special(cx: &mut Cx, object: Value, name: Value) -> R<Option<Method>> {
    match get_special(cx, object, name) {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &classes::ATTRIBUTE_ERROR)? {
                return Err(Exit::Raise);
            }
            cx.take_exception();
            Ok(None)
        }
        result => result,
    }
}

/// Calls a special method of `object` with these arguments; `None` if its class has none.
///
/// # Errors
/// What the method raises.
pub fn call_special(cx: &mut Cx, object: Value, name: Value, args: &[Value]) -> R<Option<Value>> {
    match get_special(cx, object, name)? {
        Some(method) => call_method(cx, method, args).map(Some),
        None => Ok(None),
    }
}

/// Calls what a look-up of a special method on the class of `object` has found, bound to `object`.
///
/// # Errors
/// What the method or its binding raises.
#[inline]
pub(crate) fn call_found(cx: &mut Cx, method: Value, object: Value, args: &[Value]) -> R {
    if is_plain_method(method) {
        return call::call_with_receiver(cx, method, object, args);
    }
    let bound = descriptor::get(cx, method, object, class_of(object))?;
    call::call(cx, bound, Args::positional(args))
}

/// Calls what [`get_method`] or [`get_special`] found.
///
/// # Errors
/// What it raises.
pub fn call_method(cx: &mut Cx, method: Method, args: &[Value]) -> R {
    match method {
        Method::Value(value) => call::call(cx, value, Args::positional(args)),
        Method::Unbound { function, receiver } => {
            call::call_with_receiver(cx, function, receiver, args)
        }
    }
}

/// `object.name = value`.
///
/// # Errors
/// AttributeError, and whatever Python code raises on the way.
#[inline]
pub fn set(cx: &mut Cx, object: Value, name: Value, value: Value) -> R<()> {
    change(cx, object, name, Some(value))
}

/// `del object.name`.
///
/// # Errors
/// As [`set`].
pub fn delete(cx: &mut Cx, object: Value, name: Value) -> R<()> {
    change(cx, object, name, None)
}

fn change(cx: &mut Cx, object: Value, name: Value, value: Option<Value>) -> R<()> {
    let class = class_of(object);
    let how = match value {
        Some(_) => name!(cx, "__setattr__")?,
        None => name!(cx, "__delattr__")?,
    };
    let how = class.lookup(cx, how)?.unwrap_or(Value::NONE);
    let vm = cx.vm;
    if how == vm.object_setattr.get() || how == vm.object_delattr.get() {
        return generic_change(cx, object, class, name, value);
    }
    let all = [name, value.unwrap_or(Value::NONE)];
    let args = if value.is_some() { &all[..] } else { &all[..1] };
    call_found(cx, how, object, args).map(|_| ())
}

/// `object.__setattr__` and `object.__delattr__` (of `None`).
///
/// # Errors
/// As [`set`].
pub fn generic_change(
    cx: &mut Cx,
    object: Value,
    class: &'static Type,
    name: Value,
    value: Option<Value>,
) -> R<()> {
    let descriptor = class.lookup(cx, name)?;
    if let Some(descriptor) = descriptor
        && descriptor::change(cx, descriptor, object, value)?
    {
        return Ok(());
    }
    let done = match object.cast::<Instance>() {
        Some(instance) => change_own(cx, instance, class, name, value)?,
        None => change_in_dict(cx, object, name, value)?,
    };
    match done {
        Changed::Yes => Ok(()),
        Changed::Missing => Err(missing(cx, object, name)?),
        Changed::NoAttributes => no_attributes(cx, object, class, name, descriptor.is_some()),
    }
}

/// How a change of an object's own attributes went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    Yes,
    Missing,
    NoAttributes,
}

fn change_own(
    cx: &mut Cx,
    instance: &'static Instance,
    class: &'static Type,
    name: Value,
    value: Option<Value>,
) -> R<Changed> {
    if !class.flags().has(Flags::HAS_DICT) {
        return Ok(Changed::NoAttributes);
    }
    let shape = instance.shape(cx)?;
    if !shape.dictionary {
        match (shape.slot(name), value) {
            (Some(slot), Some(value)) => {
                instance.set(cx, slot as usize, value)?;
                return Ok(Changed::Yes);
            }
            (None, Some(value)) if crate::objects::instance::has_room(shape) => {
                let name = intern(cx, name);
                instance.add(cx, shape, name, value)?;
                return Ok(Changed::Yes);
            }
            (None, None) => return Ok(Changed::Missing),
            (Some(slot), None) => {
                if let Some(before) = shape.without_newest(name) {
                    instance.set(cx, slot as usize, Value::UNBOUND)?;
                    instance.set_shape(cx, before)?;
                    return Ok(Changed::Yes);
                }
            }
            // Deletion of an older one, or very many attributes: from here on they lie in a dict.
            _ => {}
        }
    }
    let dict = instance_dict(cx, instance)?;
    change_dict(cx, dict, name, value)
}

/// The interned string of what a program gives as an attribute's name.
///
/// # Errors
/// TypeError if it is no string.
pub fn checked_name(cx: &mut Cx, name: Value) -> R {
    if let Some(name) = cx.payload::<Str>(name)? {
        return Ok(cx.interned(name));
    }
    let class = crate::protocol::type_name(cx, name)?;
    Err(cx.type_error(format_args!("attribute name must be string, not '{class}'")))
}

/// The interned string of a name that is a string.
pub fn intern(cx: &mut Cx, name: Value) -> Value {
    match name.cast::<Str>() {
        Some(string) => cx.interned(string),
        None => name,
    }
}

fn change_dict(cx: &mut Cx, dict: &'static Dict, name: Value, value: Option<Value>) -> R<Changed> {
    match value {
        Some(value) => dict::set_str(cx, dict, name, value)?,
        None if dict::remove(cx, dict, name)?.is_none() => return Ok(Changed::Missing),
        None => {}
    }
    Ok(Changed::Yes)
}

fn change_in_dict(cx: &mut Cx, object: Value, name: Value, value: Option<Value>) -> R<Changed> {
    if let Some(function) = object.cast::<Function>() {
        let dict = crate::objects::function::dict_of(cx, function)?;
        return change_dict(cx, dict, name, value);
    }
    if let Some(wrapper) = object.cast::<Wrapper>() {
        let dict = wrapper::dict_of(cx, wrapper)?;
        return change_dict(cx, dict, name, value);
    }
    match own_dict(cx, object)?.and_then(|dict| dict.cast::<Dict>()) {
        Some(dict) => change_dict(cx, dict, name, value),
        None => Ok(Changed::NoAttributes),
    }
}

/// The `__dict__` of an instance: from now on its attributes lie there.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn instance_dict(cx: &mut Cx, instance: &'static Instance) -> R<&'static Dict> {
    let shape = instance.shape(cx)?;
    if shape.dictionary {
        return match cx.load(instance, &instance.ext)?.cast::<Dict>() {
            Some(dict) => Ok(dict),
            None => Err(cx.system_error(format_args!("an instance without its __dict__"))),
        };
    }
    let attributes = instance.attributes(cx, shape)?;
    let dict = dict::of_names(cx, &attributes)?;
    crate::objects::instance::adopt_dict(cx, instance, shape, dict)?;
    Ok(dict)
}

/// `type.__setattr__` and `type.__delattr__` (of `None`).
///
/// # Errors
/// As [`set`], and TypeError if the class is builtin.
pub fn change_class(cx: &mut Cx, class: &'static Type, name: Value, value: Option<Value>) -> R<()> {
    check_mutable(cx, class, name)?;
    let metaclass = class_of(class.value());
    if let Some(descriptor) = metaclass.lookup(cx, name)?
        && descriptor::change(cx, descriptor, class.value(), value)?
    {
        return Ok(());
    }
    let name = intern(cx, name);
    let namespace = class.namespace();
    if change_dict(cx, namespace, name, value)? == Changed::Missing {
        return Err(missing(cx, class.value(), name)?);
    }
    changed(cx, class)
}

/// The class has changed: it and its subclasses get new versions, so that no cache remembers them.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn changed(cx: &mut Cx, class: &'static Type) -> R<()> {
    let mut pending = vec![class];
    let mut seen: HashSet<*const Type> = HashSet::new();
    while let Some(class) = pending.pop() {
        cx.store(class, &class.version, next_version())?;
        for subclass in crate::objects::type_object::subclasses(cx, class)? {
            if seen.insert(subclass) {
                pending.push(subclass);
            }
        }
    }
    Ok(())
}

/// The AttributeError of an attribute that is not there.
///
/// # Errors
/// Never: the exception is the result.
#[cold]
pub fn missing(cx: &mut Cx, object: Value, name: Value) -> R<Exit> {
    let lost = std::mem::replace(&mut cx.lost_attribute_error, Value::UNBOUND);
    if let Some(exception) = lost.bound() {
        return Ok(cx.raise(exception));
    }
    let attribute = str::to_string(name);
    let exit = if let Some(class) = object.cast::<Type>() {
        let class = class.name_text(cx)?;
        cx.attribute_error(format_args!(
            "type object '{class}' has no attribute '{attribute}'"
        ))
    } else if let Some(module) = object.cast::<Module>() {
        let module = module.name_text(cx)?;
        cx.attribute_error(format_args!(
            "module '{module}' has no attribute '{attribute}'"
        ))
    } else {
        let class = crate::protocol::type_name(cx, object)?;
        cx.attribute_error(format_args!(
            "'{class}' object has no attribute '{attribute}'"
        ))
    };
    exception::remember_attribute(cx, object, name)?;
    Ok(exit)
}

#[cold]
fn no_attributes(
    cx: &mut Cx,
    object: Value,
    class: &'static Type,
    name: Value,
    read_only: bool,
) -> R<()> {
    let (attribute, class) = (str::to_string(name), class.name_text(cx)?);
    let exit = if read_only {
        cx.attribute_error(format_args!(
            "'{class}' object attribute '{attribute}' is read-only"
        ))
    } else {
        cx.attribute_error(format_args!(
            "'{class}' object has no attribute '{attribute}' and no __dict__ for setting new attributes"
        ))
    };
    exception::remember_attribute(cx, object, name)?;
    Err(exit)
}

/// `super().name`: see the operation `LoadSuper`.
///
/// # Errors
/// As [`get`], and RuntimeError where `super()` has no arguments to take.
pub fn get_super(cx: &mut Cx, window: &[Value], name: Value, flags: u16) -> R<Method> {
    use tython_compiler::isa::{SUPER_EXPLICIT, SUPER_METHOD};
    let [callee, class, object] = [window[0], window[1], window[2]];
    if callee != crate::objects::super_object::SUPER.value() {
        let args = [class, object];
        let count = if flags & SUPER_EXPLICIT != 0 { 2 } else { 0 };
        let proxy = call::call(cx, callee, Args::positional(&args[..count]))?;
        return get(cx, proxy, name).map(Method::Value);
    }
    let method = crate::objects::super_object::lookup(cx, class, object, name)?;
    match method {
        Some(Method::Unbound { function, receiver }) if flags & SUPER_METHOD == 0 => {
            let class = class_of(receiver);
            descriptor::get(cx, function, receiver, class).map(Method::Value)
        }
        Some(method) => Ok(method),
        None => {
            let proxy = crate::objects::super_object::new(cx, class, object)?;
            get(cx, proxy, name).map(Method::Value)
        }
    }
}
