//! Expressions: where stars and `yield` may be, and what looks like a missing comma.

use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::Ranged;

use super::{Checker, Result};
use crate::symtable::ScopeKind;

impl Checker<'_> {
    pub(super) fn optional(&mut self, expression: Option<&Expr>) -> Result {
        expression.map_or(Ok(()), |expression| self.expression(expression))
    }

    pub(super) fn expressions<'tree>(
        &mut self,
        expressions: impl IntoIterator<Item = &'tree Expr>,
    ) -> Result {
        expressions
            .into_iter()
            .try_for_each(|expression| self.expression(expression))
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Result {
        match expression {
            Expr::Name(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
            Expr::Attribute(it) => self.expression(&it.value),
            Expr::Call(it) => {
                self.keywords(&it.arguments.keywords)?;
                self.check_callee(&it.func);
                self.expression(&it.func)?;
                self.elements(&it.arguments.args)?;
                self.expressions(it.arguments.keywords.iter().map(|keyword| &keyword.value))
            }
            Expr::BinOp(it) => {
                self.expression(&it.left)?;
                self.expression(&it.right)
            }
            Expr::BoolOp(it) => self.expressions(&it.values),
            Expr::UnaryOp(it) => self.expression(&it.operand),
            Expr::Compare(it) => {
                self.check_comparison(it);
                self.expression(&it.left)?;
                self.expressions(&it.comparators)
            }
            Expr::If(it) => {
                self.expression(&it.test)?;
                self.expression(&it.body)?;
                self.expression(&it.orelse)
            }
            Expr::Named(it) => {
                self.expression(&it.value)?;
                self.expression(&it.target)
            }
            Expr::Subscript(it) => self.subscript(it),
            Expr::Slice(it) => {
                self.optional(it.lower.as_deref())?;
                self.optional(it.upper.as_deref())?;
                self.optional(it.step.as_deref())
            }
            Expr::Starred(it) => self.error(
                it.range,
                match it.ctx {
                    ExprContext::Store => "starred assignment target must be in a list or tuple",
                    _ => "can't use starred expression here",
                },
            ),
            Expr::Await(it) => self.expression(&it.value),
            Expr::Yield(_) | Expr::YieldFrom(_) => self.yield_(expression),
            Expr::Lambda(it) => self.lambda(it),
            Expr::Tuple(_)
            | Expr::List(_)
            | Expr::Set(_)
            | Expr::Dict(_)
            | Expr::FString(_)
            | Expr::TString(_) => self.display(expression),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression)
            }
        }
    }

    /// The arguments of a class.
    pub(super) fn arguments(&mut self, arguments: &ast::Arguments) -> Result {
        self.keywords(&arguments.keywords)?;
        self.elements(&arguments.args)?;
        self.expressions(arguments.keywords.iter().map(|keyword| &keyword.value))
    }

    /// What may be unpacked with a star.
    fn elements(&mut self, elements: &[Expr]) -> Result {
        elements.iter().try_for_each(|element| match element {
            Expr::Starred(starred) => self.expression(&starred.value),
            element => self.expression(element),
        })
    }

    /// Displays of containers, and strings with replacement fields.
    fn display(&mut self, expression: &Expr) -> Result {
        match expression {
            Expr::Tuple(it) if it.ctx == ExprContext::Store => self.unpacking(&it.elts, it.range),
            Expr::List(it) if it.ctx == ExprContext::Store => self.unpacking(&it.elts, it.range),
            Expr::Tuple(it) => self.elements(&it.elts),
            Expr::List(it) => self.elements(&it.elts),
            Expr::Set(it) => self.elements(&it.elts),
            Expr::Dict(it) => it.items.iter().try_for_each(|item| {
                self.optional(item.key.as_ref())?;
                self.expression(&item.value)
            }),
            Expr::FString(it) => it.value.iter().try_for_each(|part| match part {
                ast::FStringPart::Literal(_) => Ok(()),
                ast::FStringPart::FString(string) => self.fields(&string.elements),
            }),
            Expr::TString(it) => {
                let mut parts = it.value.iter();
                parts.try_for_each(|string| self.fields(&string.elements))
            }
            _ => Ok(()),
        }
    }

    fn fields(&mut self, elements: &ast::InterpolatedStringElements) -> Result {
        elements.interpolations().try_for_each(|field| {
            self.expression(&field.expression)?;
            match &field.format_spec {
                Some(specifier) => self.fields(&specifier.elements),
                None => Ok(()),
            }
        })
    }

    fn subscript(&mut self, it: &ast::ExprSubscript) -> Result {
        if it.ctx == ExprContext::Load {
            self.check_subscripted(&it.value);
            self.check_index(&it.value, &it.slice);
        }
        self.expression(&it.value)?;
        self.expression(&it.slice)
    }

    fn yield_(&mut self, expression: &Expr) -> Result {
        if !self.unit.is_function {
            let what = match expression {
                Expr::YieldFrom(_) => "yield from",
                _ => "yield",
            };
            let message = format!("'{what}' outside function");
            return self.error(expression.range(), message);
        }
        match expression {
            Expr::YieldFrom(it) if self.unit.is_async => {
                self.error(it.range, "'yield from' inside async function")
            }
            Expr::YieldFrom(it) => self.expression(&it.value),
            Expr::Yield(it) => self.optional(it.value.as_deref()),
            _ => Ok(()),
        }
    }

    fn comprehension(&mut self, expression: &Expr) -> Result {
        let (kind, elements, clauses) = match expression {
            Expr::ListComp(it) => (
                ScopeKind::ListComprehension,
                [Some(&*it.elt), None],
                &it.generators,
            ),
            Expr::SetComp(it) => (
                ScopeKind::SetComprehension,
                [Some(&*it.elt), None],
                &it.generators,
            ),
            Expr::DictComp(it) => (
                ScopeKind::DictComprehension,
                [it.key.as_deref(), Some(&*it.value)],
                &it.generators,
            ),
            Expr::Generator(it) => (ScopeKind::Generator, [Some(&*it.elt), None], &it.generators),
            _ => return Ok(()),
        };
        if let Some(first) = clauses.first() {
            self.expression(&first.iter)?;
        }
        let table = self.table;
        self.in_unit(table.scope_of(expression, kind), |this| {
            for (index, clause) in clauses.iter().enumerate() {
                if index > 0 {
                    this.expression(&clause.iter)?;
                }
                this.expression(&clause.target)?;
                this.expressions(&clause.ifs)?;
            }
            this.expressions(elements.into_iter().flatten())
        })
    }
}
