//! Statements.

use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::expressions::operator;
use super::{Field, Maker, Node, STACK, maybe_name, name, node};
use crate::code::Const;

impl Maker<'_> {
    pub(super) fn statement(&self, statement: &Stmt) -> Node {
        stacker::maybe_grow(STACK[0], STACK[1], || match statement {
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::With(_) => self.block(statement),
            Stmt::Match(it) => {
                let cases = it.cases.iter().map(|case| self.match_case(case).into());
                let fields = [
                    ("subject", self.expression(&it.subject).into()),
                    ("cases", Field::List(cases.collect())),
                ];
                self.at(it.range, "Match", fields)
            }
            Stmt::Try(it) => self.try_statement(it),
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {
                self.names_statement(statement)
            }
            _ => self.simple(statement),
        })
    }

    /// A definition's range: without its decorators.
    fn head(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else {
            return range;
        };
        let mut after = self.program.tokens().after(last.end()).iter();
        let first = after.find(|it| !it.kind().is_any_newline() && !it.kind().is_comment());
        first.map_or(range, |first| Self::span(first, &range))
    }

    fn decorators(&self, decorators: &[ast::Decorator]) -> (&'static str, Field) {
        let expressions = decorators.iter().map(|it| &it.expression);
        ("decorator_list", self.expressions(expressions))
    }

    fn function(&self, function: &ast::StmtFunctionDef) -> Node {
        let class = match function.is_async {
            true => "AsyncFunctionDef",
            false => "FunctionDef",
        };
        let fields = [
            ("name", name(&function.name)),
            ("args", self.parameters(Some(&function.parameters)).into()),
            ("body", self.body(&function.body)),
            self.decorators(&function.decorator_list),
            ("returns", self.maybe(function.returns.as_deref())),
            ("type_comment", Field::NONE),
            self.type_params(function.type_params.as_deref()),
        ];
        let range = self.head(function.range, &function.decorator_list);
        self.at(range, class, fields)
    }

    fn class(&self, class: &ast::StmtClassDef) -> Node {
        let [bases, keywords] = self.arguments(class.arguments.as_deref());
        let fields = [
            ("name", name(&class.name)),
            ("bases", bases),
            ("keywords", keywords),
            ("body", self.body(&class.body)),
            self.decorators(&class.decorator_list),
            self.type_params(class.type_params.as_deref()),
        ];
        self.at(
            self.head(class.range, &class.decorator_list),
            "ClassDef",
            fields,
        )
    }

    fn block(&self, statement: &Stmt) -> Node {
        let range = statement.range();
        match statement {
            Stmt::For(it) => {
                let class = if it.is_async { "AsyncFor" } else { "For" };
                let fields = [
                    ("target", self.expression(&it.target).into()),
                    ("iter", self.expression(&it.iter).into()),
                    ("body", self.body(&it.body)),
                    ("orelse", self.body(&it.orelse)),
                    ("type_comment", Field::NONE),
                ];
                self.at(range, class, fields)
            }
            Stmt::While(it) => {
                let fields = [
                    ("test", self.expression(&it.test).into()),
                    ("body", self.body(&it.body)),
                    ("orelse", self.body(&it.orelse)),
                ];
                self.at(range, "While", fields)
            }
            Stmt::If(it) => {
                let orelse = self.clauses(&it.elif_else_clauses, range);
                self.condition(range, &it.test, &it.body, orelse)
            }
            Stmt::With(it) => {
                let class = if it.is_async { "AsyncWith" } else { "With" };
                let item = |item: &ast::WithItem| {
                    let target = self.maybe(item.optional_vars.as_deref());
                    let context = self.expression(&item.context_expr).into();
                    let fields = [("context_expr", context), ("optional_vars", target)];
                    node("withitem", fields).into()
                };
                let fields = [
                    ("items", Field::List(it.items.iter().map(item).collect())),
                    ("body", self.body(&it.body)),
                    ("type_comment", Field::NONE),
                ];
                self.at(range, class, fields)
            }
            _ => self.simple(statement),
        }
    }

    fn condition(&self, range: TextRange, test: &Expr, body: &[Stmt], orelse: Field) -> Node {
        let fields = [
            ("test", self.expression(test).into()),
            ("body", self.body(body)),
            ("orelse", orelse),
        ];
        self.at(range, "If", fields)
    }

    /// What `elif` and `else` clauses make of `orelse`. Built from the last one on, for there may be many.
    fn clauses(&self, clauses: &[ast::ElifElseClause], whole: TextRange) -> Field {
        let mut orelse = Vec::new();
        for clause in clauses.iter().rev() {
            match &clause.test {
                None => {
                    orelse = clause
                        .body
                        .iter()
                        .map(|it| self.statement(it).into())
                        .collect();
                }
                Some(test) => {
                    let rest = Field::List(std::mem::take(&mut orelse));
                    let range = Self::span(clause, &whole);
                    orelse.push(self.condition(range, test, &clause.body, rest).into());
                }
            }
        }
        Field::List(orelse)
    }

    fn try_statement(&self, it: &ast::StmtTry) -> Node {
        let handler = |handler: &ExceptHandler| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let fields = [
                ("type", self.maybe(handler.type_.as_deref())),
                ("name", maybe_name(handler.name.as_ref())),
                ("body", self.body(&handler.body)),
            ];
            self.at(handler.range, "ExceptHandler", fields).into()
        };
        let fields = [
            ("body", self.body(&it.body)),
            (
                "handlers",
                Field::List(it.handlers.iter().map(handler).collect()),
            ),
            ("orelse", self.body(&it.orelse)),
            ("finalbody", self.body(&it.finalbody)),
        ];
        self.at(it.range, if it.is_star { "TryStar" } else { "Try" }, fields)
    }

    /// Imports and declarations.
    fn names_statement(&self, statement: &Stmt) -> Node {
        let range = statement.range();
        let aliases = |aliases: &[ast::Alias]| {
            let alias = |alias: &ast::Alias| {
                let fields = [
                    ("name", name(&alias.name)),
                    ("asname", maybe_name(alias.asname.as_ref())),
                ];
                self.at(alias.range, "alias", fields).into()
            };
            ("names", Field::List(aliases.iter().map(alias).collect()))
        };
        let names =
            |names: &[ast::Identifier]| ("names", Field::List(names.iter().map(name).collect()));
        match statement {
            Stmt::Import(it) => self.at(range, "Import", [aliases(&it.names)]),
            Stmt::ImportFrom(it) => {
                let module = ("module", maybe_name(it.module.as_ref()));
                let level = ("level", Field::int(i64::from(it.level)));
                self.at(range, "ImportFrom", [module, aliases(&it.names), level])
            }
            Stmt::Global(it) => self.at(range, "Global", [names(&it.names)]),
            Stmt::Nonlocal(it) => self.at(range, "Nonlocal", [names(&it.names)]),
            _ => self.simple(statement),
        }
    }

    /// A statement that holds expressions only.
    fn simple(&self, statement: &Stmt) -> Node {
        let range = statement.range();
        match statement {
            Stmt::Return(it) => {
                let value = self.maybe(it.value.as_deref());
                self.at(range, "Return", [("value", value)])
            }
            Stmt::Delete(it) => self.at(
                range,
                "Delete",
                [("targets", self.expressions(&it.targets))],
            ),
            Stmt::Expr(it) => {
                let value = self.expression(&it.value);
                self.at(range, "Expr", [("value", value.into())])
            }
            Stmt::Raise(it) => {
                let fields = [
                    ("exc", self.maybe(it.exc.as_deref())),
                    ("cause", self.maybe(it.cause.as_deref())),
                ];
                self.at(range, "Raise", fields)
            }
            Stmt::Assert(it) => {
                let fields = [
                    ("test", self.expression(&it.test).into()),
                    ("msg", self.maybe(it.msg.as_deref())),
                ];
                self.at(range, "Assert", fields)
            }
            Stmt::Break(_) => self.at(range, "Break", []),
            Stmt::Continue(_) => self.at(range, "Continue", []),
            Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::AnnAssign(_) | Stmt::TypeAlias(_) => {
                self.assignment(statement)
            }
            _ => self.at(range, "Pass", []),
        }
    }

    fn assignment(&self, statement: &Stmt) -> Node {
        let range = statement.range();
        match statement {
            Stmt::Assign(it) => {
                let fields = [
                    ("targets", self.expressions(&it.targets)),
                    ("value", self.expression(&it.value).into()),
                    ("type_comment", Field::NONE),
                ];
                self.at(range, "Assign", fields)
            }
            Stmt::AugAssign(it) => {
                let fields = [
                    ("target", self.expression(&it.target).into()),
                    ("op", operator(it.op)),
                    ("value", self.expression(&it.value).into()),
                ];
                self.at(range, "AugAssign", fields)
            }
            Stmt::AnnAssign(it) => {
                let simple = Const::Int(i64::from(it.simple));
                let fields = [
                    ("target", self.expression(&it.target).into()),
                    ("annotation", self.expression(&it.annotation).into()),
                    ("value", self.maybe(it.value.as_deref())),
                    ("simple", Field::Constant(simple)),
                ];
                self.at(range, "AnnAssign", fields)
            }
            Stmt::TypeAlias(it) => {
                let fields = [
                    ("name", self.expression(&it.name).into()),
                    self.type_params(it.type_params.as_deref()),
                    ("value", self.expression(&it.value).into()),
                ];
                self.at(range, "TypeAlias", fields)
            }
            _ => self.at(range, "Pass", []),
        }
    }
}
