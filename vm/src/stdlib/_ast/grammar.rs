//! The abstract grammar: which classes there are, and what fields their instances have.
//!
//! It is written as in Python's reference: `expr* body` is a list, `expr? returns` may be None.

/// A kind of node.
#[derive(Debug)]
pub(super) struct Kind {
    /// The class.
    pub name: &'static str,
    /// Whether nodes have a place in the source.
    pub places: Places,
    /// Its alternatives, which are subclasses; none: the kind is a class of nodes itself.
    pub alternatives: &'static [Node],
    /// The fields of a kind without alternatives.
    pub fields: &'static str,
}

/// A class of nodes.
#[derive(Debug)]
pub(super) struct Node {
    /// The class.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static str,
}

/// Whether nodes say where in the source they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Places {
    /// They do not.
    None,
    /// They do.
    Whole,
    /// They do; the end may be missing.
    OptionalEnd,
}

const fn node(name: &'static str, fields: &'static str) -> Node {
    Node { name, fields }
}

const fn sum(name: &'static str, places: Places, alternatives: &'static [Node]) -> Kind {
    Kind {
        name,
        places,
        alternatives,
        fields: "",
    }
}

const fn product(name: &'static str, places: Places, fields: &'static str) -> Kind {
    Kind {
        name,
        places,
        alternatives: &[],
        fields,
    }
}

