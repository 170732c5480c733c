//! A small language on the crate: integers, loops, calls, and cells on the heap.
//!
//! A value is a word: an integer of 63 bits, doubled, plus one; or the (even) address of a cell. A function has
//! registers and straight-line instructions; loops are jumps back. The interpreter (`interp.rs`) counts
//! them, has hot ones recorded (`record.rs`) while it goes on, and enters what came of it (`enter.rs`).

#![allow(dead_code, reason = "the test and the bench take what they need")]
#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod enter;
mod heap;
pub(crate) mod interp;
mod live;
mod record;

pub(crate) use interp::Vm;

use tython_jit::hooks::Site;

/// An instruction. Registers are numbers; the last operands are what it reads, places to jump to, or calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ins {
    Const(u8, i32),
    Move(u8, u8),
    Add(u8, u8, u8),
    Sub(u8, u8, u8),
    Mul(u8, u8, u8),
    /// What division leaves over, with the sign of the left operand.
    Rem(u8, u8, u8),
    Jump(u16),
    /// Jumps if the first is smaller.
    JumpLess(u8, u8, u16),
    /// A new cell that holds the value.
    New(u8, u8),
    Get(u8, u8),
    /// What the second register holds goes into the cell of the first.
    Set(u8, u8),
    /// The result, the function, and the first of its arguments.
    Call(u8, u8, u8),
    Return(u8),
}

/// A program, made anew each time: its sites know what was compiled.
pub(crate) type Program = fn() -> Vec<Function>;

/// A function.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) params: u8,
    pub(crate) registers: u8,
    pub(crate) body: Vec<Ins>,
    /// One for each instruction: where jumps back lead.
    pub(crate) sites: Vec<Site>,
    /// For each instruction, the registers that may be read from there on before they are written.
    pub(crate) live: Vec<Vec<u8>>,
}

/// A function of that name.
pub(crate) fn function(name: &'static str, params: u8, registers: u8, body: &[Ins]) -> Function {
    Function {
        name,
        params,
        registers,
        body: body.to_vec(),
        sites: body.iter().map(|_| Site::default()).collect(),
        // All functions that are called here have two parameters.
        live: live::live(body, &|_| 2),
    }
}

/// `main(n)`: sums `mix(sum, i)` over `i` below `n`, and counts in a cell; `mix(a, b)` is `(a * 3 + b) % 1000003`.
pub(crate) fn summing() -> Vec<Function> {
    use Ins::{Add, Call, Const, Get, JumpLess, Move, Mul, New, Rem, Return, Set};
    let main = [
        Const(1, 0),
        Const(2, 0),
        New(3, 1),
        Const(4, 1),
        // The loop.
        Move(5, 2),
        Move(6, 1),
        Call(2, 1, 5),
        Get(5, 3),
        Add(5, 5, 4),
        Set(3, 5),
        Add(1, 1, 4),
        JumpLess(1, 0, 4),
        Get(5, 3),
        Add(2, 2, 5),
        Return(2),
    ];
    let mix = [
        Const(2, 3),
        Mul(3, 0, 2),
        Add(3, 3, 1),
        Const(2, 1_000_003),
        Rem(3, 3, 2),
        Return(3),
    ];
    vec![function("main", 1, 7, &main), function("mix", 2, 4, &mix)]
}

/// `main(n)`: a loop in a loop, with a branch that goes the other way in every sixteenth turn.
pub(crate) fn nested() -> Vec<Function> {
    branching(16)
}

/// The same with a branch that goes either way in turn: the worst for traces.
pub(crate) fn alternating() -> Vec<Function> {
    branching(2)
}

fn branching(turns: i32) -> Vec<Function> {
    use Ins::{Add, Const, Jump, JumpLess, Mul, Rem, Return, Sub};
    let main = [
        Const(1, 0),
        Const(2, 0),
        Const(4, 1),
        Const(5, turns),
        // The outer loop.
        Const(3, 0),
        // The inner one.
        Mul(6, 1, 3),
        Rem(7, 3, 5),
        JumpLess(7, 4, 10),
        Sub(2, 2, 6),
        Jump(11),
        Add(2, 2, 6),
        Add(3, 3, 4),
        JumpLess(3, 0, 5),
        Add(1, 1, 4),
        JumpLess(1, 0, 4),
        Return(2),
    ];
    vec![function("main", 1, 8, &main)]
}

/// `main(n)`: each turn makes a cell that nobody keeps.
pub(crate) fn short_lived() -> Vec<Function> {
    use Ins::{Add, Const, Get, JumpLess, New, Return};
    let main = [
        Const(1, 0),
        Const(2, 0),
        Const(4, 1),
        New(3, 1),
        New(3, 3),
        Get(5, 3),
        Get(5, 5),
        Add(2, 2, 5),
        Add(1, 1, 4),
        JumpLess(1, 0, 3),
        // The last one is seen.
        Get(5, 3),
        Get(5, 5),
        Add(2, 2, 5),
        Return(2),
    ];
    vec![function("main", 1, 6, &main)]
}

/// `main(n)`: doubles until the number is too large.
pub(crate) fn overflowing() -> Vec<Function> {
    use Ins::{Add, Const, JumpLess, Return};
    let main = [
        Const(1, 1),
        Const(2, 0),
        Add(1, 1, 1),
        JumpLess(2, 0, 2),
        Return(1),
    ];
    vec![function("main", 1, 3, &main)]
}
