//! Functions, classes, lambdas and type aliases: what opens a scope of its own.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Builder, Result, parameter_names};
use crate::symtable::mangle::Mangling;
use crate::symtable::{ScopeKind, SymbolFlags};

impl Builder<'_> {
    pub(super) fn function(&mut self, function: &ast::StmtFunctionDef) -> Result {
        let head = self.head(function.range, &function.decorator_list);
        self.bind(&function.name, SymbolFlags::LOCAL, head)?;
        self.defaults(&function.parameters)?;
        self.decorators(&function.decorator_list)?;
        let outer = self.current;
        let in_class = self.scope().kind == ScopeKind::Class;
        if let Some(parameters) = &function.type_params {
            self.open_type_parameters(&function.name, function.range, head)?;
            self.parameters_of_defaults(&function.parameters, head)?;
            self.type_parameters(parameters)?;
        }
        let id = self.create(ScopeKind::Function, &function.name, function.range);
        self.collected
            .by_node
            .insert((function.range, ScopeKind::Function), id);
        self.function_annotations(function, id, head)?;
        self.enter(id);
        let line = self.program.location(head.start()).line;
        let has_docstring = self.program.docstring(&function.body).is_some();
        let scope = self.scope_mut();
        scope.line = line;
        scope.is_method = in_class;
        scope.is_coroutine = function.is_async;
        scope.has_docstring = has_docstring;
        self.parameters(&function.parameters)?;
        self.body(&function.body)?;
        self.current = outer;
        Ok(())
    }

    pub(super) fn class(&mut self, class: &ast::StmtClassDef) -> Result {
        let head = self.head(class.range, &class.decorator_list);
        self.bind(&class.name, SymbolFlags::LOCAL, head)?;
        self.decorators(&class.decorator_list)?;
        let outer = self.current;
        if let Some(parameters) = &class.type_params {
            // What is written for the type parameters and bases is not part of the class body:
            // only the names of the type parameters themselves are private to it.
            let mangling = Mangling {
                class: Some(class.name.id.clone()),
                only: Some(parameter_names(parameters)),
            };
            let mangling = std::mem::replace(&mut self.mangling, mangling);
            self.open_type_parameters(&class.name, class.range, head)?;
            for name in [".type_params", ".generic_base"] {
                self.define(name, SymbolFlags::LOCAL | SymbolFlags::USE, head)?;
            }
            self.type_parameters(parameters)?;
            self.class_arguments(class)?;
            self.class_body(class, head)?;
            self.mangling = mangling;
        } else {
            self.class_arguments(class)?;
            self.class_body(class, head)?;
        }
        self.current = outer;
        Ok(())
    }

    fn class_arguments(&mut self, class: &ast::StmtClassDef) -> Result {
        match &class.arguments {
            Some(arguments) => self.arguments(arguments),
            None => Ok(()),
        }
    }

    fn class_body(&mut self, class: &ast::StmtClassDef, head: TextRange) -> Result {
        let mangling = Mangling {
            class: Some(class.name.id.clone()),
            only: None,
        };
        self.in_class(mangling, |this| {
            let outer = this.open(ScopeKind::Class, &class.name, class.range);
            let line = this.program.location(head.start()).line;
            let has_docstring = this.program.docstring(&class.body).is_some();
            let scope = this.scope_mut();
            scope.line = line;
            scope.has_docstring = has_docstring;
            if class.type_params.is_some() {
                this.define("__type_params__", SymbolFlags::LOCAL, head)?;
                this.define(".type_params", SymbolFlags::USE, head)?;
            }
            this.body(&class.body)?;
            this.current = outer;
            Ok(())
        })
    }

    pub(super) fn lambda(&mut self, lambda: &ast::ExprLambda) -> Result {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        let kind = ScopeKind::Lambda;
        let outer = self.open(kind, kind.default_name(), lambda.range);
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters)?;
        }
        self.expression(&lambda.body)?;
        self.current = outer;
        Ok(())
    }

    pub(super) fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Result {
        self.expression(&alias.name)?;
        let name = match &*alias.name {
            Expr::Name(name) => name.id.clone(),
            _ => return Ok(()),
        };
        let outer = self.current;
        let in_class = self.scope().kind == ScopeKind::Class;
        if let Some(parameters) = &alias.type_params {
            self.open_type_parameters(&name, alias.range, alias.range)?;
            self.type_parameters(parameters)?;
        }
        self.open(ScopeKind::TypeAlias, &name, alias.range);
        self.format_parameter(alias.range)?;
        if in_class {
            self.see_class_scope(alias.range)?;
        }
        self.expression(&alias.value)?;
        self.current = outer;
        Ok(())
    }

    /// What CPython takes as a definition's range: without its decorators.
    fn head(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        match decorators.last() {
            Some(decorator) => TextRange::new(self.token_after(decorator.end()), range.end()),
            None => range,
        }
    }

    /// Where the first token after a line break after `offset` begins.
    fn token_after(&self, offset: TextSize) -> TextSize {
        let tokens = self.program.tokens().after(offset);
        let token = tokens
            .iter()
            .find(|token| !token.kind().is_any_newline() && !token.kind().is_comment());
        token.map_or(offset, Ranged::start)
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Result {
        self.expressions(decorators.iter().map(|decorator| &decorator.expression))
    }

    /// Default values are evaluated in the scope around.
    fn defaults(&mut self, parameters: &ast::Parameters) -> Result {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let all = positional.chain(&parameters.kwonlyargs);
        self.expressions(all.filter_map(|parameter| parameter.default()))
    }

    fn parameters(&mut self, parameters: &ast::Parameters) -> Result {
        let plain = parameters.posonlyargs.iter().chain(&parameters.args);
        let plain = plain.chain(&parameters.kwonlyargs);
        let plain = plain.map(|parameter| &parameter.parameter);
        let variadic = [&parameters.vararg, &parameters.kwarg];
        let variadic = variadic.into_iter().flatten().map(|parameter| &**parameter);
        for parameter in plain.chain(variadic) {
            let range = TextRange::new(parameter.name.start(), parameter.end());
            self.bind(&parameter.name, SymbolFlags::PARAMETER, range)?;
        }
        let scope = self.scope_mut();
        scope.has_varargs = parameters.vararg.is_some();
        scope.has_varkeywords = parameters.kwarg.is_some();
        Ok(())
    }

    /// A generic function's defaults are handed to the scope of its type parameters. (CPython has
    /// a `.defaults` there even if it is not used.)
    fn parameters_of_defaults(&mut self, parameters: &ast::Parameters, range: TextRange) -> Result {
        self.define(".defaults", SymbolFlags::PARAMETER, range)?;
        let mut keyword_only = parameters.kwonlyargs.iter();
        if keyword_only.any(|parameter| parameter.default.is_some()) {
            self.define(".kwdefaults", SymbolFlags::PARAMETER, range)?;
        }
        Ok(())
    }
}
