# globals(), locals(), vars(), dir(), getattr and friends.
g1 = 1
def f(a, b=2):
    c = 3
    loc = locals()
    d = 4
    loc["a"] = 100
    return loc, a, locals() == {"a": 1, "b": 2, "c": 3, "loc": loc, "d": 4}
print(f(1))
globals()["made"] = "here"
print(made, "g1" in globals(), globals() is globals(), locals() is globals(), vars() is globals())
class C:
    z = 1
    names = sorted(n for n in locals() if not n.startswith("__"))
    locals()["injected"] = 5
    def m(self): pass
print(C.names, C.injected, sorted(n for n in vars(C) if not n.startswith("__")))
c = C()
c.a = 1
print(vars(c), [n for n in dir(c) if not n.startswith("__")], dir(5)[:3], "upper" in dir("s"))
print(getattr(c, "a"), getattr(c, "q", None), hasattr(c, "z"), hasattr(c, "zz"), setattr(c, "new", 2), c.new, delattr(c, "new"), hasattr(c, "new"))
try:
    getattr(c, "q")
except AttributeError as e:
    print(e, e.name, e.obj is c)
try:
    vars(5)
except TypeError as e:
    print(e)
def comp():
    x = 1
    return [sorted(locals()) for y in range(1)], {k: v for k, v in locals().items()}
print(comp())
def nested():
    captured = 1
    not_captured = 2
    def inner():
        captured
        return locals()
    return inner()
print(nested())
def changes():
    for i in range(2):
        if i: extra = 1
        yield sorted(locals())
print(list(changes()))
def frame():
    import sys
    fr = sys._getframe()
    v = 1
    fr.f_locals["v"] = 2
    return v, fr.f_code.co_name, fr.f_back.f_code.co_name, fr.f_lineno
print(frame())
exec("made_by_exec = g1 + 1")
print(made_by_exec)
import builtins
builtins.everywhere = "builtin"
print(everywhere, "print" in dir(builtins), builtins.len is len)
del builtins.everywhere
try:
    everywhere
except NameError as e:
    print(e)
g1 = "changed"
def reads(): return g1
print(reads(), eval("g1", {"g1": "other"}), eval("a + b", {"a": 1}, {"b": 2}))
import math, types
m = types.ModuleType("m", "doc")
m.x = 1
print(m.__name__, m.__doc__, vars(m)["x"], dir(m)[-1], repr(m), getattr(math, "pi") == math.pi)
try:
    m.nope
except AttributeError as e:
    print(e)
m.__getattr__ = lambda name: name.upper()
print(m.anything)
