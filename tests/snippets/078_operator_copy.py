# operator's functions, and copy with its protocols.
import operator as op, copy
print(op.add(1, 2), op.mul("a", 3), op.truediv(1, 4), op.floordiv(-7, 2), op.mod(-7, 3), op.neg(5), op.inv(5), op.not_(0), op.truth([]), op.is_(None, None), op.contains([1], 1), op.concat("a", "b"), op.countOf([1, 1, 2], 1), op.indexOf([5, 6], 6), op.index(True), op.lt(1, 2), op.matmul.__name__, op.pow(2, 5), op.is_none(None), op.is_not_none(1))
g = op.itemgetter(1)
print(g("abc"), op.itemgetter(0, -1)([1, 2, 3]), op.itemgetter("k")({"k": 5}), op.itemgetter(slice(1, 3))("abcd"), op.attrgetter("real")(5), op.attrgetter("__class__.__name__", "imag")(5), op.methodcaller("upper")("a"), op.methodcaller("split", ",", maxsplit=1)("a,b,c"), repr(op.itemgetter(1, 2)), repr(op.attrgetter("a.b")))
a = [1]
print(op.iadd(a, [2]) is a, a, op.setitem(a, 0, 9), a, op.delitem(a, 0), a, op.getitem(a, 0), op.ixor(5, 3), sorted([(1, 2), (0, 3)], key=op.itemgetter(1)), op.call(max, 1, 2))
x = [[1, 2], {"k": [3]}, (4, [5])]
s, d = copy.copy(x), copy.deepcopy(x)
x[0].append("changed"); x[1]["k"].append("changed"); x[2][1].append("changed")
print(s, d, s[0] is x[0])
r = [1]
r.append(r)
c = copy.deepcopy(r)
print(c, c[1] is c, c is not r)
shared = [1]
pair = copy.deepcopy([shared, shared])
print(pair[0] is pair[1], copy.copy((1, 2)) , copy.deepcopy("s"), copy.copy(len) is len)
class P:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"P({self.v})"
p = P([1, P(2)])
q = copy.deepcopy(p)
q.v[1].v = 99
print(p, q, copy.copy(p).v is p.v)
class Hooked:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return ["deep", len(memo)]
    def __replace__(self, **kw): return kw
print(copy.copy(Hooked()), copy.deepcopy(Hooked()), copy.deepcopy([Hooked()]), copy.replace(Hooked(), a=1))
class State:
    def __init__(self): self.a, self.secret = 1, object
    def __getstate__(self): return {"a": self.a}
    def __setstate__(self, s): self.a = s["a"] + 100
class Reduce:
    def __reduce__(self): return (complex, (1, 2))
class Slots:
    __slots__ = ("m", "n")
    def __init__(self): self.m = [1]
z = Slots()
print(vars(copy.copy(State())), copy.copy(Reduce()), copy.deepcopy(z).m, copy.deepcopy(z).m is z.m, hasattr(copy.copy(z), "n"))
class L(list): pass
l = L([1, [2]])
l.attr = [3]
m = copy.deepcopy(l)
print(m, type(m).__name__, m.attr, m.attr is l.attr, m[1] is l[1])
try:
    copy.copy(i for i in [])
except TypeError as e:
    print(e)
t = ([1],)
print(copy.deepcopy(t) is t, copy.deepcopy((1, "a")) is not None, copy.deepcopy({1: [2]}), copy.deepcopy({3, 4}) == {3, 4}, copy.deepcopy(frozenset([1])), copy.deepcopy(bytearray(b"x")), copy.Error.__name__)
