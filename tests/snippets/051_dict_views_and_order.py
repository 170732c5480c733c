# Views are live, set-like, and keep insertion order through deletion and reinsertion.
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
d["d"] = 4
del d["b"]
d["b"] = 22
d["a"] = 11
print(k, v, i, len(k), "d" in k, 22 in v, ("a", 11) in i, ("a", 1) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c", "d"}, k <= {"a", "b", "c", "d", "e"}, k.isdisjoint("xyz"))
print(sorted(i & {("a", 11)}), i - {("a", 11)} == {("b", 22), ("c", 3), ("d", 4)}, v == d.values(), list(reversed(k)), list(reversed(i)))
print(k.mapping, type(k.mapping).__name__)
try:
    k.mapping["x"] = 1
except TypeError as e:
    print(e)
print(d.popitem(), d.popitem(), d, d.pop("a"), list(d))
d.update(z=1, a=2)
print(d, d | {"z": 9, "y": 8}, {"first": 0} | d)
x = {}
for n in (5, 3, 9, 3, 1, 5):
    x[n] = x.pop(n, 0) + 1
print(x, list(x.items()))
x = dict.fromkeys(range(5))
for n in (0, 2, 4):
    del x[n]
x[0] = "back"
print(x, next(iter(x)), next(reversed(x)))
class Key:
    def __init__(self, h, n): self.h, self.n = h, n
    def __hash__(self): return self.h
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
    def __repr__(self): return f"K{self.n}"
t = {Key(1, 1): "one"}
t[Key(1, 2)] = "two"
print(t[Key(1, 2)], t)
same = Key(1, 1)
t[same] = "replaced"
print(list(t), t)
nan = float("nan")
print({nan: 1}[nan], {nan: 1} == {nan: 1}, float("nan") in {nan: 1})
class Broken:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq failed")
t = {Broken(): 1}
try:
    t[Broken()]
except ValueError as e:
    print(e)
class Str(str):
    def __hash__(self): return hash("other")
    def __eq__(self, o): return False
s = {"a": 1}
print(s.get(Str("a")), Str("a") in s, {Str("q"): 1}.get("q"))
print({1: "a"}.items() == {1.0: "a"}.items(), {}.keys() == set(), {1: 2}.keys() | [3], {**{"b": 1}, "a": 2, **{"b": 3}})
try:
    {1: []}.items() | set()
except TypeError as e:
    print(e)
print(str({}.keys()), str({1: 2}.values()), repr({1: {2: 3}}.items()), dict([(1, 2)], a=3), dict({1: 2}, b=4), dict(a=1) == {"a": 1})
