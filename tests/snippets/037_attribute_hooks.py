# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class Log:
    seen = []
    def __getattr__(self, name):
        self.seen.append(name)
        if name.startswith("x"):
            return name * 2
        raise AttributeError(f"no {name} here")
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)
o = Log()
o.a = 1
o.a += 1
print(o.a, o.xy, hasattr(o, "z"), getattr(o, "q", "default"), Log.seen)
del o.a
try:
    del o.a
except AttributeError as e:
    print(e)
try:
    o.z
except AttributeError as e:
    print(e)
class All:
    y = "class"
    def __getattribute__(self, name):
        if name == "magic":
            return "always"
        return object.__getattribute__(self, name)
    def __len__(self):
        return 3
a = All()
a.magic = 5
print(a.magic, a.__dict__, a.y, len(a))
class Both:
    def __getattribute__(self, name):
        print("get", name)
        raise AttributeError(name)
    def __getattr__(self, name):
        return "rescued " + name
print(Both().thing)
class NoLen:
    def __getattr__(self, name):
        return lambda *a: 42
print(NoLen().__len__(), NoLen().anything())
try:
    len(NoLen())
except TypeError as e:
    print(e)
n = NoLen()
n.__call__ = lambda: 1
try:
    n()
except TypeError as e:
    print(e)
class D:
    def __dir__(self):
        return ["b", "a"]
print(dir(D()))
setattr(D, "new", 5)
d = D()
setattr(d, "not an identifier", 1)
print(D.new, getattr(d, "not an identifier"), d.__dict__, hasattr(d, "new"))
delattr(D, "new")
print(hasattr(D, "new"))
for bad in (lambda: setattr(1, "x", 1), lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: delattr(D, "nope"), lambda: delattr(d, "nope"), lambda: setattr(len, "x", 1), lambda: setattr([], "x", 1), lambda: setattr(d, 5, 1), lambda: setattr([], "append", 1), lambda: delattr((), "count")):
    try:
        bad()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
