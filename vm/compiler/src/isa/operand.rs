//! Operand kinds, and which registers an instruction reads and writes.

use super::{Instr, Op};

/// What an operand of an instruction is.
///
/// A *window* is a run of registers; its operand is the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A register that is written.
    W,
    /// A register that is read.
    R,
    /// A register that is read and then written.
    X,
    /// A register that is read and may hold UNBOUND.
    U,
    /// A register that is read, where it may hold UNBOUND, and then written.
    XU,
    /// A window of 2 that is read.
    R2,
    /// A window of 3 that is read.
    R3,
    /// A window of 2 that is read; the second may hold UNBOUND.
    R2U,
    /// A window of 3 that is read; the second may hold UNBOUND.
    R3U,
    /// A window of 4 that is read; the second and the fourth may hold UNBOUND.
    R4U,
    /// A window of 2 that is written.
    W2,
    /// A window of 3 that is read, and of which the first 2 are then written.
    R3W2,
    /// A window that is read, as long as the `Count` operand says.
    Window,
    /// A window that is written, as long as the `Count` operand says.
    WindowW,
    /// A window that is written, as long as the operand word says: before + 1 + after.
    WindowEx,
    /// The window of `Call`: the callee, a register that is not read, `Count` arguments.
    CallWindow,
    /// The window of a method call: the callee, self or UNBOUND, `Count` arguments.
    MethodWindow,
    /// The length of a window.
    Count,
    /// A signed 16-bit number.
    Imm,
    /// A signed 32-bit number in `b` and `c`.
    Imm32,
    /// An unsigned 16-bit number whose meaning is the operation's.
    Flags,
    /// The number of a name, 16 bits.
    Name,
    /// The number of a name, 32 bits in `b` and `c`.
    Name32,
    /// The number of a constant, 32 bits in `b` and `c`.
    Const32,
    /// A jump: signed 16-bit distance in words from the next instruction.
    Jump,
    /// A jump: signed 32-bit distance in words from the next instruction, in `b` and `c`.
    Jump32,
}

impl Kind {
    /// Whether the operand takes the fields `b` and `c` together.
    #[must_use]
    pub const fn is_wide(self) -> bool {
        matches!(
            self,
            Self::Imm32 | Self::Name32 | Self::Const32 | Self::Jump32
        )
    }

    /// Whether the operand is a register, or the first of a window.
    #[must_use]
    pub const fn is_register(self) -> bool {
        use Kind::{Const32, Count, Flags, Imm, Imm32, Jump, Jump32, Name, Name32};
        !matches!(
            self,
            Count | Imm | Imm32 | Flags | Name | Name32 | Const32 | Jump | Jump32
        )
    }

    /// Whether the operand is a jump's distance.
    #[must_use]
    pub const fn is_jump(self) -> bool {
        matches!(self, Self::Jump | Self::Jump32)
    }
}

/// A named operand of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operand {
    /// The name that the table gives it.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
}

/// How an instruction touches a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads a value.
    Read,
    /// Reads a value or UNBOUND.
    ReadUnbound,
    /// Writes.
    Write,
}

/// Calls `visit` for each register that the instruction touches: first all that it reads, then all
/// that it writes. `extra` is its operand word (0 if it has none).
///
/// A conditional write (`ForIter`, `Send` at exhaustion) is visited as a write.
pub fn for_each_register(instr: Instr, extra: u64, mut visit: impl FnMut(Access, u32)) {
    let Some(op) = instr.op() else { return };
    let operands = op.info().operands;
    let count = count_of(op, instr);
    for (place, operand) in operands.iter().enumerate() {
        let base = u32::from(instr.field(place));
        reads(operand.kind, base, count, &mut visit);
    }
    for (place, operand) in operands.iter().enumerate() {
        let base = u32::from(instr.field(place));
        let length = match operand.kind {
            Kind::W | Kind::X | Kind::XU => 1,
            Kind::W2 | Kind::R3W2 => 2,
            Kind::WindowW => count,
            Kind::WindowEx => (extra as u32).saturating_add((extra >> 32) as u32) + 1,
            _ => 0,
        };
        (base..base + length).for_each(|register| visit(Access::Write, register));
    }
}

/// The value of the instruction's `Count` operand, or 0.
fn count_of(op: Op, instr: Instr) -> u32 {
    let place = op
        .info()
        .operands
        .iter()
        .position(|operand| operand.kind == Kind::Count);
    place.map_or(0, |place| u32::from(instr.field(place)))
}

fn reads(kind: Kind, base: u32, count: u32, visit: &mut impl FnMut(Access, u32)) {
    use Access::{Read, ReadUnbound};
    let (length, unbound): (u32, &[u32]) = match kind {
        Kind::R | Kind::X => (1, &[]),
        Kind::U | Kind::XU => (1, &[0]),
        Kind::R2 => (2, &[]),
        Kind::R3 | Kind::R3W2 => (3, &[]),
        Kind::R2U => (2, &[1]),
        Kind::R3U => (3, &[1]),
        Kind::R4U => (4, &[1, 3]),
        Kind::Window => (count, &[]),
        Kind::MethodWindow => (count + 2, &[1]),
        Kind::CallWindow => {
            visit(Read, base);
            (base + 2..base + 2 + count).for_each(|register| visit(Read, register));
            return;
        }
        _ => return,
    };
    for offset in 0..length {
        let access = if unbound.contains(&offset) {
            ReadUnbound
        } else {
            Read
        };
        visit(access, base + offset);
    }
}
