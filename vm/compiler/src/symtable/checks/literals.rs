//! Warnings about operations on literals that can only be mistakes.

use ruff_python_ast::{self as ast, CmpOp, Expr, Number};
use ruff_text_size::Ranged;

use super::Checker;

impl Checker<'_> {
    /// `x is 1` depends on whether the interpreter shares small numbers.
    pub(super) fn check_comparison(&mut self, it: &ast::ExprCompare) {
        let mut left = &*it.left;
        for (operator, right) in it.ops.iter().zip(&it.comparators) {
            let (operator, equality) = match operator {
                CmpOp::Is => ("is", "=="),
                CmpOp::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            if let Some(kind) = literal_type(left).or_else(|| literal_type(right)) {
                let message =
                    format!("\"{operator}\" with '{kind}' literal. Did you mean \"{equality}\"?");
                self.warn(it.range, message);
                return;
            }
            left = right;
        }
    }

    /// A literal cannot be called.
    pub(super) fn check_callee(&mut self, callee: &Expr) {
        let callable = matches!(callee, Expr::Lambda(_));
        if !callable && let Some(kind) = type_of(callee) {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(callee.range(), message);
        }
    }

    /// Some literals cannot be indexed.
    pub(super) fn check_subscripted(&mut self, value: &Expr) {
        match type_of(value) {
            None | Some("str" | "bytes" | "tuple" | "list" | "dict") => {}
            Some(kind) => {
                let message =
                    format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
                self.warn(value.range(), message);
            }
        }
    }

    /// Sequences are indexed with integers.
    pub(super) fn check_index(&mut self, value: &Expr, index: &Expr) {
        let Some(index_kind) = type_of(index) else {
            return;
        };
        let Some(kind @ ("str" | "bytes" | "tuple" | "list")) = type_of(value) else {
            return;
        };
        if !matches!(index_kind, "int" | "bool") {
            let message = format!(
                "{kind} indices must be integers or slices, not {index_kind}; \
                 perhaps you missed a comma?"
            );
            self.warn(value.range(), message);
        }
    }
}

/// The type of a literal that has no identity to speak of.
fn literal_type(expression: &Expr) -> Option<&'static str> {
    match expression {
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => {
            type_of(expression)
        }
        Expr::Tuple(_) if is_constant(expression) => Some("tuple"),
        _ => None,
    }
}

/// Whether an expression is a constant, or a tuple of constants, which the compiler makes one.
fn is_constant(expression: &Expr) -> bool {
    match expression {
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_constant),
        expression => expression.is_literal_expr(),
    }
}

/// The name of the type of what a display or literal makes.
fn type_of(expression: &Expr) -> Option<&'static str> {
    Some(match expression {
        Expr::StringLiteral(_) | Expr::FString(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NumberLiteral(number) => match number.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::TString(_) => "string.templatelib.Template",
        _ => return None,
    })
}
