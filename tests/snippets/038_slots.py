# __slots__: no dict, inheritance, defaults, clashes.
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
p = P(1, 2)
print(p.x, p.y, hasattr(p, "__dict__"), P.x, type(P.x))
for action in ("p.z = 1", "del p.x; p.x", "P.x.__get__(5)", "p.__dict__", "del p.x"):
    try:
        exec(action)
    except Exception as e:
        print(type(e).__name__, e)
p.x = 10
print(p.x, P.x.__get__(p), P.__slots__)
class Q(P):
    pass
q = Q(1, 2)
q.z = 5
print(q.z, q.__dict__, q.x)
class R(P):
    __slots__ = "w"
r = R(1, 2)
r.w = 3
print(r.w, r.x, hasattr(r, "__dict__"), [s for c in R.__mro__ for s in getattr(c, "__slots__", ())])
class S:
    __slots__ = ["a", "__dict__"]
s = S()
s.a, s.b = 1, 2
print(s.a, s.b, s.__dict__)
for body in ({"__slots__": ("a",), "a": 1}, {"__slots__": ("1a",)}, {"__slots__": (5,)}, {"__slots__": ("__dict__", "__dict__")}):
    try:
        type("Bad", (), body)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    class M(P, S): pass
    class N(P, R): pass
except TypeError as e:
    print(e)
class L1: __slots__ = ("a",)
class L2: __slots__ = ("b",)
try:
    class L3(L1, L2): pass
except TypeError as e:
    print(e)
class V(int):
    __slots__ = ()
print(V(5), hasattr(V(5), "__dict__"))
class W:
    __slots__ = ("__private", "v")
    def set(self):
        self.__private = 7
        return self.__private
w = W()
print(w.set(), W._W__private.__get__(w), [n for n in dir(W) if "private" in n])
class D:
    __slots__ = {"x": "the doc of x"}
print(D.x.__doc__, D.__slots__)
import weakref
try:
    weakref.ref(p)
except TypeError as e:
    print(e)
