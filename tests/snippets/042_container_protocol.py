# __getitem__, __setitem__, __delitem__, __contains__, __iter__, __len__, __missing__, __reversed__, __length_hint__.
class Box:
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append(("get", k)); return k
    def __setitem__(self, k, v): self.log.append(("set", k, v))
    def __delitem__(self, k): self.log.append(("del", k))
b = Box()
print(b[1], b["a"], b[1:2], b[1, 2], b[...], b[1:2, ::3], b[()], b[(yes := 5)])
b[0] = 1
b[0:2] = "x"
b["k"] += "!"
del b[3], b[4:]
print(b.log[8:])
class M(dict):
    def __missing__(self, k): self[k] = k * 2; return self[k]
m = M(a=1)
print(m["a"], m["zz"], m, m.get("q"), "q" in m)
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(It(3)), 2 in It(5), sum(It(4)), max(It(3)), [*It(2)], sorted(It(3)), tuple(It(2)), dict(zip(It(2), It(2))), "-".join(map(str, It(3))))
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
    def __reversed__(self): return iter(["custom"])
print(list(S()), 20 in S(), list(reversed(S())), [x for x in S()], list(enumerate(S())), bool(S()))
class C:
    def __contains__(self, x): return "truthy" if x else ""
print(1 in C(), 0 in C(), 0 not in C())
class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for n in (-1, "a", 2 ** 70, True, 1.0):
    try:
        print(len(BadLen(n)))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
for n in (0, 5, -1):
    try:
        print(bool(BadLen(n)))
    except ValueError as e:
        print(e)
class BadBool:
    def __bool__(self): return 1
class BadIter:
    def __iter__(self): return 5
class BadRepr:
    def __repr__(self): return 5
class BadHash:
    def __hash__(self): return "x"
class NoHash:
    def __eq__(self, o): return True
class BadStr:
    def __str__(self): return b""
class BadIndex:
    def __index__(self): return "x"
for bad in (lambda: bool(BadBool()), lambda: iter(BadIter()), lambda: repr(BadRepr()), lambda: hash(BadHash()), lambda: hash(NoHash()), lambda: str(BadStr()), lambda: [1][BadIndex()], lambda: f"{BadStr()}", lambda: iter(C()), lambda: 1 in BadIter()):
    try:
        bad()
    except TypeError as e:
        print(e)
class Hint:
    def __iter__(self): return iter([1])
    def __length_hint__(self): return 100
import operator
print(list(Hint()), operator.length_hint(Hint()), operator.length_hint(5, 9), operator.length_hint(iter([1, 2])))
