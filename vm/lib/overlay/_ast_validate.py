"""What has to be true of a syntax tree, beyond what the classes of its nodes say."""

import _ast

_List = type(list[int])
_Union = type(int | None)


def check(tree):
    """Raises TypeError or ValueError for a tree that no source text can have."""
    _fields(tree)
    _Validator().visit(tree)


# The types of fields.

# Classes that only their subclasses make nodes of.
_FAMILIES = {cls for cls in vars(_ast).values()
             if isinstance(cls, type) and cls.__base__ is _ast.AST and cls.__subclasses__()}

def _family(cls):
    """The class that the abstract grammar names: that of which `cls` is an alternative."""
    base = cls.__base__
    return cls if base is _ast.AST or base is object else base


def _fields(node):
    """Checks that the fields and attributes are there and have the right types.

    It recurses, for a node may be below itself.
    """
    pending = []
    cls = _known(type(node))
    for name in cls._attributes:
        _attribute(node, cls, name)
    for name in cls._fields:
        kind = cls._field_types[name]
        many = type(kind) is _List
        maybe = type(kind) is _Union
        if many or maybe:
            kind = kind.__args__[0]
        try:
            value = getattr(node, name)
        except AttributeError:
            if many:
                setattr(node, name, [])
            elif kind is _ast.expr_context:
                setattr(node, name, _ast.Load())
            elif not maybe:
                raise TypeError(f'required field "{name}" missing from '
                                f'{cls.__name__}') from None
            continue
        if many:
            if not isinstance(value, list):
                raise TypeError(f'{cls.__name__} field "{name}" must be a list, '
                                f'not a {type(value).__name__}')
            for item in value:
                if item is None and issubclass(kind, _ast.AST):
                    continue
                _value(item, kind, pending)
        elif value is None and (maybe or kind is object):
            continue
        elif value is None and kind is not int:
            raise ValueError(f"field '{name}' is required for {cls.__name__}")
        else:
            _value(value, kind, pending)
    for child in pending:
        _fields(child)


def _known(cls):
    """The class of the grammar that a class is, or is derived from."""
    while cls.__module__ != 'ast' or getattr(_ast, cls.__name__, None) is not cls:
        cls = cls.__base__
    return cls


def _attribute(node, cls, name):
    optional = name.startswith('end_') and not issubclass(cls, (_ast.pattern, _ast.type_param))
    try:
        value = getattr(node, name)
    except AttributeError:
        if optional:
            return
        raise TypeError(
            f'required field "{name}" missing from {_family(cls).__name__}') from None
    if value is None and optional:
        return
    if not isinstance(value, int):
        raise ValueError(f'invalid integer value: {value!r}')


def _value(value, kind, pending):
    if kind is object:
        return
    if kind is int:
        if not isinstance(value, int):
            raise ValueError(f'invalid integer value: {value!r}')
    elif kind is str:
        if type(value) is not str:
            raise TypeError('AST identifier must be of type str')
    elif isinstance(value, kind) and _known(type(value)) not in _FAMILIES:
        pending.append(value)
    else:
        raise TypeError(f'expected some sort of {kind.__name__}, but got {value!r}')


# What the grammar does not say.

_NOT_NAMES = ('None', 'True', 'False')
_CONSTANTS = (type(None), type(...), int, float, complex, bool, str, bytes)
_ASSIGNABLE = (_ast.Attribute, _ast.Subscript, _ast.Starred, _ast.Name, _ast.List, _ast.Tuple)


def _identifier(name):
    if name in _NOT_NAMES:
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _not_empty(node, name):
    if not getattr(node, name):
        raise ValueError(f'empty {name} on {type(node).__name__}')


def _constant(value):
    if type(value) in (tuple, frozenset):
        for item in value:
            _constant(item)
    elif type(value) not in _CONSTANTS:
        raise TypeError(f'got an invalid type in Constant: {type(value).__name__}')


