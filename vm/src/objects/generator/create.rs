//! How generators are made: of a frame that has just been entered, or of what it would have been entered with.
//!
//! A generator expression, and most functions with a `yield`, begin with the instruction that makes the generator. So nothing has to be
//! executed for one, and no frame pushed: arguments and cells go to its registers. A generator expression needs no
//! function either.

use super::{ASYNC_GENERATOR, COROUTINE, GENERATOR, Generator, State, recorded};
use crate::cx::{Cx, R};
use crate::heap::{Fixed, HeapType, Raw, Slot};
use crate::interp::Fr;
use crate::native::Args;
use crate::objects::code::{CodeData, CodeObject};
use crate::objects::function::Function;
use crate::objects::tuple::Tuple;
use crate::runtime::finalizers;
use crate::types::TypeCell;
use crate::value::Value;
use tython_compiler::code::CodeFlags;
use tython_compiler::isa::Op;

/// Puts the newest frame aside, at its start, as a generator of the kind that its code says.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn of_frame(cx: &mut Cx, fr: Fr) -> R<&'static Generator> {
    let data = fr.code();
    let names = match fr.frame().function.cast::<Function>() {
        Some(function) => cx.view(function, || {
            (function.name.peek(), function.qualname.peek())
        })?,
        None => (data.name, data.qualname),
    };
    let frame = fr.frame();
    let spaces = (frame.globals, frame.builtins);
    let generator = made(cx, (frame.code, data), frame.function, spaces, names)?;
    generator.resume_at.poke(Value::index(frame.pc as usize));
    for (index, slot) in generator.registers()[..data.locals].iter().enumerate() {
        slot.poke(fr.get(index as u16));
    }
    if data.cleans_up {
        finalizers::generator_born(cx, generator);
    }
    Ok(generator)
}

/// The generator of an expression in this frame, with this code: `window` has what it iterates over, and the cells that it needs.
/// `None`: the code does something else than to make a generator of that.
///
/// # Errors
/// MemoryError.
pub(crate) fn of_expression(
    cx: &mut Cx,
    fr: Fr,
    code: &'static CodeObject,
    window: &[Value],
) -> R<Option<&'static Generator>> {
    let data = code.data();
    let fits = data.simple == Some(1) && data.free.len() + 1 == window.len();
    if !fits || !data.makes_generator {
        return Ok(None);
    }
    let names = (data.name, data.qualname);
    let frame = fr.frame();
    let spaces = (frame.globals, frame.builtins);
    let generator = made(cx, (code.value(), data), Value::UNBOUND, spaces, names)?;
    fill(
        cx,
        generator,
        data,
        &window[..1],
        window[1..].iter().copied(),
    );
    Ok(Some(generator))
}

/// What a call of a function gives that does nothing but to make a generator, if it takes these arguments as they are.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
#[inline(never)]
pub(crate) fn of_arguments(
    cx: &mut Cx,
    function: &'static Function,
    code: &'static CodeObject,
    args: Args<'_>,
) -> R<Option<&'static Generator>> {
    let data = code.data();
    let fits = data.simple == Some(args.values.len()) && args.kwnames.is_none();
    if !fits || !data.makes_generator {
        return Ok(None);
    }
    let (name, qualname, closure) = cx.view(function, || {
        let names = (function.name.peek(), function.qualname.peek());
        (names.0, names.1, function.closure.peek())
    })?;
    let spaces = (function.globals.get(), function.builtins.get());
    let names = (name, qualname);
    let generator = made(cx, (code.value(), data), function.value(), spaces, names)?;
    let cells = closure.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    fill(cx, generator, data, args.values, cells.iter().copied());
    Ok(Some(generator))
}

/// Arguments and cells go to the registers of a generator that is to begin behind the `ReturnGenerator`.
#[inline(always)]
fn fill(
    cx: &mut Cx,
    generator: &'static Generator,
    data: &CodeData,
    args: &[Value],
    cells: impl Iterator<Item = Value>,
) {
    let begin = recorded::resume_at(data, Op::ReturnGenerator.info().words());
    generator.resume_at.poke(begin);
    let (given, others) = generator.registers()[..data.locals].split_at(args.len());
    for (slot, value) in given.iter().zip(args) {
        slot.poke(*value);
    }
    for slot in others {
        slot.poke(Value::UNBOUND);
    }
    for (register, cell) in data.free.iter().zip(cells) {
        generator.registers()[usize::from(*register)].poke(cell);
    }
    if data.cleans_up {
        finalizers::generator_born(cx, generator);
    }
}

/// A generator with these globals and builtins, whose registers are to be filled. Above the variables lies what earlier frames have left,
/// perhaps of objects that are gone: nothing that an object may refer to. There the new object's zeros stay, which are integers.
#[inline(always)]
fn made(
    cx: &mut Cx,
    (code, data): (Value, &'static CodeData),
    function: Value,
    (globals, builtins): (Value, Value),
    (name, qualname): (Value, Value),
) -> R<&'static Generator> {
    let flags = data.code.flags;
    let class: &TypeCell = if flags.has(CodeFlags::COROUTINE) {
        &COROUTINE
    } else if flags.has(CodeFlags::ASYNC_GENERATOR) {
        &ASYNC_GENERATOR
    } else {
        &GENERATOR
    };
    cx.create_shaped(class.shape(), data.registers, |header| Generator {
        header,
        state: Slot::new(State::Created.value()),
        resume_at: Slot::new(Value::NONE),
        handled: Slot::new(Value::UNBOUND),
        delegate: Slot::new(Value::NONE),
        name: Slot::new(name),
        qualname: Slot::new(qualname),
        code: Fixed::new(code),
        function: Fixed::new(function),
        globals: Fixed::new(globals),
        builtins: Fixed::new(builtins),
        frame: Slot::new(Value::UNBOUND),
        extra: Slot::new(Value::NONE),
        finalizer: Slot::new(Value::NONE),
        count: Raw::new(data.registers as u64),
    })
}
