//! Nodes and their fields.

use crate::code::{Const, Position};

/// A node: an instance of a class of `ast`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The class's name.
    pub class: &'static str,
    /// All fields, in the order of the abstract grammar.
    pub fields: Vec<(&'static str, Field)>,
    /// Where it is, if nodes of this class say so.
    pub place: Option<Position>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A node.
    Node(Box<Node>),
    /// A list.
    List(Vec<Field>),
    /// An identifier.
    Name(String),
    /// Anything else.
    Constant(Const),
}

impl Field {
    /// `None`
    pub(super) const NONE: Field = Field::Constant(Const::None);

    /// An integer.
    pub(super) fn int(value: i64) -> Field {
        Field::Constant(Const::Int(value))
    }

    /// A node of a class without fields: an operator or a context.
    pub(super) fn symbol(class: &'static str) -> Field {
        super::node(class, []).into()
    }
}

impl From<Node> for Field {
    fn from(node: Node) -> Field {
        Field::Node(Box::new(node))
    }
}
