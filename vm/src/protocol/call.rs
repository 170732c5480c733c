//! Calls from native code, and calls of whatever is no Python function.
//!
//! A call of a Python function from here runs an interpreter loop of its own, one native level deeper;
//! the interpreter itself pushes frames instead (`interp/handlers/calls.rs`).

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::run_function;
use crate::name;
use crate::native::Args;
use crate::objects::dict::{self, Dict};
use crate::objects::exception;
use crate::objects::function::Function;
use crate::objects::method::Method;
use crate::objects::native_function::{self, BoundNative, NativeFunction};
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{TYPE, Type};
use crate::protocol::attribute_cache::{self, Constructor};
use crate::protocol::{attribute, class_of, type_name, unpack};
use crate::value::Value;

/// Calls anything.
///
/// # Errors
/// What it raises; TypeError if it cannot be called.
#[inline]
pub fn call(cx: &mut Cx, callee: Value, args: Args<'_>) -> R {
    if let Some(function) = callee.cast::<Function>() {
        return call_function(cx, function, args);
    }
    if let Some(native) = callee.cast::<NativeFunction>() {
        return native_function::call(cx, native, args);
    }
    call_other(cx, callee, args)
}

/// Calls with positional arguments.
///
/// # Errors
/// As [`call`].
pub fn call_values(cx: &mut Cx, callee: Value, values: &[Value]) -> R {
    call(cx, callee, Args::positional(values))
}

fn call_function(cx: &mut Cx, function: &'static Function, args: Args<'_>) -> R {
    cx.deeper(|cx| {
        enter(cx, function, args, Back::Entry, 0)?;
        run_function(cx)
    })
}

fn call_other(cx: &mut Cx, callee: Value, args: Args<'_>) -> R {
    if let Some(method) = callee.cast::<Method>() {
        return prepend(cx, method.receiver.get(), args, |cx, args| {
            call(cx, method.function.get(), args)
        });
    }
    if let Some(bound) = callee.cast::<BoundNative>() {
        return native_function::call_bound(cx, bound, args);
    }
    if let Some(class) = callee.cast::<Type>() {
        return call_class(cx, class, args);
    }
    let name = name!(cx, "__call__")?;
    match attribute::get_special(cx, callee, name)? {
        Some(attribute::Method::Unbound { function, receiver }) => {
            cx.deeper(|cx| prepend(cx, receiver, args, |cx, args| call(cx, function, args)))
        }
        Some(attribute::Method::Value(value)) => cx.deeper(|cx| call(cx, value, args)),
        None => {
            let class = type_name(cx, callee)?;
            Err(cx.type_error(format_args!("'{class}' object is not callable")))
        }
    }
}

/// Calls a function with a receiver before positional arguments.
///
/// # Errors
/// As [`call`].
pub fn call_with_receiver(cx: &mut Cx, function: Value, receiver: Value, values: &[Value]) -> R {
    prepend(cx, receiver, Args::positional(values), |cx, args| {
        call(cx, function, args)
    })
}

/// Arguments that fit on the native stack with one more in front.
const ON_STACK: usize = 8;

