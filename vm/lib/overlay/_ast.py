"""The classes of the syntax tree, made from Python's abstract grammar.

Trees themselves are made, and compiled, by the virtual machine (`_ast_convert`).
"""

import sys as _sys

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST

# A line for each class: its name, and its fields in parentheses. Those below a name that ends with a
# colon are derived from it; what follows that name are the attributes of their instances.
_PLACE = 'int lineno, int col_offset, int? end_lineno, int? end_col_offset'
_GRAMMAR = f"""\
mod:
Module(stmt* body, type_ignore* type_ignores)
Interactive(stmt* body)
Expression(expr body)
FunctionType(expr* argtypes, expr returns)
stmt: {_PLACE}
FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
Return(expr? value)
Delete(expr* targets)
Assign(expr* targets, expr value, string? type_comment)
TypeAlias(expr name, type_param* type_params, expr value)
AugAssign(expr target, operator op, expr value)
AnnAssign(expr target, expr annotation, expr? value, int simple)
For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
While(expr test, stmt* body, stmt* orelse)
If(expr test, stmt* body, stmt* orelse)
With(withitem* items, stmt* body, string? type_comment)
AsyncWith(withitem* items, stmt* body, string? type_comment)
Match(expr subject, match_case* cases)
Raise(expr? exc, expr? cause)
Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
Assert(expr test, expr? msg)
Import(alias* names)
ImportFrom(identifier? module, alias* names, int? level)
Global(identifier* names)
Nonlocal(identifier* names)
Expr(expr value)
Pass
Break
Continue
expr: {_PLACE}
BoolOp(boolop op, expr* values)
NamedExpr(expr target, expr value)
BinOp(expr left, operator op, expr right)
UnaryOp(unaryop op, expr operand)
Lambda(arguments args, expr body)
IfExp(expr test, expr body, expr orelse)
Dict(expr?* keys, expr* values)
Set(expr* elts)
ListComp(expr elt, comprehension* generators)
SetComp(expr elt, comprehension* generators)
DictComp(expr key, expr value, comprehension* generators)
GeneratorExp(expr elt, comprehension* generators)
Await(expr value)
Yield(expr? value)
YieldFrom(expr value)
Compare(expr left, cmpop* ops, expr* comparators)
Call(expr func, expr* args, keyword* keywords)
FormattedValue(expr value, int conversion, expr? format_spec)
Interpolation(expr value, constant str, int conversion, expr? format_spec)
JoinedStr(expr* values)
TemplateStr(expr* values)
Constant(constant value, string? kind)
Attribute(expr value, identifier attr, expr_context ctx)
Subscript(expr value, expr slice, expr_context ctx)
Starred(expr value, expr_context ctx)
Name(identifier id, expr_context ctx)
List(expr* elts, expr_context ctx)
Tuple(expr* elts, expr_context ctx)
Slice(expr? lower, expr? upper, expr? step)
expr_context:
Load
Store
Del
boolop:
And
Or
operator:
Add
Sub
Mult
MatMult
Div
Mod
Pow
LShift
RShift
BitOr
BitXor
BitAnd
FloorDiv
unaryop:
Invert
Not
UAdd
USub
cmpop:
Eq
NotEq
Lt
LtE
Gt
GtE
Is
IsNot
In
NotIn
excepthandler: {_PLACE}
ExceptHandler(expr? type, identifier? name, stmt* body)
pattern: int lineno, int col_offset, int end_lineno, int end_col_offset
MatchValue(expr value)
MatchSingleton(constant value)
MatchSequence(pattern* patterns)
MatchMapping(expr* keys, pattern* patterns, identifier? rest)
MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
MatchStar(identifier? name)
MatchAs(pattern? pattern, identifier? name)
MatchOr(pattern* patterns)
type_ignore:
TypeIgnore(int lineno, string tag)
type_param: int lineno, int col_offset, int end_lineno, int end_col_offset
TypeVar(identifier name, expr? bound, expr? default_value)
ParamSpec(identifier name, expr? default_value)
TypeVarTuple(identifier name, expr? default_value)
AST:
comprehension(expr target, expr iter, expr* ifs, int is_async)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)
arg(identifier arg, expr? annotation, string? type_comment): {_PLACE}
keyword(identifier? arg, expr value): {_PLACE}
alias(identifier name, identifier? asname): {_PLACE}
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)"""


