//! Assignments, deletions, unpacking.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::expr::binds_within;
use super::registers::Reg;
use super::subscript::Key;
use super::{Generator, Result};
use crate::isa::Op;

/// The largest number of targets before a starred one.
const MAX_BEFORE_STAR: usize = 255;

impl<'p> Generator<'p> {
    pub(super) fn assign_stmt(&mut self, assign: &'p ast::StmtAssign) -> Result<()> {
        if let [target] = &*assign.targets {
            return self.assign_expr(target, &assign.value);
        }
        let value = self.operand(&assign.value)?;
        // The first stores may change a variable that the others are still to be given.
        let value = if value.is_temp() {
            value
        } else {
            let copy = self.temp();
            self.move_to(value, copy);
            copy
        };
        assign
            .targets
            .iter()
            .try_for_each(|target| self.assign(target, value))
    }

    /// `target = value`
    pub(super) fn assign_expr(&mut self, target: &'p Expr, value: &'p Expr) -> Result<()> {
        let mark = self.unit.registers.mark();
        match target {
            Expr::Name(name) => match self.target_of(&name.id, value) {
                Some(reg) => self.eval_to(value, reg)?,
                None => {
                    let value = self.operand(value)?;
                    self.assign(target, value)?;
                }
            },
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                if !self.assign_pairwise(elts, value)? {
                    let value = self.operand(value)?;
                    self.assign(target, value)?;
                }
            }
            _ => {
                let value = self.pinned(value, &[target])?;
                self.assign(target, value)?;
            }
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    /// The register of a local variable that the value can be evaluated into. Not if the value has
    /// new variables of its own: they come first in `co_varnames`.
    fn target_of(&mut self, name: &str, value: &Expr) -> Option<Reg> {
        let mangled = self.mangled(name);
        let known = self.unit.registers.find(&mangled).is_some();
        let binds = || self.program.walk(|| binds_within(value));
        if !known && binds() {
            None
        } else {
            self.local_target(name)
        }
    }

    /// `a, b = c, d` without making the tuple: all values are evaluated, then stored.
    fn assign_pairwise(&mut self, targets: &'p [Expr], value: &'p Expr) -> Result<bool> {
        let Expr::Tuple(ast::ExprTuple { elts: values, .. }) = value else {
            return Ok(false);
        };
        let starred = |elts: &[Expr]| elts.iter().any(Expr::is_starred_expr);
        if values.len() != targets.len() || values.len() > 3 || starred(values) || starred(targets)
        {
            return Ok(false);
        }
        let mut registers = Vec::with_capacity(values.len());
        for value in values {
            registers.push(self.eval_temp(value)?);
        }
        for (target, value) in targets.iter().zip(registers) {
            self.assign(target, value)?;
        }
        Ok(true)
    }

    /// Stores a value that is in a register.
    pub(super) fn assign(&mut self, target: &'p Expr, value: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.nested(|this| this.ranged(target.range(), |this| this.assign_inner(target, value)))?;
        self.unit.registers.release(mark);
        Ok(())
    }

    fn assign_inner(&mut self, target: &'p Expr, value: Reg) -> Result<()> {
        match target {
            Expr::Name(name) => {
                self.store_name(&name.id, value);
                Ok(())
            }
            Expr::Attribute(attribute) => {
                self.note_static_attribute(attribute);
                let object = self.operand(&attribute.value)?;
                let name = self.mangled(&attribute.attr.id);
                self.unit.range = Some(self.attribute_range(attribute));
                self.emit_named(Op::StoreAttr, Op::StoreAttrWide, object, Some(value), &name);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                let object = self.pinned(&subscript.value, &[&subscript.slice])?;
                let key = self.key(&subscript.slice)?;
                self.set_item(object, key, value);
                Ok(())
            }
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, value, target),
            Expr::List(list) => self.unpack(&list.elts, value, target),
            Expr::Starred(starred) => self.assign(&starred.value, value),
            _ => Err(self
                .program
                .error(target.range(), "cannot assign to expression")),
        }
    }

    fn unpack(&mut self, targets: &'p [Expr], values: Reg, whole: &'p Expr) -> Result<()> {
        let star = targets.iter().position(Expr::is_starred_expr);
        let count = targets.len() as u32;
        if let (None, Some(first)) = (star, self.consecutive_locals(targets)) {
            self.emit(Op::UnpackSequence, (values, first, count));
            return Ok(());
        }
        if targets.len() > usize::from(u16::MAX) / 2 {
            return Err(self.too_many(whole.range(), "targets in assignment"));
        }
        let window = self.unit.registers.take(count);
        match star {
            None => self.emit(Op::UnpackSequence, (values, window, count)),
            Some(before) => {
                if before > MAX_BEFORE_STAR {
                    let message = "too many expressions in star-unpacking assignment";
                    return Err(self.program.error(whole.range(), message));
                }
                let after = targets.len() - before - 1;
                let extra = before as u64 | (after as u64) << 32;
                self.emit_extra(Op::UnpackEx, (values, window), extra);
            }
        }
        for (place, target) in (0..).zip(targets) {
            self.assign(target, window.offset(place))?;
        }
        Ok(())
    }

