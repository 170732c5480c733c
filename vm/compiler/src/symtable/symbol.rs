//! One name in one scope.

use std::ops::{BitOr, BitOrAssign};

use ruff_python_ast::name::Name;

/// What a name means where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// A variable of this scope that no inner function uses.
    Local,
    /// A variable of this scope that inner functions share.
    Cell,
    /// A variable of an enclosing function.
    ///
    /// In a class scope (or one that sees a class's names) look it up in the namespace first.
    Free,
    /// Global, because a `global` statement says so.
    GlobalExplicit,
    /// Global, because nothing binds it: looked up in globals, then in builtins.
    ///
    /// In a class or module scope look it up in the namespace first.
    GlobalImplicit,
}

/// How a name is used in a scope: a set, with the numbers of CPython's `_symtable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct SymbolFlags(u32);

impl SymbolFlags {
    /// Declared by a `global` statement.
    pub const GLOBAL: Self = Self(1);
    /// Assigned to.
    pub const LOCAL: Self = Self(1 << 1);
    /// A parameter.
    pub const PARAMETER: Self = Self(1 << 2);
    /// Declared by a `nonlocal` statement.
    pub const NONLOCAL: Self = Self(1 << 3);
    /// Read.
    pub const USE: Self = Self(1 << 4);
    /// Free in a class body, though the class binds the same name.
    pub const FREE_CLASS: Self = Self(1 << 6);
    /// Bound by an import.
    pub const IMPORT: Self = Self(1 << 7);
    /// Annotated.
    pub const ANNOTATED: Self = Self(1 << 8);
    /// Target of a comprehension's `for`.
    pub const COMPREHENSION_ITER: Self = Self(1 << 9);
    /// A type parameter.
    pub const TYPE_PARAMETER: Self = Self(1 << 10);
    /// A cell of an inlined comprehension, owned by the scope that it is inlined into.
    pub const COMPREHENSION_CELL: Self = Self(1 << 11);

    /// Any way to be bound in this scope.
    pub const BOUND: Self =
        Self(Self::LOCAL.0 | Self::PARAMETER.0 | Self::IMPORT.0 | Self::TYPE_PARAMETER.0);

    /// No flags.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Whether it has any of the given flags.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set as CPython's number.
    pub const fn bits(self) -> u32 {
        self.0
    }
}

impl BitOr for SymbolFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for SymbolFlags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A name in a scope.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// The name, mangled if it is private to a class.
    pub name: Name,
    /// How it is used.
    pub flags: SymbolFlags,
    /// What it means.
    pub resolution: Resolution,
}
