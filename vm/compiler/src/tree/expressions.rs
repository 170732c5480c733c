//! Expressions.

use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, ExprContext, Operator, UnaryOp};
use ruff_text_size::TextRange;

use super::{Field, Maker, Named, Node, STACK, name, node};
use crate::code::Const;
use crate::codegen::number_const;

/// The node of a binary operator.
pub(super) fn operator(op: Operator) -> Field {
    Field::symbol(match op {
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mult => "Mult",
        Operator::MatMult => "MatMult",
        Operator::Div => "Div",
        Operator::Mod => "Mod",
        Operator::Pow => "Pow",
        Operator::LShift => "LShift",
        Operator::RShift => "RShift",
        Operator::BitOr => "BitOr",
        Operator::BitXor => "BitXor",
        Operator::BitAnd => "BitAnd",
        Operator::FloorDiv => "FloorDiv",
    })
}

fn comparison(op: CmpOp) -> Field {
    Field::symbol(match op {
        CmpOp::Eq => "Eq",
        CmpOp::NotEq => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::LtE => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::GtE => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    })
}

fn unary(op: UnaryOp) -> Field {
    Field::symbol(match op {
        UnaryOp::Invert => "Invert",
        UnaryOp::Not => "Not",
        UnaryOp::UAdd => "UAdd",
        UnaryOp::USub => "USub",
    })
}

fn context(context: ExprContext) -> Named {
    let class = match context {
        ExprContext::Load | ExprContext::Invalid => "Load",
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
    };
    ("ctx", Field::symbol(class))
}

