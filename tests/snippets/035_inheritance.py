# C3 order, cooperative super, diamonds, and bases that cannot be ordered.
class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
print(D().who(), [c.__name__ for c in D.__mro__])
class E(C, B): pass
print(E().who())
try:
    class F(D, E): pass
except TypeError as e:
    print(e)
try:
    class G(A, A): pass
except TypeError as e:
    print(e)
try:
    class H(object, A): pass
except TypeError as e:
    print(e)
for base in ("bool", "type(None)", "range", "slice", "type(lambda: 0)", "type(...)"):
    try:
        type("X", (eval(base),), {})
    except TypeError as e:
        print(e)
try:
    class I(int, str): pass
except TypeError as e:
    print(e)
class J(int): pass
class K(J): pass
print(K(5) + 1, K.__base__, D.__base__, type.__base__, object.__base__)
class Base:
    def __init__(self, **kw):
        print("Base", kw)
class Left(Base):
    def __init__(self, left=0, **kw):
        print("Left", left)
        super().__init__(**kw)
class Right(Base):
    def __init__(self, right=0, **kw):
        print("Right", right)
        super().__init__(**kw)
class Both(Left, Right): pass
Both(left=1, right=2, other=3)
print(super(B, D()).who(), super(C, D).who(D()), D.who is not super(D, D()).who)
class P:
    @classmethod
    def make(cls): return cls.__name__
    @property
    def x(self): return "P.x"
class Q(P):
    @classmethod
    def make(cls): return "Q+" + super().make()
    @property
    def x(self): return "Q+" + super().x
class R(Q): pass
print(R.make(), R().make(), R().x)
for bad in (lambda: super(int, 5.0).x, lambda: super(A), lambda: super().x, lambda: super(D, A())):
    try:
        print(type(bad()).__name__)
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
A.who = lambda self: ["patched"]
print(D().who(), D.__subclasses__(), [c.__name__ for c in A.__subclasses__()])
class S(A): pass
S.__bases__ = (C,)
print([c.__name__ for c in S.__mro__], S().who())