/// All kinds.
pub(super) static KINDS: &[Kind] = &[
    sum(
        "mod",
        Places::None,
        &[
            node("Module", "stmt* body, type_ignore* type_ignores"),
            node("Interactive", "stmt* body"),
            node("Expression", "expr body"),
            node("FunctionType", "expr* argtypes, expr returns"),
        ],
    ),
    sum(
        "stmt",
        Places::OptionalEnd,
        &[
            node(
                "FunctionDef",
                "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params",
            ),
            node(
                "AsyncFunctionDef",
                "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params",
            ),
            node(
                "ClassDef",
                "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params",
            ),
            node("Return", "expr? value"),
            node("Delete", "expr* targets"),
            node("Assign", "expr* targets, expr value, string? type_comment"),
            node(
                "TypeAlias",
                "expr name, type_param* type_params, expr value",
            ),
            node("AugAssign", "expr target, operator op, expr value"),
            node(
                "AnnAssign",
                "expr target, expr annotation, expr? value, int simple",
            ),
            node(
                "For",
                "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment",
            ),
            node(
                "AsyncFor",
                "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment",
            ),
            node("While", "expr test, stmt* body, stmt* orelse"),
            node("If", "expr test, stmt* body, stmt* orelse"),
            node("With", "withitem* items, stmt* body, string? type_comment"),
            node(
                "AsyncWith",
                "withitem* items, stmt* body, string? type_comment",
            ),
            node("Match", "expr subject, match_case* cases"),
            node("Raise", "expr? exc, expr? cause"),
            node(
                "Try",
                "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody",
            ),
            node(
                "TryStar",
                "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody",
            ),
            node("Assert", "expr test, expr? msg"),
            node("Import", "alias* names"),
            node("ImportFrom", "identifier? module, alias* names, int? level"),
            node("Global", "identifier* names"),
            node("Nonlocal", "identifier* names"),
            node("Expr", "expr value"),
            node("Pass", ""),
            node("Break", ""),
            node("Continue", ""),
        ],
    ),
    sum(
        "expr",
        Places::OptionalEnd,
        &[
            node("BoolOp", "boolop op, expr* values"),
            node("NamedExpr", "expr target, expr value"),
            node("BinOp", "expr left, operator op, expr right"),
            node("UnaryOp", "unaryop op, expr operand"),
            node("Lambda", "arguments args, expr body"),
            node("IfExp", "expr test, expr body, expr orelse"),
            node("Dict", "expr?* keys, expr* values"),
            node("Set", "expr* elts"),
            node("ListComp", "expr elt, comprehension* generators"),
            node("SetComp", "expr elt, comprehension* generators"),
            node(
                "DictComp",
                "expr key, expr value, comprehension* generators",
            ),
            node("GeneratorExp", "expr elt, comprehension* generators"),
            node("Await", "expr value"),
            node("Yield", "expr? value"),
            node("YieldFrom", "expr value"),
            node("Compare", "expr left, cmpop* ops, expr* comparators"),
            node("Call", "expr func, expr* args, keyword* keywords"),
            node(
                "FormattedValue",
                "expr value, int conversion, expr? format_spec",
            ),
            node(
                "Interpolation",
                "expr value, constant str, int conversion, expr? format_spec",
            ),
            node("JoinedStr", "expr* values"),
            node("TemplateStr", "expr* values"),
            node("Constant", "constant value, string? kind"),
            node("Attribute", "expr value, identifier attr, expr_context ctx"),
            node("Subscript", "expr value, expr slice, expr_context ctx"),
            node("Starred", "expr value, expr_context ctx"),
            node("Name", "identifier id, expr_context ctx"),
            node("List", "expr* elts, expr_context ctx"),
            node("Tuple", "expr* elts, expr_context ctx"),
            node("Slice", "expr? lower, expr? upper, expr? step"),
        ],
    ),
    sum(
        "expr_context",
        Places::None,
        &[node("Load", ""), node("Store", ""), node("Del", "")],
    ),
    sum("boolop", Places::None, &[node("And", ""), node("Or", "")]),
    sum(
        "operator",
        Places::None,
        &[
            node("Add", ""),
            node("Sub", ""),
            node("Mult", ""),
            node("MatMult", ""),
            node("Div", ""),
            node("Mod", ""),
            node("Pow", ""),
            node("LShift", ""),
            node("RShift", ""),
            node("BitOr", ""),
            node("BitXor", ""),
            node("BitAnd", ""),
            node("FloorDiv", ""),
        ],
    ),
    sum(
        "unaryop",
        Places::None,
        &[
            node("Invert", ""),
            node("Not", ""),
            node("UAdd", ""),
            node("USub", ""),
        ],
    ),
    sum(
        "cmpop",
        Places::None,
        &[
            node("Eq", ""),
            node("NotEq", ""),
            node("Lt", ""),
            node("LtE", ""),
            node("Gt", ""),
            node("GtE", ""),
            node("Is", ""),
            node("IsNot", ""),
            node("In", ""),
            node("NotIn", ""),
        ],
    ),
    product(
        "comprehension",
        Places::None,
        "expr target, expr iter, expr* ifs, int is_async",
    ),
    sum(
        "excepthandler",
        Places::OptionalEnd,
        &[node(
            "ExceptHandler",
            "expr? type, identifier? name, stmt* body",
        )],
    ),
    product(
        "arguments",
        Places::None,
        "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults",
    ),
    product(
        "arg",
        Places::OptionalEnd,
        "identifier arg, expr? annotation, string? type_comment",
    ),
    product(
        "keyword",
        Places::OptionalEnd,
        "identifier? arg, expr value",
    ),
    product(
        "alias",
        Places::OptionalEnd,
        "identifier name, identifier? asname",
    ),
    product(
        "withitem",
        Places::None,
        "expr context_expr, expr? optional_vars",
    ),
    product(
        "match_case",
        Places::None,
        "pattern pattern, expr? guard, stmt* body",
    ),
    sum(
        "pattern",
        Places::Whole,
        &[
            node("MatchValue", "expr value"),
            node("MatchSingleton", "constant value"),
            node("MatchSequence", "pattern* patterns"),
            node(
                "MatchMapping",
                "expr* keys, pattern* patterns, identifier? rest",
            ),
            node(
                "MatchClass",
                "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns",
            ),
            node("MatchStar", "identifier? name"),
            node("MatchAs", "pattern? pattern, identifier? name"),
            node("MatchOr", "pattern* patterns"),
        ],
    ),
    sum(
        "type_ignore",
        Places::None,
        &[node("TypeIgnore", "int lineno, string tag")],
    ),
    sum(
        "type_param",
        Places::Whole,
        &[
            node(
                "TypeVar",
                "identifier name, expr? bound, expr? default_value",
            ),
            node("ParamSpec", "identifier name, expr? default_value"),
            node("TypeVarTuple", "identifier name, expr? default_value"),
        ],
    ),
];
