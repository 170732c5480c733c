# Loops over pairs, slices, displays, constructors and keys: what their short ways must not change.
class Loud:
    def __init__(self, n): self.n = n
    def __eq__(self, other): print("eq", self.n); return isinstance(other, Loud) and self.n == other.n
    def __hash__(self): return 7
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return f"L{self.n}"
def ends(body):
    try: body()
    except Exception as e: print(type(e).__name__, e)
# pairs without a tuple
for i, x in enumerate("ab", 1 << 62): print(i, x)
for i, (x, y) in enumerate([(1, 2), "cd"]): print(i, x, y)
for a, b in zip([1, 2, 3], iter("xy")): print(a, b)
it = iter([1, 2, 3])
for a, b in zip(it, it): print(a, b)
print(list(it))
def strict():
    for a, b in zip([1, 2], [3], strict=True): print(a, b)
ends(strict)
z = zip([1, 2], [3]); z.__setstate__(True)
def stated():
    for a, b in z: print(a, b)
ends(stated)
class Counted(enumerate):
    def __next__(self): return super().__next__() + ("extra",)
def counted():
    for a, b in Counted("q"): print(a, b)
ends(counted)
for a, b, c in Counted("q"): print(a, b, c)
d = {1: 2, 3: 4}
def grows():
    for k, v in d.items():
        print(k, v); d[k + 10] = v
ends(grows)
for k, v in {}.items(): print("never")
for (k), [v, w] in {1: "vw"}.items(): print(k, v, w)
def wrong():
    for a, b in enumerate([1]):
        print(a, b)
        for a, b, c in enumerate([1]): print("never")
ends(wrong)
class Own(list):
    def __iter__(self): return iter("own")
print([x for x in Own([1])], list(Own([1])), [*Own([1])])
l = [1, 2, 3]
for x in l:
    print(x, end=" ")
    if x < 6: l.append(x + 3)
print()
i = iter(l); list(i); l.append(0); print(list(i))
# slices
l = list(range(8))
l[:4] = l[3::-1]; print(l)
l[2:5] = l; print(l)
l[::2] = [0] * len(l[::2]); print(l)
ends(lambda: l.__setitem__(slice(None, None, 3), l))
l[1:1] = range(3); l[-2:] = (); l[:2] = "ab"; print(l, l[5:2], l[-3:], l[::-3], l[100:])
ends(lambda: l.__setitem__(slice(0, 1), 5))
# displays
t, u = (1, 2), [3, 4]
print((0, *t), (*t, *u), (*u, *t), (*t,), [*t, *u], (*range(2), *t), {*t, *u})
a, *b = t; print(a, b)
a, *b, c = u; print(a, b, c)
ends(lambda: [0 for a, *b, c, d in [t]])
# constructors
class Made(list):
    def __init__(self, *args, **kw): super().__init__(args); self.kw = kw
m = Made(1, 2, k=3); print(m, m.kw)
class Other(set):
    def __new__(cls, *args): return args
print(Other(1), list.__new__(list, [1]), set("aab") == {"a", "b"}, dict([(1, 2)], a=3), list(), dict({1: 2}))
ends(lambda: list(1, 2)); ends(lambda: set(1)); ends(lambda: list(x=1)); ends(lambda: dict(1)); ends(lambda: frozenset([[]]))
# keys
d = {(1, "a"): 1, (1, ("b", 2)): 2, (): 3, (True, None): 4, (1.5,): 5}
print(d[1.0, "a"], d[1, ("b", 2.0)], d[()], d[1, None], d[(1.5,)], (1, ("b", 3)) in d, (1, "A".lower()) in d)
nan = float("nan"); print((nan,) in {(nan,)}, hash((True, -1)) == hash((1, -1)), hash(-1), hash(2 ** 61 - 1), hash(-2 ** 61))
s = {Loud(1), Loud(2)}
print(len(s | {Loud(1)}), len(s - {Loud(2)}), len(s & {Loud(2)}))
ends(lambda: {}[[]]); ends(lambda: {}[1, []])
def deleted():
    d = {1: 2}; del d[1]; print(d); del d[1]
ends(deleted)
def unhashable():
    d = {}; del d[[]]
ends(unhashable)
# comparisons
print(1 < 1.5, 2 ** 53 + 1 == 2.0 ** 53, 2 ** 53 == 2.0 ** 53, -0.0 == 0, 3 >= 3.0, None == 0, None != "a", 0 == None, "a" == 1)
ends(lambda: None < 1); ends(lambda: "a" < 1); ends(lambda: [1] < (1,))
print((1, 2) < (1, 2, 0), [1, [2]] == [1, [2]], (1, nan) == (1, nan), (1, 2) != (1, 3), [] < [0], (2,) >= (1, 9))
print(sorted(["b", "a\0", "a", "a\0\0", "", "abcdefgh1", "abcdefgh", "abcdefgh0", "\xff", "é"]), sorted(["b", "\u20ac", "a", "\U0001f600"]))
print(sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([(1, Loud(2)), (1, Loud(1))]))
print([0] * 3, [1, 2] * 2, [1] * 0, [1] * -1, 2 * [3], (1, 2) * 3, [[]] * 2, [1] + [2], (1,) + (), () + (1,), {1} | {2}, {1, 2} - {1})
ends(lambda: [1] + (2,)); ends(lambda: (1,) + [2]); ends(lambda: [1] * 1.5); ends(lambda: {1} | [2])
print(len(range(5, 0, -2)), len({1: 2}.items()), len({1: 2}.keys()), list({1: 2, 3: 4}.items()))
