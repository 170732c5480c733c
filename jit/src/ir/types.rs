//! Types of values.

use std::fmt;

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Type {
    /// A signed 64-bit integer.
    I64,
    /// A double.
    F64,
    /// A truth value.
    Bool,
    /// The address of a heap object, a multiple of 8.
    Ref,
    /// 64 bits that are not looked into: a value as the interpreter stores it, a token, a shape.
    Word,
}

impl Type {
    /// All types.
    pub const ALL: &[Type] = &[Type::I64, Type::F64, Type::Bool, Type::Ref, Type::Word];

    /// Its name in the text form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Type::I64 => "i64",
            Type::F64 => "f64",
            Type::Bool => "bool",
            Type::Ref => "ref",
            Type::Word => "word",
        }
    }

    /// The type of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Type> {
        Type::ALL.iter().copied().find(|ty| ty.name() == name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
