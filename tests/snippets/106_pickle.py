# pickle: round trips of everything usual, in protocols 0 to 5.
import pickle, collections, datetime, enum, fractions
class P:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return type(o) is type(self) and vars(self) == vars(o)
class Slots:
    __slots__ = ("a", "b")
class State(P):
    def __getstate__(self): return {"v": self.v, "extra": 1}
    def __setstate__(self, s): self.v = s["v"] * 10
class Args:
    def __new__(cls, a, b=0): self = super().__new__(cls); self.a = (a, b); return self
    def __getnewargs__(self): return self.a
class Reduce:
    def __reduce__(self): return dict, ([("reduced", True)],)
class E(enum.Enum): A = 1
N = collections.namedtuple("N", "x y")
class L(list): pass
def function(): return "global function"
values = [None, True, 0, -1, 2 ** 31, 2 ** 100, -2 ** 70, 1.5, float("inf"), 1j, "text é \U0001F600 \ud800", b"bytes", bytearray(b"ba"), (), (1,), (1, 2, 3, 4), [1, [2]], {"a": {"b": 1}}, {1, 2}, frozenset([3]), range(5), slice(1, 2), P([1]), N(1, 2), E.A, collections.OrderedDict(a=1), collections.deque([1], 3), collections.Counter("aab"), datetime.date(2024, 1, 2), fractions.Fraction(1, 3), function, len, int, ..., NotImplemented, ValueError("x", 1), L([1])]
for protocol in range(6):
    back = [pickle.loads(pickle.dumps(v, protocol)) for v in values]
    print(protocol, [repr(v)[:30] for v, w in zip(values, back) if not (v == w or repr(v) == repr(w))])
print(pickle.loads(pickle.dumps(State(5))).v, pickle.loads(pickle.dumps(Args(1, 2))).a, pickle.loads(pickle.dumps(Reduce())), pickle.loads(pickle.dumps(function))(), pickle.loads(pickle.dumps(E.A)) is E.A)
s = Slots(); s.a = 1
t = pickle.loads(pickle.dumps(s))
print(t.a, hasattr(t, "b"))
a = [1]; a.append(a)
b = pickle.loads(pickle.dumps(a))
print(b[1] is b, (lambda x: x[0] is x[1])(pickle.loads(pickle.dumps([s, s]))))
print(pickle.dumps([1, "a"], 0), pickle.dumps({"k": (1, None)}, 2), len(pickle.dumps("x" * 100000)) < 100100, pickle.loads(b"\x80\x04K\x05."), pickle.loads(b"(lp0\nI1\naI01\na."))
for bad in (lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps(x for x in ()), lambda: pickle.loads(b""), lambda: pickle.loads(b"garbage"), lambda: pickle.loads(b"\x80\x04K"), lambda: pickle.loads(b"cno_module\nname\n."), lambda: pickle.loads(b"c__main__\nnope\n."), lambda: pickle.dumps(1, 99)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0].split(" <")[0])
