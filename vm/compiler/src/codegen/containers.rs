//! Literals, and displays of tuples, lists, sets and dicts.

use ruff_python_ast::{self as ast, Expr, Number};

use super::expr::Value;
use super::registers::Reg;
use super::{Generator, Result, fold};
use crate::code::{Const, Float};
use crate::isa::Op;

/// The longest window that a display is built from at once; the rest is appended one by one.
const MAX_WINDOW: usize = 30;
/// How deeply constant tuples and operators are looked through for a constant.
const MAX_CONST_DEPTH: u32 = 32;

impl<'p> Generator<'p> {
    /// The value of a literal or a constant tuple.
    pub(super) fn literal(&self, expr: &Expr) -> Option<Const> {
        match expr {
            Expr::Tuple(_) => self.constant(expr, MAX_CONST_DEPTH),
            _ => self.simple_literal(expr),
        }
    }

    fn simple_literal(&self, expr: &Expr) -> Option<Const> {
        Some(match expr {
            Expr::NumberLiteral(number) => number_const(&number.value),
            Expr::StringLiteral(string) => {
                Const::Str(self.program.string_expression_value(string).into())
            }
            Expr::BytesLiteral(bytes) => Const::Bytes(bytes.value.bytes().collect()),
            Expr::BooleanLiteral(boolean) => Const::bool(boolean.value),
            Expr::NoneLiteral(_) => Const::None,
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            _ => return None,
        })
    }

    /// The value of an expression of constants, without emitting anything.
    pub(super) fn constant(&self, expr: &Expr, depth: u32) -> Option<Const> {
        let depth = depth.checked_sub(1)?;
        match expr {
            Expr::Tuple(tuple) => {
                let items = tuple.elts.iter().map(|item| self.constant(item, depth));
                items.collect::<Option<_>>().map(Const::Tuple)
            }
            Expr::UnaryOp(unary) => fold::unary(unary.op, &self.constant(&unary.operand, depth)?),
            Expr::BinOp(binary) => {
                let right = self.constant(&binary.right, depth)?;
                fold::binary(binary.op, &self.constant(&binary.left, depth)?, &right)
            }
            _ => self.simple_literal(expr),
        }
    }

    /// The values of all expressions, if they are constants.
    fn constants(&self, elts: &[Expr]) -> Option<Vec<Const>> {
        elts.iter()
            .map(|item| self.constant(item, MAX_CONST_DEPTH))
            .collect()
    }

    /// A tuple display that is not a constant.
    pub(super) fn tuple(&mut self, elts: &'p [Expr], want: Option<Reg>) -> Result<Value> {
        self.computed(want, |this, dst| {
            if fits_window(elts) {
                return this.build(Op::BuildTuple, elts, dst);
            }
            if let Some((first, last)) = with_rest(elts) {
                let mark = this.unit.registers.mark();
                for item in first.iter().chain([last]) {
                    this.eval_temp(item)?;
                }
                let count = elts.len() as u32;
                this.emit(Op::BuildTupleWith, (dst, Reg::temp(mark), count));
                this.unit.registers.release(mark);
                return Ok(());
            }
            let list = this.temp();
            this.list(elts, list)?;
            this.emit(Op::ListToTuple, (dst, list));
            Ok(())
        })
    }

    /// A list display.
    pub(super) fn list(&mut self, elts: &'p [Expr], dst: Reg) -> Result<()> {
        if let Some(items) = self.constants(elts).filter(|items| items.len() > 2) {
            return self.display_of_constant(
                Op::BuildList,
                Op::ListExtend,
                Const::Tuple(items.into()),
                dst,
            );
        }
        self.sequence([Op::BuildList, Op::ListAppend, Op::ListExtend], elts, dst)
    }

    /// A set display.
    pub(super) fn set(&mut self, elts: &'p [Expr], dst: Reg) -> Result<()> {
        if let Some(items) = self.constants(elts).filter(|items| items.len() > 2) {
            return self.display_of_constant(
                Op::BuildSet,
                Op::SetUpdate,
                Const::FrozenSet(items.into()),
                dst,
            );
        }
        self.sequence([Op::BuildSet, Op::SetAdd, Op::SetUpdate], elts, dst)
    }

    /// A list or set display of constants as one constant, where only its elements matter.
    pub(super) fn constant_elements(&self, display: &Expr) -> Option<Const> {
        match display {
            Expr::List(list) => self
                .constants(&list.elts)
                .map(|items| Const::Tuple(items.into())),
            Expr::Set(set) => self
                .constants(&set.elts)
                .map(|items| Const::FrozenSet(items.into())),
            _ => None,
        }
    }

