//! `fork`, and the functions that are to be called around it.

use crate::cx::{Cx, Exit, R};
use crate::host::{call as system, process};
use crate::native::native;
use crate::objects::exception::classes;
use crate::objects::list::{self, List};
use crate::objects::tuple::Tuple;
use crate::protocol::{call, call_values, warning};
use crate::runtime::{fork, threads, unraisable};
use crate::value::Value;

/// Which functions.
#[derive(Clone, Copy, Debug)]
enum When {
    Before,
    InChild,
    InParent,
}

/// Makes the lists of functions. Once, at start-up.
///
/// # Errors
/// MemoryError.
pub(super) fn start(cx: &mut Cx) -> R<()> {
    if cx.vm.at_fork.get().is_none() {
        let lists = [list::new(cx)?, list::new(cx)?, list::new(cx)?].map(Value::from);
        let lists = cx.tuple(&lists)?;
        cx.vm.at_fork.set(lists);
    }
    Ok(())
}

fn functions(cx: &Cx, when: When) -> Option<&'static List> {
    let lists = cx.vm.at_fork.get().cast::<Tuple>()?;
    lists.get(when as usize)?.cast::<List>()
}

/// Register callables to be called when forking a new process.
///
///   before
///     A callable to be called in the parent before the fork() syscall.
///   after_in_child
///     A callable to be called in the child after fork().
///   after_in_parent
///     A callable to be called in the parent after fork().
#[native(
    module = "posix",
    "register_at_fork(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)"
)]
fn register_at_fork(
    cx: &mut Cx,
    before: Option<Value>,
    after_in_child: Option<Value>,
    after_in_parent: Option<Value>,
) -> R<()> {
    let given = [
        (When::Before, before, "before"),
        (When::InChild, after_in_child, "after_in_child"),
        (When::InParent, after_in_parent, "after_in_parent"),
    ];
    if given.iter().all(|(_, function, _)| function.is_none()) {
        return Err(cx.type_error(format_args!("At least one argument is required.")));
    }
    for (_, function, name) in given {
        if let Some(function) = function
            && !call::is_callable(cx, function)?
        {
            let class = crate::protocol::type_name(cx, function)?;
            return Err(cx.type_error(format_args!("'{name}' must be callable, not {class}")));
        }
    }
    for (when, function, _) in given {
        if let (Some(function), Some(list)) = (function, functions(cx, when)) {
            list::append(cx, list, function)?;
        }
    }
    Ok(())
}

fn run(cx: &mut Cx, when: When) -> R<()> {
    let Some(list) = functions(cx, when) else {
        return Ok(());
    };
    let count = list::len(cx, list)?;
    for step in 0..count {
        // Those that were registered last are prepared first.
        let index = match when {
            When::Before => count - 1 - step,
            When::InChild | When::InParent => step,
        };
        let Some(function) = list::get(cx, list, index)? else {
            continue;
        };
        match call_values(cx, function, &[]) {
            Ok(_) => {}
            Err(Exit::Raise) => {
                let raised = cx.take_exception();
                let message = "Exception ignored while calling fork hook";
                unraisable::report(cx, raised, message, function)?;
            }
            Err(exit) => return Err(exit),
        }
    }
    Ok(())
}

/// Copies the process, with the functions around it; 0 in the copy.
///
/// # Errors
/// OSError.
pub(super) fn fork(cx: &mut Cx) -> R<i32> {
    threads::refuse_at_end(cx, "can't fork")?;
    run(cx, When::Before)?;
    let forked = fork::fork(cx)?;
    match forked {
        Ok(0) => {
            cx.thread.native_id = process::getpid().map_or(0, |pid| pid as u64);
            run(cx, When::InChild)?;
        }
        _ => run(cx, When::InParent)?,
    }
    if forked.is_ok_and(|pid| pid > 0) && threads::count() > 0 {
        let parent = process::getpid().unwrap_or(0);
        let message = format!(
            "This process (pid={parent}) is multi-threaded, use of fork() may lead to deadlocks in the child."
        );
        warning::warn(cx, &classes::DEPRECATION_WARNING, &message)?;
    }
    forked.map_err(|error| system::raise(cx, error, None))
}
