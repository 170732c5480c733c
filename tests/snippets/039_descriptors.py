# Descriptors: data and non-data, __set_name__, __get__ on the class, order of look-up.
class Data:
    def __set_name__(self, owner, name):
        print("named", owner.__name__, name)
        self.name = name
    def __get__(self, obj, kind=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, value):
        print("set", self.name, value)
        obj.__dict__[self.name] = value
    def __delete__(self, obj):
        print("delete", self.name)
class NonData:
    def __get__(self, obj, kind=None):
        return "non-data", obj is not None, kind.__name__
class C:
    d = Data()
    e = Data()
    n = NonData()
    plain = "class"
c = C()
print(c.d, C.d is C.__dict__["d"], c.n, C.n)
c.d = 5
c.__dict__["n"] = "instance wins"
c.__dict__["d"] = "data descriptor reads me"
print(c.d, c.n, c.e)
del c.d
class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, kind=None): return self if obj is None else getattr(obj, self.name)
    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} wants {self.kind.__name__}")
        setattr(obj, self.name, value)
class Point:
    x, y = Typed(int), Typed(str)
p = Point()
p.x, p.y = 1, "a"
print(p.x, p.y, vars(p))
try:
    p.x = "no"
except TypeError as e:
    print(e)
class ReadOnly:
    def __get__(self, obj, kind): return 9
    def __set__(self, obj, value): raise AttributeError("read-only")
class R: r = ReadOnly()
try:
    R().r = 1
except AttributeError as e:
    print(e)
R.r = 1
print(R().r)
class OnlySet:
    def __set__(self, obj, value): obj.__dict__["o"] = value * 2
class O: o = OnlySet()
o = O()
print(type(o.o).__name__)
o.o = 4
print(o.o)
class Late: pass
Late.d = Data()
try:
    Late().d
except AttributeError as e:
    print(e)
class Boom:
    def __set_name__(self, owner, name): raise ValueError("in set_name")
try:
    class B: b = Boom()
except ValueError as e:
    print(e, e.__notes__)
class Meta(type):
    m = NonData()
class WithMeta(metaclass=Meta): pass
print(WithMeta.m, hasattr(WithMeta(), "m"))
