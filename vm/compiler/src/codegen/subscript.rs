//! Subscripts and slices.

use ruff_python_ast::{self as ast, Expr};

use super::arithmetic::small_int;
use super::expr::Value;
use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::Op;

/// The key of a subscript, evaluated.
#[derive(Clone, Copy)]
pub(super) enum Key {
    Reg(Reg),
    /// A slice without a step whose bounds are in a window of two.
    Bounds(Reg),
}

impl<'p> Generator<'p> {
    /// `dst = object[key]`
    pub(super) fn subscript(&mut self, subscript: &'p ast::ExprSubscript, dst: Reg) -> Result<()> {
        let object = self.pinned(&subscript.value, &[&subscript.slice])?;
        if !subscript.slice.is_slice_expr() {
            let key = self.eval(&subscript.slice, None)?;
            if let Some(key) = small_int(&key) {
                self.emit(Op::GetItemInt, (dst, object, key));
                return Ok(());
            }
            let key = self.materialize(key);
            self.emit(Op::GetItem, (dst, object, key));
            return Ok(());
        }
        let key = self.key(&subscript.slice)?;
        self.get_item(dst, object, key);
        Ok(())
    }

    /// Evaluates a subscript's key for later use, by `later` expressions after it.
    pub(super) fn key(&mut self, slice: &'p Expr) -> Result<Key> {
        if let Expr::Slice(bounds) = slice
            && bounds.step.is_none()
            && self.constant_slice(bounds).is_none()
        {
            let window = self.unit.registers.take(2);
            self.bound(bounds.lower.as_deref(), window)?;
            self.bound(bounds.upper.as_deref(), window.offset(1))?;
            return Ok(Key::Bounds(window));
        }
        self.operand(slice).map(Key::Reg)
    }

    pub(super) fn get_item(&mut self, dst: Reg, object: Reg, key: Key) {
        match key {
            Key::Reg(key) => self.emit(Op::GetItem, (dst, object, key)),
            Key::Bounds(bounds) => self.emit(Op::GetSlice, (dst, object, bounds)),
        }
    }

    pub(super) fn set_item(&mut self, object: Reg, key: Key, value: Reg) {
        match key {
            Key::Reg(key) => self.emit(Op::SetItem, (object, key, value)),
            Key::Bounds(bounds) => self.emit(Op::SetSlice, (object, bounds, value)),
        }
    }

    /// A slice object.
    pub(super) fn slice(&mut self, slice: &'p ast::ExprSlice, want: Option<Reg>) -> Result<Value> {
        if let Some(value) = self.constant_slice(slice) {
            return Ok(Value::Const(value));
        }
        self.computed(want, |this, dst| {
            let window = this.unit.registers.take(3);
            let bounds = [&slice.lower, &slice.upper, &slice.step];
            for (place, bound) in (0..).zip(bounds) {
                this.bound(bound.as_deref(), window.offset(place))?;
            }
            this.emit(Op::BuildSlice, (dst, window));
            Ok(())
        })
    }

    fn bound(&mut self, bound: Option<&'p Expr>, dst: Reg) -> Result<()> {
        match bound {
            Some(bound) => self.eval_to(bound, dst),
            None => {
                self.load_const_to(Const::None, dst);
                Ok(())
            }
        }
    }

    /// The slice as a constant, if its bounds are.
    fn constant_slice(&self, slice: &ast::ExprSlice) -> Option<Const> {
        let bound = |bound: &Option<Box<Expr>>| match bound {
            Some(bound) => self.constant(bound, 8),
            None => Some(Const::None),
        };
        let bounds = [
            bound(&slice.lower)?,
            bound(&slice.upper)?,
            bound(&slice.step)?,
        ];
        Some(Const::Slice(bounds.into()))
    }
}
