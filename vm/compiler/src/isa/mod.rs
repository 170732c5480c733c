//! The instruction set: a register machine with fixed 64-bit instructions.
//!
//! An instruction is one word: the operation in the low 16 bits, then three 16-bit operands `a`,
//! `b`, `c`. Some operations have an *operand word* after it ([`Effects::EXTRA`]), and some an
//! *inline cache word* after that ([`Effects::CACHE`]; a jump back has two, [`Effects::TWIN`]), which the compiler leaves 0. Jump distances
//! count words from the next instruction, that is from after those words.
//!
//! The table in `table.rs` is the only declaration: this module derives from it the [`Op`] enum and
//! [`Op::info`], from which the disassembler, the verifier and [`for_each_register`] work.
//!
//! # Registers of a frame
//!
//! First the variables as [`Code::locals`](crate::code::Code::locals) lists them: parameters
//! in `co_varnames` order, other local variables, the function's own cell variables, its free
//! variables; then temporaries. At entry parameters hold their values, free variables the
//! function's closure cells, and all other *variables* UNBOUND; temporaries are written before they
//! are read. UNBOUND is read only where the operand kind says so (a local that may be unbound is
//! checked by `CheckBound` before its use).

mod operand;
mod table;

pub use operand::{Access, Kind, Operand, for_each_register};

/// What an operation does beside its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects(u8);

impl Effects {
    /// An operand word follows the instruction.
    pub const EXTRA: u8 = 1;
    /// An inline cache word follows the instruction and its operand word.
    pub const CACHE: u8 = 2;
    /// May raise an exception.
    pub const RAISES: u8 = 4;
    /// May run Python code, or wait.
    pub const CALLS: u8 = 8;
    /// Does not go on to the next instruction.
    pub const ENDS: u8 = 16;
    /// There is a second cache word.
    pub const TWIN: u8 = 32;

    /// Whether the operation has the effect.
    #[must_use]
    pub const fn has(self, effect: u8) -> bool {
        self.0 & effect != 0
    }

    /// Of all these.
    #[must_use]
    pub const fn of(effects: u8) -> Self {
        Effects(effects)
    }

    /// The number of words that an instruction takes.
    #[must_use]
    pub const fn words(self) -> usize {
        let extra = self.has(Effects::EXTRA) as usize;
        1 + extra + self.has(Effects::CACHE) as usize + self.has(Effects::TWIN) as usize
    }
}

/// What the table says of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Its operands, in the order of the fields.
    pub operands: &'static [Operand],
    /// What it does beside.
    pub effects: Effects,
}

impl OpInfo {
    /// The number of words that the instruction takes.
    #[must_use]
    pub const fn words(&self) -> usize {
        self.effects.words()
    }

    /// The place of the jump operand, if there is one.
    #[must_use]
    pub fn jump(&self) -> Option<(usize, Kind)> {
        let place = self
            .operands
            .iter()
            .position(|operand| operand.kind.is_jump())?;
        Some((place, self.operands[place].kind))
    }
}

