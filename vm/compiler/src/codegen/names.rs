//! Names: where a variable lies, and how it is loaded, stored and deleted.

use crate::code::{Const, LocalKind, Name};
use crate::isa::Op;
use crate::symtable::Resolution;

use super::Generator;
use super::registers::{Reg, Space};
use super::unit::UnitKind;

/// Where a variable lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a register.
    Local(Reg),
    /// In the cell that the register holds.
    Cell(Reg),
    /// In the cell that the register holds, unless the class's namespace has it.
    ClassCell(Reg),
    /// In the globals, or else the builtins.
    Global,
    /// As `Global`, unless the namespace of the class around this scope has it.
    ClassGlobal,
    /// In the frame's locals mapping, or else as `Global`.
    Name,
}

impl<'p> Generator<'p> {
    /// The name as the current scope stores it.
    pub(super) fn mangled(&mut self, name: &str) -> Name {
        let mangled = self.scope().mangle(name);
        self.intern(&mangled)
    }

    /// The innermost scope, that of an inlined comprehension too.
    pub(super) fn scope(&self) -> &'p crate::symtable::Scope {
        self.unit
            .inlined
            .last()
            .map_or(self.unit.scope, |inlined| inlined.scope)
    }

    /// Where the variable of that name lies.
    pub(super) fn place_of(&mut self, name: &str) -> Place {
        let mangled = self.mangled(name);
        let in_class = self.unit.kind == UnitKind::Class;
        for inlined in self.unit.inlined.iter().rev() {
            match inlined.scope.lookup(name) {
                Resolution::Local => {
                    if let Some(&reg) = inlined.variables.get(&mangled) {
                        return Place::Local(reg);
                    }
                }
                Resolution::Cell => {
                    if let Some(&reg) = inlined.variables.get(&mangled) {
                        return Place::Cell(reg);
                    }
                }
                Resolution::GlobalExplicit => return Place::Global,
                Resolution::GlobalImplicit if self.unit.kind != UnitKind::Module => {
                    return Place::Global;
                }
                Resolution::Free | Resolution::GlobalImplicit => {}
            }
        }
        if in_class
            && !self.unit.inlined.is_empty()
            && let Some(reg) = self.unit.registers.find(&mangled)
        {
            return Place::Cell(reg);
        }
        self.place_in_unit(name, &mangled)
    }

    /// Where it lies as seen from the unit's own scope.
    fn place_in_unit(&mut self, name: &str, mangled: &Name) -> Place {
        let scope = self.unit.scope;
        let resolution = scope.lookup(name);
        match (self.unit.kind, resolution) {
            (_, Resolution::GlobalExplicit) => Place::Global,
            (UnitKind::Module, _) if self.options.names_are_globals => Place::Global,
            (UnitKind::Module, _) | (UnitKind::Class, Resolution::GlobalImplicit) => Place::Name,
            (UnitKind::Class, Resolution::Local) => Place::Name,
            (UnitKind::Class, Resolution::Free) => {
                Place::ClassCell(self.variable(Space::Free, mangled, LocalKind::FREE))
            }
            (UnitKind::Function, Resolution::Local) => {
                Place::Local(self.variable(Space::Local, mangled, LocalKind::LOCAL))
            }
            (UnitKind::Function, Resolution::GlobalImplicit) => {
                if scope.can_see_class_scope {
                    Place::ClassGlobal
                } else {
                    Place::Global
                }
            }
            (_, Resolution::Cell) => {
                Place::Cell(self.variable(Space::Cell, mangled, LocalKind::CELL))
            }
            (_, Resolution::Free) => {
                let reg = self.variable(Space::Free, mangled, LocalKind::FREE);
                let in_class = scope.can_see_class_scope && &**mangled != "__classdict__";
                if in_class {
                    Place::ClassCell(reg)
                } else {
                    Place::Cell(reg)
                }
            }
        }
    }

    /// The variable's register; makes it at its first use.
    fn variable(&mut self, space: Space, name: &Name, kind: LocalKind) -> Reg {
        match self.unit.registers.find(name) {
            Some(reg) => reg,
            None => self.unit.registers.add(space, name, kind),
        }
    }

    /// The register in which a local variable can be used as an operand, checked to be bound.
    pub(super) fn local_operand(&mut self, name: &str) -> Option<Reg> {
        let Place::Local(reg) = self.place_of(name) else {
            return None;
        };
        self.emit(Op::CheckBound, (reg,));
        Some(reg)
    }

    /// Loads a variable.
    pub(super) fn load_name(&mut self, name: &str, dst: Reg) {
        let place = self.place_of(name);
        let name = self.mangled(name);
        match place {
            Place::Local(reg) => {
                self.emit(Op::CheckBound, (reg,));
                self.move_to(reg, dst);
            }
            Place::Cell(reg) => self.emit(Op::LoadCell, (dst, reg)),
            Place::Global => self.emit_name_op(Op::LoadGlobal, dst, &name),
            Place::Name => self.emit_name_op(Op::LoadName, dst, &name),
            Place::ClassCell(reg) => {
                let dict = self.load_class_namespace();
                self.emit(Op::LoadFromDictOrCell, (dict, reg));
                self.move_to(dict, dst);
            }
            Place::ClassGlobal => {
                let dict = self.load_class_namespace();
                self.emit_name_op(Op::LoadFromDictOrGlobals, dict, &name);
                self.move_to(dict, dst);
            }
        }
    }

    /// The namespace of this class body, or of the class around this scope, in a new temporary.
    fn load_class_namespace(&mut self) -> Reg {
        let dict = self.temp();
        if self.unit.kind == UnitKind::Class {
            self.emit(Op::LoadLocals, (dict,));
        } else {
            self.load_name("__classdict__", dict);
        }
        dict
    }

    /// Stores a variable.
    pub(super) fn store_name(&mut self, name: &str, value: Reg) {
        let place = self.place_of(name);
        let name = self.mangled(name);
        match place {
            Place::Local(reg) => self.move_to(value, reg),
            Place::Cell(reg) | Place::ClassCell(reg) => self.emit(Op::StoreCell, (reg, value)),
            Place::Global | Place::ClassGlobal => self.emit_name_op(Op::StoreGlobal, value, &name),
            Place::Name => self.emit_name_op(Op::StoreName, value, &name),
        }
    }

    /// Deletes a variable.
    pub(super) fn delete_name(&mut self, name: &str) {
        let place = self.place_of(name);
        let mangled = self.mangled(name);
        let number = self.name_number(&mangled);
        match place {
            Place::Local(reg) => self.emit(Op::DeleteLocal, (reg,)),
            Place::Cell(reg) | Place::ClassCell(reg) => self.emit(Op::DeleteCell, (reg,)),
            Place::Global | Place::ClassGlobal => self.emit(Op::DeleteGlobal, (number,)),
            Place::Name => self.emit(Op::DeleteName, (number,)),
        }
    }

    /// Ends the life of an `except` clause's name, whether or not the clause deleted it.
    pub(super) fn forget_name(&mut self, name: &str) {
        if let Place::Local(reg) = self.place_of(name) {
            self.emit(Op::Clear, (reg,));
            return;
        }
        let mark = self.unit.registers.mark();
        let none = self.load_const(Const::None);
        self.store_name(name, none);
        self.delete_name(name);
        self.unit.registers.release(mark);
    }

    /// The register that a plain local variable's value can be written to directly.
    pub(super) fn local_target(&mut self, name: &str) -> Option<Reg> {
        match self.place_of(name) {
            Place::Local(reg) => Some(reg),
            _ => None,
        }
    }

    fn emit_name_op(&mut self, op: Op, reg: Reg, name: &str) {
        let number = self.name_number(name);
        self.emit(op, (reg, number));
    }

    /// The register of a cell that the class body makes by itself.
    pub(super) fn implicit_cell(&self, name: &str) -> Option<Reg> {
        let mut cells = self.unit.implicit_cells.iter();
        cells
            .find(|(known, _)| &**known == name)
            .map(|(_, reg)| *reg)
    }

    /// The register that holds the cell of a variable, to be captured by an inner function.
    pub(super) fn cell_register(&self, name: &Name) -> Option<Reg> {
        if let Some(cell) = self.implicit_cell(name) {
            return Some(cell);
        }
        let mut inlined = self.unit.inlined.iter().rev();
        inlined
            .find_map(|inlined| {
                let cell = inlined.scope.lookup(name) == Resolution::Cell;
                inlined.variables.get(name).filter(|_| cell).copied()
            })
            .or_else(|| self.unit.registers.find(name))
    }
}
