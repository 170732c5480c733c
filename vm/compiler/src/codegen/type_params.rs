//! Type parameters and type aliases (PEP 695, PEP 696).

use ruff_python_ast::{self as ast, Expr, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use super::function::Defaults;
use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::{FunctionAttribute, Op};
use crate::symtable::{Scope, ScopeKind};

impl<'p> Generator<'p> {
    /// A generic function: made, with its type parameters, by a function that is called at once.
    pub(super) fn generic_function(
        &mut self,
        def: &'p ast::StmtFunctionDef,
        params: &'p ast::TypeParams,
        defaults: Defaults,
        range: TextRange,
        dst: Reg,
    ) -> Result<()> {
        let scope = self.scope_of(def, ScopeKind::TypeParameters)?;
        let arguments: Vec<Reg> = [defaults.positional, defaults.keyword]
            .into_iter()
            .flatten()
            .collect();
        self.generic(scope, &def.name.id, range, &arguments, dst, |this| {
            let type_params = this.type_params(params)?;
            // They are the first parameters, as far as there are any.
            let keyword = u32::from(defaults.positional.is_some());
            let defaults = Defaults {
                positional: defaults.positional.map(|_| Reg::local(0)),
                keyword: defaults.keyword.map(|_| Reg::local(keyword)),
            };
            let function = this.temp();
            this.plain_function(def, defaults, range, function)?;
            this.emit(Op::SetTypeParams, (function, type_params));
            this.emit(Op::Return, (function,));
            Ok(())
        })
    }

    /// A generic class.
    pub(super) fn generic_class(
        &mut self,
        def: &'p ast::StmtClassDef,
        params: &'p ast::TypeParams,
        range: TextRange,
        dst: Reg,
    ) -> Result<()> {
        let scope = self.scope_of(def, ScopeKind::TypeParameters)?;
        self.generic(scope, &def.name.id, range, &[], dst, |this| {
            let type_params = this.type_params(params)?;
            this.store_name(".type_params", type_params);
            let code = this.class_body(def, range)?;
            let base = this.temp();
            this.emit(Op::SubscriptGeneric, (base, type_params));
            this.store_name(".generic_base", base);
            let class = this.temp();
            this.build_class(def, code, Some(".generic_base"), class)?;
            this.emit(Op::Return, (class,));
            Ok(())
        })
    }

    /// `type name[params] = value`
    pub(super) fn type_alias(&mut self, alias: &'p ast::StmtTypeAlias) -> Result<()> {
        let Expr::Name(name) = &*alias.name else {
            return Err(self.program.error(alias.name.range(), "invalid syntax"));
        };
        let mark = self.unit.registers.mark();
        let dst = self.temp();
        match &alias.type_params {
            None => self.alias_value(alias, &name.id, None, dst)?,
            Some(params) => {
                let scope = self.scope_of(alias, ScopeKind::TypeParameters)?;
                self.generic(scope, &name.id, alias.range, &[], dst, |this| {
                    let type_params = this.type_params(params)?;
                    let value = this.temp();
                    this.alias_value(alias, &name.id, Some(type_params), value)?;
                    this.emit(Op::Return, (value,));
                    Ok(())
                })?;
            }
        }
        self.store_name(&name.id, dst);
        self.unit.registers.release(mark);
        Ok(())
    }

    fn alias_value(
        &mut self,
        alias: &'p ast::StmtTypeAlias,
        name: &str,
        type_params: Option<Reg>,
        dst: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let base = self.load_str(name);
        let params = self.temp();
        match type_params {
            Some(type_params) => self.move_to(type_params, params),
            None => self.load_const_to(Const::None, params),
        }
        let scope = self.scope_of(alias, ScopeKind::TypeAlias)?;
        let evaluate = self.temp();
        self.evaluator(scope, name, alias.range, &alias.value, evaluate)?;
        self.emit(Op::MakeTypeAlias, (dst, base));
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Compiles `body` as the function `<generic parameters of name>` and calls it.
    fn generic(
        &mut self,
        scope: &'p Scope,
        name: &str,
        range: TextRange,
        arguments: &[Reg],
        dst: Reg,
        body: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let name = format!("<generic parameters of {name}>");
        let mut unit = self.function_unit(scope, &name, range);
        unit.arg_count = arguments.len() as u32;
        let code = self.in_unit(unit, |this| {
            this.make_cells();
            body(this)
        })?;
        let mark = self.unit.registers.mark();
        let base = self.unit.registers.take(2);
        self.make_function(code, base);
        for &argument in arguments {
            let place = self.temp();
            self.move_to(argument, place);
        }
        self.call_window(dst, base, arguments.len() as u32);
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Makes the type parameters and binds their names; returns the register of their tuple.
    fn type_params(&mut self, params: &'p ast::TypeParams) -> Result<Reg> {
        let tuple = self.temp();
        let mark = self.unit.registers.mark();
        for param in &params.type_params {
            let dst = self.temp();
            self.ranged(param.range(), |this| this.type_param(param, dst))?;
        }
        self.build_tuple(tuple, Reg::temp(mark), params.type_params.len());
        self.unit.registers.release(mark);
        Ok(tuple)
    }

    fn type_param(&mut self, param: &'p TypeParam, dst: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        let text = &*param.name().id;
        let name = self.load_str(text);
        match param {
            TypeParam::TypeVar(var) => match &var.bound {
                None => self.emit(Op::MakeTypeVar, (dst, name)),
                Some(bound) => {
                    let scope = self.scope_of(param, ScopeKind::TypeVarBound)?;
                    let evaluate = self.temp();
                    self.evaluator(scope, text, bound.range(), bound, evaluate)?;
                    let op = match &**bound {
                        Expr::Tuple(_) => Op::MakeTypeVarConstraints,
                        _ => Op::MakeTypeVarBound,
                    };
                    self.emit(op, (dst, name));
                }
            },
            TypeParam::ParamSpec(_) => self.emit(Op::MakeParamSpec, (dst, name)),
            TypeParam::TypeVarTuple(_) => self.emit(Op::MakeTypeVarTuple, (dst, name)),
        }
        if let Some(default) = param.default() {
            let scope = self.scope_of(param, ScopeKind::TypeVarDefault)?;
            let evaluate = self.temp();
            self.evaluator(scope, text, default.range(), default, evaluate)?;
            self.emit(Op::SetTypeParamDefault, (dst, evaluate));
        }
        self.store_name(text, dst);
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Makes the function that evaluates `value` when it is asked for.
    fn evaluator(
        &mut self,
        scope: &'p Scope,
        name: &str,
        range: TextRange,
        value: &'p Expr,
        dst: Reg,
    ) -> Result<()> {
        let unit = self.annotation_unit(scope, name, range);
        let code = self.in_unit(unit, |this| {
            this.check_format();
            let value = this.annotation_value(value)?;
            this.emit(Op::Return, (value,));
            Ok(())
        })?;
        self.make_function(code, dst);
        let mark = self.unit.registers.mark();
        let defaults = self.load_const(Const::Tuple([Const::Int(1)].into()));
        self.emit(
            Op::SetFunctionAttribute,
            (dst, defaults, FunctionAttribute::Defaults as u32),
        );
        self.unit.registers.release(mark);
        Ok(())
    }
}
