# functools: partial, lru_cache, cached_property, reduce, total_ordering, singledispatch(method), cmp_to_key.
import functools
from functools import *
p = partial(int, base=2)
print(p("101"), p.keywords, partial(print, "a", sep="-")("b", "c"), partial(partial(max, 1), 5)(3), partial(lambda a, b: (a, b), Placeholder, 2)(1))
@lru_cache(maxsize=2)
def sq(x):
    print("computing", x)
    return x * x
print(sq(2), sq(2), sq(3), sq(4), sq(2), sq.cache_info(), sq.__wrapped__(9))
sq.cache_clear()
print(sq.cache_info(), sq.cache_parameters())
@cache
def pair(a, b=0): return [a, b]
print(pair(1) is pair(1), pair(1) is pair(1, 0), pair(1.0) is pair(1))
@lru_cache(typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info())
try:
    sq([])
except TypeError as e:
    print(e)
class C:
    def __init__(self): self.n = 0
    @cached_property
    def v(self):
        self.n += 1
        return self.n
    @singledispatchmethod
    def kind(self, x): return "other"
    @kind.register
    def _(self, x: int): return "int"
    @kind.register
    def _(self, x: str | bytes): return "text"
    def add(self, a, b): return a + b
    add5 = partialmethod(add, 5)
c = C()
print(c.v, c.v, c.__dict__, c.kind(1), c.kind("s"), c.kind(b""), c.kind([]), c.add5(1))
del c.v
print(c.v)
@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(1), V(2) > V(1), V(2) >= V(3), V(1) != V(2))
print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(max, [3, 1], 5), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
@singledispatch
def f(x, *a): return "object"
@f.register(int)
@f.register(float)
def _(x, *a): return "number"
@f.register
def _(x: dict | list): return "container"
print(f(1), f(2.5), f(True), f([]), f("s"), f.dispatch(bool).__name__, sorted(k.__name__ for k in f.registry))
@wraps(sq, assigned=("__name__",))
def w(): "doc"
print(w.__name__, w.__doc__, WRAPPER_ASSIGNMENTS[:3])
try:
    @total_ordering
    class Bad: pass
except ValueError as e:
    print(e)
print(repr(partial(len)), partial(len) == partial(len), partial(pow, 2)(3))
