//! Expressions.

use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::TextRange;

use super::{Builder, Result};
use crate::symtable::{ScopeKind, SymbolFlags};

impl Builder<'_> {
    pub(super) fn expressions<'tree>(
        &mut self,
        expressions: impl IntoIterator<Item = &'tree Expr>,
    ) -> Result {
        expressions
            .into_iter()
            .try_for_each(|expression| self.expression(expression))
    }

    pub(super) fn optional(&mut self, expression: Option<&Expr>) -> Result {
        expression.map_or(Ok(()), |expression| self.expression(expression))
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Result {
        match expression {
            Expr::Name(it) => self.name(it),
            Expr::Attribute(it) => {
                self.check_name(&it.attr, it.ctx, it.range)?;
                self.expression(&it.value)
            }
            Expr::Call(it) => {
                self.expression(&it.func)?;
                self.arguments(&it.arguments)
            }
            Expr::BoolOp(it) => self.expressions(&it.values),
            Expr::BinOp(it) => {
                self.expression(&it.left)?;
                self.expression(&it.right)
            }
            Expr::UnaryOp(it) => self.expression(&it.operand),
            Expr::Compare(it) => {
                self.expression(&it.left)?;
                self.expressions(&it.comparators)
            }
            Expr::If(it) => {
                self.expression(&it.test)?;
                self.expression(&it.body)?;
                self.expression(&it.orelse)
            }
            Expr::Subscript(it) => {
                self.expression(&it.value)?;
                self.expression(&it.slice)
            }
            Expr::Slice(it) => {
                self.optional(it.lower.as_deref())?;
                self.optional(it.upper.as_deref())?;
                self.optional(it.step.as_deref())
            }
            Expr::Starred(it) => self.expression(&it.value),
            Expr::List(it) => self.expressions(&it.elts),
            Expr::Tuple(it) => self.expressions(&it.elts),
            Expr::Set(it) => self.expressions(&it.elts),
            Expr::Dict(it) => {
                let keys = it.items.iter().filter_map(|item| item.key.as_ref());
                self.expressions(keys)?;
                self.expressions(it.items.iter().map(|item| &item.value))
            }
            Expr::FString(it) => {
                let parts = it.value.iter();
                parts.into_iter().try_for_each(|part| match part {
                    ast::FStringPart::Literal(_) => Ok(()),
                    ast::FStringPart::FString(string) => self.elements(&string.elements),
                })
            }
            Expr::TString(it) => {
                let mut parts = it.value.iter();
                parts.try_for_each(|string| self.elements(&string.elements))
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
            Expr::Named(_)
            | Expr::Lambda(_)
            | Expr::Await(_)
            | Expr::Yield(_)
            | Expr::YieldFrom(_)
            | Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::DictComp(_)
            | Expr::Generator(_) => self.scoped(expression),
        }
    }

    /// Expressions that open a scope, or that not every scope may contain.
    fn scoped(&mut self, expression: &Expr) -> Result {
        match expression {
            Expr::Named(it) => self.named(it),
            Expr::Lambda(it) => self.lambda(it),
            Expr::Await(it) => self.await_(it),
            Expr::Yield(it) => self.yield_(it.range, it.value.as_deref()),
            Expr::YieldFrom(it) => self.yield_(it.range, Some(&it.value)),
            comprehension => self.comprehension(comprehension),
        }
    }

    fn name(&mut self, name: &ast::ExprName) -> Result {
        let flags = match name.ctx {
            ExprContext::Load => SymbolFlags::USE,
            _ => SymbolFlags::LOCAL,
        };
        self.check_name(&name.id, name.ctx, name.range)?;
        if self.state().unevaluated {
            return Ok(());
        }
        self.define(&name.id, flags, name.range)?;
        // `super()` without arguments finds its class in `__class__`.
        let implicit = name.ctx == ExprContext::Load && name.id == "super";
        if implicit && self.scope().kind.is_function_like() {
            self.define("__class__", SymbolFlags::USE, name.range)?;
        }
        Ok(())
    }

    /// The arguments of a call or class.
    pub(super) fn arguments(&mut self, arguments: &ast::Arguments) -> Result {
        self.expressions(&arguments.args)?;
        for keyword in &arguments.keywords {
            if let Some(name) = &keyword.arg {
                self.check_name(name, ExprContext::Store, keyword.range)?;
            }
        }
        self.expressions(arguments.keywords.iter().map(|keyword| &keyword.value))
    }

    fn elements(&mut self, elements: &ast::InterpolatedStringElements) -> Result {
        elements.interpolations().try_for_each(|field| {
            self.expression(&field.expression)?;
            match &field.format_spec {
                Some(specifier) => self.elements(&specifier.elements),
                None => Ok(()),
            }
        })
    }

    fn named(&mut self, named: &ast::ExprNamed) -> Result {
        self.forbid_in_annotation("named expression", named.range)?;
        if self.state().in_iterable > 0 {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return self.error(named.range, message);
        }
        if self.scope().kind.is_comprehension() {
            self.named_in_comprehension(&named.target)?;
        }
        self.expression(&named.value)?;
        self.expression(&named.target)
    }

    fn await_(&mut self, it: &ast::ExprAwait) -> Result {
        self.forbid_in_annotation("await expression", it.range)?;
        if !self.program.options.top_level_await {
            let scope = self.scope();
            if !scope.kind.is_function_like() {
                return self.error(it.range, "'await' outside function");
            }
            if !self.in_async_function() && !scope.kind.is_comprehension() {
                return self.error(it.range, "'await' outside async function");
            }
        }
        self.expression(&it.value)?;
        self.scope_mut().is_coroutine = true;
        Ok(())
    }

    /// Whether the current scope is the body of an `async def`.
    pub(super) fn in_async_function(&self) -> bool {
        let scope = self.scope();
        scope.kind == ScopeKind::Function && scope.is_coroutine
    }

    fn yield_(&mut self, range: TextRange, value: Option<&Expr>) -> Result {
        self.forbid_in_annotation("yield expression", range)?;
        self.optional(value)?;
        self.scope_mut().is_generator = true;
        let place = match self.scope().kind {
            ScopeKind::ListComprehension => "list comprehension",
            ScopeKind::SetComprehension => "set comprehension",
            ScopeKind::DictComprehension => "dict comprehension",
            ScopeKind::Generator => "generator expression",
            _ => return Ok(()),
        };
        self.error(range, format!("'yield' inside {place}"))
    }

    /// Some expressions have no business in lazily evaluated scopes.
    fn forbid_in_annotation(&mut self, what: &str, range: TextRange) -> Result {
        let place = match self.scope().kind {
            ScopeKind::Annotations => "an annotation",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
            ScopeKind::TypeVarBound | ScopeKind::TypeVarDefault => self.state().description,
            _ => return Ok(()),
        };
        self.error(range, format!("{what} cannot be used within {place}"))
    }
}
