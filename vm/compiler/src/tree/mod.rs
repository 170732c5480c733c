//! Syntax trees as Python programs see them: the nodes of the module `ast`, as plain data.
//!
//! | file | what |
//! | --- | --- |
//! | `node.rs` | nodes and their fields |
//! | `statements.rs`, `expressions.rs`, `patterns.rs`, `parameters.rs` | Ruff's tree to nodes |
//! | `strings.rs` | f-strings and t-strings |
//!
//! Start at [`parse_tree`].

mod expressions;
mod node;
mod parameters;
mod patterns;
mod statements;
mod strings;

pub use node::{Field, Node};

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

use crate::code::{Const, Position};
use crate::parse::{self, CompileError, Mode, Options, Program};

/// Stack that one level of nesting takes at most, and the length of a continuation of the stack.
const STACK: [usize; 2] = [128 << 10, 2 << 20];

/// Parses a program's text and hands its tree to `inner`, which may recurse over it: 4 KiB for each
/// level are there.
///
/// # Errors
/// What the parser rejects.
pub fn parse_tree<T>(
    text: String,
    filename: &str,
    options: Options,
    inner: impl FnOnce(Node) -> T,
) -> Result<T, CompileError> {
    let program = parse::parse(text, filename, options)?;
    let maker = Maker { program: &program };
    Ok(program.walk(|| inner(maker.program())))
}

/// Makes nodes of a program's tree.
struct Maker<'p> {
    program: &'p Program,
}

/// A field and its name.
type Named = (&'static str, Field);

/// A node without a place.
fn node<const N: usize>(class: &'static str, fields: [Named; N]) -> Node {
    Node {
        class,
        fields: fields.into(),
        place: None,
    }
}

/// The field for a node that may be missing.
fn optional(node: Option<Node>) -> Field {
    node.map_or(Field::NONE, Field::from)
}

/// The field for a name.
fn name(name: &ast::Identifier) -> Field {
    Field::Name(name.id.to_string())
}

/// The field for a name that may be missing.
fn maybe_name(given: Option<&ast::Identifier>) -> Field {
    given.map_or(Field::NONE, name)
}

impl Maker<'_> {
    fn program(&self) -> Node {
        match self.program.expression() {
            Some(expression) => {
                let body = self.expression(expression);
                node("Expression", [("body", body.into())])
            }
            None => {
                let body = ("body", self.body(self.program.body()));
                match self.program.options.mode {
                    Mode::Single => node("Interactive", [body]),
                    Mode::Exec | Mode::Eval => {
                        node("Module", [body, ("type_ignores", Field::List(Vec::new()))])
                    }
                }
            }
        }
    }

    /// A node that stands at `range`.
    fn at<const N: usize>(
        &self,
        range: TextRange,
        class: &'static str,
        fields: [Named; N],
    ) -> Node {
        Node {
            place: Some(self.place(range)),
            ..node(class, fields)
        }
    }

    fn place(&self, range: TextRange) -> Position {
        let start = self.program.location(range.start());
        let end = self.program.location(range.end());
        Position {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// A constant without `kind`.
    fn constant(&self, range: TextRange, value: Const) -> Node {
        let fields = [("value", Field::Constant(value)), ("kind", Field::NONE)];
        self.at(range, "Constant", fields)
    }

    /// The node of an expression that may be missing.
    fn maybe(&self, expression: Option<&ast::Expr>) -> Field {
        optional(expression.map(|it| self.expression(it)))
    }

    fn expressions<'e>(&self, expressions: impl IntoIterator<Item = &'e ast::Expr>) -> Field {
        let nodes = expressions.into_iter().map(|it| self.expression(it).into());
        Field::List(nodes.collect())
    }

    fn body(&self, statements: &[ast::Stmt]) -> Field {
        Field::List(
            statements
                .iter()
                .map(|it| self.statement(it).into())
                .collect(),
        )
    }

    /// From the beginning of one thing to the end of another.
    fn span(first: &impl Ranged, last: &impl Ranged) -> TextRange {
        TextRange::new(first.start(), last.end())
    }
}