impl Maker<'_> {
    pub(super) fn expression(&self, expression: &Expr) -> Node {
        let range = self.program.full_range(expression);
        stacker::maybe_grow(STACK[0], STACK[1], || match expression {
            Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::Compare(_) => {
                self.operation(expression, range)
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression, range)
            }
            Expr::Named(_) | Expr::Lambda(_) | Expr::If(_) | Expr::Await(_) | Expr::Yield(_) => {
                self.special(expression, range)
            }
            Expr::FString(string) => self.f_string(string),
            Expr::TString(string) => self.t_string(string),
            Expr::Attribute(_) | Expr::Subscript(_) | Expr::Starred(_) | Expr::Name(_) => {
                self.place_expression(expression, range)
            }
            Expr::Call(it) => {
                let func = ("func", self.expression(&it.func).into());
                let [args, keywords] = self.arguments(Some(&it.arguments));
                let fields = [func, ("args", args), ("keywords", keywords)];
                self.at(range, "Call", fields)
            }
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) | Expr::Dict(_) | Expr::Slice(_) => {
                self.display(expression, range)
            }
            Expr::YieldFrom(it) => {
                let value = self.expression(&it.value);
                self.at(range, "YieldFrom", [("value", value.into())])
            }
            _ => self.literal(expression, range),
        })
    }

    fn operation(&self, expression: &Expr, range: TextRange) -> Node {
        match expression {
            Expr::BoolOp(it) => {
                let op = Field::symbol(match it.op {
                    BoolOp::And => "And",
                    BoolOp::Or => "Or",
                });
                let fields = [("op", op), ("values", self.expressions(&it.values))];
                self.at(range, "BoolOp", fields)
            }
            Expr::BinOp(it) => {
                let fields = [
                    ("left", self.expression(&it.left).into()),
                    ("op", operator(it.op)),
                    ("right", self.expression(&it.right).into()),
                ];
                self.at(range, "BinOp", fields)
            }
            Expr::UnaryOp(it) => {
                let operand = self.expression(&it.operand).into();
                self.at(
                    range,
                    "UnaryOp",
                    [("op", unary(it.op)), ("operand", operand)],
                )
            }
            Expr::Compare(it) => {
                let ops = it.ops.iter().map(|op| comparison(*op)).collect();
                let fields = [
                    ("left", self.expression(&it.left).into()),
                    ("ops", Field::List(ops)),
                    ("comparators", self.expressions(&it.comparators)),
                ];
                self.at(range, "Compare", fields)
            }
            _ => self.literal(expression, range),
        }
    }

    fn comprehension(&self, expression: &Expr, range: TextRange) -> Node {
        let generators = |generators: &[ast::Comprehension]| {
            let one = |it: &ast::Comprehension| {
                let fields = [
                    ("target", self.expression(&it.target).into()),
                    ("iter", self.expression(&it.iter).into()),
                    ("ifs", self.expressions(&it.ifs)),
                    ("is_async", Field::int(i64::from(it.is_async))),
                ];
                node("comprehension", fields).into()
            };
            (
                "generators",
                Field::List(generators.iter().map(one).collect()),
            )
        };
        let simple = |class, element: &Expr, of: &[ast::Comprehension]| {
            let element = ("elt", self.expression(element).into());
            self.at(range, class, [element, generators(of)])
        };
        match expression {
            Expr::ListComp(it) => simple("ListComp", &it.elt, &it.generators),
            Expr::SetComp(it) => simple("SetComp", &it.elt, &it.generators),
            Expr::Generator(it) => simple("GeneratorExp", &it.elt, &it.generators),
            Expr::DictComp(it) => {
                let fields = [
                    ("key", self.maybe(it.key.as_deref())),
                    ("value", self.expression(&it.value).into()),
                    generators(&it.generators),
                ];
                self.at(range, "DictComp", fields)
            }
            _ => self.literal(expression, range),
        }
    }

    fn special(&self, expression: &Expr, range: TextRange) -> Node {
        match expression {
            Expr::Named(it) => {
                let fields = [
                    ("target", self.expression(&it.target).into()),
                    ("value", self.expression(&it.value).into()),
                ];
                self.at(range, "NamedExpr", fields)
            }
            Expr::Lambda(it) => {
                let fields = [
                    ("args", self.parameters(it.parameters.as_deref()).into()),
                    ("body", self.expression(&it.body).into()),
                ];
                self.at(range, "Lambda", fields)
            }
            Expr::If(it) => {
                let fields = [
                    ("test", self.expression(&it.test).into()),
                    ("body", self.expression(&it.body).into()),
                    ("orelse", self.expression(&it.orelse).into()),
                ];
                self.at(range, "IfExp", fields)
            }
            Expr::Await(it) => {
                let value = self.expression(&it.value);
                self.at(range, "Await", [("value", value.into())])
            }
            Expr::Yield(it) => {
                let value = self.maybe(it.value.as_deref());
                self.at(range, "Yield", [("value", value)])
            }
            _ => self.literal(expression, range),
        }
    }

    /// What can be assigned.
    fn place_expression(&self, expression: &Expr, range: TextRange) -> Node {
        match expression {
            Expr::Attribute(it) => {
                let value = ("value", self.expression(&it.value).into());
                let fields = [value, ("attr", name(&it.attr)), context(it.ctx)];
                self.at(range, "Attribute", fields)
            }
            Expr::Subscript(it) => {
                let value = ("value", self.expression(&it.value).into());
                let slice = ("slice", self.expression(&it.slice).into());
                self.at(range, "Subscript", [value, slice, context(it.ctx)])
            }
            Expr::Starred(it) => {
                let value = ("value", self.expression(&it.value).into());
                self.at(range, "Starred", [value, context(it.ctx)])
            }
            Expr::Name(it) => {
                let fields = [("id", Field::Name(it.id.to_string())), context(it.ctx)];
                self.at(range, "Name", fields)
            }
            _ => self.literal(expression, range),
        }
    }

    fn display(&self, expression: &Expr, range: TextRange) -> Node {
        match expression {
            Expr::List(it) => {
                let fields = [("elts", self.expressions(&it.elts)), context(it.ctx)];
                self.at(range, "List", fields)
            }
            Expr::Tuple(it) => {
                let fields = [("elts", self.expressions(&it.elts)), context(it.ctx)];
                self.at(range, "Tuple", fields)
            }
            Expr::Set(it) => self.at(range, "Set", [("elts", self.expressions(&it.elts))]),
            Expr::Dict(it) => {
                let keys = it.items.iter().map(|item| self.maybe(item.key.as_ref()));
                let values = it.items.iter().map(|item| &item.value);
                let fields = [
                    ("keys", Field::List(keys.collect())),
                    ("values", self.expressions(values)),
                ];
                self.at(range, "Dict", fields)
            }
            Expr::Slice(it) => {
                let fields = [
                    ("lower", self.maybe(it.lower.as_deref())),
                    ("upper", self.maybe(it.upper.as_deref())),
                    ("step", self.maybe(it.step.as_deref())),
                ];
                self.at(range, "Slice", fields)
            }
            _ => self.literal(expression, range),
        }
    }

    fn literal(&self, expression: &Expr, range: TextRange) -> Node {
        let value = match expression {
            Expr::StringLiteral(string) => {
                let value = self.program.string_expression_value(string);
                let unicode = string.value.is_unicode();
                return self.string_constant(range, value, unicode);
            }
            Expr::NumberLiteral(number) => number_const(&number.value),
            Expr::BytesLiteral(bytes) => Const::Bytes(bytes.value.bytes().collect()),
            Expr::BooleanLiteral(boolean) => Const::bool(boolean.value),
            Expr::EllipsisLiteral(_) => Const::Ellipsis,
            _ => Const::None,
        };
        self.constant(range, value)
    }
}
