# Metaclasses: __new__, __prepare__, __call__, keywords, conflicts, __init_subclass__.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"injected": 1}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, [k for k in ns if not k.startswith("__")])
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)
    def __len__(cls): return 7
    def __getitem__(cls, k): return (cls.__name__, k)
    def __contains__(cls, x): return x == 3
    def __iter__(cls): return iter("abc")
    def __repr__(cls): return f"<meta {cls.__name__}>"
class A(metaclass=Meta, option=5):
    x = 1
    def __init__(self, *a): self.a = a
class B(A): pass
print(A(1, 2).a, A.injected, len(A), A["k"], 3 in B, list(B), A, type(B), isinstance(B, Meta))
class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))
class S1(Base, tag="one"): pass
class S2(S1): pass
print(Base.registry)
for code in ("class X(Base, wrong=1): pass", "class M2(type): pass\nclass Y(A, metaclass=M2): pass", "class Z(metaclass=5): pass", "class W(5): pass", "class V('a', 'b'): pass", "class U(object, k=1): pass"):
    try:
        exec(code)
    except TypeError as e:
        print(e)
Dyn = type("Dyn", (Base,), {"v": 5, "get": lambda self: self.v}, tag="dyn")
print(Dyn().get(), Base.registry[-1], Dyn.__name__)
def make(name, bases, ns):
    return (name, bases, sorted(k for k in ns if not k.startswith("__")))
class F(metaclass=make):
    y = 2
print(F)
class Entries:
    def __mro_entries__(self, bases): return (Base,)
class G(Entries()): pass
print(G.__bases__, G.__orig_bases__[0].__class__.__name__)
class Single(type):
    made = {}
    def __call__(cls, *a):
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*a)
        return cls.made[cls]
class One(metaclass=Single): pass
print(One() is One())
class Abstract(type):
    def __instancecheck__(cls, x): return x == 5
    def __subclasscheck__(cls, x): return x is int
class Five(metaclass=Abstract): pass
print(isinstance(5, Five), isinstance(6, Five), issubclass(int, Five), issubclass(str, Five), isinstance(Five(), Five))
