# What CPython says about wrong calls, in its own words.
def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c=1): pass
def fs(a, *args): pass
def fk(*, x, y): pass
def fp(a, b, /): pass
def fm(a, /, b, *, c): pass
class C:
    def m(self, a): pass
    @staticmethod
    def s(a): pass
    @classmethod
    def c(cls, a): pass
    def none(): pass
class D:
    def __init__(self, q): pass
class E: pass
calls = [lambda: f0(1), lambda: f0(1, 2), lambda: f1(), lambda: f1(1, 2), lambda: f2(), lambda: f2(1), lambda: f2(b=1), lambda: f3(), lambda: f3(1, 2, 3, 4),
         lambda: f3(1, 2, d=3), lambda: fs(), lambda: fk(), lambda: fk(x=1), lambda: fk(1), lambda: fk(1, x=1, y=2), lambda: fk(x=1, y=2, z=3), lambda: fp(), lambda: fp(1, b=2), lambda: fp(a=1, b=2),
         lambda: fm(1, 2), lambda: fm(1, 2, 3), lambda: fm(a=1, b=2, c=3), lambda: f1(1, a=1), lambda: f1(*(), **{}), lambda: f1(aa=1), lambda: C().m(), lambda: C().m(1, 2), lambda: C.m(), lambda: C.m(1),
         lambda: C.s(), lambda: C.c(), lambda: C.c(1, 2), lambda: C().none(), lambda: C(1), lambda: D(), lambda: D(1, 2), lambda: D(1, z=3), lambda: E(1), lambda: E(x=1), lambda: object(1), lambda: (lambda x: x)(), lambda f=None: f(), lambda f=5: f(), lambda f="a": f(),
         lambda: len(), lambda: len(1, 2), lambda: len(obj=1), lambda: print(sepp=1), lambda: int(1, 2, 3), lambda: isinstance(1), lambda: [].append(), lambda: [].append(1, 2), lambda: {}.get(), lambda: "a".join(), lambda: ord(), lambda: abs(1, 2), lambda: sorted(), lambda: dict(1, 2), lambda: range(), lambda: range(1, 2, 3, 4), lambda: getattr(1), lambda: tuple(1, 2), lambda: list(x=1), lambda: set(1, 2), lambda: str(1, 2, 3, 4), lambda: float(1, 2), lambda: bool(1, 2), lambda: type(1, 2), lambda: zip(1, 2), lambda: max(1, key=2, wrong=3), lambda: pow(1), lambda: divmod(1), lambda: iter(), lambda: [].sort(reverse="x"), lambda: "x".split(1), lambda: "x".startswith(1), lambda: [1].index(), lambda: [].insert(1), lambda: {}.update(1, 2)]
for call in calls:
    try:
        call()
        print("no error")
    except TypeError as e:
        print(e)
