//! Functions, classes, type parameters and type aliases.

use ruff_python_ast::{self as ast, Expr, TypeParam};
use ruff_text_size::Ranged;

use super::{Checker, Result};
use crate::symtable::ScopeKind;

impl Checker<'_> {
    pub(super) fn function(&mut self, function: &ast::StmtFunctionDef) -> Result {
        self.decorators(&function.decorator_list)?;
        self.defaults(&function.parameters)?;
        if let Some(parameters) = &function.type_params {
            self.type_parameters(parameters)?;
        }
        if !self.program.future.annotations {
            let table = self.table;
            let scope = table.scope_of(function, ScopeKind::Annotations);
            self.in_unit(scope, |this| this.signature(function))?;
        }
        let table = self.table;
        let scope = table.scope_of(function, ScopeKind::Function);
        self.in_unit(scope, |this| this.body(&function.body))
    }

    /// The annotations of a function.
    fn signature(&mut self, function: &ast::StmtFunctionDef) -> Result {
        let parameters = &*function.parameters;
        for parameter in parameters {
            match parameter.annotation() {
                // `*args: *Ts` unpacks its annotation.
                Some(Expr::Starred(starred)) => self.expression(&starred.value)?,
                annotation => self.optional(annotation)?,
            }
        }
        self.optional(function.returns.as_deref())
    }

    pub(super) fn defaults(&mut self, parameters: &ast::Parameters) -> Result {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let all = positional.chain(&parameters.kwonlyargs);
        self.expressions(all.filter_map(|parameter| parameter.default()))
    }

    pub(super) fn class(&mut self, class: &ast::StmtClassDef) -> Result {
        self.decorators(&class.decorator_list)?;
        if let Some(parameters) = &class.type_params {
            self.type_parameters(parameters)?;
        }
        let table = self.table;
        let scope = table.scope_of(class, ScopeKind::Class);
        self.in_unit(scope, |this| this.body(&class.body))?;
        match &class.arguments {
            Some(arguments) => self.arguments(arguments),
            None => Ok(()),
        }
    }

    pub(super) fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Result {
        if let Some(parameters) = &alias.type_params {
            self.type_parameters(parameters)?;
        }
        let table = self.table;
        let scope = table.scope_of(alias, ScopeKind::TypeAlias);
        self.in_unit(scope, |this| this.expression(&alias.value))
    }

    /// A type parameter with a default is followed only by others with one.
    fn type_parameters(&mut self, parameters: &ast::TypeParams) -> Result {
        let mut seen_default = false;
        parameters.iter().try_for_each(|parameter| {
            if let TypeParam::TypeVar(it) = parameter
                && let Some(bound) = &it.bound
            {
                let table = self.table;
                let scope = table.scope_of(parameter, ScopeKind::TypeVarBound);
                self.in_unit(scope, |this| this.expression(bound))?;
            }
            let Some(default) = default(parameter) else {
                if seen_default {
                    let name = parameter.name();
                    let message = format!(
                        "non-default type parameter '{name}' follows default type parameter"
                    );
                    return self.error(parameter.range(), message);
                }
                return Ok(());
            };
            seen_default = true;
            let table = self.table;
            let scope = table.scope_of(parameter, ScopeKind::TypeVarDefault);
            self.in_unit(scope, |this| match default {
                // `*Ts = *default` unpacks it.
                Expr::Starred(starred) => this.expression(&starred.value),
                default => this.expression(default),
            })
        })
    }

    pub(super) fn lambda(&mut self, lambda: &ast::ExprLambda) -> Result {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        let table = self.table;
        let scope = table.scope_of(lambda, ScopeKind::Lambda);
        self.in_unit(scope, |this| this.expression(&lambda.body))
    }
}

fn default(parameter: &TypeParam) -> Option<&Expr> {
    match parameter {
        TypeParam::TypeVar(it) => it.default.as_deref(),
        TypeParam::TypeVarTuple(it) => it.default.as_deref(),
        TypeParam::ParamSpec(it) => it.default.as_deref(),
    }
}
