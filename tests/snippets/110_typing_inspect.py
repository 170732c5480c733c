# typing and inspect: signatures, protocols, overloads, source.
import typing, inspect
from typing import Any, Optional, Union, Callable, Literal, Protocol, runtime_checkable, NamedTuple, TypedDict, NewType, get_args, get_origin, cast, overload, Final, ClassVar, Annotated
print(Optional[int], Union[int, str, int], Callable[[int], str], Literal["a", 1], list[int], Any, get_args(dict[str, int]), get_origin(list[int]), Annotated[int, "meta"], Union[int, None] == Optional[int], ClassVar[int], Final, tuple[int, ...], type[int], Callable[..., int])
@runtime_checkable
class Closer(Protocol):
    def close(self): ...
class File:
    def close(self): pass
print(isinstance(File(), Closer), isinstance(5, Closer))
class NT(NamedTuple):
    x: int
    y: str = "d"
    def both(self): return f"{self.x}{self.y}"
class TD(TypedDict, total=False):
    k: int
UserId = NewType("UserId", int)
print(NT(1), NT(1, "z").both(), NT._fields, TD(k=1), TD.__total__, UserId(5), cast(int, "x"), UserId.__name__)
def f(a, b: int = 2, /, c=3, *args: str, d, e: "later" = 5, **kw) -> bool:
    """Docs."""
s = inspect.signature(f)
print(s, list(s.parameters), s.parameters["b"].kind.name, s.parameters["d"].default is inspect.Parameter.empty, s.return_annotation, inspect.getdoc(f))
b = s.bind(1, d=4)
b.apply_defaults()
print(b.arguments, b.args, b.kwargs)
try:
    s.bind()
except TypeError as e:
    print(e)
class C:
    def m(self, x): pass
    @classmethod
    def c(cls, y=1): pass
    @staticmethod
    def s(z): pass
    def __init__(self, q, *, r=2): pass
    def __call__(self, w): pass
print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C.c), inspect.signature(C.s), inspect.signature(C(1).m), inspect.signature(C(1)), inspect.signature(lambda *, k: 0), inspect.signature(len))
print(inspect.isfunction(f), inspect.ismethod(C(1).m), inspect.isclass(C), inspect.isgeneratorfunction(lambda: (yield)), inspect.iscoroutinefunction(f), inspect.isbuiltin(len), inspect.ismodule(typing), [n for n, _ in inspect.getmembers(C, inspect.isfunction)], inspect.getmro(C))
def g():
    x = 1
    yield x
it = g()
print(inspect.getgeneratorstate(it), next(it), inspect.getgeneratorstate(it), inspect.getgeneratorlocals(it), inspect.getsource(g).splitlines()[0], inspect.currentframe().f_lineno, inspect.getsourcelines(g)[1])
it.close()
print(inspect.getgeneratorstate(it), inspect.getfullargspec(f).args, inspect.cleandoc("  a\n    b\n    c"), inspect.unwrap(f) is f)
from functools import partial
print(inspect.signature(partial(f, 1, d=2)), typing.get_type_hints(NT), typing.no_type_check(f) is f)