/// Puts a value in front of the arguments.
///
/// # Errors
/// As `body`, and MemoryError.
pub fn prepend<T>(
    cx: &mut Cx,
    first: Value,
    args: Args<'_>,
    body: impl FnOnce(&mut Cx, Args<'_>) -> R<T>,
) -> R<T> {
    let count = args.values.len();
    if count < ON_STACK {
        let mut all = [Value::UNBOUND; ON_STACK];
        all[0] = first;
        all[1..=count].copy_from_slice(args.values);
        let values = &all[..=count];
        return body(
            cx,
            Args {
                values,
                kwnames: args.kwnames,
            },
        );
    }
    // A tuple, and not a `Vec`, because the collector must find what lies in it.
    let all = tuple::with(cx, count + 1, |index| match index {
        0 => first,
        _ => args.values[index - 1],
    })?;
    body(
        cx,
        Args {
            values: all.as_slice(),
            kwnames: args.kwnames,
        },
    )
}

fn call_class(cx: &mut Cx, class: &'static Type, args: Args<'_>) -> R {
    let constructor = attribute_cache::constructor(cx, class)?;
    if let (Some(Constructor::Exception), None) = (constructor, args.kwnames) {
        return Ok(exception::blank(cx, class, args.values)?.value());
    }
    if let Some(constructor) = constructor
        && let Constructor::New(new)
        | Constructor::NewAndInit(new, _)
        | Constructor::NewAndEnter(new, _) = constructor
    {
        let object = prepend(cx, class.value(), args, |cx, args| {
            native_function::call(cx, new, args)
        })?;
        return match constructor {
            Constructor::NewAndInit(_, init) if std::ptr::eq(class_of(object), class) => {
                prepend(cx, object, args, |cx, args| {
                    native_function::call(cx, init, args)
                })?;
                Ok(object)
            }
            Constructor::New(_) if std::ptr::eq(class_of(object), class) => Ok(object),
            _ => initialize(cx, class, object, args),
        };
    }
    let name = name!(cx, "__call__")?;
    let metaclass = class_of(class.value());
    match metaclass.lookup(cx, name)? {
        Some(call) if call == cx.vm.type_call.get() => instantiate(cx, class, args),
        Some(function) => call_found(cx, function, class.value(), args),
        None => instantiate(cx, class, args),
    }
}

/// Calls what a look-up on the class of `receiver` has found, bound to it.
fn call_found(cx: &mut Cx, method: Value, receiver: Value, args: Args<'_>) -> R {
    if attribute::is_plain_method(method) {
        return prepend(cx, receiver, args, |cx, args| call(cx, method, args));
    }
    let bound = crate::protocol::descriptor::get(cx, method, receiver, class_of(receiver))?;
    call(cx, bound, args)
}

/// `type.__call__`: a new instance, initialised.
///
/// # Errors
/// What `__new__` and `__init__` raise.
pub fn instantiate(cx: &mut Cx, class: &'static Type, args: Args<'_>) -> R {
    if TYPE.is(class) {
        if args.fit(1, 1) {
            return Ok(Value::from(class_of(args.values[0])));
        }
        if args.positionals().len() != 3 {
            return Err(cx.type_error(format_args!("type() takes 1 or 3 arguments")));
        }
    }
    let name = name!(cx, "__new__")?;
    let Some(new) = class.lookup(cx, name)? else {
        let class = class.name_text(cx)?;
        return Err(cx.type_error(format_args!("cannot create '{class}' instances")));
    };
    let new = crate::protocol::descriptor::get(cx, new, Value::UNBOUND, class)?;
    let instance = prepend(cx, class.value(), args, |cx, args| call(cx, new, args))?;
    if new == cx.vm.object_new.get() && args.values.is_empty() {
        let name = name!(cx, "__init__")?;
        if class.lookup(cx, name)? == Some(cx.vm.object_init.get()) {
            return Ok(instance);
        }
    }
    initialize(cx, class, instance, args)
}

/// The second half of a call of `class`: `__init__`, if what `__new__` gave is an instance.
///
/// # Errors
/// What `__init__` raises.
pub fn initialize(cx: &mut Cx, class: &'static Type, instance: Value, args: Args<'_>) -> R {
    let made = class_of(instance);
    if !made.is_subclass(cx, class)? {
        return Ok(instance);
    }
    let name = name!(cx, "__init__")?;
    let Some(init) = made.lookup(cx, name)? else {
        return Ok(instance);
    };
    let result = call_found(cx, init, instance, args)?;
    if !result.is_none() {
        let class = type_name(cx, result)?;
        return Err(cx.type_error(format_args!("__init__() should return None, not '{class}'")));
    }
    Ok(instance)
}

/// The positional arguments of `f(*values)`.
///
/// # Errors
/// TypeError if they cannot be iterated over.
pub fn positional(cx: &mut Cx, callee: Value, values: Value) -> R<&'static Tuple> {
    match values.cast::<Tuple>() {
        Some(tuple) => Ok(tuple),
        None => unpack::star_arguments(cx, callee, values),
    }
}

