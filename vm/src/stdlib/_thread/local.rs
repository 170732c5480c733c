//! `_thread._local`: attributes that each thread has its own of.
//!
//! A local object is a number. Each thread has a dict from such numbers to the attributes that the
//! objects have in that thread; nobody else sees it, so threads never conflict here.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, class_of, descriptor, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::sync::atomic::{AtomicUsize, Ordering};

builtin_type! {
    /// The class.
    pub(super) static LOCAL = TypeDef {
        name: "_local",
        module: "_thread",
        reserved: 3,
        weakrefs: true,
        subclassable: true,
        doc: "Thread-local data",
        ..TypeDef::NEW
    };
}

/// The number.
const KEY: usize = 0;
/// What the class was called with: each thread calls `__init__` with it. Unbound: nothing.
const ARGS: usize = 1;
const KWARGS: usize = 2;

static KEYS: AtomicUsize = AtomicUsize::new(1);

#[native(LOCAL, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn make(cx: &mut Cx, cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let given = !args.is_empty() || kwargs.iter().next().is_some();
    let init = name!(cx, "__init__")?;
    if given && cls.lookup(cx, init)? == Some(cx.vm.object_init.get()) {
        return Err(cx.type_error(format_args!("Initialization arguments are not supported")));
    }
    let this = Instance::new(cx, cls)?;
    // Relaxed: only the numbers count, and each is given once.
    let key = KEYS.fetch_add(1, Ordering::Relaxed);
    this.set(cx, KEY, Value::index(key))?;
    if given {
        let args = cx.tuple(args)?;
        this.set(cx, ARGS, args)?;
        let named = dict::new(cx)?;
        for (name, value) in kwargs.iter() {
            dict::set_str(cx, named, name, value)?;
        }
        this.set(cx, KWARGS, Value::from(named))?;
    }
    // The thread that makes it calls `__init__` as usual.
    new_attributes(cx, this)?;
    Ok(Value::from(this))
}

fn new_attributes(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    let key = this.get(cx, KEY)?;
    let all = match cx.thread_state.cast::<Dict>() {
        Some(all) => all,
        None => {
            let all = dict::new(cx)?;
            cx.thread_state = Value::from(all);
            all
        }
    };
    let attributes = dict::new(cx)?;
    dict::set(cx, all, key, Value::from(attributes))?;
    Ok(attributes)
}

/// The attributes in this thread. The first time, `__init__` is called.
fn attributes(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    let key = this.get(cx, KEY)?;
    if let Some(all) = cx.thread_state.cast::<Dict>()
        && let Some(found) = dict::get(cx, all, key)?
        && let Some(found) = found.cast::<Dict>()
    {
        return Ok(found);
    }
    let attributes = new_attributes(cx, this)?;
    let init = name!(cx, "__init__")?;
    let class = class_of(Value::from(this));
    if let Some(init) = class.lookup(cx, init)?
        && init != cx.vm.object_init.get()
    {
        let result = initialise(cx, this, init);
        if result.is_err() {
            forget(cx, key, result)?;
        }
    }
    Ok(attributes)
}

fn initialise(cx: &mut Cx, this: &'static Instance, init: Value) -> R<()> {
    let args = this.get(cx, ARGS)?;
    let mut values = vec![Value::from(this)];
    values.extend_from_slice(args.cast::<Tuple>().map_or(&[][..], Tuple::as_slice));
    let kwargs = this.get(cx, KWARGS)?;
    let kwnames = match kwargs.cast::<Dict>() {
        Some(kwargs) => Some(call::keywords(cx, kwargs, &mut values)?),
        None => None,
    };
    let values = crate::objects::tuple::new(cx, &values)?;
    let args = crate::native::Args {
        values: values.as_slice(),
        kwnames: kwnames.filter(|names| !names.is_empty()),
    };
    call::call(cx, init, args).map(|_| ())
}

/// `__init__` has raised: the next access calls it again.
fn forget(cx: &mut Cx, key: Value, result: R<()>) -> R<()> {
    if result == Err(crate::exit::Exit::Raise) {
        let raised = cx.take_exception();
        if let Some(all) = cx.thread_state.cast::<Dict>() {
            dict::remove(cx, all, key)?;
        }
        return Err(cx.raise(raised));
    }
    result
}

/// Return getattr(self, name).
#[native(LOCAL, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Instance, name: Value) -> R {
    let own = attributes(cx, this)?;
    let class = class_of(Value::from(this));
    if name == name!(cx, "__dict__")? {
        return Ok(Value::from(own));
    }
    let found = class.lookup(cx, name)?;
    if let Some(found) = found
        && descriptor::is_data(cx, found)?
    {
        return descriptor::get(cx, found, Value::from(this), class);
    }
    if let Some(value) = dict::get(cx, own, name)? {
        return Ok(value);
    }
    match found {
        Some(found) => descriptor::get(cx, found, Value::from(this), class),
        None => Err(attribute::missing(cx, Value::from(this), name)?),
    }
}

/// Implement setattr(self, name, value).
#[native(LOCAL, "__setattr__(self, name, value, /)", slot)]
fn setattr(cx: &mut Cx, this: &'static Instance, name: Value, value: Value) -> R<()> {
    change(cx, this, name, Some(value))
}

/// Implement delattr(self, name).
#[native(LOCAL, "__delattr__(self, name, /)", slot)]
fn delattr(cx: &mut Cx, this: &'static Instance, name: Value) -> R<()> {
    change(cx, this, name, None)
}

fn change(cx: &mut Cx, this: &'static Instance, name: Value, value: Option<Value>) -> R<()> {
    let own = attributes(cx, this)?;
    let object = Value::from(this);
    if name == name!(cx, "__dict__")? {
        let class = type_name(cx, object)?;
        return Err(cx.attribute_error(format_args!(
            "'{class}' object attribute '__dict__' is read-only"
        )));
    }
    if let Some(found) = class_of(object).lookup(cx, name)?
        && descriptor::change(cx, found, object, value)?
    {
        return Ok(());
    }
    match value {
        Some(value) => dict::set(cx, own, name, value),
        None => match dict::remove(cx, own, name)? {
            Some(_) => Ok(()),
            None => Err(attribute::missing(cx, object, name)?),
        },
    }
}
