# zip, map, filter, enumerate, reversed, any, all, sum, min, max, iter, next, range.
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str, range(3))), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, range(4))))
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(3))), "".join(reversed("xyz")))
print(any([]), all([]), any([0, "", 3]), all([1, "a", 0]), any(x > 2 for x in range(5)), sum([1, 2, 3]), sum([], 5), sum([[1], [2]], []), sum([0.1] * 10), sum([1, 2.5]), sum([0.1, 0.2, 0.3]))
def stop_early():
    for i in range(5):
        print("look", i)
        yield i
print(any(x == 1 for x in stop_early()))
print(next(iter([1])), next(iter([]), "d"), list(iter(lambda it=iter([1, 2, 0, 3]): next(it), 0)))
z = zip(range(3), range(3))
print(next(z), list(z), list(z))
it = iter([1, 2, 3])
print(list(zip(it, it)), list(it))
for strict in ([1, 2], [1, 2, 3, 4]):
    try:
        print(list(zip([1, 2, 3], strict, strict=True)))
    except ValueError as e:
        print(e)
r = range(2, 20, 3)
print(r, len(r), r[2], r[-1], 8 in r, 9 in r, r.index(11), r.count(5), r == range(2, 18, 3), hash(r) == hash(range(2, 18, 3)), r[1:3], r.start, r.stop, r.step, range(0) == range(5, 0), range(10 ** 20)[-1])
print(max(3, 1, 2), min([3, 1]), max("abc"), max([1], [0, 9]), abs(-3), round(3.5), divmod(9, 4), len({1: 1}), sum(range(101)))
class Seq:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i
    def __len__(self):
        return 4
print(list(Seq()), list(reversed(Seq())), 9 in Seq(), list(zip(Seq(), "ab")), max(Seq()))
for action in (lambda: next(iter([])), lambda: iter(5), lambda: next(5), lambda: reversed({1}), lambda: sum(["a"]), lambda: zip(1), lambda: map(len), lambda: list(map(len, [1])), lambda: enumerate(), lambda: sum("ab", ""), lambda: range(1, 2, 0), lambda: range(3)[5], lambda: len(5), lambda: list(5), lambda: range("a"), lambda: abs("a"), lambda: any(5), lambda: zip([1], [2], wrong=1)):
    try:
        print(action())
    except BaseException as e:
        print(type(e).__name__, e)
print(list(map(lambda *a: a, "ab", "cd")), [*map(max, [1, 5], [3, 2])], list(map(int, "12", strict=True)))
