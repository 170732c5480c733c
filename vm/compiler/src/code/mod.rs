//! Code objects: what compiling yields. Pure data; the VM makes its own objects of the constants.

mod constant;
mod flags;
mod positions;
mod relocate;
pub mod serial;
mod verify;

use std::sync::Arc;

pub use constant::{CodeConst, Const, Float};
pub use flags::CodeFlags;
pub use positions::{Position, Positions, PositionsBuilder};
pub use relocate::Places;
pub use verify::verify;

/// A name; one allocation is shared by all uses of the name in a compilation unit.
pub type Name = Arc<str>;

/// What kind of variable a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalKind(u8);

impl LocalKind {
    /// A parameter or local variable, listed in `co_varnames`.
    pub const LOCAL: Self = Self(1);
    /// A cell that this function makes, listed in `co_cellvars`. A parameter may be `LOCAL` and `CELL`.
    pub const CELL: Self = Self(2);
    /// A cell from the function's closure, listed in `co_freevars`.
    pub const FREE: Self = Self(4);
    /// A variable of an inlined comprehension that is not the function's own: unbound outside it.
    pub const HIDDEN: Self = Self(8);

    /// As a number.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The kind with this number.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0xf)
    }

    /// Both kinds.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is of that kind, maybe among others.
    #[must_use]
    pub const fn is(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    /// Whether the register holds a cell once the function's entry is done.
    #[must_use]
    pub const fn in_cell(self) -> bool {
        self.0 & (Self::CELL.0 | Self::FREE.0) != 0
    }
}

/// A variable that has a register; its index in [`Code::locals`] is the register's number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Local {
    /// Its name, mangled where it is private to a class.
    pub name: Name,
    /// What it is.
    pub kind: LocalKind,
}

/// An entry of the exception table: where an exception goes that is raised at a word in a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionRange {
    /// The first word of the range.
    pub start: u32,
    /// The word after the range.
    pub end: u32,
    /// The word at which the handler starts.
    pub handler: u32,
    /// The register that receives the exception.
    pub exc: u16,
}

/// A code object.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// The function's or class's name, `<module>`, `<lambda>`, ...
    pub name: Name,
    /// The qualified name.
    pub qualname: Name,
    /// The file name, as given to the compiler.
    pub filename: Name,
    /// The first line of the definition (of its first decorator); 0 for a module.
    pub first_line: u32,
    /// `co_flags`.
    pub flags: CodeFlags,
    /// The number of positional parameters, positional-only ones too.
    pub arg_count: u32,
    /// The number of positional-only parameters.
    pub posonly_count: u32,
    /// The number of keyword-only parameters.
    pub kwonly_count: u32,
    /// The variables that have registers, from register 0 on. Parameters come first: positional,
    /// keyword-only, `*args`, `**kwargs`.
    pub locals: Vec<Local>,
    /// The number of registers, temporaries included; at most 65,536.
    pub registers: u32,
    /// The names that `Name` operands number.
    pub names: Vec<Name>,
    /// The constants.
    pub consts: Vec<Const>,
    /// The instructions, operand words and cache words.
    pub words: Vec<u64>,
    /// The exception table; where ranges overlap, the first that holds the word is the innermost.
    pub exceptions: Vec<ExceptionRange>,
    /// The source position of each instruction.
    pub positions: Positions,
    /// The docstring, of a function that has one.
    pub docstring: Option<Const>,
}

impl Code {
    /// The names of the locals that are of a kind: `co_varnames`, `co_cellvars`, `co_freevars`.
    pub fn names_of(&self, kind: LocalKind) -> impl Iterator<Item = &Name> {
        self.locals
            .iter()
            .filter(move |local| local.kind.is(kind))
            .map(|local| &local.name)
    }

    /// The name of the variable in a register, if it is not a temporary.
    #[must_use]
    pub fn register_name(&self, register: u16) -> Option<&Name> {
        self.locals
            .get(usize::from(register))
            .map(|local| &local.name)
    }

    /// The number of registers that hold parameters.
    #[must_use]
    pub fn parameter_count(&self) -> u32 {
        let stars = [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS];
        let stars = stars
            .into_iter()
            .filter(|&star| self.flags.has(star))
            .count() as u32;
        self.arg_count + self.kwonly_count + stars
    }

    /// The handler of an exception that is raised at a word.
    #[must_use]
    pub fn handler_at(&self, word: u32) -> Option<&ExceptionRange> {
        self.exceptions
            .iter()
            .find(|range| range.start <= word && word < range.end)
    }
}
