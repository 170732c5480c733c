//! What a trace says of the language that it comes from: the fields of its objects, the functions it
//! calls, the code that it was recorded in. Compiler passes know no more than this.

use super::arena::{Arena, CodeId, FieldId, HelperId, LayoutId, ObjectId, PointId};
use super::types::Type;
use std::fmt;

/// A register of an interpreter's frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Register(pub u16);

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", self.0)
    }
}

/// A kind of memory word of heap objects. Different fields never overlap in one object: this is what
/// alias analysis goes by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name, unique among fields.
    pub name: String,
    /// What is loaded from it.
    pub ty: Type,
    /// Whether it can change while others see the object. If so, it needs barriers.
    pub mutable: bool,
    /// Whether nobody but the thread itself ever looks at it, as at a word of a frame: it is mutable, and needs none.
    pub own: bool,
    /// Its place, in bytes from the object's address.
    pub offset: u32,
    /// The distance of its elements in bytes, if it is an array.
    pub stride: Option<u32>,
}

/// Objects that a trace can allocate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Its name, unique among layouts.
    pub name: String,
    /// The size in bytes, without elements of arrays.
    pub size: u32,
    /// Whether each is allocated where the trace says so, even if nobody sees it: no exit has to build one. (An exit that builds objects
    /// gets no bridge.)
    pub solid: bool,
    /// All fields of such an object that a program can see.
    pub fields: Vec<FieldId>,
}

/// What a helper function may do. The default is the worst, so forgetting is slow and never wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Effects(u8);

impl Effects {
    /// Nothing: equal arguments give equal results, and an unused call can be dropped.
    pub const NONE: Effects = Effects(0);
    /// Reads mutable fields, through barriers of its own.
    pub const READS: Effects = Effects(1);
    /// Writes fields, through barriers of its own.
    pub const WRITES: Effects = Effects(2);
    /// Allocates.
    pub const ALLOCATES: Effects = Effects(4);
    /// May raise an exception instead of returning.
    pub const RAISES: Effects = Effects(8);
    /// May end the running transaction, and begin another.
    pub const ENDS: Effects = Effects(16);

    /// Each effect and its name.
    pub const NAMED: &[(&str, Effects)] = &[
        ("reads", Effects::READS),
        ("writes", Effects::WRITES),
        ("allocates", Effects::ALLOCATES),
        ("raises", Effects::RAISES),
        ("ends", Effects::ENDS),
    ];

    /// Both.
    #[must_use]
    pub const fn and(self, other: Effects) -> Effects {
        Effects(self.0 | other.0)
    }

    /// Whether all of `effects` are among these.
    #[must_use]
    pub const fn has(self, effects: Effects) -> bool {
        self.0 & effects.0 == effects.0
    }

    /// Whether a call may come back without a result, so that it needs an exit.
    #[must_use]
    pub const fn may_leave(self) -> bool {
        self.has(Effects::RAISES) || self.has(Effects::ENDS)
    }
}

impl Default for Effects {
    fn default() -> Self {
        Effects::NAMED
            .iter()
            .fold(Effects::NONE, |all, (_, effect)| all.and(*effect))
    }
}

/// A function that traces call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Helper {
    /// Its name, unique among helpers.
    pub name: String,
    /// The types of its parameters.
    pub params: Vec<Type>,
    /// The type of its result.
    pub result: Option<Type>,
    /// What it may do.
    pub effects: Effects,
}

/// A code object of the interpreter, which frames run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// Its name, unique among code objects.
    pub name: String,
    /// The number of registers of its frames.
    pub registers: u16,
}

/// A place in a code object.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Place {
    /// The code object.
    pub code: CodeId,
    /// The position of an instruction in it, in units that the interpreter chooses.
    pub pc: u32,
}

/// A place where the interpreter can go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// Its name, unique among points.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// The registers that the interpreter may read from there on before it writes them.
    pub live: Vec<Register>,
}

/// An object that is a constant of the trace, and kept alive by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Object {
    /// Its name, unique among objects.
    pub name: String,
    /// Its address.
    pub address: u64,
}

/// All declarations of a trace.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Declarations {
    /// Code objects.
    pub codes: Arena<CodeId, Code>,
    /// Fields of objects.
    pub fields: Arena<FieldId, Field>,
    /// Layouts of objects.
    pub layouts: Arena<LayoutId, Layout>,
    /// Helper functions.
    pub helpers: Arena<HelperId, Helper>,
    /// Constant objects.
    pub objects: Arena<ObjectId, Object>,
    /// Places to go on.
    pub points: Arena<PointId, Point>,
}
