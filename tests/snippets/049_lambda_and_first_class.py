# Functions are values: attributes, tables, partial, compose, introspection.
def f(a, b=2, /, c=3, *args, d, e=5, **kw) -> "ret":
    "Doc."
    local = 1
    return locals()
f.attr = "x"
print(f.__name__, f.__doc__, f.attr, f.__dict__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__module__, f.__qualname__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames, code.co_flags & 0xf, code.co_firstlineno, code.co_nlocals)
print(sorted(f(1, d=4).items()), f(1, 2, 3, 4, d=5, z=6)["args"])
f.__defaults__ = (9,)
try:
    f(1, 2, d=1)
    f(d=1)
except TypeError as e:
    print(e)
f.__name__ = "renamed"
f.__kwdefaults__ = {"d": "default d", "e": 0}
print(f.__name__, f(1, 2)["d"], f.__qualname__)
table = {"+": lambda a, b: a + b, "max": max, "len": lambda *a: len(a)}
print(table["+"](1, 2), table["max"](3, 9), table["len"](1, 2, 3))
compose = lambda *fs: (lambda x: compose(*fs[1:])(fs[0](x)) if fs else x)
print(compose(str, len, lambda n: n * 2)(12345), (lambda: 5)(), (lambda x, *y, z=1, **w: (x, y, z, w))(1, 2, z=3, q=4))
print((lambda: 0).__name__, (lambda: 0).__qualname__, (lambda x=1: x).__defaults__, callable(f), callable(5), callable(int))
def outer():
    def inner(): pass
    class K:
        def m(self): return lambda: 0
    return inner.__qualname__, K.m.__qualname__, K().m().__qualname__
print(outer())
from functools import partial, reduce
p = partial(f, 1, d=7)
print(p.func.__name__, p.args, p.keywords, sorted(p(2))[:3], reduce(lambda a, b: a * b, range(1, 6)), reduce(lambda a, b: a + b, [], "init"))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)
g = lambda: (yield 1)
print(list(g()), type(f), type(len), type([].append), type(str.upper), type("".upper), type(object.__init__), type(object().__init__))
print(f == f, f is f, len == len, [].append == [].append, "a".upper == "a".upper, str.upper is str.upper)
def rec(n, self=None): return 1 if n == 0 else n * rec(n - 1)
other, rec2 = rec, None
print(other(5), hash(f) == hash(f), {f: 1}[f])
for attr, value in (("__code__", 5), ("__defaults__", [1]), ("__name__", 5), ("__kwdefaults__", 5), ("__dict__", 5), ("__closure__", None), ("__globals__", {})):
    try:
        setattr(f, attr, value)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
f.__code__ = (lambda: "new code").__code__
f.__defaults__ = None
print(f())
