//! Expressions: dispatch, values, operands.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::Ranged;

use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;

/// The value of an expression.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A constant, not loaded.
    Const(Const),
    /// In a register: a temporary, or a variable's.
    Reg(Reg),
}

impl<'p> Generator<'p> {
    /// Evaluates an expression. If an instruction computes the value, it writes `want`, or a new
    /// temporary at the top of the stack.
    ///
    /// A variable `want` is written by the last instruction only; a temporary `want` may serve as
    /// scratch before.
    pub(super) fn eval(&mut self, expr: &'p Expr, want: Option<Reg>) -> Result<Value> {
        self.nested(|this| this.ranged(expr.range(), |this| this.eval_inner(expr, want)))
    }

    fn eval_inner(&mut self, expr: &'p Expr, want: Option<Reg>) -> Result<Value> {
        if let Some(value) = self.literal(expr) {
            return Ok(Value::Const(value));
        }
        match expr {
            Expr::Name(name) => {
                if name.id == "__debug__" {
                    return Ok(Value::Const(Const::bool(self.options.optimize == 0)));
                }
                if let Some(reg) = self.local_operand(&name.id) {
                    return Ok(Value::Reg(reg));
                }
                self.computed(want, |this, dst| {
                    this.load_name(&name.id, dst);
                    Ok(())
                })
            }
            Expr::BinOp(_) => self.binary(expr, want),
            Expr::UnaryOp(unary) => self.unary(unary, want),
            Expr::Compare(compare) => self.compare(compare, want),
            Expr::BoolOp(bool_op) => self.bool_value(bool_op, want),
            Expr::If(conditional) => self.conditional_value(conditional, want),
            Expr::Named(named) => self.named(named),
            Expr::Call(call) => self.computed(want, |this, dst| this.call(call, dst)),
            Expr::Attribute(attribute) => {
                self.computed(want, |this, dst| this.attribute(attribute, dst))
            }
            Expr::Subscript(subscript) => {
                self.computed(want, |this, dst| this.subscript(subscript, dst))
            }
            Expr::Slice(slice) => self.slice(slice, want),
            Expr::Tuple(tuple) => self.tuple(&tuple.elts, want),
            Expr::List(list) => self.computed(want, |this, dst| this.list(&list.elts, dst)),
            Expr::Set(set) => self.computed(want, |this, dst| this.set(&set.elts, dst)),
            Expr::Dict(dict) => self.computed(want, |this, dst| this.dict(&dict.items, dst)),
            Expr::Lambda(lambda) => self.computed(want, |this, dst| this.lambda(lambda, dst)),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.computed(want, |this, dst| this.comprehension(expr, dst))
            }
            Expr::FString(string) => self.f_string(string, want),
            Expr::TString(string) => self.computed(want, |this, dst| this.t_string(string, dst)),
            Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.computed(want, |this, dst| this.suspension(expr, dst))
            }
            Expr::Starred(starred) => Err(self
                .program
                .error(starred.range, "can't use starred expression here")),
            _ => Err(self.program.error(expr.range(), "invalid syntax")),
        }
    }

    /// Lets `compute` write `want`, or a new temporary where the stack was before: what `compute`
    /// took is given back.
    pub(super) fn computed(
        &mut self,
        want: Option<Reg>,
        compute: impl FnOnce(&mut Self, Reg) -> Result<()>,
    ) -> Result<Value> {
        let dst = want.unwrap_or_else(|| self.temp());
        let mark = self.unit.registers.mark();
        compute(self, dst)?;
        self.unit.registers.release(mark);
        Ok(Value::Reg(dst))
    }

    /// Evaluates into a register: a variable's where it lies, or a temporary.
    pub(super) fn operand(&mut self, expr: &'p Expr) -> Result<Reg> {
        let value = self.eval(expr, None)?;
        Ok(self.materialize(value))
    }

    /// As `operand`, and the value stays the same while the `later` expressions are evaluated.
    pub(super) fn pinned(&mut self, expr: &'p Expr, later: &[&'p Expr]) -> Result<Reg> {
        let value = self.pinned_value(expr, later)?;
        Ok(self.materialize(value))
    }

    /// As `eval`, and the value stays the same while the `later` expressions are evaluated.
    pub(super) fn pinned_value(&mut self, expr: &'p Expr, later: &[&'p Expr]) -> Result<Value> {
        let value = self.eval(expr, None)?;
        if self.has_walrus
            && let Value::Reg(reg) = value
            && !reg.is_temp()
            && self
                .program
                .walk(|| later.iter().any(|later| assigns_within(later)))
        {
            let copy = self.temp();
            self.move_to(reg, copy);
            return Ok(Value::Reg(copy));
        }
        Ok(value)
    }

    /// Evaluates into that register.
    pub(super) fn eval_to(&mut self, expr: &'p Expr, dst: Reg) -> Result<()> {
        let mark = self.unit.registers.mark();
        let value = self.eval(expr, Some(dst))?;
        let before = self.at(expr.range());
        self.put(value, dst);
        self.unit.range = before;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Evaluates into a new temporary.
    pub(super) fn eval_temp(&mut self, expr: &'p Expr) -> Result<Reg> {
        let dst = self.temp();
        self.eval_to(expr, dst)?;
        Ok(dst)
    }

    /// Evaluates for its effects only.
    pub(super) fn eval_effect(&mut self, expr: &'p Expr) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.eval(expr, None)?;
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Puts a value into a register.
    pub(super) fn put(&mut self, value: Value, dst: Reg) {
        match value {
            Value::Const(value) => self.load_const_to(value, dst),
            Value::Reg(reg) => self.move_to(reg, dst),
        }
    }

    /// The register of a value; loads a constant into a new temporary.
    pub(super) fn materialize(&mut self, value: Value) -> Reg {
        match value {
            Value::Const(value) => self.load_const(value),
            Value::Reg(reg) => reg,
        }
    }

    /// `target := value`; the value stays where the name's store found it.
    fn named(&mut self, named: &'p ast::ExprNamed) -> Result<Value> {
        let Expr::Name(target) = &*named.target else {
            return Err(self.program.error(named.target.range(), "invalid syntax"));
        };
        if let Some(reg) = self.local_target(&target.id) {
            self.eval_to(&named.value, reg)?;
            return Ok(Value::Reg(reg));
        }
        let value = self.operand(&named.value)?;
        let before = self.at(target.range);
        self.store_name(&target.id, value);
        self.unit.range = before;
        Ok(Value::Reg(value))
    }

    fn attribute(&mut self, attribute: &'p ast::ExprAttribute, dst: Reg) -> Result<()> {
        if self.super_attribute(attribute, dst, false)? {
            return Ok(());
        }
        let object = self.operand(&attribute.value)?;
        let name = self.mangled(&attribute.attr.id);
        let range = self.attribute_range(attribute);
        self.ranged(range, |this| {
            this.load_attr(dst, object, &name);
            Ok(())
        })
    }
}

/// Whether the expression assigns a variable by `:=`, outside of functions of its own.
pub(super) fn assigns_within(expr: &Expr) -> bool {
    any_within(expr, Expr::is_named_expr)
}

/// Whether the expression binds variables, by `:=` or as an inlined comprehension does.
pub(super) fn binds_within(expr: &Expr) -> bool {
    any_within(expr, |expr| {
        matches!(
            expr,
            Expr::Named(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_)
        )
    })
}

/// Whether the test holds for the expression or one inside it, `lambda`s left out.
fn any_within(expr: &Expr, test: impl Fn(&Expr) -> bool) -> bool {
    struct Finder<F> {
        test: F,
        found: bool,
    }
    impl<'a, F: Fn(&Expr) -> bool> Visitor<'a> for Finder<F> {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.found |= (self.test)(expr);
            if !self.found && !expr.is_lambda_expr() {
                visitor::walk_expr(self, expr);
            }
        }
    }
    let mut finder = Finder { test, found: false };
    finder.visit_expr(expr);
    finder.found
}

/// Whether the node is loaded, not stored or deleted.
pub(super) fn is_load(context: ExprContext) -> bool {
    context == ExprContext::Load
}
