//! Expressions as text: annotations under `from __future__ import annotations`.
//!
//! The text is what CPython makes of the syntax tree: its own spaces and quotes, and parentheses
//! only where precedence needs them. Strings and numbers are in [`constants`].

mod constants;
mod interpolated;

use ruff_python_ast::{self as ast, BoolOp, Comprehension, Expr, Operator, Parameters, UnaryOp};

use crate::parse::Program;

/// How tightly an expression must bind to stand somewhere without parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Named,
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    /// The next tighter one.
    fn tighter(self) -> Self {
        const ORDER: [Level; 17] = [
            Level::Named,
            Level::Tuple,
            Level::Test,
            Level::Or,
            Level::And,
            Level::Not,
            Level::Compare,
            Level::BitOr,
            Level::BitXor,
            Level::BitAnd,
            Level::Shift,
            Level::Sum,
            Level::Term,
            Level::Factor,
            Level::Power,
            Level::Await,
            Level::Atom,
        ];
        ORDER.get(self as usize + 1).copied().unwrap_or(Level::Atom)
    }
}

/// The text of an annotation.
pub(super) fn annotation(program: &Program, expr: &Expr) -> String {
    let mut writer = Writer {
        program,
        text: String::new(),
    };
    program.walk(|| writer.expr(expr, Level::Test));
    writer.text
}

struct Writer<'p> {
    program: &'p Program,
    text: String,
}

