# Infinite recursion in every form is a RecursionError.
import sys
def check(name, f):
    try:
        f()
        print(name, "no error")
    except RecursionError as e:
        # How deep native code may go, and what it says then, is the implementation's own.
        print(name, "too deep" if "deep" in name else str(e).split(" exceeded")[0])
def direct(): direct()
check("function", direct)
class A:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __getattr__(self, n): return getattr(self, n + "x")
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __len__(self): return len(self)
    def __hash__(self): return hash(self)
    def __iter__(self): return iter(self)
    def __bool__(self): return bool(self)
    def __str__(self): return f"{self}"
    def __index__(self): return [1][self]
    def __getitem__(self, i): return self[i]
    def __lt__(self, o): return sorted([self, o])
    def __contains__(self, x): return x in self
a = A()
for name, f in (("repr", lambda: repr(a)), ("eq", lambda: a == a), ("getattr", lambda: a.z), ("call", lambda: a()), ("add", lambda: a + 1), ("len", lambda: len(a)), ("hash", lambda: hash(a)), ("iter", lambda: list(a)), ("bool", lambda: not a), ("str", lambda: str(a)), ("index", lambda: [1][a]), ("getitem", lambda: a[0]), ("sort", lambda: a < A()), ("in", lambda: 1 in a)):
    check(name, f)
class P:
    @property
    def p(self): return self.p
check("property", lambda: P().p)
def gen(): yield from gen()
check("generator", lambda: next(gen()))
class M(type):
    def __call__(cls): return cls()
class N(metaclass=M): pass
check("metaclass", N)
class I:
    def __init__(self): I()
check("init", I)
class D:
    def __get__(self, o, k): return o.d
class HasD: d = D()
check("descriptor", lambda: HasD().d)
check("map", lambda: (f := lambda x: list(map(f, [x])))(1))
check("comprehension", lambda: (f := lambda: [f() for _ in [1]])())
check("sorted key", lambda: (f := lambda x: sorted([1], key=f))(1))
def deep():
    nested = []
    for _ in range(100000): nested = [nested]
    return nested
nested = deep()
check("repr of a deep list", lambda: repr(nested))
while nested: nested = nested[0]
t = ()
for _ in range(5): t = (t,)
print(t, sys.getrecursionlimit())
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
d = depth(0)
print(900 < d < 1000)
sys.setrecursionlimit(200)
print(depth(0) < 200)
try:
    sys.setrecursionlimit(1)
except RecursionError as e:
    print(str(e).split(" at ")[0])
