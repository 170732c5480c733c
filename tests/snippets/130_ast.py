# ast: parsing, walking, changing, writing and compiling trees.
import ast

tree = ast.parse('''
@decorated
def area(w: int, h=2, /, *rest, scale: float = 1.0, **more) -> float:
    """The area."""
    if w > h and not rest:
        return w * h
    elif (n := len(rest)) > 1:
        return -n
    else:
        return [x ** 2 for x in rest if x]
''')
print(ast.dump(tree, indent=2, include_attributes=False))
print([(type(n).__name__, n.lineno, n.col_offset, n.end_lineno, n.end_col_offset)
       for n in ast.walk(tree) if isinstance(n, (ast.stmt, ast.expr))])
print(ast.unparse(tree))
print(ast.get_docstring(tree.body[0]), ast.dump(ast.parse('f(*a, b=1, **c)[1:2, ...]', mode='eval')))
print(ast.dump(ast.parse("f'a{x!r:>{w}}b{y=}' 'c'; t'{z}'; b'x'; 'a' u'b'; 1_0; 2j; 0xFFFFFFFFFFFFFFFFFFFF")))
print(ast.dump(ast.parse('''match p:
    case {"a": 1, **rest} | [1, *_, None]: pass
    case C(x, y=-1) as z if z: pass
    case _: pass
''')))
print(ast.dump(ast.parse('async def f[T: int, *Ts, **P = ...]():\n async with a as b: await c\n type X[T] = T')))


class Swap(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Add):
            node.op = ast.Mult()
        return node

    def visit_Name(self, node):
        return ast.copy_location(ast.Constant(7), node) if node.id == 'seven' else node


changed = ast.fix_missing_locations(Swap().visit(ast.parse('result = 2 + 3 + seven')))
namespace = {}
exec(compile(changed, '<changed>', 'exec'), namespace)
print(namespace['result'], ast.unparse(changed))
expression = ast.Expression(ast.BinOp(ast.Constant(6), ast.Mult(), ast.Constant(7)))
print(eval(compile(ast.fix_missing_locations(expression), '<made>', 'eval')))
print(ast.literal_eval("{'a': [1, -2.5, (3+4j), None, True], 'b': {b'x', 'y'}}") == {
    'a': [1, -2.5, (3+4j), None, True], 'b': {b'x', 'y'}})
for bad in ('a', '1 + 2', 'f()', '[', '{1: x}'):
    try:
        print(ast.literal_eval(bad))
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__)


def broken(tree, mode='exec'):
    try:
        compile(tree, '<broken>', mode)
        print('compiled')
    except (TypeError, ValueError, SyntaxError) as error:
        print(type(error).__name__, error)


broken(ast.Module([ast.Expr(ast.Name('x', ast.Load()))], []))
broken(ast.fix_missing_locations(ast.Module([ast.Expr(ast.Name('x', ast.Store()))], [])))
broken(ast.fix_missing_locations(ast.Module([ast.If(ast.Constant(1), [], [])], [])))
broken(ast.fix_missing_locations(ast.Module([ast.Return(ast.Constant(1))], [])))
broken(ast.fix_missing_locations(ast.Expression(ast.Constant([]))), 'eval')
broken(ast.parse('1'), 'eval')

tree = ast.parse('def f():\n    return 1 / 0\n\n\n\nf()')
for node in ast.walk(tree):
    if isinstance(node, ast.stmt):
        ast.increment_lineno(node, 0)
try:
    exec(compile(tree, '<lines>', 'exec'))
except ZeroDivisionError as error:
    tb = error.__traceback__
    lines = []
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(lines[1:])
print(repr(ast.parse('a = b')), ast.Load() == ast.Load(), ast.parse('x').body[0].value.ctx is
      ast.parse('y').body[0].value.ctx)
print(ast.Name.__doc__, ast.Name._fields, ast.Name.__match_args__, ast.stmt._attributes)
match ast.parse('x.y', mode='eval').body:
    case ast.Attribute(ast.Name(name), attr):
        print(name, attr)
