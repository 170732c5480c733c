//! Annotations: `__annotate__` functions (PEP 649), and `__annotations__` as text under
//! `from __future__ import annotations`.

use ruff_python_ast::statement_visitor::{self, StatementVisitor};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::registers::{Reg, Space};
use super::unit::{Unit, UnitKind};
use super::{Generator, Result, unparse};
use crate::code::{Const, LocalKind, Name};
use crate::isa::{CommonConstant, FunctionAttribute, Op};
use crate::symtable::{Scope, ScopeKind};

/// The formats above this one are not computed by annotation functions themselves:
/// `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`.
const LAST_FORMAT: i32 = 2;

/// An annotated name in a module or class body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deferred<'p> {
    statement: TextRange,
    name: &'p str,
    annotation: &'p Expr,
    /// The number that the body puts into `__conditional_annotations__` when it gets there.
    number: Option<u32>,
}

impl<'p> Generator<'p> {
    /// Finds the annotated names of a module or class body.
    pub(super) fn collect_annotations(&mut self, body: &'p [Stmt]) {
        if self.program.future.annotations {
            return;
        }
        let always = self.unit.kind == UnitKind::Module;
        let mut collector = Collector {
            found: Vec::new(),
            conditional: always,
            next: 0,
        };
        collector.visit_body(body);
        self.unit.annotations = collector.found;
    }

    /// Under future annotations, a body that annotates names begins with a dict for them.
    pub(super) fn setup_annotations(&mut self, body: &[Stmt]) {
        if self.program.future.annotations && any_annotation(body) {
            self.emit(Op::SetupAnnotations, ());
        }
    }

