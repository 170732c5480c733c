# with: enter, exit, suppression, several managers, the order of things.
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        return self.swallow
with M("a") as a, M("b") as b:
    print(a, b)
with (M("c") as c, M("d"),):
    print(c)
with M("e", True):
    raise ValueError("swallowed")
print("after")
try:
    with M("f"), M("g"):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
def returning():
    with M("h"):
        return "value"
print(returning())
for i in range(3):
    with M(str(i)):
        if i == 0:
            continue
        break
class BadExit(M):
    def __exit__(self, *args):
        raise RuntimeError("in exit")
try:
    with BadExit("x"):
        raise ValueError("in body")
except RuntimeError as e:
    print(e, repr(e.__context__))
class Failing:
    def __enter__(self):
        raise OSError("no entry")
    def __exit__(self, *a):
        print("never")
try:
    with M("outer"), Failing():
        print("never")
except OSError as e:
    print(e)
class Half:
    def __enter__(self): pass
for thing in (5, Half(), None):
    try:
        with thing:
            pass
    except TypeError as e:
        print(e)
class Target: pass
t = Target()
d = {}
with M("attr") as t.x, M("item") as d["k"], M("ab") as (p, q):
    print(t.x, d, p, q)
def gen():
    with M("gen"):
        yield 1
        yield 2
g = gen()
print(next(g))
g.close()
