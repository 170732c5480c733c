//! Imports.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::Op;

impl<'p> Generator<'p> {
    /// `import a.b, c as d`
    pub(super) fn import(&mut self, import: &'p ast::StmtImport) -> Result<()> {
        for alias in &import.names {
            let mark = self.unit.registers.mark();
            let path = &*alias.name.id;
            let module = self.temp();
            self.import_name(0, Const::None, path, module);
            match &alias.asname {
                None => {
                    let top = path.split('.').next().unwrap_or(path);
                    self.store_name(top, module);
                }
                // `import a.b.c as d`: the call yields `a`; the rest is looked up as by `from`.
                Some(name) => {
                    for part in path.split('.').skip(1) {
                        self.import_from_module(module, module, part);
                    }
                    self.store_name(&name.id, module);
                }
            }
            self.unit.registers.release(mark);
        }
        Ok(())
    }

    /// `from a import b, c as d` and `from a import *`
    pub(super) fn import_from(&mut self, import: &'p ast::StmtImportFrom) -> Result<()> {
        let names: Vec<&str> = import.names.iter().map(|alias| &*alias.name.id).collect();
        let path = import.module.as_ref().map_or("", |module| &*module.id);
        let module = self.temp();
        self.import_name(import.level, Const::names(&names), path, module);
        for alias in &import.names {
            if &*alias.name.id == "*" {
                self.emit(Op::ImportStar, (module,));
                continue;
            }
            let before = self.at(alias.range());
            let value = self.temp();
            self.unit.range = before;
            self.import_from_module(value, module, &alias.name.id);
            let target = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(&target.id, value);
            self.unit.registers.release(value.index());
        }
        Ok(())
    }

    /// `dst = __import__(path, globals(), locals(), names, level)`
    fn import_name(&mut self, level: u32, names: Const, path: &str, dst: Reg) {
        let mark = self.unit.registers.mark();
        let base = self.load_const(Const::Int(i64::from(level)));
        self.load_const(names);
        let path = self.mangled(path);
        let number = self.name_number(&path);
        if u16::try_from(number).is_ok() {
            self.emit(Op::ImportName, (dst, base, number));
        } else {
            self.load_str(&path);
            self.emit(Op::ImportNameWide, (dst, base));
        }
        self.unit.registers.release(mark);
    }

    fn import_from_module(&mut self, dst: Reg, module: Reg, name: &str) {
        let name = self.mangled(name);
        self.emit_named(Op::ImportFrom, Op::ImportFromWide, dst, Some(module), &name);
    }
}