def _place(node):
    line, column = node.lineno, node.col_offset
    end_line = getattr(node, 'end_lineno', None)
    end_column = getattr(node, 'end_col_offset', None)
    if end_line is None:
        end_line = line
    if end_column is None:
        end_column = column
    if line > end_line:
        raise ValueError(f'AST node line range ({line}, {end_line}) is not valid')
    if (line < 0 and end_line != line) or (column < 0 and column != end_column):
        raise ValueError(f'AST node column range ({column}, {end_column}) for line range '
                         f'({line}, {end_line}) is not valid')
    if line == end_line and column > end_column:
        raise ValueError(f'line {line}, column {column}-{end_column} is not a valid range')


class _Validator:
    def visit(self, node, context=_ast.Load, starred=False):
        cls = _known(type(node))
        if cls._attributes:
            _place(node)
        if issubclass(cls, _ast.expr):
            self.context(node, cls, context)
        if issubclass(cls, _ast.MatchStar) and not starred:
            raise ValueError("can't use MatchStar here")
        method = getattr(self, cls.__name__, None)
        if method is not None:
            method(node)
        for name in cls._fields:
            value = getattr(node, name)
            kind = cls._field_types[name]
            inner = self.context_of(node, cls, name, context)
            if isinstance(value, list):
                item_kind = kind.__args__[0]
                for item in value:
                    if item is not None:
                        if isinstance(item, _ast.AST):
                            self.visit(item, inner, cls is _ast.MatchSequence)
                        elif item_kind is str:
                            _identifier(item)
                        continue
                    if item_kind is _ast.expr and name not in ('keys', 'kw_defaults'):
                        raise ValueError('None disallowed in expression list')
                    if item_kind is _ast.stmt:
                        raise ValueError('None disallowed in statement list')
            elif isinstance(value, _ast.AST):
                self.visit(value, inner)
            elif type(value) is str and str in (kind, *getattr(kind, '__args__', ())) \
                    and name not in ('type_comment', 'tag', 'kind'):
                _identifier(value)

    def context(self, node, cls, wanted):
        if not issubclass(cls, _ASSIGNABLE):
            if wanted is not _ast.Load:
                raise ValueError("expression which can't be assigned to in "
                                 f'{wanted.__name__} context')
        elif not isinstance(node.ctx, wanted):
            raise ValueError(f'expression must have {wanted.__name__} context but has '
                             f'{type(node.ctx).__name__} instead')

    def context_of(self, node, cls, name, context):
        """The context that the expressions in a field must have."""
        if name in ('target', 'optional_vars') or (name == 'name' and cls is _ast.TypeAlias):
            return _ast.Store
        if name == 'targets':
            return _ast.Del if cls is _ast.Delete else _ast.Store
        if cls in (_ast.List, _ast.Tuple, _ast.Starred):
            return context
        return _ast.Load

    def body(self, node):
        _not_empty(node, 'body')

    FunctionDef = AsyncFunctionDef = ClassDef = For = AsyncFor = While = If = body

    def With(self, node):
        _not_empty(node, 'items')
        _not_empty(node, 'body')

    AsyncWith = With

    def Delete(self, node):
        _not_empty(node, 'targets')

    Assign = Delete

    def Import(self, node):
        _not_empty(node, 'names')

    Global = Nonlocal = Import

    def ImportFrom(self, node):
        if node.level is not None and node.level < 0:
            raise ValueError('Negative ImportFrom level')
        _not_empty(node, 'names')

    def TypeAlias(self, node):
        if not isinstance(node.name, _ast.Name):
            raise TypeError('TypeAlias with non-Name name')

    def AnnAssign(self, node):
        if node.simple and not isinstance(node.target, _ast.Name):
            raise TypeError('AnnAssign with simple non-Name target')

    def Raise(self, node):
        if node.cause is not None and node.exc is None:
            raise ValueError('Raise with cause but no exception')

    def Try(self, node):
        cls = type(node).__name__
        _not_empty(node, 'body')
        if not node.handlers and not node.finalbody:
            raise ValueError(f'{cls} has neither except handlers nor finalbody')
        if not node.handlers and node.orelse:
            raise ValueError(f'{cls} has orelse but no except handlers')
        for handler in node.handlers:
            _not_empty(handler, 'body')

    TryStar = Try

    def Match(self, node):
        if not node.cases:
            raise ValueError('empty cases on Match')

    def match_case(self, node):
        if not node.body:
            raise ValueError('empty body on match_case')

    def arguments(self, node):
        for name in ('posonlyargs', 'args', 'kwonlyargs'):
            for argument in getattr(node, name):
                self.visit(argument)
        if len(node.defaults) > len(node.posonlyargs) + len(node.args):
            raise ValueError('more positional defaults than args on arguments')
        if len(node.kw_defaults) != len(node.kwonlyargs):
            raise ValueError('length of kwonlyargs is not the same as kw_defaults on arguments')

    def BoolOp(self, node):
        if len(node.values) < 2:
            raise ValueError('BoolOp with less than 2 values')

    def Dict(self, node):
        if len(node.keys) != len(node.values):
            raise ValueError("Dict doesn't have the same number of keys as values")

    def ListComp(self, node):
        if not node.generators:
            raise ValueError('comprehension with no generators')
        for comprehension in node.generators:
            self.visit(comprehension)

    SetComp = DictComp = GeneratorExp = ListComp

    def Compare(self, node):
        if not node.comparators:
            raise ValueError('Compare has no comparators')
        if len(node.comparators) != len(node.ops):
            raise ValueError('Compare has a different number of comparators and operands')

    def NamedExpr(self, node):
        if not isinstance(node.target, _ast.Name):
            raise TypeError('NamedExpr target must be a Name')

    def Constant(self, node):
        _constant(node.value)

    def Name(self, node):
        _identifier(node.id)

    def MatchValue(self, node):
        _pattern_value(node.value)

    def MatchSingleton(self, node):
        if not any(node.value is value for value in (None, True, False)):
            raise ValueError('MatchSingleton can only contain True, False and None')

    def MatchSequence(self, node):
        stars = sum(isinstance(pattern, _ast.MatchStar) for pattern in node.patterns)
        if stars > 1:
            raise ValueError('multiple starred expressions in sequence pattern')

    def MatchMapping(self, node):
        if len(node.keys) != len(node.patterns):
            raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
        _capture(node.rest)
        for key in node.keys:
            if not (isinstance(key, _ast.Constant) and key.value in (None, True, False)):
                _pattern_value(key)

    def MatchClass(self, node):
        if len(node.kwd_attrs) != len(node.kwd_patterns):
            raise ValueError("MatchClass doesn't have the same number of keyword attributes "
                             'as patterns')
        cls = node.cls
        while isinstance(cls, _ast.Attribute):
            cls = cls.value
        if not isinstance(cls, _ast.Name):
            raise ValueError('MatchClass cls field can only contain Name or Attribute nodes.')
        for name in node.kwd_attrs:
            _identifier(name)

    def MatchStar(self, node):
        _capture(node.name)

    def MatchAs(self, node):
        _capture(node.name)
        if node.pattern is not None and node.name is None:
            raise ValueError('MatchAs must specify a target name if a pattern is given')

    def MatchOr(self, node):
        if len(node.patterns) < 2:
            raise ValueError('MatchOr requires at least 2 patterns')


def _capture(name):
    if name is not None:
        if name == '_':
            raise ValueError("can't capture name '_' in patterns")
        _identifier(name)


def _pattern_value(node):
    """Checks that an expression is a literal, or a name with dots."""
    match node:
        case _ast.Constant(value):
            if value is ... or not isinstance(value, (int, float, complex, str, bytes)) \
                    or isinstance(value, bool):
                raise ValueError('unexpected constant inside of a literal pattern')
        case _ast.Attribute():
            pass
        case _ast.UnaryOp(_ast.USub(), _ast.Constant(int() | float() | complex())):
            pass
        case _ast.BinOp(_, _ast.Add() | _ast.Sub(), _ast.Constant(complex())):
            pass
        case _ast.JoinedStr() | _ast.TemplateStr():
            pass
        case _:
            raise ValueError('patterns may only match literals and attribute lookups')
