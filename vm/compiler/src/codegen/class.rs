//! Class definitions.

use std::sync::Arc;

use ruff_python_ast as ast;

use super::calls::Arguments;
use super::registers::Reg;
use super::unit::UnitKind;
use super::{Generator, Result};
use crate::code::{Code, Const};
use crate::isa::Op;
use crate::symtable::ScopeKind;

impl<'p> Generator<'p> {
    /// `class`
    pub(super) fn class_def(&mut self, def: &'p ast::StmtClassDef) -> Result<()> {
        let mark = self.unit.registers.mark();
        let decorators = self.decorators(&def.decorator_list)?;
        let class = self.temp();
        let (range, head) = (def.range, self.head(def.range, &def.decorator_list));
        self.ranged(head, |this| match &def.type_params {
            Some(params) => this.generic_class(def, params, range, class),
            None => {
                let code = this.class_body(def, range)?;
                this.build_class(def, code, None, class)
            }
        })?;
        let value = self.apply_decorators(&def.decorator_list, decorators, class);
        self.ranged(head, |this| {
            this.store_name(&def.name.id, value);
            Ok(())
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Calls `__build_class__`; `extra` is a variable that is one more base.
    pub(super) fn build_class(
        &mut self,
        def: &'p ast::StmtClassDef,
        body: Arc<Code>,
        extra: Option<&'static str>,
        dst: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let base = self.unit.registers.take(2);
        self.emit(Op::LoadBuildClass, (base,));
        let function = self.temp();
        self.make_function(body, function);
        self.load_str(&def.name.id);
        let arguments = match &def.arguments {
            Some(arguments) => Arguments {
                args: &arguments.args,
                keywords: &arguments.keywords,
                extra,
            },
            None => Arguments {
                args: &[],
                keywords: &[],
                extra,
            },
        };
        self.call_with(dst, base, false, 2, arguments)?;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// The code of a class body: a function of no parameters whose names are in a mapping.
    pub(super) fn class_body(
        &mut self,
        def: &'p ast::StmtClassDef,
        range: ruff_text_size::TextRange,
    ) -> Result<Arc<Code>> {
        let scope = self.scope_of(def, ScopeKind::Class)?;
        let mut unit = self.inner_unit(UnitKind::Class, scope, &def.name.id, range);
        self.add_cells(&mut unit);
        self.static_attributes.push(Default::default());
        let code = self.in_unit(unit, |this| {
            this.make_cells();
            this.class_prologue(def)?;
            this.setup_annotations(&def.body);
            let skip = this.class_docstring(def);
            this.collect_annotations(&def.body);
            this.body(&def.body[skip..])?;
            this.unit.range = Some(this.line_start(range));
            this.class_annotations(def)?;
            this.class_epilogue();
            Ok(())
        });
        self.static_attributes.pop();
        code
    }

    fn class_prologue(&mut self, def: &'p ast::StmtClassDef) -> Result<()> {
        let mark = self.unit.registers.mark();
        let value = self.temp();
        self.load_name("__name__", value);
        self.store_name("__module__", value);
        let qualname = Const::str(&self.unit.qualname);
        self.load_const_to(qualname, value);
        self.store_name("__qualname__", value);
        self.load_const_to(Const::Int(i64::from(self.unit.first_line)), value);
        self.store_name("__firstlineno__", value);
        if def.type_params.is_some() {
            self.load_name(".type_params", value);
            self.store_name("__type_params__", value);
        }
        if self.unit.scope.needs_classdict {
            self.emit(Op::LoadLocals, (value,));
            self.store_implicit("__classdict__", value);
        }
        if self.unit.scope.has_conditional_annotations {
            self.emit(Op::BuildSet, (value, value, 0u32));
            self.store_implicit("__conditional_annotations__", value);
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Stores the docstring; returns the number of statements that it takes.
    fn class_docstring(&mut self, def: &'p ast::StmtClassDef) -> usize {
        let Some(statement) = def.body.first() else {
            return 0;
        };
        if self.program.docstring(&def.body).is_none() {
            return 0;
        }
        if self.options.optimize < 2
            && let Some(docstring) = self.docstring(&def.body)
        {
            let before = self.at(ruff_text_size::Ranged::range(statement));
            let mark = self.unit.registers.mark();
            let value = self.load_const(docstring);
            self.store_name("__doc__", value);
            self.unit.registers.release(mark);
            self.unit.range = before;
        }
        1
    }

    fn class_epilogue(&mut self) {
        let value = self.temp();
        let attributes = self.static_attributes.last().cloned().unwrap_or_default();
        let attributes: Vec<_> = attributes.into_iter().collect();
        self.load_const_to(Const::names(&attributes), value);
        self.store_name("__static_attributes__", value);
        self.store_cell_as("__classdict__", "__classdictcell__");
        match self.store_cell_as("__class__", "__classcell__") {
            Some(cell) => self.emit(Op::Return, (cell,)),
            None => self.return_none(),
        }
    }

    /// Stores in one of the cells that the class body makes by itself.
    fn store_implicit(&mut self, variable: &str, value: Reg) {
        if let Some(cell) = self.implicit_cell(variable) {
            self.emit(Op::StoreCell, (cell, value));
        }
    }

    /// Stores such a cell itself, if there is one, under another name.
    fn store_cell_as(&mut self, variable: &str, name: &str) -> Option<Reg> {
        let cell = self.implicit_cell(variable)?;
        self.store_name(name, cell);
        Some(cell)
    }
}
