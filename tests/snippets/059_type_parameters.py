# Type parameters, aliases, generic classes, bounds and defaults.
from typing import TypeVar, Generic, TypeVarTuple, ParamSpec
def first[T](xs: list[T]) -> T:
    return xs[0]
print(first([1, 2]), first.__type_params__, first.__annotations__)
class Box[T: int, *Ts, **P]:
    def __init__(self, v): self.v = v
    def get[U](self, u: U) -> tuple[T, U]: return self.v, u
print(Box(5).get("x"), Box.__type_params__, Box.__bases__, Box.__orig_bases__, Box.__parameters__)
T, Ts, P = Box.__type_params__
print(type(T).__name__, T.__name__, T.__bound__, type(Ts).__name__, type(P).__name__, T.__constraints__)
type Alias[K, V = int] = dict[K, list[V]]
print(Alias, Alias.__name__, Alias.__type_params__, Alias.__value__, Alias[str], Alias.__type_params__[1].__default__, Alias.__type_params__[0].has_default())
type Lazy = undefined_name | int
try:
    Lazy.__value__
except NameError as e:
    print(e)
undefined_name = str
print(Lazy.__value__)
type Recursive = list[Recursive] | None
print(Recursive.__value__)
class C[A: (int, str)]:
    x: A
    type Inner = A
print(C.__type_params__[0].__constraints__, C.Inner.__value__, C.__annotations__)
def bounded[B: "Later"](b: B): return b
Later = float
print(bounded.__type_params__[0].__bound__)
class Sub(Box[int, str, [int]]): pass
print(Sub.__orig_bases__, Sub.__mro__[1].__name__, issubclass(Sub, Generic))
print(Box[int, str, float, [int]], list[int], dict[str, list[int]].__args__, list[T].__parameters__, tuple[int, ...])
S = TypeVar("S", bound=int)
class Old(Generic[S]): pass
print(Old[int], Old.__parameters__, S.__name__, repr(TypeVar("X", covariant=True)))
def outer[T](x: T):
    def inner(y: T) -> T: return y
    return inner, T
i, t = outer(1)
print(i(2), t, i.__annotations__["y"] is t)
class Scoped[T]:
    T2 = T
    def f(self, T=5): return T
print(Scoped.T2, Scoped(). f(), "T" in Scoped.__dict__)
for src in ("def f[T, T](): pass", "class A[T](metaclass=[T := 1]): pass", "type X = (yield)", "def f[T: (yield)](): pass", "type X[T=int, U] = 1", "class A[*]: pass", "def f[*T: int](): pass", "type = 5; type X = int"):
    try:
        compile(src, "<s>", "exec")
        print("compiles:", src)
    except SyntaxError as e:
        print(src, "->", e.msg)
