# Unpacking in assignments, calls and displays; the order of evaluation.
a, (b, [c, *d]), e = 1, (2, [3, 4, 5]), 6
print(a, b, c, d, e)
[x, y], z = "ab", {"k": 1}
print(x, y, z)
(p), q = 1, 2
(single,) = [7]
print(p, q, single)
head, *tail = {"a": 1, "b": 2}
*init, last = range(3)
print(head, tail, init, last)
for i, (j, *k) in enumerate([(1, 2, 3), "xyz"]):
    print(i, j, k)
def log(x):
    print("eval", x)
    return x
d1 = {}
d1[log("k")] = log("v")
log([0])[log(0)], d1["z"] = log((1, 2))
print(d1)
print([*range(3), *"ab", *()], (*[1], 2), {*[1, 2], 3} == {1, 2, 3}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*{"x": 1}.items()])
def show(*args, **kw):
    return args, kw
print(show(*[1], 2, *(3, 4), k=1, **{"m": 2}), show(*"ab", **{}), show(**{"a b": 1}))
a, b = b, a
i = 0
i, arr = 1, [0, 0, 0]
arr[i], i = 5, 2
print(a, b, arr, i)
i, arr[i] = 0, 9
print(arr)
x = y = z = [1]
x += [2]
print(y is z, y)
t = 1, *range(2), *"z"
print(t)
def multi():
    return 1, *[2, 3]
print(multi(), [q for q in (*range(2), 9)])
for wrong in (lambda: show(*1), lambda: show(**[1]), lambda: [*5], lambda: {**[]}, lambda: show(**{1: 2}), lambda: show(k=1, **{"k": 2})):
    try:
        wrong()
    except TypeError as err:
        print(str(err).replace("__main__.", ""))
try:
    a, b = {1: 2}
except ValueError as err:
    print(err)
try:
    (a, b), c = (1, 2, 3), 4
except ValueError as err:
    print(err)
try:
    a, *b, c = iter([1])
except ValueError as err:
    print(err)
