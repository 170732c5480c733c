# Weak references and cycles, after gc.collect().
import gc, weakref
class C:
    def __init__(self, name): self.name = name
    def m(self): return self.name
    def __repr__(self): return f"C({self.name})"
c = C("a")
r = weakref.ref(c)
print(r() is c, r().name, weakref.getweakrefcount(c), r == weakref.ref(c), type(r).__name__)
p = weakref.proxy(c)
print(p.name, p.m(), isinstance(p, C))
wm = weakref.WeakMethod(c.m)
print(wm()())
d, k, s = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
d["x"] = c; k[c] = "data"; s.add(c)
print(len(d), len(k), len(s), d["x"] is c, k[c], c in s)
log = []
weakref.finalize(c, log.append, "finalized")
cb = weakref.ref(c, lambda r: log.append("callback"))
def drop():
    global c
    c.cycle = c
    del c
drop()
for _ in range(3): gc.collect()
print(r(), cb() is None, len(d), len(k), len(s), sorted(log))
try:
    p.name
except ReferenceError as e:
    print(e)
class D:
    def __del__(self): log.append("del")
def cycle():
    a, b = D(), D()
    a.b, b.a = b, a
cycle()
for _ in range(3): gc.collect()
print(log.count("del"), gc.isenabled(), gc.is_tracked([]), isinstance(gc.get_count(), tuple))
class Phoenix:
    saved = []
    def __del__(self): Phoenix.saved.append(self)
def burn(): Phoenix()
burn()
for _ in range(3): gc.collect()
print(len(Phoenix.saved), type(Phoenix.saved[0]).__name__)
for bad in (5, "s", None, (), []):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
f = lambda: 0
class Slot: __slots__ = ("__weakref__",)
print(weakref.ref(f)() is f, weakref.ref(C)() is C, weakref.ref(Slot) is not None, weakref.ref(set) is weakref.ref(set), weakref.ref({1}.__class__)() is set)
gc.disable(); print(gc.isenabled()); gc.enable()
