//! The lazily evaluated scopes: annotations (PEP 649) and type parameters (PEP 695, PEP 696).

use ruff_python_ast::{self as ast, Expr, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use super::{Builder, Result};
use crate::symtable::{ScopeId, ScopeKind, SymbolFlags};

impl Builder<'_> {
    /// The annotations of a function's parameters and result.
    pub(super) fn function_annotations(
        &mut self,
        function: &ast::StmtFunctionDef,
        id: ScopeId,
        head: TextRange,
    ) -> Result {
        let scope = self.scope();
        let in_class = scope.can_see_class_scope || scope.kind == ScopeKind::Class;
        let kind = ScopeKind::Annotations;
        let outer = self.open(kind, kind.default_name(), function.range);
        self.scope_mut().line = self.program.location(head.start()).line;
        self.collected.scopes[id.index()].annotations = Some(self.current);
        self.format_parameter(head)?;
        if in_class {
            self.see_class_scope(head)?;
        }
        let parameters = &*function.parameters;
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let positional = positional.map(|parameter| &parameter.parameter);
        let variadic = [&parameters.vararg, &parameters.kwarg];
        let variadic = variadic.into_iter().flatten().map(|parameter| &**parameter);
        let keyword_only = parameters.kwonlyargs.iter();
        let keyword_only = keyword_only.map(|parameter| &parameter.parameter);
        let all = positional.chain(variadic).chain(keyword_only);
        self.expressions(all.filter_map(|parameter| parameter.annotation()))?;
        self.optional(function.returns.as_deref())?;
        self.current = outer;
        Ok(())
    }

    /// The annotation of a variable.
    ///
    /// Those of a class or module share one scope. Those of a function's local variables are never
    /// evaluated: they are checked, but what they name does not count.
    pub(super) fn variable_annotation(&mut self, annotation: &Expr) -> Result {
        let range = annotation.range();
        let owner = self.current;
        let scope = self.scope();
        let owner_kind = scope.kind;
        let conditional = match owner_kind {
            // A module may be run in parts.
            ScopeKind::Module => true,
            ScopeKind::Class => self.building[owner.index()].conditional,
            _ => false,
        };
        if conditional && !scope.has_conditional_annotations {
            self.scope_mut().has_conditional_annotations = true;
            self.define("__conditional_annotations__", SymbolFlags::USE, range)?;
        }
        match self.state().annotations {
            Some(id) => self.current = id,
            None => self.open_annotations(owner_kind, range)?,
        }
        if conditional && owner_kind == ScopeKind::Class {
            self.define("__conditional_annotations__", SymbolFlags::USE, range)?;
        }
        let local = owner_kind.is_function_like();
        let outer = std::mem::replace(&mut self.state().unevaluated, local);
        self.expression(annotation)?;
        self.state().unevaluated = outer;
        self.current = owner;
        Ok(())
    }

    /// Opens the scope that the annotations of variables share.
    fn open_annotations(&mut self, owner: ScopeKind, range: TextRange) -> Result {
        let kind = ScopeKind::Annotations;
        let id = self.create(kind, kind.default_name(), range);
        self.state().annotations = Some(id);
        if !owner.is_function_like() {
            self.scope_mut().annotations = Some(id);
        }
        if owner == ScopeKind::Class {
            let key = (self.scope().range, kind);
            self.collected.by_node.insert(key, id);
        }
        self.enter(id);
        self.format_parameter(range)?;
        if owner == ScopeKind::Class && !self.program.future.annotations {
            self.see_class_scope(range)?;
        }
        Ok(())
    }

    /// The argument of the functions that evaluate these scopes: the wanted format.
    pub(super) fn format_parameter(&mut self, range: TextRange) -> Result {
        self.define(".format", SymbolFlags::PARAMETER | SymbolFlags::USE, range)
    }

    /// Opens the scope of a definition's type parameters.
    pub(super) fn open_type_parameters(
        &mut self,
        name: &str,
        node: TextRange,
        head: TextRange,
    ) -> Result {
        let in_class = self.scope().kind == ScopeKind::Class;
        self.open(ScopeKind::TypeParameters, name, node);
        self.scope_mut().line = self.program.location(head.start()).line;
        if in_class {
            self.see_class_scope(head)?;
        }
        Ok(())
    }

    pub(super) fn type_parameters(&mut self, parameters: &ast::TypeParams) -> Result {
        let mut parameters = parameters.iter();
        parameters.try_for_each(|parameter| self.type_parameter(parameter))
    }

    fn type_parameter(&mut self, parameter: &TypeParam) -> Result {
        let (name, default, description) = match parameter {
            TypeParam::TypeVar(it) => (&it.name, &it.default, "a TypeVar default"),
            TypeParam::TypeVarTuple(it) => (&it.name, &it.default, "a TypeVarTuple default"),
            TypeParam::ParamSpec(it) => (&it.name, &it.default, "a ParamSpec default"),
        };
        let range = parameter.range();
        if name.as_str() == "__classdict__" {
            let message = format!("reserved name '{name}' cannot be used for type parameter");
            return self.error(range, message);
        }
        let flags = SymbolFlags::TYPE_PARAMETER | SymbolFlags::LOCAL;
        self.bind(name, flags, range)?;
        if let TypeParam::TypeVar(it) = parameter
            && let Some(bound) = &it.bound
        {
            let description = match &**bound {
                Expr::Tuple(_) => "a TypeVar constraint",
                _ => "a TypeVar bound",
            };
            self.type_variable(ScopeKind::TypeVarBound, name, range, bound, description)?;
        }
        if let Some(default) = default {
            self.type_variable(ScopeKind::TypeVarDefault, name, range, default, description)?;
        }
        Ok(())
    }

    /// A type parameter's bound or default.
    fn type_variable(
        &mut self,
        kind: ScopeKind,
        name: &str,
        range: TextRange,
        value: &Expr,
        description: &'static str,
    ) -> Result {
        let in_class = self.scope().can_see_class_scope;
        let outer = self.open(kind, name, range);
        self.format_parameter(range)?;
        if in_class {
            self.see_class_scope(range)?;
        }
        self.state().description = description;
        self.expression(value)?;
        self.current = outer;
        Ok(())
    }
}