impl Writer<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes what `inner` writes, in parentheses if `needed`.
    fn parenthesized(&mut self, needed: bool, inner: impl FnOnce(&mut Self)) {
        if needed {
            self.push("(");
        }
        inner(self);
        if needed {
            self.push(")");
        }
    }

    /// Writes items with commas between them.
    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.push(", ");
            }
            write(self, item);
        }
    }

    fn expr(&mut self, expr: &Expr, level: Level) {
        match expr {
            Expr::Name(name) => self.push(&name.id),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value, Level::Atom);
                let integer = matches!(&*attribute.value, Expr::NumberLiteral(number) if number.value.is_int());
                self.push(if integer { " ." } else { "." });
                self.push(&attribute.attr.id);
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value, Level::Atom);
                self.push("[");
                self.expr(&subscript.slice, Level::Tuple);
                self.push("]");
            }
            Expr::Call(call) => self.call(call),
            Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::Compare(_) => {
                self.operator(expr, level);
            }
            Expr::Starred(starred) => {
                self.push("*");
                self.expr(&starred.value, Level::BitOr);
            }
            Expr::Named(_) | Expr::Lambda(_) | Expr::If(_) => self.test(expr, level),
            Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => self.suspension(expr, level),
            Expr::FString(string) => self.f_string(string),
            Expr::TString(string) => self.t_string(string),
            Expr::Slice(slice) => self.slice(slice),
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) | Expr::Dict(_) => {
                self.display(expr, level);
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expr);
            }
            _ => self.constant(expr),
        }
    }

    fn operator(&mut self, expr: &Expr, level: Level) {
        match expr {
            Expr::BoolOp(bool_op) => {
                let (own, word) = match bool_op.op {
                    BoolOp::And => (Level::And, " and "),
                    BoolOp::Or => (Level::Or, " or "),
                };
                self.parenthesized(level > own, |this| {
                    for (place, value) in bool_op.values.iter().enumerate() {
                        this.push(if place > 0 { word } else { "" });
                        this.expr(value, own.tighter());
                    }
                });
            }
            Expr::BinOp(binary) => {
                let own = binary_level(binary.op);
                // Powers associate to the right.
                let power = binary.op == Operator::Pow;
                let (left, right) = if power {
                    (own.tighter(), own)
                } else {
                    (own, own.tighter())
                };
                self.parenthesized(level > own, |this| {
                    this.expr(&binary.left, left);
                    this.push(&format!(" {} ", binary.op.as_str()));
                    this.expr(&binary.right, right);
                });
            }
            Expr::UnaryOp(unary) => {
                let (own, text) = match unary.op {
                    UnaryOp::Not => (Level::Not, "not "),
                    op => (Level::Factor, op.as_str()),
                };
                self.parenthesized(level > own, |this| {
                    this.push(text);
                    this.expr(&unary.operand, own);
                });
            }
            Expr::Compare(compare) => self.parenthesized(level > Level::Compare, |this| {
                this.expr(&compare.left, Level::BitOr);
                for (op, right) in compare.ops.iter().zip(&compare.comparators) {
                    this.push(&format!(" {} ", op.as_str()));
                    this.expr(right, Level::BitOr);
                }
            }),
            _ => {}
        }
    }

    fn test(&mut self, expr: &Expr, level: Level) {
        match expr {
            Expr::Named(named) => self.parenthesized(level > Level::Named, |this| {
                this.expr(&named.target, Level::Atom);
                this.push(" := ");
                this.expr(&named.value, Level::Atom);
            }),
            Expr::Lambda(lambda) => self.parenthesized(level > Level::Test, |this| {
                this.push("lambda");
                if let Some(parameters) = &lambda.parameters {
                    // CPython's space is for positional parameters only.
                    let space = !parameters.posonlyargs.is_empty() || !parameters.args.is_empty();
                    this.push(if space { " " } else { "" });
                    this.parameters(parameters);
                }
                this.push(": ");
                this.expr(&lambda.body, Level::Test);
            }),
            Expr::If(conditional) => self.parenthesized(level > Level::Test, |this| {
                this.expr(&conditional.body, Level::Or);
                this.push(" if ");
                this.expr(&conditional.test, Level::Or);
                this.push(" else ");
                this.expr(&conditional.orelse, Level::Test);
            }),
            _ => {}
        }
    }

    fn suspension(&mut self, expr: &Expr, level: Level) {
        match expr {
            Expr::Await(awaited) => self.parenthesized(level > Level::Await, |this| {
                this.push("await ");
                this.expr(&awaited.value, Level::Atom);
            }),
            Expr::Yield(yielded) => {
                self.push("(yield");
                if let Some(value) = &yielded.value {
                    self.push(" ");
                    self.expr(value, Level::Test);
                }
                self.push(")");
            }
            Expr::YieldFrom(delegation) => {
                self.push("(yield from ");
                self.expr(&delegation.value, Level::Test);
                self.push(")");
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &ast::ExprCall) {
        self.expr(&call.func, Level::Atom);
        let (args, keywords) = (&call.arguments.args, &call.arguments.keywords);
        if let ([only @ Expr::Generator(_)], true) = (&**args, keywords.is_empty()) {
            return self.expr(only, Level::Atom);
        }
        self.push("(");
        self.list(args, |this, arg| this.expr(arg, Level::Test));
        for (place, keyword) in keywords.iter().enumerate() {
            if place > 0 || !args.is_empty() {
                self.push(", ");
            }
            match &keyword.arg {
                Some(name) => self.push(&format!("{}=", name.id)),
                None => self.push("**"),
            }
            self.expr(&keyword.value, Level::Test);
        }
        self.push(")");
    }

    fn slice(&mut self, slice: &ast::ExprSlice) {
        let bound = |this: &mut Self, bound: &Option<Box<Expr>>| {
            if let Some(bound) = bound {
                this.expr(bound, Level::Test);
            }
        };
        bound(self, &slice.lower);
        self.push(":");
        bound(self, &slice.upper);
        if slice.step.is_some() {
            self.push(":");
            bound(self, &slice.step);
        }
    }

    fn display(&mut self, expr: &Expr, level: Level) {
        let element = |this: &mut Self, element: &Expr| this.expr(element, Level::Test);
        match expr {
            Expr::Tuple(tuple) if tuple.elts.is_empty() => self.push("()"),
            Expr::Tuple(tuple) => self.parenthesized(level > Level::Tuple, |this| {
                this.list(&tuple.elts, element);
                this.push(if tuple.elts.len() == 1 { "," } else { "" });
            }),
            Expr::List(list) => {
                self.push("[");
                self.list(&list.elts, element);
                self.push("]");
            }
            Expr::Set(set) => {
                self.push("{");
                self.list(&set.elts, element);
                self.push("}");
            }
            Expr::Dict(dict) => {
                self.push("{");
                self.list(&dict.items, |this, item| match &item.key {
                    Some(key) => this.pair(key, &item.value),
                    None => {
                        this.push("**");
                        this.expr(&item.value, Level::BitOr);
                    }
                });
                self.push("}");
            }
            _ => {}
        }
    }

    fn pair(&mut self, key: &Expr, value: &Expr) {
        self.expr(key, Level::Test);
        self.push(": ");
        self.expr(value, Level::Test);
    }

    fn comprehension(&mut self, expr: &Expr) {
        let (open, generators, close) = match expr {
            Expr::ListComp(list) => ("[", &list.generators, "]"),
            Expr::SetComp(set) => ("{", &set.generators, "}"),
            Expr::DictComp(dict) => ("{", &dict.generators, "}"),
            Expr::Generator(generator) => ("(", &generator.generators, ")"),
            _ => return,
        };
        self.push(open);
        match expr {
            Expr::ListComp(list) => self.expr(&list.elt, Level::Test),
            Expr::SetComp(set) => self.expr(&set.elt, Level::Test),
            Expr::Generator(generator) => self.expr(&generator.elt, Level::Test),
            Expr::DictComp(dict) => {
                if let Some(key) = &dict.key {
                    self.pair(key, &dict.value);
                }
            }
            _ => {}
        }
        generators
            .iter()
            .for_each(|generator| self.generator(generator));
        self.push(close);
    }

    fn generator(&mut self, generator: &Comprehension) {
        self.push(if generator.is_async {
            " async for "
        } else {
            " for "
        });
        self.expr(&generator.target, Level::Tuple);
        self.push(" in ");
        self.expr(&generator.iter, Level::Or);
        for condition in &generator.ifs {
            self.push(" if ");
            self.expr(condition, Level::Or);
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        let mut first = true;
        let mut separate = |this: &mut Self| {
            if !std::mem::take(&mut first) {
                this.push(", ");
            }
        };
        let with_default = |this: &mut Self, parameter: &ast::ParameterWithDefault| {
            this.push(&parameter.parameter.name.id);
            if let Some(default) = &parameter.default {
                this.push("=");
                this.expr(default, Level::Test);
            }
        };
        for parameter in &parameters.posonlyargs {
            separate(self);
            with_default(self, parameter);
        }
        if !parameters.posonlyargs.is_empty() {
            separate(self);
            self.push("/");
        }
        for parameter in &parameters.args {
            separate(self);
            with_default(self, parameter);
        }
        if parameters.vararg.is_some() || !parameters.kwonlyargs.is_empty() {
            separate(self);
            self.push("*");
            self.push(
                parameters
                    .vararg
                    .as_ref()
                    .map_or("", |vararg| &vararg.name.id),
            );
        }
        for parameter in &parameters.kwonlyargs {
            separate(self);
            with_default(self, parameter);
        }
        if let Some(kwarg) = &parameters.kwarg {
            separate(self);
            self.push("**");
            self.push(&kwarg.name.id);
        }
    }
}

fn binary_level(op: Operator) -> Level {
    match op {
        Operator::Add | Operator::Sub => Level::Sum,
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => {
            Level::Term
        }
        Operator::LShift | Operator::RShift => Level::Shift,
        Operator::BitOr => Level::BitOr,
        Operator::BitXor => Level::BitXor,
        Operator::BitAnd => Level::BitAnd,
        Operator::Pow => Level::Power,
    }
}
