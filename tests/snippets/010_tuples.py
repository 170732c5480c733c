# Tuples: packing, unpacking, comparison, and what they cannot do.
t = 1, 2, 3
print(t, (1,), (), tuple("ab"), tuple([1]), t[1], t[-1], t[1:])
a, b, c = t
print(a, b, c)
a, b = b, a
print(a, b)
(a, b), c = (1, 2), 3
first, *middle, last = range(6)
print(first, middle, last)
*most, end = "abc"
print(most, end)
x = y = []
x.append(1)
print(y)
print((1, 2) + (3,), (1, 2) * 2, (1, 2) == (1, 2), t is None, 2 in t)
print(t.index(3), t.count(1), len(t), hash((1, 2)) == hash((1, 2)), max(t))
print((1, [2]), ((1,), (2,)), (None,), ("a",))
print(sorted([(2, "b"), (1, "z"), (2, "a")]))
for action in (lambda: (1, 2)[2], lambda: hash((1, [2])), lambda: (1,) + [2], lambda: t.index(9)):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
try:
    t[0] = 5
except TypeError as e:
    print(e)
u = ([1],)
try:
    u[0] += [2]
except TypeError as e:
    print(e, u)
for wrong in ((1, 2), (1, 2, 3, 4), 5):
    try:
        p, q, r = wrong
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    p, q, *r = (1,)
except ValueError as e:
    print(e)