def _warn(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


class AST:
    __module__ = 'ast'
    __doc__ = None
    __match_args__ = _fields = _attributes = ()

    def __init__(self, *args, **kwargs):
        cls = type(self)
        fields = cls._fields
        if len(args) > len(fields):
            raise TypeError(f'{cls.__name__} constructor takes at most {len(fields)} '
                            f'positional argument{"" if len(fields) == 1 else "s"}')
        for field, value in zip(fields, args):
            setattr(self, field, value)
        given = set(fields[:len(args)])
        for name, value in kwargs.items():
            if name in fields:
                if name in given:
                    raise TypeError(
                        f'{cls.__name__} got multiple values for argument {name!r}')
                given.add(name)
            elif name not in cls._attributes:
                _warn(f"{cls.__name__}.__init__ got an unexpected keyword argument {name!r}. "
                      "Support for arbitrary keyword arguments is deprecated and will be "
                      "removed in Python 3.15.")
            setattr(self, name, value)
        if len(given) < len(fields):
            self.__complete(cls, fields, given)

    def __complete(self, cls, fields, given):
        types = getattr(cls, '_field_types', None)
        for field in fields:
            if field in given:
                continue
            if types is None or field not in types:
                if types is not None:
                    _warn(f"Field {field!r} is missing from "
                          f"{cls.__module__}.{cls.__qualname__}._field_types. This will become "
                          "an error in Python 3.15.")
                continue
            kind = types[field]
            if kind is expr_context:
                setattr(self, field, _load)
            elif type(kind) is _Union:
                pass
            elif type(kind) is _List:
                setattr(self, field, [])
            else:
                _warn(f"{cls.__name__}.__init__ missing 1 required positional argument: "
                      f"{field!r}. This will become an error in Python 3.15.")

    def __repr__(self):
        return _shown(self, 3, set())

    def __reduce__(self):
        # Without a call of the class, which would complain of fields that are missing.
        return _rebuild, (type(self), dict(self.__dict__))

    def __replace__(self, /, **changes):
        cls = type(self)
        known = {*cls._fields, *cls._attributes}
        missing = [field for field in cls._fields
                   if field not in changes and not hasattr(self, field)]
        for name in changes:
            if name not in known:
                raise TypeError(f'{cls.__name__}.__replace__ got an unexpected keyword '
                                f'argument {name!r}.')
        required = [name for name in missing
                    if type(cls._field_types.get(name)) not in (_Union, _List)]
        if required:
            names = ', '.join(repr(name) for name in required)
            raise TypeError(f'{cls.__name__}.__replace__ missing {len(required)} keyword '
                            f'argument{"" if len(required) == 1 else "s"}: {names}.')
        values = {name: value for name, value in self.__dict__.items() if name in known}
        return cls(**{**values, **changes})


def _rebuild(cls, state):
    node = cls.__new__(cls)
    node.__dict__.update(state)
    return node


def _shown(node, depth, active):
    name = type(node).__name__
    if depth <= 0 or id(node) in active:
        return f'{name}(...)'
    active.add(id(node))
    try:
        parts = []
        for field in node._fields:
            value = getattr(node, field)
            if isinstance(value, (list, tuple)):
                text = _shown_list(value, depth - 1, active)
            elif isinstance(value, AST):
                text = _shown(value, depth - 1, active)
            else:
                text = repr(value)
            parts.append(f'{field}={text}')
        return f'{name}({", ".join(parts)})'
    finally:
        active.discard(id(node))


def _shown_list(items, depth, active):
    if not items:
        return repr(items)
    ends = [items[0]] if len(items) == 1 else [items[0], items[-1]]
    texts = [_shown(item, depth, active) if isinstance(item, AST) else repr(item)
             for item in ends]
    text = (', ..., ' if len(items) > 2 else ', ').join(texts)
    return f'[{text}]' if isinstance(items, list) else f'({text})'


_List = type(list[int])
_Union = type(int | None)


def _fields_of(text):
    """Pairs of type and name."""
    return [field.split(' ') for field in text.split(', ')] if text else []


def _type_of(name, classes):
    base = name.rstrip('*?')
    kind = {'identifier': str, 'int': int, 'string': str, 'constant': object}.get(base)
    if kind is None:
        kind = classes[base]
    if name.endswith('*'):
        return list[kind]
    if name.endswith('?'):
        return kind | None
    return kind


def _make_classes():
    classes = {'AST': AST}
    signatures = {}
    base, attributes = AST, ''
    alternatives = {}
    intern = _sys.intern
    for line in _GRAMMAR.split('\n'):
        signature, _, given = line.partition(':')
        name, _, fields = signature.rstrip(')').partition('(')
        given = given.strip()
        if ':' in line and '(' not in line:
            # The head of a family.
            attributes = given
            if name == 'AST':
                base = AST
                continue
            parent, doc, here = AST, None, attributes
        else:
            parent, doc = base, signature
            here = given if base is AST else ''
        names = tuple(intern(field) for _, field in _fields_of(fields))
        namespace = {'__module__': 'ast', '__doc__': doc, '_fields': names,
                     '__match_args__': names}
        if parent is AST:
            pairs = _fields_of(here)
            namespace['_attributes'] = tuple(intern(field) for _, field in pairs)
            namespace |= {field: None for kind, field in pairs if kind.endswith('?')}
        namespace |= {field: None for kind, field in _fields_of(fields) if kind.endswith('?')}
        classes[name] = cls = type(AST)(name, (parent,), namespace)
        if doc is None:
            base = cls
            alternatives[name] = []
        else:
            signatures[name] = fields
            if base is not AST:
                alternatives[base.__name__].append(signature)
    for name, fields in signatures.items():
        classes[name]._field_types = {
            intern(field): _type_of(kind, classes) for kind, field in _fields_of(fields)}
    for name, members in alternatives.items():
        if any('(' in member for member in members):
            separator = f'\n{" " * len(name)} | '
        else:
            separator = ' | '
        classes[name].__doc__ = f'{name} = {separator.join(members)}'
    return classes


globals().update(_make_classes())
_load = globals()['Load']()
