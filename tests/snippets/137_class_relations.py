# Classes: builtin bases shared by two, subclasses, future annotations, abstract classes, signatures.
from __future__ import annotations
import abc, collections.abc, enum, functools, inspect, json, typing
class A(str): pass
class B(str): __slots__ = ()
class C(A, B): pass
class D(int, enum.Enum): ONE = 1
print(C("x"), C.__mro__[1:3] == (A, B), isinstance(C("y"), str))
for bases in ((A, int), (str, bytes), (list, dict), (A, B, str)):
    try: print(type("X", bases, {}).__mro__[-2].__name__)
    except TypeError as e: print(e)
print([c.__name__ for c in str.__subclasses__() if c in (A, B, C)], [c.__name__ for c in A.__subclasses__()], bool in int.__subclasses__())
class Annotated:
    "doc"
    x: int
    if True: y: list[str] = []
    def method(self, a: int) -> str: z: int = 1
class Plain:
    def method(self): pass
class Point(typing.NamedTuple):
    x: int
    y: "int" = 2
print(Annotated.__annotations__, Annotated.__doc__, Plain.__annotations__, Annotated.method.__annotations__, Point(1), Point.__annotations__.keys())
try: functools.partial(print).keywords[1] = 2
except TypeError as e: print(e)
p = functools.partial(lambda **k: k, a=1)
p.keywords[1] = 2
class Name(str): pass
for call in (lambda: p(), lambda: p.__delattr__("__dict__"), lambda: (lambda **k: k)(**{Name("n"): 1}), lambda: (lambda n: n)(**{Name("n"): 1}), lambda: (lambda **k: k)(**{1: 1})):
    try: print(call())
    except TypeError as e: print(type(e).__name__, str(e).split("()")[-1])
print(inspect.signature(functools.cmp_to_key(max)), inspect.signature(functools.lru_cache(len).cache_info))
class Abstract(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
class One: pass
class Two: pass
print(isinstance(One(), Abstract), Abstract.register(One) is One, isinstance(One(), Abstract), isinstance(Two(), Abstract), issubclass(One, Abstract), Abstract.register(int), isinstance(True, Abstract))
class Hooked(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other): return hasattr(other, "quack") or NotImplemented
print(isinstance(Two(), Hooked))
Two.quack = 1
print(isinstance(Two(), Hooked))
try:
    class Both(collections.abc.Collection): __abc_tpflags__ = collections.abc.Sequence.__flags__ | collections.abc.Mapping.__flags__
except TypeError as e: print(e)
def outer():
    def inner(a: int): pass
    return inner
nested = loop = []
loop.append(loop)
for bad in (loop, {"a": loop}):
    try: json.dumps(bad)
    except ValueError as e: print(e, e.__notes__)
print(object.__getattribute__(Plain().method, "__doc__"), object.__getattribute__(Abstract.register, "__doc__").split("\n")[0])
