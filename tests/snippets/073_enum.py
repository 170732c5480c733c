# enum: members, values, aliases, flags, auto, methods, look-up, and what is forbidden.
from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum, nonmember, member
class Color(Enum):
    RED = 1
    GREEN = 2
    ROUGE = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def first(cls): return next(iter(cls))
    @property
    def warm(self): return self is Color.RED
print(Color.RED, repr(Color.RED), Color(2), Color["GREEN"], Color.ROUGE is Color.RED, list(Color), len(Color), Color.RED.describe(), Color.first(), Color.RED.warm, list(Color.__members__))
print(Color.RED == 1, Color.RED in Color, 2 in Color, 9 in Color, isinstance(Color.RED, Color), {Color.RED: "r"}[Color.ROUGE], Color.RED is Color(1), f"{Color.RED} {Color.RED!r} {Color.RED:>12}|", hash(Color.RED) == hash("RED"))
class N(IntEnum):
    A = auto(); B = auto(); C = 10; D = auto()
print(N.A, repr(N.B), N.D, N.A + 1, N.A < N.B, sorted([N.C, N.A]), N(10), f"{N.A} {N.A:03}", [1, 2, 3][N.A], isinstance(N.A, int), N.A == 1, max(N))
class F(Flag):
    R = auto(); W = auto(); X = auto(); RW = R | W
print(F.R | F.X, repr(F.R | F.X), F.R in F.RW, F(0), ~F.R, F.RW & F.W, F.R ^ F.RW, bool(F(0)), list(F.RW), F(7), F.R.value, list(F), repr(F.RW), len(F.R | F.X))
class I(IntFlag):
    A = 1; B = 2
print(I.A | 4, repr(I.A | I.B), I(8), I.A | I.B == 3, I.A + 1, ~I.A)
class S(StrEnum):
    ONE = auto(); TWO = "deux"
print(S.ONE, S.TWO + "!", S.ONE == "one", repr(S.TWO), S("deux"), S.ONE.upper())
class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def ratio(self): return round(self.mass / self.radius, 3)
print(Planet.EARTH.mass, Planet.MARS.ratio, Planet.EARTH.value, Planet((0.64, 3.39)))
class M(Enum):
    A = "a"
    @classmethod
    def _missing_(cls, v): return cls.A if v == "?" else None
    helper = nonmember(5)
print(M("?"), M.helper, list(M))
Dyn = Enum("Dyn", "X Y Z")
print(list(Dyn), Dyn.Y.value, Enum("D2", {"P": "p"}).P, Enum("D3", ["Q"], start=5).Q.value)
for bad in (lambda: Color(9), lambda: Color["NOPE"], lambda: Color.NOPE, lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.GREEN, lambda: F(8), lambda: type("E", (Color,), {}), lambda: exec("class E(Enum):\n A = 1\n A = 2"), lambda: unique(Color), lambda: delattr(Color, "RED"), lambda: M("x"), lambda: S(1), lambda: Color.RED.nope, lambda: Color.RED + 1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
Color.RED.extra = "instance attribute"
print(Color.ROUGE.extra, Color.__name__, type(Color.RED).__mro__[1].__name__, Color.RED.name, Color.RED._value_)
