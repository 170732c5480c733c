//! The module `atexit`: functions that are called at the end of the process, the last one first.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::native_module;
use crate::objects::dict;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::objects::tuple::Tuple;
use crate::protocol::{self, call};
use crate::runtime::main_program::{Outcome, run_to_end};
use crate::runtime::unraisable;
use crate::value::Value;

native_module!("atexit", fill);

fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

/// Makes the list of functions, when the process starts.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    let callbacks = list::new(cx)?;
    cx.vm.exit_callbacks.set(callbacks.value());
    Ok(())
}

/// What is to be called: tuples of a function, its positional arguments and a dict of the others.
fn callbacks(cx: &mut Cx) -> R<&'static List> {
    match cx.vm.exit_callbacks.get().cast::<List>() {
        Some(callbacks) => Ok(callbacks),
        None => Err(cx.runtime_error(format_args!("atexit has not been started"))),
    }
}

/// Register a function to be executed upon normal program termination
///
///     func - function to be called at exit
///     args - optional arguments to pass to func
///     kwargs - optional keyword arguments to pass to func
///
///     func is returned to facilitate usage as a decorator.
#[native(module = "atexit", "register(func, /, *args, **kwargs)", opaque)]
fn register(cx: &mut Cx, func: Value, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !call::is_callable(cx, func)? {
        return Err(cx.type_error(format_args!("the first argument must be callable")));
    }
    let named = dict::new(cx)?;
    for (name, value) in kwargs.iter() {
        dict::set(cx, named, name, value)?;
    }
    let args = cx.tuple(args)?;
    let callback = cx.tuple(&[func, args, named.value()])?;
    let callbacks = callbacks(cx)?;
    list::append(cx, callbacks, callback)?;
    Ok(func)
}

/// Unregister an exit function which was previously registered using
/// atexit.register
///
///     func - function to be unregistered
#[native(module = "atexit", "unregister(func, /)", opaque)]
fn unregister(cx: &mut Cx, func: Value) -> R<()> {
    let callbacks = callbacks(cx)?;
    let kept = list::new(cx)?;
    let mut index = 0;
    while let Some(callback) = list::get(cx, callbacks, index)? {
        index += 1;
        let other = callback.cast::<Tuple>().and_then(|parts| parts.get(0));
        let is_it = match other {
            Some(other) => protocol::equal(cx, other, func)?,
            None => true,
        };
        if !is_it {
            list::append(cx, kept, callback)?;
        }
    }
    while list::pop_last(cx, callbacks)?.is_some() {}
    let mut index = 0;
    while let Some(callback) = list::get(cx, kept, index)? {
        list::append(cx, callbacks, callback)?;
        index += 1;
    }
    Ok(())
}

/// Clear the list of previously registered exit functions.
#[native(module = "atexit", "_clear()", opaque, effect = writes)]
fn clear(cx: &mut Cx) -> R<()> {
    let callbacks = callbacks(cx)?;
    while list::pop_last(cx, callbacks)?.is_some() {}
    Ok(())
}

/// Return the number of registered exit functions.
#[native(module = "atexit", "_ncallbacks()", opaque, effect = reads)]
fn ncallbacks(cx: &mut Cx) -> R<usize> {
    let callbacks = callbacks(cx)?;
    list::len(cx, callbacks)
}

/// Run all registered exit functions.
///
/// If a callback raises an exception, it is logged with sys.unraisablehook.
#[native(module = "atexit", "_run_exitfuncs()", opaque)]
fn run_exitfuncs(cx: &mut Cx) -> R<()> {
    let callbacks = callbacks(cx)?;
    while let Some(callback) = list::pop_last(cx, callbacks)? {
        run_reported(cx, callback)?;
    }
    Ok(())
}

/// Calls one; an exception is reported.
fn run_reported(cx: &mut Cx, callback: Value) -> R<()> {
    match run(cx, callback) {
        Err(crate::cx::Exit::Raise) => {
            let raised = cx.take_exception();
            let function = callback.cast::<Tuple>().and_then(|parts| parts.get(0));
            let function = function.unwrap_or(Value::NONE);
            unraisable::report(cx, raised, "Exception ignored in atexit callback", function)
        }
        other => other,
    }
}

fn run(cx: &mut Cx, callback: Value) -> R<()> {
    let Some([function, args, named]) = callback
        .cast::<Tuple>()
        .and_then(|parts| <[Value; 3]>::try_from(parts.as_slice()).ok())
    else {
        return Ok(());
    };
    let (Some(args), Some(named)) = (args.cast::<Tuple>(), named.cast::<dict::Dict>()) else {
        return Ok(());
    };
    let mut values = args.as_slice().to_vec();
    let names = call::keywords(cx, named, &mut values)?;
    let values = crate::objects::tuple::new(cx, &values)?;
    let args = crate::native::Args {
        values: values.as_slice(),
        kwnames: Some(names).filter(|names| !names.is_empty()),
    };
    call::call(cx, function, args).map(|_| ())
}

/// Calls all functions at the end of the process, each in transactions of its own.
pub fn run_all(cx: &mut Cx) {
    loop {
        let outcome = run_to_end(cx, |cx| {
            let Some(callbacks) = cx.vm.exit_callbacks.get().cast::<List>() else {
                cx.exit_status = 0;
                return Ok(());
            };
            match list::pop_last(cx, callbacks)? {
                Some(callback) => {
                    cx.exit_status = 1;
                    run_reported(cx, callback)
                }
                None => {
                    cx.exit_status = 0;
                    Ok(())
                }
            }
        });
        if outcome != Outcome::Finished || cx.exit_status == 0 {
            return;
        }
    }
}
