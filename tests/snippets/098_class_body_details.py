# Class bodies: __class__ cells, __qualname__, keyword order, decorators, private names.
class A:
    print(__qualname__, __module__)
    def me(self): return __class__
    def early(): return 1
    value = early()
    a, b = 1, 2
    for i in range(3): pass
    del a
    def __init__(self): self.seen = super().__init__.__name__
print(A().me() is A, A.value, A.b, hasattr(A, "a"), A.i, A().seen)
class B(A):
    def me(self): return super().me(), __class__.__name__
    f = lambda self: super().me().__name__
    @classmethod
    def g(cls): return super().__thisclass__.__name__
    @staticmethod
    def h():
        try:
            return super()
        except RuntimeError as e:
            return str(e)
print(B().me()[1], B().f(), B.g(), B.h())
try:
    class C:
        x = undefined_in_body
except NameError as e:
    print(e, "C" in globals())
def factory(n):
    class Local:
        value = n
        def get(self): return n + self.value
    return Local
print(factory(3)().get(), factory(4).__qualname__, factory(1) is factory(1))
class D:
    exec("dynamic = 5")
    locals()["also"] = 6
    vars()["third"] = 7
print(D.dynamic, D.also, D.third)
class E(*[A], **{}): pass
print(E.__bases__)
class Priv:
    __a = 1
    def get(self): return self.__a, Priv.__a
    class Inner:
        __a = 2
        def get(self): return self.__a
    def __set(self): self.__b = 3
    def run(self): self.__set(); return vars(self)
print(Priv().get(), Priv.Inner().get(), Priv().run(), [n for n in vars(Priv) if n.endswith("a")])
class F:
    if True:
        def cond(self): return "cond"
    else:
        def cond(self): return "other"
    try:
        import math as m
    finally:
        pass
    with open("/dev/null") as handle: pass
    while True: break
print(F().cond(), F.m.floor(1.5), F.handle.closed)
x = "module"
class G:
    x = x + "+class"
    y = [x for _ in "a"]
    z = (lambda: x)()
print(G.x, G.y, G.z)
class H:
    def __new__(cls, *a):
        if a == ("str",): return "not an H"
        self = super().__new__(cls)
        self.made = True
        return self
    def __init__(self, *a): self.inited = a
print(H("str"), H(1).made, H(1).inited)
class NoneInit:
    def __init__(self): return 5
try:
    NoneInit()
except TypeError as e:
    print(e)
class WithNew(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(WithNew(5), type(WithNew(5)).__name__)
try:
    object.__new__(int)
except TypeError as e:
    print(e)
try:
    object.__new__()
except TypeError as e:
    print(e)
