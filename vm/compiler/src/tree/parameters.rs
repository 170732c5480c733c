//! Parameters of functions, type parameters, arguments of calls and classes.

use ruff_python_ast::{self as ast, TypeParam};
use ruff_text_size::Ranged;

use super::{Field, Maker, Named, Node, maybe_name, name, node, optional};

impl Maker<'_> {
    /// The parameters of a function; a lambda without any has none.
    pub(super) fn parameters(&self, parameters: Option<&ast::Parameters>) -> Node {
        let Some(parameters) = parameters else {
            return self.parameters(Some(&ast::Parameters::default()));
        };
        let all = |parameters: &[ast::ParameterWithDefault]| {
            let nodes = parameters.iter().map(|it| self.parameter(&it.parameter));
            Field::List(nodes.map(Field::from).collect())
        };
        let one =
            |parameter: Option<&ast::Parameter>| optional(parameter.map(|it| self.parameter(it)));
        let keyword_defaults = parameters.kwonlyargs.iter();
        let keyword_defaults = keyword_defaults.map(|it| self.maybe(it.default.as_deref()));
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let defaults = positional.filter_map(|it| it.default.as_deref());
        node(
            "arguments",
            [
                ("posonlyargs", all(&parameters.posonlyargs)),
                ("args", all(&parameters.args)),
                ("vararg", one(parameters.vararg.as_deref())),
                ("kwonlyargs", all(&parameters.kwonlyargs)),
                ("kw_defaults", Field::List(keyword_defaults.collect())),
                ("kwarg", one(parameters.kwarg.as_deref())),
                ("defaults", self.expressions(defaults)),
            ],
        )
    }

    fn parameter(&self, parameter: &ast::Parameter) -> Node {
        let fields = [
            ("arg", name(&parameter.name)),
            ("annotation", self.maybe(parameter.annotation.as_deref())),
            ("type_comment", Field::NONE),
        ];
        self.at(Self::span(&parameter.name, parameter), "arg", fields)
    }

    /// The positional arguments of a call or the bases of a class, and the keyword arguments.
    pub(super) fn arguments(&self, arguments: Option<&ast::Arguments>) -> [Field; 2] {
        let Some(arguments) = arguments else {
            return [Field::List(Vec::new()), Field::List(Vec::new())];
        };
        let keyword = |keyword: &ast::Keyword| {
            let fields = [
                ("arg", maybe_name(keyword.arg.as_ref())),
                ("value", self.expression(&keyword.value).into()),
            ];
            self.at(keyword.range, "keyword", fields).into()
        };
        let keywords = arguments.keywords.iter().map(keyword).collect();
        [self.expressions(&arguments.args), Field::List(keywords)]
    }

    pub(super) fn type_params(&self, params: Option<&ast::TypeParams>) -> Named {
        let params = params.iter().flat_map(|params| &params.type_params);
        let nodes = params.map(|param| self.type_param(param).into());
        ("type_params", Field::List(nodes.collect()))
    }

    fn type_param(&self, param: &TypeParam) -> Node {
        let range = param.range();
        let default =
            |default: &Option<Box<ast::Expr>>| ("default_value", self.maybe(default.as_deref()));
        match param {
            TypeParam::TypeVar(it) => {
                let bound = ("bound", self.maybe(it.bound.as_deref()));
                let fields = [("name", name(&it.name)), bound, default(&it.default)];
                self.at(range, "TypeVar", fields)
            }
            TypeParam::ParamSpec(it) => {
                let fields = [("name", name(&it.name)), default(&it.default)];
                self.at(range, "ParamSpec", fields)
            }
            TypeParam::TypeVarTuple(it) => {
                let fields = [("name", name(&it.name)), default(&it.default)];
                self.at(range, "TypeVarTuple", fields)
            }
        }
    }
}