/// The names of the keyword arguments of `f(**keywords)`; their values are appended to `values`.
///
/// # Errors
/// TypeError if a name is no string.
pub fn keywords(
    cx: &mut Cx,
    keywords: &'static Dict,
    values: &mut Vec<Value>,
) -> R<&'static Tuple> {
    let count = dict::len(cx, keywords)?;
    let mut names = Vec::with_capacity(count);
    values.reserve(count);
    dict::walk::each(cx, keywords, |cx, item| {
        let Some(name) = cx.payload::<Str>(item.key)? else {
            return Err(cx.type_error(format_args!("keywords must be strings")));
        };
        names.push(name.value());
        values.push(item.value);
        Ok(())
    })?;
    tuple::new(cx, &names)
}

/// All arguments of `f(*positional, **keywords)` in one tuple: the receiver, the positional ones, keyword values; and their names.
///
/// # Errors
/// TypeError if a name is no string.
pub fn spread(
    cx: &mut Cx,
    receiver: Value,
    positional: &'static Tuple,
    keywords: Value,
) -> R<(&'static Tuple, Option<&'static Tuple>)> {
    let receiver = receiver.bound();
    let dict = keywords
        .bound()
        .and_then(|keywords| keywords.cast::<Dict>());
    let named = match dict {
        Some(dict) => dict::len(cx, dict)?,
        None => 0,
    };
    let (Some(dict), 1..) = (dict, named) else {
        let all = match receiver {
            Some(receiver) => tuple::chained(cx, &[receiver], positional.as_slice())?,
            None => positional,
        };
        return Ok((all, None));
    };
    let given = usize::from(receiver.is_some()) + positional.len();
    let (names, values) = (tuple::blank(cx, named)?, tuple::blank(cx, given + named)?);
    let first = receiver.iter().chain(positional.as_slice());
    first
        .enumerate()
        .for_each(|(place, value)| values.put(place, *value));
    let mut place = 0;
    dict::walk::each(cx, dict, |cx, item| {
        let Some(name) = cx.payload::<Str>(item.key)? else {
            return Err(cx.type_error(format_args!("keywords must be strings")));
        };
        names.put(place, name.value());
        values.put(given + place, item.value);
        place += 1;
        Ok(())
    })?;
    Ok((values, Some(names)))
}

/// `object.name(*args)`, with a name of the virtual machine's own.
///
/// # Errors
/// As [`attribute::get`] and [`call`].
pub fn call_method(cx: &mut Cx, object: Value, name: Value, args: &[Value]) -> R {
    let method = attribute::get_method(cx, object, name)?;
    attribute::call_method(cx, method, args)
}

/// `callable(value)`
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn is_callable(cx: &mut Cx, value: Value) -> R<bool> {
    if value.is::<Function>() || value.is::<Type>() {
        return Ok(true);
    }
    let name = name!(cx, "__call__")?;
    Ok(class_of(value).lookup(cx, name)?.is_some())
}

/// The name of what is called, for messages: `module.f()`.
///
/// # Errors
/// What the attributes raise.
pub fn callee_name(cx: &mut Cx, callee: Value) -> R<String> {
    let (qualname, module) = (name!(cx, "__qualname__")?, name!(cx, "__module__")?);
    let Some(qualname) = attribute::find(cx, callee, qualname)? else {
        let text = crate::protocol::str(cx, callee)?;
        return Ok(str::to_string(text));
    };
    let qualname = crate::protocol::str(cx, qualname)?;
    let qualname = str::to_string(qualname);
    Ok(match attribute::find(cx, callee, module)? {
        Some(module) if module.is::<Str>() && str::to_string(module) != "builtins" => {
            format!("{}.{qualname}()", str::to_string(module))
        }
        _ => format!("{qualname}()"),
    })
}