    /// The first register, if the targets are local variables in a row: they are unpacked where
    /// they lie.
    fn consecutive_locals(&mut self, targets: &'p [Expr]) -> Option<Reg> {
        // The registers of new variables are given in order, so look at all names first.
        let names = targets
            .iter()
            .map(|target| target.as_name_expr().map(|name| &*name.id));
        let names: Vec<&str> = names.collect::<Option<_>>()?;
        let registers: Vec<Option<Reg>> =
            names.iter().map(|name| self.local_target(name)).collect();
        let first = (*registers.first()?)?;
        let in_row = (0..)
            .zip(&registers)
            .all(|(place, reg)| *reg == Some(first.offset(place)));
        in_row.then_some(first)
    }

    /// Notes `self.name = ...` for the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, attribute: &ast::ExprAttribute) {
        let on_self = matches!(&*attribute.value, Expr::Name(name) if name.id == "self");
        if !on_self {
            return;
        }
        let name = self.intern(&attribute.attr.id);
        if let Some(attributes) = self.static_attributes.last_mut() {
            attributes.insert(name);
        }
    }

    /// `target op= value`
    pub(super) fn aug_assign(&mut self, assign: &'p ast::StmtAugAssign) -> Result<()> {
        let (op, value, range) = (assign.op, &*assign.value, assign.range);
        match &*assign.target {
            target @ Expr::Name(name) => {
                let left = self.pinned(target, &[value])?;
                match self.local_target(&name.id) {
                    Some(dst) => self.in_place(op, dst, left, value, range),
                    None => {
                        self.in_place(op, left, left, value, range)?;
                        self.assign(target, left)
                    }
                }
            }
            Expr::Attribute(attribute) => {
                let object = self.pinned(&attribute.value, &[value])?;
                let name = self.mangled(&attribute.attr.id);
                let position = self.attribute_range(attribute);
                let left = self.temp();
                let before = self.at(position);
                self.load_attr(left, object, &name);
                self.unit.range = before;
                self.in_place(op, left, left, value, range)?;
                self.unit.range = Some(position);
                self.emit_named(Op::StoreAttr, Op::StoreAttrWide, object, Some(left), &name);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                let object = self.pinned(&subscript.value, &[&subscript.slice, value])?;
                let key = match &*subscript.slice {
                    slice @ Expr::Slice(_) => self.key(slice)?,
                    index => Key::Reg(self.pinned(index, &[value])?),
                };
                let left = self.temp();
                let before = self.at(subscript.range);
                self.get_item(left, object, key);
                self.unit.range = before;
                self.in_place(op, left, left, value, range)?;
                self.unit.range = Some(subscript.range);
                self.set_item(object, key, left);
                Ok(())
            }
            target => Err(self
                .program
                .error(target.range(), "illegal target for augmented assignment")),
        }
    }

    /// `target: annotation = value`
    pub(super) fn ann_assign(&mut self, assign: &'p ast::StmtAnnAssign) -> Result<()> {
        if let Some(value) = &assign.value {
            self.assign_expr(&assign.target, value)?;
        }
        match &*assign.target {
            Expr::Name(_) if assign.simple => self.annotated_name(assign),
            Expr::Attribute(attribute) if assign.value.is_none() => {
                self.eval_effect(&attribute.value)
            }
            Expr::Subscript(subscript) if assign.value.is_none() => {
                self.eval_effect(&subscript.value)?;
                self.slice_effects(&subscript.slice)
            }
            _ => Ok(()),
        }
    }

    /// Evaluates a subscript's key, or its parts, for their effects.
    fn slice_effects(&mut self, slice: &'p Expr) -> Result<()> {
        match slice {
            Expr::Slice(slice) => {
                let bounds = [&slice.lower, &slice.upper, &slice.step]
                    .into_iter()
                    .flatten();
                bounds
                    .into_iter()
                    .try_for_each(|bound| self.eval_effect(bound))
            }
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .try_for_each(|element| self.slice_effects(element)),
            _ => self.eval_effect(slice),
        }
    }

    /// `del target`
    pub(super) fn delete(&mut self, target: &'p Expr) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.nested(|this| this.ranged(target.range(), |this| this.delete_inner(target)))?;
        self.unit.registers.release(mark);
        Ok(())
    }

    fn delete_inner(&mut self, target: &'p Expr) -> Result<()> {
        match target {
            Expr::Name(name) => {
                self.delete_name(&name.id);
                Ok(())
            }
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value)?;
                let name = self.mangled(&attribute.attr.id);
                self.emit_named(Op::DeleteAttr, Op::DeleteAttrWide, object, None, &name);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                let object = self.pinned(&subscript.value, &[&subscript.slice])?;
                let key = self.eval(&subscript.slice, None)?;
                let key = self.materialize(key);
                self.emit(Op::DelItem, (object, key));
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|target| self.delete(target)),
            Expr::List(list) => list.elts.iter().try_for_each(|target| self.delete(target)),
            _ => Err(self
                .program
                .error(target.range(), "cannot delete expression")),
        }
    }
}