macro_rules! declare_ops {
    ($($(#[doc = $doc:literal])+ $name:ident($($operand:ident: $kind:ident),*) [$($effect:ident)*];)*) => {
        /// An operation. `isa/table.rs` declares them all.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum Op {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Op {
            /// All operations, in order of their numbers.
            pub const ALL: &[Op] = &[$(Op::$name),*];
        }

        static INFO: &[OpInfo] = &[
            $(OpInfo {
                name: stringify!($name),
                doc: concat!($($doc),+),
                operands: &[$(Operand { name: stringify!($operand), kind: Kind::$kind }),*],
                effects: Effects(0 $(| Effects::$effect)*),
            },)*
        ];
    };
}

crate::for_each_op!(declare_ops);

impl Op {
    /// What the table says of this operation.
    #[must_use]
    #[inline]
    pub fn info(self) -> &'static OpInfo {
        &INFO[self as usize]
    }

    /// The operation of that number.
    #[must_use]
    #[inline]
    pub fn from_number(number: u16) -> Option<Op> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// An instruction word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Instr(pub u64);

impl Instr {
    /// An instruction with three 16-bit operands.
    #[must_use]
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Self {
        Self(op as u64 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with a 16-bit operand and a 32-bit one.
    #[must_use]
    pub const fn wide(op: Op, a: u16, bc: u32) -> Self {
        Self(op as u64 | (a as u64) << 16 | (bc as u64) << 32)
    }

    /// The operation, if its number is one.
    #[must_use]
    #[inline]
    pub fn op(self) -> Option<Op> {
        Op::from_number(self.0 as u16)
    }

    /// The operand `a`.
    #[must_use]
    #[inline]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The operand `b`.
    #[must_use]
    #[inline]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// The operand `c`.
    #[must_use]
    #[inline]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// The operands `b` and `c` together, unsigned: a name or a constant.
    #[must_use]
    #[inline]
    pub const fn bc(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The 16-bit operand at a place: 0 is `a`, 1 is `b`, 2 is `c`.
    #[must_use]
    #[inline]
    pub const fn field(self, place: usize) -> u16 {
        (self.0 >> (16 * (place + 1))) as u16
    }
}

/// What `LoadCommon` loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CommonConstant {
    /// The exception class.
    AssertionError,
    /// The exception class.
    NotImplementedError,
    /// The builtin class.
    Tuple,
    /// The builtin function.
    All,
    /// The builtin function.
    Any,
}

impl CommonConstant {
    /// The names, by number.
    pub const NAMES: &[&str] = &[
        "AssertionError",
        "NotImplementedError",
        "tuple",
        "all",
        "any",
    ];
}

/// Flag of `LoadSuper`: `super` was written with its two arguments.
pub const SUPER_EXPLICIT: u16 = 1;
/// Flag of `LoadSuper`: a method call follows.
pub const SUPER_METHOD: u16 = 2;

/// The conversion that is applied before formatting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Conversion {
    /// No conversion.
    None,
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

/// What `SetFunctionAttribute` sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum FunctionAttribute {
    /// `__defaults__`, a tuple.
    Defaults,
    /// `__kwdefaults__`, a dict.
    KwDefaults,
    /// `__annotations__` from a tuple of names and values (future annotations only).
    Annotations,
    /// `__annotate__`, a function.
    Annotate,
    /// `__closure__`, a tuple of cells in the order of `freevars`.
    Closure,
}

/// What `LoadSpecial` loads. The TypeErrors are CPython's: "'X' object does not support the context
/// manager protocol (missed __enter__ method)" and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum SpecialMethod {
    /// `__enter__`
    Enter,
    /// `__exit__`
    Exit,
    /// `__aenter__`
    AsyncEnter,
    /// `__aexit__`
    AsyncExit,
}

impl SpecialMethod {
    /// The names, by number.
    pub const NAMES: &[&str] = &["__enter__", "__exit__", "__aenter__", "__aexit__"];
}

/// Where an awaitable comes from, for the TypeError's wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum AwaitContext {
    /// An `await` expression.
    Await,
    /// `'async with' received an object from __aenter__ that does not implement __await__`
    AsyncEnter,
    /// The same from `__aexit__`.
    AsyncExit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_operands_lie_in_b_and_c() {
        for op in Op::ALL {
            let operands = op.info().operands;
            assert!(operands.len() <= 3, "{op:?}");
            for (place, operand) in operands.iter().enumerate() {
                assert!(
                    !operand.kind.is_wide() || place + 1 == operands.len(),
                    "{op:?}"
                );
                assert!(!operand.kind.is_wide() || place < 2, "{op:?}");
                assert!(operand.kind != Kind::Jump || place == 2, "{op:?}");
            }
        }
    }

    #[test]
    fn fields_come_back() {
        let instr = Instr::new(Op::Add, 1, 0xffff, 3);
        assert_eq!(
            (instr.op(), instr.a(), instr.b(), instr.c()),
            (Some(Op::Add), 1, 0xffff, 3)
        );
        assert_eq!(Instr::wide(Op::Jump, 7, 0x8000_0001).bc(), 0x8000_0001);
        assert_eq!(Instr(0xffff).op(), None);
    }

    #[test]
    fn registers_of_a_call() {
        let mut seen = Vec::new();
        for_each_register(Instr::new(Op::Call, 9, 4, 2), 0, |access, register| {
            seen.push((access, register));
        });
        let expected = [
            (Access::Read, 4),
            (Access::Read, 6),
            (Access::Read, 7),
            (Access::Write, 9),
        ];
        assert_eq!(seen, expected);
    }
}
