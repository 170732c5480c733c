# Functions: return values, defaults, keywords, defaults evaluated once.
def nothing():
    pass
def one(a, b=2, c=3):
    return a, b, c
print(nothing(), one(1), one(1, 5), one(1, c=9), one(c=1, a=2, b=3), one(*[1, 2]), one(**{"a": 7}))
def keep(x, seen=[]):
    seen.append(x)
    return seen
print(keep(1), keep(2), keep(3, []), keep(4))
def many(*args, **kwargs):
    return args, kwargs
print(many(), many(1, 2), many(a=1), many(1, *[2, 3], *"ab", x=1, **{"y": 2}, **{"z": 3}))
def only(a, /, b, *, c, d=4):
    return a, b, c, d
print(only(1, 2, c=3), only(1, b=2, c=3, d=5))
def after(*args, sep="-"):
    return sep.join(map(str, args))
print(after(1, 2, 3), after(1, 2, sep="+"))
def same(name, /, **kw):
    return name, kw
print(same("x", name="y"))
n = 3
def frozen(a=n):
    return a
n = 4
print(frozen(), frozen.__defaults__, only.__kwdefaults__, one.__name__, one.__code__.co_argcount)
for call in (lambda: one(), lambda: one(1, 2, 3, 4), lambda: one(1, a=2), lambda: one(1, z=2),
             lambda: only(1, 2), lambda: only(a=1, b=2, c=3), lambda: only(1, 2, 3), lambda: nothing(1),
             lambda: one(1, **{"b": 1}, **{"b": 2}), lambda: one(*5), lambda: one(**5), lambda: only(), lambda: after(1, bar=2)):
    try:
        call()
    except TypeError as e:
        print(e)
def early(x):
    if x:
        return "early"
print(early(1), early(0))
