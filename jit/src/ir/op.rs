//! What is derived from the operation table: [`Op`] and [`Op::info`].

use super::arena::{FieldId, HelperId, LayoutId, ObjectId};
use super::trace::TraceId;
use super::types::Type;

macro_rules! immediates {
    ($($(#[doc = $doc:literal])+ $name:ident $(($content:ty))?;)*) => {
        /// What stands before the operands of an operation.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Immediate {
            $($(#[doc = $doc])+ $name $(($content))?,)*
        }

        /// The kinds of immediates.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum ImmediateKind {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Immediate {
            /// Which kind this is.
            #[must_use]
            pub fn kind(self) -> ImmediateKind {
                match self {
                    $(Immediate::$name { .. } => ImmediateKind::$name,)*
                }
            }
        }
    };
}

immediates! {
    /// Nothing.
    None;
    /// An integer.
    Int(i64);
    /// The bits of a float.
    Float(u64);
    /// A truth value.
    Bool(bool);
    /// A raw word.
    Word(u64);
    /// A constant object.
    Object(ObjectId);
    /// A field of an object, which is no array.
    Field(FieldId);
    /// An array of an object.
    Array(FieldId);
    /// What is allocated.
    Layout(LayoutId);
    /// What is called.
    Helper(HelperId);
    /// Where control goes.
    Trace(TraceId);
}

/// What an operand has to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// A value of that type.
    Type(Type),
    /// A value of the field's type.
    Field,
    /// As many values as the loop or the helper has parameters, and of their types.
    Params,
    /// Any number of values.
    Any,
}

/// What an operation gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// No value.
    None,
    /// A value of that type.
    Type(Type),
    /// A value of the field's type.
    Field,
    /// What the helper gives.
    Helper,
}

/// Whether an operation has an exit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exits {
    /// It has none.
    Never,
    /// It has one.
    Always,
    /// It has one if the helper may leave.
    Helper,
}

/// What the table says of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// Its name in the text form.
    pub mnemonic: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Its family.
    pub family: Family,
    /// What stands before its operands.
    pub immediate: ImmediateKind,
    /// Its operands.
    pub operands: &'static [Operand],
    /// Its result.
    pub outcome: Outcome,
    /// Its exit.
    pub exits: Exits,
}

macro_rules! operand {
    (Field) => {
        Operand::Field
    };
    (Params) => {
        Operand::Params
    };
    (Any) => {
        Operand::Any
    };
    ($ty:ident) => {
        Operand::Type(Type::$ty)
    };
}

macro_rules! outcome {
    (None) => {
        Outcome::None
    };
    (Field) => {
        Outcome::Field
    };
    (Helper) => {
        Outcome::Helper
    };
    ($ty:ident) => {
        Outcome::Type(Type::$ty)
    };
}

macro_rules! declare_ops {
    ($($family:ident { $(
        #[doc = $doc:literal]
        $name:ident $mnemonic:literal $immediate:ident ($($operand:ident)*) -> $outcome:ident, $exits:ident;
    )* })*) => {
        /// An operation. `ir/table.rs` declares them all.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op {
            $($(#[doc = $doc] $name,)*)*
        }

        impl Op {
            /// All operations.
            pub const ALL: &[Op] = &[$($(Op::$name),*),*];
        }

        /// A family of operations.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Family {
            $(#[doc = concat!("The operations under `", stringify!($family), "` of the table.")] $family,)*
        }

        static INFO: &[OpInfo] = &[$($(OpInfo {
            mnemonic: $mnemonic,
            doc: $doc,
            family: Family::$family,
            immediate: ImmediateKind::$immediate,
            operands: &[$(operand!($operand)),*],
            outcome: outcome!($outcome),
            exits: Exits::$exits,
        },)*)*];
    };
}

crate::for_each_op!(declare_ops);

impl Op {
    /// What the table says of this operation.
    #[must_use]
    pub fn info(self) -> &'static OpInfo {
        &INFO[self as usize]
    }

    /// The operation of that name in the text form.
    #[must_use]
    pub fn from_mnemonic(mnemonic: &str) -> Option<Op> {
        Op::ALL
            .iter()
            .copied()
            .find(|op| op.info().mnemonic == mnemonic)
    }

    /// Whether control does not go on behind the operation.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Op::Jump | Op::Link | Op::Leave)
    }

    /// Whether the operation only computes: with equal operands it gives equal results, and it can be
    /// dropped if nobody uses them.
    #[must_use]
    pub fn is_pure(self) -> bool {
        matches!(
            self.info().family,
            Family::Constant | Family::Integer | Family::Float | Family::Convert | Family::Compare
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashSet;

    #[test]
    fn mnemonics_name_one_operation() {
        let names: FxHashSet<_> = Op::ALL.iter().map(|op| op.info().mnemonic).collect();
        assert_eq!(names.len(), Op::ALL.len());
        for op in Op::ALL {
            assert_eq!(Op::from_mnemonic(op.info().mnemonic), Some(*op));
        }
    }

    #[test]
    fn what_is_pure_gives_a_result_and_has_no_exit() {
        for op in Op::ALL.iter().filter(|op| op.is_pure()) {
            let info = op.info();
            assert!(matches!(info.outcome, Outcome::Type(_)), "{op:?}");
            assert_eq!(info.exits, Exits::Never, "{op:?}");
        }
    }
}
