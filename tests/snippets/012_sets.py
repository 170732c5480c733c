# Sets of ints, through sorted so that no order shows.
s = {3, 1, 2, 3}
print(sorted(s), len(s), 2 in s, 9 in s, set(), frozenset(), {1}, frozenset({1}))
s.add(5); s.discard(1); s.discard(100); s.remove(2)
print(sorted(s))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), sorted(b - a))
print(a <= b, {3} <= b, {3, 4, 5} >= b, {3} < b, b < b, a.isdisjoint({9}), a == {4, 3, 2, 1})
print(sorted(a.union([9], (10,))), sorted(a.intersection([1, 2, 77])), sorted(a.difference([1], [2])))
print(sorted(a.symmetric_difference([1, 50])), a.issubset(range(10)), a.issuperset([1]))
a |= {7}; a &= {1, 2, 3, 7}; a -= {2}; a ^= {3, 8}
print(sorted(a))
a.update([1, 2], "")
a.intersection_update({1, 2, 8})
a.difference_update([8])
print(sorted(a))
print(sorted({x % 3 for x in range(10)}), {1, 1.0, True}, len({0, False, 0.0}))
f = frozenset([1, 2])
print(hash(f) == hash(frozenset([2, 1])), f == {1, 2}, {f: "key"}[frozenset([2, 1])], type(f | {3}), type({3} | f))
for action in (lambda: {[]}, lambda: {1}.remove(2), lambda: set().pop(), lambda: {1} | [2],
               lambda: frozenset().add(1), lambda: {1} < [2], lambda: {{1}}):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
print({1, 2} == [1, 2], {1} != {2}, bool(set()), {1}.pop(), {1}.copy())
