# collections.abc mixins: a mapping, a sequence and a set from a few methods.
from collections.abc import Mapping, MutableMapping, Sequence, MutableSequence, Set, MutableSet, Iterator, Generator
class Low(MutableMapping):
    def __init__(self, **kw): self.d = {}; self.update(kw)
    def __getitem__(self, k): return self.d[k.lower()]
    def __setitem__(self, k, v): self.d[k.lower()] = v
    def __delitem__(self, k): del self.d[k.lower()]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = Low(A=1, b=2)
print(m["a"], "B" in m, m.get("zz", 0), list(m.items()), m.pop("A"), m.setdefault("C", 3), dict(m), m == {"b": 2, "c": 3}, m.popitem(), len(m.keys()), m.keys() & {"b", "c"} == {"b", "c"} - {"b"})
m.clear()
print(len(m), m.pop("x", "d"))
try:
    m.pop("x")
except KeyError as e:
    print(repr(e))
class R(Sequence):
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if isinstance(i, slice): return [self[j] for j in range(*i.indices(self.n))]
        if not -self.n <= i < self.n: raise IndexError(i)
        return (i % self.n) ** 2
r = R(5)
print(list(r), 9 in r, r.index(16), r.count(4), list(reversed(r)), r[1:3], r[-1])
class L(MutableSequence):
    def __init__(self): self.l = []
    def __len__(self): return len(self.l)
    def __getitem__(self, i): return self.l[i]
    def __setitem__(self, i, v): self.l[i] = v
    def __delitem__(self, i): del self.l[i]
    def insert(self, i, v): print("insert", i, v); self.l.insert(i, v)
l = L()
l.append(1); l.extend([2, 3]); l += [4]
l.reverse(); l.remove(2)
print(list(l), l.pop(), l.pop(0), len(l))
class S(MutableSet):
    def __init__(self, it=()): self.l = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.l
    def __iter__(self): return iter(self.l)
    def __len__(self): return len(self.l)
    def add(self, x):
        if x not in self.l: self.l.append(x)
    def discard(self, x):
        if x in self.l: self.l.remove(x)
a, b = S([1, 2, 3]), S([2, 3, 4])
print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, a == {1, 2, 3}, a.isdisjoint([9]), list(a & [1]), {1} < a)
a |= [7]; a -= [1]
a.remove(7)
print(list(a), a.pop(), type(a & b).__name__)
class G(Generator):
    n = 0
    def send(self, v): self.n += 1; return self.n if self.n < 4 else self.throw(StopIteration)
    def throw(self, t, v=None, tb=None): super().throw(t, v, tb)
print(list(G()), isinstance(iter([]), Iterator))
for cls in (Mapping, Sequence, Set, MutableMapping):
    try:
        cls()
    except TypeError as e:
        print(e)
match m, r:
    case {}, [0, *rest]: print("matched by protocol", rest)
