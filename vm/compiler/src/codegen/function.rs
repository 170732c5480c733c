//! Functions: `def`, `lambda`, closures.

use std::sync::Arc;

use ruff_python_ast::{self as ast, Expr, Parameters};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::registers::{Reg, Space};
use super::unit::{Unit, UnitKind};
use super::{Generator, Result};
use crate::code::{Code, CodeConst, CodeFlags, Const, LocalKind, Name};
use crate::isa::{FunctionAttribute, Op};
use crate::symtable::{Resolution, Scope, ScopeKind};

/// Default values, evaluated where the function is defined.
#[derive(Clone, Copy, Default)]
pub(super) struct Defaults {
    pub(super) positional: Option<Reg>,
    pub(super) keyword: Option<Reg>,
}

impl<'p> Generator<'p> {
    /// The scope that a node opens.
    pub(super) fn scope_of(&self, node: &impl Ranged, kind: ScopeKind) -> Result<&'p Scope> {
        let table = self.table;
        let missing = || {
            self.program
                .error(node.range(), format!("no scope of kind {kind:?}"))
        };
        table.scope_of(node, kind).ok_or_else(missing)
    }

    /// A unit for a function-like scope inside the current one.
    pub(super) fn function_unit(
        &mut self,
        scope: &'p Scope,
        name: &str,
        range: TextRange,
    ) -> Unit<'p> {
        let mut unit = self.inner_unit(UnitKind::Function, scope, name, range);
        unit.flags = CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
        if scope.nested {
            unit.flags |= CodeFlags::NESTED;
        }
        let parent = scope.parent.map(|parent| self.table.scope(parent).kind);
        if parent == Some(ScopeKind::Class) && !scope.kind.is_annotation_like() {
            unit.flags |= CodeFlags::METHOD;
        }
        if scope.has_varargs {
            unit.flags |= CodeFlags::VARARGS;
        }
        if scope.has_varkeywords {
            unit.flags |= CodeFlags::VARKEYWORDS;
        }
        unit.flags |= match (scope.is_coroutine, scope.is_generator) {
            (true, true) => CodeFlags::ASYNC_GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (false, true) => CodeFlags::GENERATOR,
            (false, false) => CodeFlags::default(),
        };
        for parameter in &scope.parameters {
            let cell = scope.lookup(parameter) == Resolution::Cell;
            let kind = if cell {
                LocalKind::LOCAL.with(LocalKind::CELL)
            } else {
                LocalKind::LOCAL
            };
            unit.registers
                .add(Space::Local, &self.intern(parameter), kind);
        }
        self.add_cells(&mut unit);
        unit
    }

    /// A unit inside the current one, named after it.
    pub(super) fn inner_unit(
        &mut self,
        kind: UnitKind,
        scope: &'p Scope,
        name: &str,
        range: TextRange,
    ) -> Unit<'p> {
        let qualname = self.qualname_inside(scope.kind, name);
        let name = self.intern(name);
        let parent = &self.unit;
        let mut unit = Unit::new(kind, scope, name, qualname);
        if scope.kind.is_annotation_like() {
            unit.child_prefix.clone_from(&parent.grandchild_prefix);
            unit.grandchild_prefix = format!("{}.", unit.qualname);
            unit.naming_scope = parent.scope;
        } else {
            let function = matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda);
            let inside = if function { ".<locals>" } else { "" };
            unit.child_prefix = format!("{}{inside}.", unit.qualname);
            unit.grandchild_prefix.clone_from(&unit.child_prefix);
        }
        if self.program.future.annotations {
            unit.flags |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        unit.first_line = self.program.location(range.start()).line;
        unit.range = Some(self.line_start(range));
        unit
    }

    /// The `__qualname__` of what has this name in the present unit.
    pub(super) fn qualname_inside(&self, kind: ScopeKind, name: &str) -> Name {
        let unit = &self.unit;
        let definition = matches!(kind, ScopeKind::Function | ScopeKind::Class);
        let global = definition && unit.naming_scope.lookup(name) == Resolution::GlobalExplicit;
        let prefix = if global { "" } else { &*unit.child_prefix };
        Name::from(format!("{prefix}{name}"))
    }

    /// Gives the cells of a unit that are not parameters, and its free variables, registers.
    pub(super) fn add_cells(&mut self, unit: &mut Unit<'p>) {
        for name in unit.scope.cellvars() {
            let name = self.intern(name);
            let own = unit.scope.lookup(&name) == Resolution::Cell;
            if own && unit.registers.find(&name).is_none() {
                unit.registers.add(Space::Cell, &name, LocalKind::CELL);
            } else if unit.kind == UnitKind::Class {
                let reg = unit
                    .registers
                    .add_unnamed(Space::Cell, &name, LocalKind::CELL);
                unit.implicit_cells.push((name, reg));
            }
        }
        for name in unit.scope.freevars() {
            let name = self.intern(name);
            if unit.registers.find(&name).is_none() {
                unit.registers.add(Space::Free, &name, LocalKind::FREE);
            }
        }
    }

    /// Emits what a function starts with, its body, and what a generator's or coroutine's body is
    /// wrapped in.
    pub(super) fn function_entry(
        &mut self,
        range: TextRange,
        body: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let flags = self.unit.flags;
        if self.program.future.annotations {
            self.unit.flags |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        self.make_cells();
        if !flags.is_generator_like() {
            return body(self);
        }
        self.unit.range = Some(self.line_start(range));
        self.emit(Op::ReturnGenerator, ());
        let handler = self.handler();
        self.enter_handler(handler);
        body(self)?;
        self.unit.handler = None;
        self.unit.range = None;
        let exc = self.place_handler(handler);
        self.emit(Op::StopIterationError, (exc,));
        self.emit(Op::Reraise, (exc,));
        Ok(())
    }

    /// Makes the unit's own cells.
    pub(super) fn make_cells(&mut self) {
        let range = self.unit.range.take();
        for reg in self.unit.registers.cells() {
            self.emit(Op::MakeCell, (reg,));
        }
        self.unit.range = range;
    }

    /// `def`
    pub(super) fn function_def(&mut self, def: &'p ast::StmtFunctionDef) -> Result<()> {
        let mark = self.unit.registers.mark();
        let decorators = self.decorators(&def.decorator_list)?;
        let function = match decorators {
            // The value goes where the innermost decorator takes its argument.
            Some(_) => self.temp(),
            None => match self.local_target(&def.name.id) {
                Some(reg) => reg,
                None => self.temp(),
            },
        };
        let (range, head) = (def.range, self.head(def.range, &def.decorator_list));
        self.ranged(head, |this| {
            let defaults = this.defaults(&def.parameters)?;
            match &def.type_params {
                Some(params) => this.generic_function(def, params, defaults, range, function),
                None => this.plain_function(def, defaults, range, function),
            }
        })?;
        let value = self.apply_decorators(&def.decorator_list, decorators, function);
        self.ranged(head, |this| {
            this.store_name(&def.name.id, value);
            Ok(())
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Makes the function object, without its type parameters and decorators.
    pub(super) fn plain_function(
        &mut self,
        def: &'p ast::StmtFunctionDef,
        defaults: Defaults,
        range: TextRange,
        dst: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let annotations = self.function_annotations(def)?;
        let scope = self.scope_of(def, ScopeKind::Function)?;
        let mut unit = self.function_unit(scope, &def.name.id, range);
        count_parameters(&mut unit, &def.parameters);
        if self.options.optimize < 2 {
            unit.docstring = self.docstring(&def.body);
        }
        if let Some(docstring) = unit.docstring.clone() {
            unit.flags |= CodeFlags::HAS_DOCSTRING;
            unit.consts.number(docstring);
        }
        let skip = usize::from(self.program.docstring(&def.body).is_some());
        let code = self.in_unit(unit, |this| {
            this.function_entry(range, |this| {
                this.body(&def.body[skip..])?;
                this.unit.range = this.end_of(&def.body);
                this.return_none();
                Ok(())
            })
        })?;
        self.make_function(code, dst);
        self.set_attribute(dst, annotations);
        self.set_defaults(dst, defaults);
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn set_defaults(&mut self, function: Reg, defaults: Defaults) {
        let keyword = defaults
            .keyword
            .map(|reg| (FunctionAttribute::KwDefaults, reg));
        let positional = defaults
            .positional
            .map(|reg| (FunctionAttribute::Defaults, reg));
        self.set_attribute(function, keyword);
        self.set_attribute(function, positional);
    }

    fn set_attribute(&mut self, function: Reg, attribute: Option<(FunctionAttribute, Reg)>) {
        if let Some((which, value)) = attribute {
            self.emit(Op::SetFunctionAttribute, (function, value, which as u32));
        }
    }

    /// The source position of an implicit return: the last statement.
    fn end_of(&self, body: &[ast::Stmt]) -> Option<TextRange> {
        body.last().map(Ranged::range).or(self.unit.range)
    }

    /// Evaluates default values into new temporaries: a tuple, and a dict.
    pub(super) fn defaults(&mut self, parameters: &'p Parameters) -> Result<Defaults> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let values: Vec<&Expr> = positional
            .filter_map(|param| param.default.as_deref())
            .collect();
        let positional = if values.is_empty() {
            None
        } else {
            Some(self.tuple_of(&values)?)
        };
        let mut keyword = None;
        for param in &parameters.kwonlyargs {
            let Some(default) = &param.default else {
                continue;
            };
            let map = match keyword {
                Some(map) => map,
                None => {
                    let map = self.temp();
                    self.emit(Op::BuildMap, (map, map, 0u32));
                    map
                }
            };
            keyword = Some(map);
            let mark = self.unit.registers.mark();
            let name = self.mangled(&param.parameter.name.id);
            let name = self.load_str(&name);
            let value = self.operand(default)?;
            self.emit(Op::MapAdd, (map, name, value));
            self.unit.registers.release(mark);
        }
        Ok(Defaults {
            positional,
            keyword,
        })
    }

    /// A tuple of values, in a new temporary.
    fn tuple_of(&mut self, values: &[&'p Expr]) -> Result<Reg> {
        let constants: Option<Vec<Const>> =
            values.iter().map(|value| self.constant(value, 8)).collect();
        if let Some(constants) = constants {
            return Ok(self.load_const(Const::Tuple(constants.into())));
        }
        let dst = self.temp();
        let mark = self.unit.registers.mark();
        for value in values {
            self.eval_temp(value)?;
        }
        self.build_tuple(dst, Reg::temp(mark), values.len());
        self.unit.registers.release(mark);
        Ok(dst)
    }

    pub(super) fn lambda(&mut self, lambda: &'p ast::ExprLambda, dst: Reg) -> Result<()> {
        let defaults = match &lambda.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => Defaults::default(),
        };
        let scope = self.scope_of(lambda, ScopeKind::Lambda)?;
        let mut unit = self.function_unit(scope, "<lambda>", lambda.range);
        if let Some(parameters) = &lambda.parameters {
            count_parameters(&mut unit, parameters);
        }
        let code = self.in_unit(unit, |this| {
            this.function_entry(lambda.range, |this| {
                let value = this.operand(&lambda.body)?;
                this.unit.range = Some(lambda.body.range());
                this.emit(Op::Return, (value,));
                Ok(())
            })
        })?;
        self.make_function(code, dst);
        self.set_defaults(dst, defaults);
        Ok(())
    }

    /// Makes a function of a code object, with the cells that it needs from here.
    pub(super) fn make_function(&mut self, code: Arc<Code>, dst: Reg) {
        let free: Vec<Name> = code.names_of(LocalKind::FREE).cloned().collect();
        let code = self.unit.consts.number(Const::Code(CodeConst(code)));
        self.emit(Op::MakeFunction, (dst, code));
        if free.is_empty() {
            return;
        }
        let mark = self.unit.registers.mark();
        let window = self.cells(&free);
        self.build_tuple(window, window, free.len());
        self.set_attribute(dst, Some((FunctionAttribute::Closure, window)));
        self.unit.registers.release(mark);
    }

    /// The cells of variables, in new temporaries.
    pub(super) fn cells(&mut self, names: &[Name]) -> Reg {
        let window = self.unit.registers.take(names.len() as u32);
        for (place, name) in (0..).zip(names) {
            if let Some(cell) = self.cell_register(name) {
                self.emit(Op::Move, (window.offset(place), cell));
            }
        }
        window
    }

    /// The start of the line on which something starts: where a definition's own instructions are.
    pub(super) fn line_start(&self, range: TextRange) -> TextRange {
        let column = self.program.location(range.start()).column;
        TextRange::empty(range.start() - TextSize::from(column))
    }

    /// The range of a definition without its decorators.
    pub(super) fn head(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else {
            return range;
        };
        let mut rest = self.program.slice(TextRange::new(last.end(), range.end()));
        let whole = rest.len();
        loop {
            rest = rest.trim_start();
            match rest
                .strip_prefix('#')
                .and_then(|comment| comment.split_once('\n'))
            {
                Some((_, after)) => rest = after,
                None => break,
            }
        }
        TextRange::new(
            last.end() + TextSize::from((whole - rest.len()) as u32),
            range.end(),
        )
    }

    /// Evaluates decorators into the bottoms of call windows, one above the other; returns the
    /// first window.
    pub(super) fn decorators(&mut self, decorators: &'p [ast::Decorator]) -> Result<Option<Reg>> {
        let mut first = None;
        for decorator in decorators {
            let window = self.eval_temp(&decorator.expression)?;
            self.temp();
            first = first.or(Some(window));
        }
        Ok(first)
    }

    /// Calls the decorators, the last one first, on the value on top of their windows; returns the
    /// register of the result.
    pub(super) fn apply_decorators(
        &mut self,
        decorators: &'p [ast::Decorator],
        first: Option<Reg>,
        value: Reg,
    ) -> Reg {
        let Some(first) = first else { return value };
        for (place, decorator) in decorators.iter().enumerate().rev() {
            let window = first.offset(2 * place as u32);
            let before = self.at(decorator.expression.range());
            self.call_window(window, window, 1);
            self.unit.range = before;
        }
        first
    }
}

/// Counts the parameters of each kind; the scope has their names.
fn count_parameters(unit: &mut Unit<'_>, parameters: &Parameters) {
    unit.posonly_count = parameters.posonlyargs.len() as u32;
    unit.arg_count = unit.posonly_count + parameters.args.len() as u32;
    unit.kwonly_count = parameters.kwonlyargs.len() as u32;
}
