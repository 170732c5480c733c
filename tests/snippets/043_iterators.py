# Iterators: exhaustion, changes during iteration, iter with a sentinel, StopIteration.
it = iter([1, 2, 3])
print(next(it), list(it), list(it), iter(it) is it)
a = [1, 2]
it = iter(a)
print(next(it), next(it), next(it, "end"))
a.append(3)
print(next(it, "still the end"))
it = iter(a)
next(it)
a.clear()
print(next(it, "gone"))
for container, change in (({1: 1}, lambda d: d.update({2: 2})), ({1, 2}, lambda s: s.add(3)), ({1: 1, 2: 2}, lambda d: d.pop(2))):
    try:
        for x in container:
            change(container)
            container = container
    except RuntimeError as e:
        print(e)
d = {1: 1, 2: 2}
for k in d:
    d[k] = k * 10
print(d)
try:
    for k in d:
        del d[1]
        d[1] = 5
        if k == 1:
            print("looped", k)
            break
    else:
        print("done")
except RuntimeError as e:
    print(e)
for view in (d.keys(), d.values(), d.items()):
    print(type(iter(view)).__name__, type(reversed(view)).__name__, list(view), len(view))
print([type(iter(x)).__name__ for x in ([], (), "", {}, set(), range(0), b"", bytearray(), {}.items(), zip(), iter(lambda: 1, 1), reversed([]), memoryview(b""), range(2 ** 70))])
class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > self.n: raise StopIteration("value", self.i)
        return self.i
def delegating():
    result = yield from Count(2)
    print("result", result)
print(list(delegating()))
c = Count(1)
print(next(c))
try:
    next(c)
except StopIteration as e:
    print(e.args, e.value)
values = iter([5, 0, 7])
print(list(iter(lambda: next(values), 0)), list(values))
def gen():
    yield 1
    return 2
for x in gen(): print(x)
g = gen()
print(next(g), next(g, "default"), next(g, "default"))
import itertools
print(list(itertools.islice(iter(int, 1), 3)), list(map(lambda x: x, gen())))
z = zip([1, 2], gen())
print(list(z), list(zip(range(3), gen(), "abc")))
e = enumerate(iter("abc"))
print(next(e), list(e))
class OldStyle:
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i
print(list(OldStyle()))
