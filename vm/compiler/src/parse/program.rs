//! A parsed program: text, tree and what the later stages ask of both.

use std::ops::Deref;

use ruff_python_ast as ast;
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::{Ranged, TextRange};
use rustpython_wtf8::Wtf8Buf;

use super::depth::Stack;
use super::{SourceText, Warning, literal};

/// What `compile()` calls the mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// `"exec"`: any number of statements.
    #[default]
    Exec,
    /// `"eval"`: one expression.
    Eval,
    /// `"single"`: one interactive statement, whose expressions are printed.
    Single,
}

/// `from __future__` imports that are in force.
///
/// Only these two still change anything in Python 3.14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Future {
    /// `from __future__ import annotations`: annotations are kept as text.
    pub annotations: bool,
    /// `from __future__ import barry_as_FLUFL`: inequality is written `<>`.
    pub barry_as_flufl: bool,
}

/// How to parse and compile: the mode and flags of `compile()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The mode.
    pub mode: Mode,
    /// What the calling code imports from `__future__`, and passes on.
    pub future: Future,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`: `await` works outside functions.
    pub top_level_await: bool,
    /// `PyCF_DONT_IMPLY_DEDENT`: in single mode, a compound statement ends at an empty line only.
    pub dont_imply_dedent: bool,
    /// `PyCF_ALLOW_INCOMPLETE_INPUT`: text that may go on gives
    /// [`ErrorKind::IncompleteInput`].
    pub allow_incomplete_input: bool,
    /// The text was made of a syntax tree: in single mode it may be several statements.
    pub of_tree: bool,
}

/// A parsed program. It is also its text: see [`SourceText`] for what that offers.
#[derive(Debug)]
pub struct Program {
    /// The syntax tree. Its ranges are byte offsets into the text.
    pub tree: ast::Mod,
    /// How it was parsed.
    pub options: Options,
    /// The future features in force: those of the options and those that the text imports.
    pub future: Future,
    /// Warnings to issue, in CPython's order.
    pub warnings: Vec<Warning>,
    pub(super) source: SourceText,
    pub(super) tokens: Tokens,
    pub(super) stack: Stack,
}

impl Deref for Program {
    type Target = SourceText;

    fn deref(&self) -> &SourceText {
        &self.source
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let body = match &mut self.tree {
            ast::Mod::Module(module) => std::mem::take(&mut module.body),
            ast::Mod::Expression(expression) => {
                let nothing = ast::ExprNoneLiteral {
                    range: expression.range,
                    node_index: ast::AtomicNodeIndex::NONE,
                };
                let value = std::mem::replace(&mut *expression.body, nothing.into());
                return self.stack.run(|| drop(value));
            }
        };
        self.stack.run(|| drop(body));
    }
}

impl Program {
    /// Runs something that recurses over the tree, with as much stack as the tree may need.
    ///
    /// Whatever walks the tree must be called so: it may take 4 KiB for each level.
    pub fn walk<T>(&self, walk: impl FnOnce() -> T) -> T {
        self.stack.run(walk)
    }

    /// The statements of the program; none if it is an expression.
    pub fn body(&self) -> &[ast::Stmt] {
        match &self.tree {
            ast::Mod::Module(module) => &module.body,
            ast::Mod::Expression(_) => &[],
        }
    }

    /// The expression of an `eval` program.
    pub fn expression(&self) -> Option<&ast::Expr> {
        match &self.tree {
            ast::Mod::Module(_) => None,
            ast::Mod::Expression(expression) => Some(&expression.body),
        }
    }

    /// The range of an expression, as CPython sees it.
    ///
    /// It differs from the node's own in one case: to a generator expression that is the only
    /// argument of a call belong the call's parentheses.
    pub fn full_range(&self, expression: &ast::Expr) -> TextRange {
        let range = expression.range();
        match expression {
            ast::Expr::Generator(generator) if !generator.parenthesized => {
                let before = self.tokens.before(range.start());
                let open = before.iter().rfind(|token| token.kind() == TokenKind::Lpar);
                let after = self.tokens.after(range.end());
                let close = after.iter().find(|token| token.kind() == TokenKind::Rpar);
                TextRange::new(
                    open.map_or(range.start(), Ranged::start),
                    close.map_or(range.end(), Ranged::end),
                )
            }
            _ => range,
        }
    }

    /// The tokens of the text, comments and empty lines included.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The value of one string literal, lone surrogates included.
    ///
    /// Use this instead of the literal's own `value`, which cannot hold them.
    pub fn string_value(&self, literal: &ast::StringLiteral) -> Wtf8Buf {
        literal::string(&self.text, literal)
    }

    /// The value of a string expression, all of its implicitly concatenated parts.
    pub fn string_expression_value(&self, string: &ast::ExprStringLiteral) -> Wtf8Buf {
        let mut value = Wtf8Buf::new();
        for part in &string.value {
            value.push_wtf8(&self.string_value(part));
        }
        value
    }

    /// The value of the literal text in an f-string or t-string (or in a format specifier of one).
    ///
    /// `raw` is whether the string has an `r` prefix.
    pub fn interpolated_literal_value(
        &self,
        element: &ast::InterpolatedStringLiteralElement,
        raw: bool,
    ) -> Wtf8Buf {
        literal::interpolated(&self.text, element, raw)
    }

    /// The docstring that opens `body`, as it stands in the source (not yet cleaned of indentation).
    pub fn docstring(&self, body: &[ast::Stmt]) -> Option<Wtf8Buf> {
        match body.first()? {
            ast::Stmt::Expr(statement) => match &*statement.value {
                ast::Expr::StringLiteral(string) => Some(self.string_expression_value(string)),
                _ => None,
            },
            _ => None,
        }
    }
}
