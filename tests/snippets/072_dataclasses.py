# dataclasses: defaults, order, frozen, slots, post-init, inheritance, replace, errors.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError, KW_ONLY, InitVar, make_dataclass
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False)
p, q = P(1), P(1, 0)
print(p, p == q, p.tags is q.tags, P(1, 2) != P(1, 3), [f.name for f in fields(P)], is_dataclass(P), asdict(p), astuple(p), replace(p, y=9), P.__match_args__)
@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = field(default=0, compare=False)
print(V(1) < V(2), V(1, 5) == V(1, 6), sorted([V(3), V(1)]), hash(V(1, 2)) == hash(V(1, 3)), {V(1): "k"}[V(1)])
try:
    V(1).major = 2
except FrozenInstanceError as e:
    print(type(e).__name__, e, isinstance(e, AttributeError))
@dataclass
class Base:
    a: int
    def __post_init__(self): print("post", self.a)
@dataclass
class Sub(Base):
    b: str = "b"
    scale: InitVar[int] = 1
    c: int = field(init=False)
    def __post_init__(self, scale):
        super().__post_init__()
        self.c = self.a * scale
print(Sub(2, scale=10), Sub(1, "x").c)
@dataclass(slots=True, kw_only=True)
class S:
    x: int
    y: int = 5
print(S(x=1), S.__slots__, hasattr(S(x=1), "__dict__"))
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 2
print(K(1, b=3), repr(K(1)))
@dataclass(repr=False, eq=False)
class Bare: x: int = 1
print(Bare() == Bare(), repr(Bare()).startswith("<__main__.Bare object"))
@dataclass
class Node:
    v: int
    next: "Node | None" = None
n = Node(1, Node(2))
print(n, asdict(n))
n.next = n
print(n)
print(make_dataclass("M", ["x", ("y", int, 5)])(1), field(default=1).default)
for src in ("class A:\n a: int = 0\n b: int", "class B:\n a: list = []", "class C(V):\n pass", "class D:\n a: int = field(default=1, default_factory=int)"):
    try:
        exec("@dataclass\n" + src)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
for bad in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: asdict(5), lambda: K(1, 2), lambda: replace(Sub(1), c=5), lambda: P(1) < P(2), lambda: hash(P(1))):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e).replace("__main__.", ""))
