//! What an instance says of itself, or of what is in it: `__bool__` and `__len__` where its truth decides a jump or is negated,
//! `__contains__` where `in` asks. A method that is a function in Python gets a frame of its own, like any other call.

use super::calls::entered;
use crate::cx::{Cx, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr, leave};
use crate::name;
use crate::native::Args;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute_cache, checked_length, checked_truth, class_of};
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};

/// Which method it is that has been asked: what it returns means something else each time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub(crate) enum Says {
    /// `__bool__`
    Truth,
    /// `__len__`
    Length,
    /// `__contains__`
    Contents,
}

impl Says {
    /// Of what a frame has beside [`Back::Truth`].
    pub(crate) fn of(register: u16) -> Says {
        match register {
            0 => Says::Truth,
            1 => Says::Length,
            _ => Says::Contents,
        }
    }
}

/// Who says something of an instance.
pub(crate) enum Asked {
    /// A function in Python.
    Function(&'static Function, Says),
    /// There is no such method.
    Nobody,
    /// Somebody else.
    Other,
}

impl Asked {
    fn of(found: Option<Value>, says: Says) -> Asked {
        match found.map(|found| found.cast::<Function>()) {
            Some(Some(function)) => Asked::Function(function, says),
            Some(None) => Asked::Other,
            None => Asked::Nobody,
        }
    }
}

/// Who says whether instances of a class count as true; they do if nobody says so.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn about_truth(cx: &mut Cx, class: &'static Type) -> R<Asked> {
    let name = name!(cx, "__bool__")?;
    match Asked::of(class.lookup(cx, name)?, Says::Truth) {
        Asked::Nobody => {
            let name = name!(cx, "__len__")?;
            Ok(Asked::of(class.lookup(cx, name)?, Says::Length))
        }
        asked => Ok(asked),
    }
}

/// Who says whether something is in instances of a class.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn about_contents(cx: &mut Cx, class: &'static Type) -> R<Asked> {
    let name = name!(cx, "__contains__")?;
    Ok(Asked::of(class.lookup(cx, name)?, Says::Contents))
}

/// An answer that is there, or that a frame will return which has been pushed.
pub(super) enum Answer {
    Now(bool),
    Later(Flow),
}

/// Whether a value counts as true that is no `bool`.
///
/// # Errors
/// What a method raises.
#[inline(never)]
pub(super) fn truth(cx: &mut Cx, value: Value) -> R<Answer> {
    if value.is::<Instance>() {
        let class = class_of(value);
        if attribute_cache::are_always_true(cx, class)? {
            return Ok(Answer::Now(true));
        }
        match about_truth(cx, class)? {
            Asked::Function(function, says) => return call(cx, function, says, &[value]),
            Asked::Nobody | Asked::Other => {}
        }
    }
    protocol::truth(cx, value).map(Answer::Now)
}

/// Whether a value is in a container.
///
/// # Errors
/// What a method raises.
pub(super) fn contains(cx: &mut Cx, container: Value, value: Value) -> R<Answer> {
    if container.is::<Instance>()
        && let Asked::Function(function, says) = about_contents(cx, class_of(container))?
    {
        return call(cx, function, says, &[container, value]);
    }
    protocol::compare::contains(cx, container, value).map(Answer::Now)
}

fn call(cx: &mut Cx, function: &'static Function, says: Says, args: &[Value]) -> R<Answer> {
    let args = Args::positional(args);
    enter(cx, function, args, Back::Truth, says as u16)?;
    entered(cx).map(Answer::Later)
}

/// Such a method has returned, and its caller stands behind the instruction that has asked.
///
/// # Errors
/// If that is no answer, and what the truth of the answer raises.
pub(crate) fn returned(cx: &mut Cx, caller: Fr, says: Says, value: Value) -> R<()> {
    let holds = match says {
        Says::Truth => checked_truth(cx, value)?,
        Says::Length => checked_length(cx, value)? != 0,
        Says::Contents => protocol::truth(cx, value)?,
    };
    let i = Instr(caller.word_before_next(1));
    match i.op() {
        Some(Op::JumpIfTrue) if holds => leave::jump_by(caller, i.bc() as i32),
        Some(Op::JumpIfFalse) if !holds => leave::jump_by(caller, i.bc() as i32),
        Some(Op::In) => caller.set(i.a(), Value::bool(holds)),
        Some(Op::NotIn | Op::Not) => caller.set(i.a(), Value::bool(!holds)),
        _ => {}
    }
    Ok(())
}
