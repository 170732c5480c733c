# What is remembered of attributes must not outlive what it says: absent ones, those in a __dict__,
# computed ones, and methods of builtin objects.
import sys


class Plain:
    label = "class"

    def method(self):
        return "method"


def reads(x, times=3):
    return [getattr(x, "late", "absent") for _ in range(times)]


x, y = Plain(), Plain()
print(reads(x), hasattr(y, "late"))
x.late = "own"
print(reads(x), reads(y))
Plain.late = "of the class"
print(reads(x), reads(y))
del x.late
print(reads(x))
del Plain.late
print(reads(x), reads(y))
Plain.__getattr__ = lambda self, name: f"hook {name}"
print(reads(x), x.other)
del Plain.__getattr__
print(reads(x))

# Attributes in a __dict__.
for _ in range(3):
    d = Plain()
    d.a = 1
    space = d.__dict__
    print(d.a, d.label, d.method(), hasattr(d, "b"))
    d.b = 2
    space["c"] = 3
    space["label"] = "own"
    space["method"] = lambda: "own method"
    print(d.b, d.c, d.label, d.method(), sorted(space))
    del d.a
    print(hasattr(d, "a"), hasattr(d, "late"))
    d.__dict__ = {"a": "new"}
    print(d.a, d.label, d.method(), hasattr(d, "b"), d.__dict__)
    d.a = "stored"
    print(d.__dict__)


class Guarded:
    @property
    def p(self):
        return self.__dict__.get("p", "nothing")

    @p.setter
    def p(self, value):
        self.__dict__["p"] = ("set", value)


for _ in range(3):
    g = Guarded()
    print(g.p, end=" ")
    g.__dict__["p"] = "hidden"
    print(g.p, end=" ")
    g.p = 5
    print(g.p, g.__dict__)


# Computed attributes come before own ones; those of other classes do not fit.
class Code:
    __class__ = int
    f_code = type(sys._getframe()).f_code
    append = list.append


for _ in range(3):
    c = Code()
    c.__dict__["__class__"] = str
    print(c.__class__, isinstance(c, int), isinstance(c, str), type(c).__name__)
    for name in ("f_code", "append"):
        try:
            print(getattr(c, name))
        except TypeError as error:
            print(error)


class Hooked:
    f_code = type(sys._getframe()).f_code

    def __getattr__(self, name):
        return "hook " + name


class Lacking(Exception):
    def __getattr__(self, name):
        return "hook " + name


for _ in range(3):
    print(Hooked().missing, Lacking("a").args, Lacking().missing)
    frame = sys._getframe()
    print(frame.f_code.co_name, frame.f_back, type(frame).__name__, (5).real, (5).__class__)
    print([].append.__name__, hasattr([], "append"), hasattr([], "push"), getattr("a", "upper")())


class Meta(type):
    @property
    def __name__(cls):
        return "name by the metaclass"


class Made(metaclass=Meta):
    pass


print(Made.__name__, Plain.__name__, type(Made), type(Plain), type(type), type(Made()))


# Names that are made at run time.
for n in range(3):
    setattr(x, "at" + str(n), n)
    print(getattr(x, "at" + str(n)), hasattr(x, "at" + str(n + 1)))


# Strings and the reflected methods of what is put into them.
class Own(str):
    def __rmod__(self, other):
        return "rmod"

    def __radd__(self, other):
        return "radd"


class Right:
    def __rmod__(self, other):
        return "rmod"

    def __radd__(self, other):
        return "radd"


print("%s" % Own("a"), "a" + Own("b"), "a" + Right(), "a%s" % (Right.__name__,))
try:
    print("a" % Right())
except TypeError as error:
    print(error)
