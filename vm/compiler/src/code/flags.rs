//! `co_flags`.

use std::ops::{BitOr, BitOrAssign};

/// Flags of a code object, with CPython's values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// Local variables are in registers, not in a mapping.
    pub const OPTIMIZED: Self = Self(0x1);
    /// A call makes a new namespace.
    pub const NEWLOCALS: Self = Self(0x2);
    /// Has `*args`.
    pub const VARARGS: Self = Self(0x4);
    /// Has `**kwargs`.
    pub const VARKEYWORDS: Self = Self(0x8);
    /// Is defined in a function.
    pub const NESTED: Self = Self(0x10);
    /// A generator function.
    pub const GENERATOR: Self = Self(0x20);
    /// A coroutine function.
    pub const COROUTINE: Self = Self(0x80);
    /// A generator marked by `types.coroutine`.
    pub const ITERABLE_COROUTINE: Self = Self(0x100);
    /// An asynchronous generator function.
    pub const ASYNC_GENERATOR: Self = Self(0x200);
    /// `from __future__ import barry_as_FLUFL`.
    pub const FUTURE_BARRY_AS_BDFL: Self = Self(0x40_0000);
    /// `from __future__ import generator_stop`.
    pub const FUTURE_GENERATOR_STOP: Self = Self(0x80_0000);
    /// `from __future__ import annotations`.
    pub const FUTURE_ANNOTATIONS: Self = Self(0x100_0000);
    /// The first constant is the docstring.
    pub const HAS_DOCSTRING: Self = Self(0x400_0000);
    /// Is defined in a class.
    pub const METHOD: Self = Self(0x800_0000);

    /// All the `__future__` flags that change how code compiles, or did once.
    pub const FUTURES: Self = Self(0x1fe_0000);

    /// The names that `dis.show_code` gives the flags.
    pub const NAMES: &[(Self, &str)] = &[
        (Self::OPTIMIZED, "OPTIMIZED"),
        (Self::NEWLOCALS, "NEWLOCALS"),
        (Self::VARARGS, "VARARGS"),
        (Self::VARKEYWORDS, "VARKEYWORDS"),
        (Self::NESTED, "NESTED"),
        (Self::GENERATOR, "GENERATOR"),
        (Self::COROUTINE, "COROUTINE"),
        (Self::ITERABLE_COROUTINE, "ITERABLE_COROUTINE"),
        (Self::ASYNC_GENERATOR, "ASYNC_GENERATOR"),
        (Self::FUTURE_BARRY_AS_BDFL, "FUTURE_BARRY_AS_BDFL"),
        (Self::FUTURE_GENERATOR_STOP, "FUTURE_GENERATOR_STOP"),
        (Self::FUTURE_ANNOTATIONS, "FUTURE_ANNOTATIONS"),
        (Self::HAS_DOCSTRING, "HAS_DOCSTRING"),
        (Self::METHOD, "METHOD"),
    ];

    /// Whether one of the flags is set.
    #[must_use]
    pub const fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    /// Whether a call makes a generator, a coroutine or an asynchronous generator.
    #[must_use]
    pub const fn is_generator_like(self) -> bool {
        self.has(Self(
            Self::GENERATOR.0 | Self::COROUTINE.0 | Self::ASYNC_GENERATOR.0,
        ))
    }
}

impl BitOr for CodeFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for CodeFlags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
