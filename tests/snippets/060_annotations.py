# Annotations are evaluated lazily; where they are kept; what evaluates at once.
import annotationlib
def f(a: undefined_one, b: "text" = 1, *c: int, d: list[str] = None, **e: print("now evaluated")) -> unknown: pass
try:
    f.__annotations__
except NameError as err:
    print(err)
undefined_one = unknown = int
print(f.__annotations__)
print(f.__annotations__ is f.__annotations__)
class C:
    x: int
    y: str = "default"
    z: Later
    if True:
        w: float = 1.0
    (p): int = 5
    def m(self, o: C) -> Later: return o
print(hasattr(C, "x"), C.y, C.w, C.p, "__annotations__" in C.__dict__)
try:
    C.__annotations__
except NameError as err:
    print(err)
print(annotationlib.get_annotations(C, format=annotationlib.Format.STRING))
print(annotationlib.get_annotations(C, format=annotationlib.Format.FORWARDREF)["z"].__forward_arg__)
class Later: pass
print(C.__annotations__, C.m.__annotations__["o"] is C, C.__annotate__(1)["x"])
def g():
    v: int
    w: undefined_and_unused = 3
    try:
        v
    except UnboundLocalError as err:
        print(err)
    return w
print(g(), g.__annotations__)
n: int = 5
m: print("module annotation") = 6
o: "str"
print(n, m, "o" in globals())
import __main__
print(__main__.__annotations__)
d = {}
d["k"]: int = 1
C.attr: str = "set"
print(d, C.attr)
class Flag:
    flag = False
    if flag:
        never: int
    else:
        always: int
print(Flag.__annotations__)
class Base:
    a: int
class Derived(Base):
    pass
print(Derived.__annotations__, Base.__annotations__)
f.__annotations__ = {"replaced": 1}
print(f.__annotations__)
del f.__annotations__
print(f.__annotations__, (lambda: 0).__annotations__, f.__annotate__)
import typing
def h(x: int | None, y: "C", *, z: list["C"]) -> typing.Optional[str]: pass
print(typing.get_type_hints(h))
for src in ("(a, b): int", "a, b: int", "f(): int", "x: int = yield", "def f(): global q; q: int", "def f(): x: (yield)", "None: int", "x: int += 1", "(x): int", "a.b: int", "[]: int"):
    try:
        compile(src, "<s>", "exec")
        print("compiles:", src)
    except SyntaxError as e:
        print(src, "->", e.msg)
