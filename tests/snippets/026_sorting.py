# sort and sorted: key, reverse, stability, mixed types, errors in the middle.
print(sorted([3, 1, 2]), sorted("bca"), sorted({"b": 1, "a": 2}), sorted([3, 1, 2], reverse=True), sorted((True, 0, 2)), sorted([1.5, 1, 0.5]))
people = [("ann", 30), ("bob", 25), ("cid", 30), ("dan", 25)]
print(sorted(people, key=lambda p: p[1]), sorted(people, key=lambda p: p[1], reverse=True), sorted(people, key=lambda p: (-p[1], p[0])))
words = ["banana", "Apple", "cherry", "apple"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), max(words, key=len), min(words, key=str.lower))
n = [(i * 7919) % 101 for i in range(101)]
n.sort()
print(n == list(range(101)))
n = [(i * i) % 17 for i in range(60)]
pairs = sorted(enumerate(n), key=lambda p: p[1])
print(all(a[1] < b[1] or (a[1] == b[1] and a[0] < b[0]) for a, b in zip(pairs, pairs[1:])))
pairs = sorted(enumerate(n), key=lambda p: p[1], reverse=True)
print(all(a[1] > b[1] or (a[1] == b[1] and a[0] < b[0]) for a, b in zip(pairs, pairs[1:])))
class K:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.v
    def __repr__(self):
        return f"K{self.v}"
print(sorted([K(3), K(1), K(2)]), min(K(2), K(1)), max([K(2), K(5)]))
calls = []
def key(x):
    calls.append(x)
    return -x
print(sorted([2, 3, 1], key=key), calls)
from functools import cmp_to_key
print(sorted(["aaa", "b", "cc"], key=cmp_to_key(lambda a, b: len(a) - len(b))), sorted([2, 1], key=None))
for action in (lambda: sorted([1, "a"]), lambda: sorted([1, None]), lambda: [1].sort(1), lambda: sorted(5), lambda: max([]), lambda: min(), lambda: max(1), lambda: sorted([1], key=5), lambda: sorted([1j, 2j])):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
values = [3, 2, 1]
def spoil(x):
    values.append(9)
    return x
try:
    values.sort(key=spoil)
except ValueError as e:
    print(e)
print(max([1, 2], default=0), max([], default=0), min("b", "a", key=ord), max((1, "x"), (1, "y")), sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")], key=lambda t: t[0]))
