# Set algebra on mixed operands, frozen sets as elements, updates in place.
a, b = {1, 2, 3}, {2, 3, 4}
f = frozenset([3, 4, 5])
print(sorted(a | f), type(a | f).__name__, type(f | a).__name__, sorted(f & a), sorted(f - b), f == {3, 4, 5}, hash(f) == hash(frozenset([5, 4, 3])))
c = a
c |= b
print(c is a, sorted(a))
g = f
g |= {9}
print(g is f, sorted(g))
nested = {frozenset([1, 2]), frozenset([2, 1]), frozenset()}
print(len(nested), {1, 2} in nested, frozenset({2, 1}) in nested)
nested.discard({1, 2})
print(len(nested), nested)
print(a > b, a >= b, a < {1, 2, 3, 4, 5}, a <= a, {1} < {2}, {1} > {2}, set() < {1}, set() <= set(), {1, 2} == frozenset([1, 2]))
print({1}.union(), {1} | set(), {1, 2, 3}.intersection(), {1, 2, 3}.intersection([2, 3], {3}), set().union([1], (2,), "") == {1, 2}, {1, 2}.difference(), {1}.isdisjoint([]))
try:
    {1} | [1]
except TypeError as e:
    print(e)
s = {1}
for method, arg in (("update", [2]), ("intersection_update", [1, 2]), ("difference_update", [1]), ("symmetric_difference_update", [2, 7])):
    print(method, getattr(s, method)(arg), sorted(s))
s.clear()
print(s, bool(s), s == set(), len(s))
try:
    s.remove("x")
except KeyError as e:
    print(repr(e))
big = set(range(1000))
big -= set(range(0, 1000, 3))
print(len(big), sum(big), 3 in big, 4 in big, min(big), max(big))
copy = big.copy()
copy.add(-1)
print(len(copy) - len(big), big < copy, copy - big)
print({1, True, 1.0, 1 + 0j}, {0, False} == {0.0}, {"a", "a"}, {(1, 2), (1, 2)})
class E:
    n = 0
    def __hash__(self): return 5
    def __eq__(self, o): E.n += 1; return self is o
e = [E() for _ in range(4)]
t = set(e)
print(len(t), e[0] in t, E() in t, E.n > 0)
x = set("abc")
y = x ^ set("bcd")
print(sorted(y), sorted(x.symmetric_difference("bcd")), sorted(set("hello") - set("world")))
it = iter({1, 2})
print(sorted(it), list(it), it.__length_hint__())
class Sub(set):
    pass
print(type(Sub([1]) | {2}).__name__, type({2} | Sub([1])).__name__, type(Sub([1]).copy()).__name__, Sub([1]), repr(frozenset({1})), repr(Sub()))
try:
    frozenset([1]).add(2)
except AttributeError as e:
    print(e)
print(set([1, [2]][:1]), set(range(3)) == {0, 1, 2}, frozenset("aab") == frozenset("ba"), set({1: "x"}), {*()} == set())