    /// Notes that the annotated assignment has been reached.
    pub(super) fn annotated_name(&mut self, statement: &'p ast::StmtAnnAssign) -> Result<()> {
        if self.unit.kind == UnitKind::Function {
            return Ok(());
        }
        let Expr::Name(name) = &*statement.target else {
            return Ok(());
        };
        let mark = self.unit.registers.mark();
        if self.program.future.annotations {
            let text = unparse::annotation(self.program, &statement.annotation);
            let value = self.load_str(&text);
            let annotations = self.temp();
            self.load_name("__annotations__", annotations);
            let key = self.mangled(&name.id);
            let key = self.load_str(&key);
            self.emit(Op::SetItem, (annotations, key, value));
        } else {
            let deferred = self.unit.annotations.iter();
            let mut here = deferred.filter(|deferred| deferred.statement == statement.range);
            if let Some(number) = here.next().and_then(|deferred| deferred.number) {
                let set = self.temp();
                match self.implicit_cell("__conditional_annotations__") {
                    Some(cell) => self.emit(Op::LoadCell, (set, cell)),
                    None => self.load_name("__conditional_annotations__", set),
                }
                let number = self.load_const(Const::Int(i64::from(number)));
                self.emit(Op::SetAdd, (set, number));
            }
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    /// What a module starts with for the sake of its annotations.
    pub(super) fn module_annotations(&mut self) -> Result<()> {
        let mark = self.unit.registers.mark();
        let range = self
            .program
            .body()
            .first()
            .map(Ranged::range)
            .unwrap_or_default();
        self.annotate_function(range, "__annotate__")?;
        if self.unit.scope.has_conditional_annotations && !self.program.future.annotations {
            let set = self.temp();
            self.emit(Op::BuildSet, (set, set, 0u32));
            self.store_name("__conditional_annotations__", set);
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn class_annotations(&mut self, def: &'p ast::StmtClassDef) -> Result<()> {
        self.annotate_function(def.range, "__annotate_func__")
    }

    /// Makes the `__annotate__` function of the names collected, and stores it.
    fn annotate_function(&mut self, range: TextRange, stored_as: &str) -> Result<()> {
        let deferred = std::mem::take(&mut self.unit.annotations);
        let Some(scope) = self.unit.scope.annotations.filter(|_| !deferred.is_empty()) else {
            return Ok(());
        };
        let scope = self.table.scope(scope);
        let unit = self.annotation_unit(scope, "__annotate__", self.line_start(range));
        let code = self.in_unit(unit, |this| {
            this.check_format();
            let map = this.temp();
            this.emit(Op::BuildMap, (map, map, 0u32));
            deferred
                .iter()
                .try_for_each(|deferred| this.deferred_annotation(deferred, map))?;
            this.emit(Op::Return, (map,));
            Ok(())
        })?;
        self.unit.annotations = deferred;
        let mark = self.unit.registers.mark();
        let function = self.temp();
        self.make_function(code, function);
        self.store_name(stored_as, function);
        self.unit.registers.release(mark);
        Ok(())
    }

    fn deferred_annotation(&mut self, deferred: &Deferred<'p>, map: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        let skip = self.label();
        if let Some(number) = deferred.number {
            let before = self.at(deferred.statement);
            let number = self.load_const(Const::Int(i64::from(number)));
            let set = self.temp();
            self.load_name("__conditional_annotations__", set);
            self.emit(Op::In, (set, number, set));
            self.emit(Op::JumpIfFalse, (set, skip));
            self.unit.range = before;
        }
        let value = self.operand(deferred.annotation)?;
        let name = self.mangled(deferred.name);
        let name = self.load_str(&name);
        self.emit(Op::MapAdd, (map, name, value));
        self.place(skip);
        self.unit.registers.release(mark);
        Ok(())
    }

    /// A unit for a lazily evaluated scope: a function of the format.
    pub(super) fn annotation_unit(
        &mut self,
        scope: &'p Scope,
        name: &str,
        range: TextRange,
    ) -> Unit<'p> {
        let mut unit = self.function_unit(scope, name, range);
        let parameter = if scope.kind == ScopeKind::Annotations {
            "format"
        } else {
            ".format"
        };
        let parameter = self.intern(parameter);
        unit.registers.forget_variables();
        unit.registers
            .add_unnamed(Space::Local, &parameter, LocalKind::LOCAL);
        self.add_cells(&mut unit);
        (unit.arg_count, unit.posonly_count) = (1, 1);
        unit.range = Some(range);
        unit
    }

    /// Refuses the formats that an annotation function does not compute itself.
    pub(super) fn check_format(&mut self) {
        self.make_cells();
        let supported = self.label();
        let format = Reg::local(0);
        self.emit(Op::JumpIfNotGtInt, (format, LAST_FORMAT, supported));
        let error = self.temp();
        self.emit(
            Op::LoadCommon,
            (error, CommonConstant::NotImplementedError as u32),
        );
        self.emit(Op::Raise, (error,));
        self.place(supported);
    }

    /// The function's annotations: its `__annotate__` function, or a tuple of names and texts.
    pub(super) fn function_annotations(
        &mut self,
        def: &'p ast::StmtFunctionDef,
    ) -> Result<Option<(FunctionAttribute, Reg)>> {
        let annotations = annotations_of(def);
        if annotations.is_empty() {
            return Ok(None);
        }
        let dst = self.temp();
        if self.program.future.annotations {
            let mut texts = Vec::new();
            for (name, annotation) in annotations {
                texts.push(Const::str(&self.mangled(name)));
                texts.push(Const::str(&unparse::annotation(self.program, annotation)));
            }
            self.load_const_to(Const::Tuple(texts.into()), dst);
            return Ok(Some((FunctionAttribute::Annotations, dst)));
        }
        let scope = self.scope_of(def, ScopeKind::Annotations)?;
        let head = self.head(def.range, &def.decorator_list);
        let mut unit = self.annotation_unit(scope, "__annotate__", head);
        let function = self.qualname_inside(ScopeKind::Function, &def.name.id);
        unit.qualname = Name::from(format!("{function}.__annotate__"));
        let code = self.in_unit(unit, |this| {
            this.check_format();
            let map = this.temp();
            this.emit(Op::BuildMap, (map, map, 0u32));
            for (name, annotation) in annotations {
                let mark = this.unit.registers.mark();
                let name = this.mangled(name);
                let name = this.load_str(&name);
                let value = this.annotation_value(annotation)?;
                this.emit(Op::MapAdd, (map, name, value));
                this.unit.registers.release(mark);
            }
            this.emit(Op::Return, (map,));
            Ok(())
        })?;
        self.make_function(code, dst);
        Ok(Some((FunctionAttribute::Annotate, dst)))
    }

    /// The value of an annotation, or a type parameter's default; `*Ts` is the one value of `Ts`.
    pub(super) fn annotation_value(&mut self, annotation: &'p Expr) -> Result<Reg> {
        let Expr::Starred(starred) = annotation else {
            return self.operand(annotation);
        };
        let values = self.operand(&starred.value)?;
        let dst = self.temp();
        self.emit(Op::UnpackSequence, (values, dst, 1u32));
        Ok(dst)
    }
}

/// The annotated parameters, and the return value, with their annotations.
fn annotations_of(def: &ast::StmtFunctionDef) -> Vec<(&str, &Expr)> {
    let parameters = def
        .parameters
        .iter()
        .filter_map(|parameter| Some((parameter.name().as_str(), parameter.annotation()?)));
    parameters
        .chain(def.returns.as_deref().map(|returns| ("return", returns)))
        .collect()
}

/// Whether a body annotates names, not counting the definitions inside it.
fn any_annotation(body: &[Stmt]) -> bool {
    let mut collector = Collector {
        found: Vec::new(),
        conditional: true,
        next: 0,
    };
    collector.visit_body(body);
    !collector.found.is_empty()
}

/// Finds annotated names in a body, not in the definitions inside it.
struct Collector<'p> {
    found: Vec<Deferred<'p>>,
    /// Whether the statements at hand may not run.
    conditional: bool,
    next: u32,
}

impl<'p> StatementVisitor<'p> for Collector<'p> {
    fn visit_stmt(&mut self, stmt: &'p Stmt) {
        match stmt {
            Stmt::AnnAssign(statement) if statement.simple => {
                if let Expr::Name(name) = &*statement.target {
                    let number = self.conditional.then_some(self.next);
                    self.next += u32::from(self.conditional);
                    self.found.push(Deferred {
                        statement: statement.range,
                        name: &name.id,
                        annotation: &statement.annotation,
                        number,
                    });
                }
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            _ => {
                let before = std::mem::replace(&mut self.conditional, true);
                statement_visitor::walk_stmt(self, stmt);
                self.conditional = before;
            }
        }
    }
}
