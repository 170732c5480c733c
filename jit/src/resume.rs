//! Exits taken: the interpreter's state is put together from a snapshot and the values that it needs.
//!
//! Compiled code and the evaluator both leave a trace with nothing but values. What the snapshot says of
//! them is the same for both, so this is the one place where frames and virtual objects are built.

use crate::ir::{Content, Exit, Field, Index, Layout, PointId, Register, Trace, Type, Value};

/// A frame as an exit leaves it: where the interpreter goes on, and the registers that are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resumed {
    /// Where.
    pub point: PointId,
    /// The registers, in order, and what they get.
    pub registers: Vec<(Register, Type, u64)>,
}

/// What builds the virtual objects of an exit.
pub trait Builder {
    /// A new object, its words 0; `None` if there is no memory for it.
    fn alloc(&mut self, layout: &Layout) -> Option<u64>;
    /// Fills a field of it with a value of that type, which the field's type may want converted.
    fn fill(&mut self, object: u64, field: &Field, ty: Type, bits: u64);
}

/// The frames at an exit, outermost first, from the bits of the values that it needs. `None` if there is no
/// memory for its virtual objects: the exit's frames are as they were, and can be asked for again.
///
/// # Panics
/// If the trace does not satisfy the verifier.
pub fn resume(
    trace: &Trace,
    exit: &Exit,
    bits: &dyn Fn(Value) -> u64,
    builder: &mut dyn Builder,
) -> Option<Vec<Resumed>> {
    let declared = &trace.declared;
    // They are allocated first and filled then, so that they may refer to each other in circles.
    let mut objects = Vec::new();
    for (_, virtual_) in exit.virtuals.iter() {
        let layout = declared.layouts.get(virtual_.layout).expect("a layout");
        objects.push(builder.alloc(layout)?);
    }
    let held = |content: Content| match content {
        Content::Virtual(number) => (Type::Ref, objects[number.number() as usize]),
        Content::Value(value) => (trace.ty(value).expect("a defined value"), bits(value)),
    };
    for ((_, virtual_), object) in exit.virtuals.iter().zip(&objects) {
        for (field, content) in &virtual_.fields {
            let (ty, bits) = held(*content);
            let field = declared.fields.get(*field).expect("a field");
            builder.fill(*object, field, ty, bits);
        }
    }
    let frames = exit.frames.iter().map(|frame| {
        let registers = frame.registers.iter();
        let mut registers: Vec<_> = registers
            .map(|(register, content)| {
                let (ty, bits) = held(*content);
                (*register, ty, bits)
            })
            .collect();
        registers.sort_unstable_by_key(|(register, ..)| *register);
        Resumed {
            point: frame.point,
            registers,
        }
    });
    Some(frames.collect())
}
