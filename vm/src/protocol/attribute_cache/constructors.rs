//! How a class is called, as the cache has it: under the class's address, without a name.

use super::{EMPTY, Entry};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::function::Function;
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{Flags, TYPE, Type, is_abstract};
use crate::objects::wrapper::Wrapper;
use crate::protocol::class_of;
use crate::value::Value;

/// How a class is called that does nothing unusual: `object.__new__`, and then this.
#[derive(Clone, Copy, Debug)]
pub enum Constructor {
    /// A function in Python.
    Init(&'static Function),
    /// `object.__init__`, which takes no arguments.
    Nothing,
    /// Not `object.__new__`, but what all exceptions have for it and for `__init__`: `exception::blank`, if no argument has
    /// a name.
    Exception,
    /// Not `object.__new__`, but this; then nothing, if it gives an instance of just this class.
    New(&'static NativeFunction),
    /// The first, and then the second, if the first gave an instance of just this class.
    NewAndInit(&'static NativeFunction, &'static NativeFunction),
    /// The same, where the second is a function in Python.
    NewAndEnter(&'static NativeFunction, &'static Function),
}

impl Constructor {
    /// As it lies in the cache: a function; a native `__new__`; a tuple of that and an `__init__`; unbound
    /// for nothing; True for an exception; None for some other way.
    fn of_entry(value: Value) -> Option<Constructor> {
        if let Some(init) = value.cast::<Function>() {
            return Some(Constructor::Init(init));
        }
        if let Some(new) = value.cast::<NativeFunction>() {
            return Some(Constructor::New(new));
        }
        if let Some([new, init]) = value.cast::<Tuple>().map(Tuple::as_slice) {
            let new = new.cast()?;
            return Some(match init.cast::<Function>() {
                Some(init) => Constructor::NewAndEnter(new, init),
                None => Constructor::NewAndInit(new, init.cast()?),
            });
        }
        match value.as_bool() {
            Some(_) => Some(Constructor::Exception),
            None => value.is_unbound().then_some(Constructor::Nothing),
        }
    }
}

/// The key of a class's constructor. (Shapes are below 1 << 33.)
fn constructor_key(class: &'static Type) -> u64 {
    std::ptr::from_ref(class) as u64 | 1 << 63
}

/// How a class is called; `None`: in some other way.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn constructor(cx: &mut Cx, class: &'static Type) -> R<Option<Constructor>> {
    cx.refresh_tables();
    let Some(entry) = cx.attributes.find(constructor_key(class), Value::UNBOUND) else {
        return learn_constructor(cx, class);
    };
    let (value, version) = (entry.value, entry.version);
    if cx.load(class, &class.version)? != version {
        return learn_constructor(cx, class);
    }
    Ok(Constructor::of_entry(value))
}

#[cold]
#[inline(never)]
fn learn_constructor(cx: &mut Cx, class: &'static Type) -> R<Option<Constructor>> {
    let flags = class.flags();
    let (new, init) = (name!(cx, "__new__")?, name!(cx, "__init__")?);
    let class_new = class.lookup(cx, new)?.unwrap_or(Value::NONE);
    // The metaclass cannot change, if it is `type`.
    let direct = TYPE.is(class_of(class.value())) && !TYPE.is(class);
    let usual = direct
        && flags.has(Flags::INSTANCE_LAYOUT)
        && !flags.has(Flags::BUILTIN)
        && !flags.has(Flags::PAYLOAD)
        && !flags.has(Flags::EXCEPTION)
        && !is_abstract(cx, class)?
        && class_new == cx.vm.object_new.get();
    let init = class.lookup(cx, init)?.unwrap_or(Value::NONE);
    let native = if direct && class_new != cx.vm.object_new.get() {
        native_new(cx, class_new)?
    } else {
        None
    };
    let value = if let Some(new) = native {
        if (class_new, init) == (cx.vm.exception_new.get(), cx.vm.exception_init.get()) {
            Value::TRUE
        } else if init == cx.vm.object_init.get() {
            new
        } else if init.is::<NativeFunction>() || init.is::<Function>() {
            cx.tuple(&[new, init])?
        } else {
            Value::NONE
        }
    } else if !usual {
        Value::NONE
    } else if init == cx.vm.object_init.get() {
        Value::UNBOUND
    } else if init.is::<Function>() {
        init
    } else {
        Value::NONE
    };
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key: constructor_key(class),
        name: Value::UNBOUND,
        class: Some(class),
        version,
        value,
        ..EMPTY
    });
    Ok(Constructor::of_entry(value))
}

/// The native function in the `staticmethod` that a `__new__` is.
fn native_new(cx: &mut Cx, new: Value) -> R<Option<Value>> {
    let function = match new.cast::<Wrapper>() {
        Some(wrapper) => cx.load(wrapper, &wrapper.function)?,
        None => new,
    };
    Ok(Some(function).filter(|function| function.is::<NativeFunction>()))
}