    /// A new container, extended by a constant.
    fn display_of_constant(&mut self, build: Op, extend: Op, items: Const, dst: Reg) -> Result<()> {
        let container = self.scratch(dst);
        let items = self.load_const(items);
        self.emit(build, (container, items, 0u32));
        self.emit(extend, (container, items));
        self.move_to(container, dst);
        Ok(())
    }

    /// A list or set display, by its operations to build, to add one value and to add many.
    fn sequence(
        &mut self,
        [build, add, extend]: [Op; 3],
        elts: &'p [Expr],
        dst: Reg,
    ) -> Result<()> {
        if fits_window(elts) {
            return self.build(build, elts, dst);
        }
        let container = self.scratch(dst);
        let run = elts
            .iter()
            .take_while(|item| !item.is_starred_expr())
            .count()
            .min(MAX_WINDOW);
        let (first, rest) = elts.split_at(run);
        self.build(build, first, container)?;
        for item in rest {
            let mark = self.unit.registers.mark();
            match item {
                Expr::Starred(starred) => {
                    let values = self.operand(&starred.value)?;
                    self.emit(extend, (container, values));
                }
                _ => {
                    let value = self.operand(item)?;
                    self.emit(add, (container, value));
                }
            }
            self.unit.registers.release(mark);
        }
        self.move_to(container, dst);
        Ok(())
    }

    /// Builds a container from a window of values.
    pub(super) fn build(&mut self, op: Op, elts: &'p [Expr], dst: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        for item in elts {
            self.eval_temp(item)?;
        }
        self.emit(op, (dst, Reg::temp(mark), elts.len() as u32));
        self.unit.registers.release(mark);
        Ok(())
    }

    /// A dict display.
    pub(super) fn dict(&mut self, items: &'p [ast::DictItem], dst: Reg) -> Result<()> {
        let pairs = items.iter().take_while(|item| item.key.is_some()).count();
        let run = pairs.min(MAX_WINDOW / 2);
        let (first, rest) = items.split_at(run);
        let map = if rest.is_empty() {
            dst
        } else {
            self.scratch(dst)
        };
        let mark = self.unit.registers.mark();
        for item in first {
            if let Some(key) = &item.key {
                self.eval_temp(key)?;
                self.eval_temp(&item.value)?;
            }
        }
        self.emit(Op::BuildMap, (map, Reg::temp(mark), 2 * first.len() as u32));
        self.unit.registers.release(mark);
        for item in rest {
            match &item.key {
                Some(key) => {
                    let key = self.pinned(key, &[&item.value])?;
                    let value = self.operand(&item.value)?;
                    self.emit(Op::MapAdd, (map, key, value));
                }
                None => {
                    let mapping = self.operand(&item.value)?;
                    self.emit(Op::DictUpdate, (map, mapping));
                }
            }
            self.unit.registers.release(mark);
        }
        self.move_to(map, dst);
        Ok(())
    }

    /// A register to build something in that ends in `dst`: a temporary, for a variable must not
    /// change before the end.
    pub(super) fn scratch(&mut self, dst: Reg) -> Reg {
        if dst.is_temp() { dst } else { self.temp() }
    }

    /// `dst = (first, ...)` of `count` registers in a row.
    pub(super) fn build_tuple(&mut self, dst: Reg, first: Reg, count: usize) {
        self.emit(Op::BuildTuple, (dst, first, count as u32));
    }
}

fn fits_window(elts: &[Expr]) -> bool {
    elts.len() <= MAX_WINDOW && !elts.iter().any(Expr::is_starred_expr)
}

/// Some values and then, behind a star, further ones: the first, and what has the others.
pub(super) fn with_rest(elts: &[Expr]) -> Option<(&[Expr], &Expr)> {
    match elts.split_last() {
        Some((Expr::Starred(last), first)) if fits_window(first) => Some((first, &last.value)),
        _ => None,
    }
}

/// The constant of a number literal.
pub(crate) fn number_const(number: &Number) -> Const {
    let float = |value: f64| Float(value.to_bits());
    match number {
        Number::Int(value) => match value.as_i64() {
            Some(value) => Const::Int(value),
            None => Const::big_int(&value.to_string()),
        },
        Number::Float(value) => Const::Float(float(*value)),
        Number::Complex { real, imag } => Const::Complex(float(*real), float(*imag)),
    }
}
