# Decorators: order, arguments, classes, methods, wraps, and expressions as decorators.
import functools
def tag(name):
    print("make", name)
    def deco(f):
        print("apply", name, f.__name__)
        @functools.wraps(f)
        def wrapper(*args, **kw):
            return f"<{name}>{f(*args, **kw)}</{name}>"
        return wrapper
    return deco
@tag("b")
@tag("i")
def hello(who, end="."):
    """Greets."""
    return f"hello {who}{end}"
print(hello("you"), hello("me", end="!"), hello.__name__, hello.__doc__, hello.__wrapped__.__name__)
def register(cls):
    cls.registered = True
    return cls
@register
class C:
    @tag("m")
    def method(self): return "in method"
    @staticmethod
    @tag("s")
    def s(): return "static"
    @classmethod
    @tag("c")
    def c(cls): return cls.__name__
print(C.registered, C().method(), C.s(), C().c())
class Counted:
    def __init__(self, f):
        functools.update_wrapper(self, f)
        self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
    def __get__(self, obj, kind=None):
        return functools.partial(self, obj)
@Counted
def square(x): return x * x
print(square(3), square(4), square.n, square.__name__)
class D:
    @Counted
    def m(self, x): return (type(self).__name__, x)
d = D()
print(d.m(1), d.m(2), D.__dict__["m"].n)
table = [lambda f: ("zero", f()), lambda f: ("one", f())]
@table[1]
def x(): return "body"
print(x)
@(lambda f: f(10))
def y(n): return n + 1
print(y)
@print
class Printed: pass
print(Printed)
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@functools.singledispatch
def kind(x): return "object"
@kind.register
def _(x: int): return "int"
@kind.register(list)
def _(x): return "list"
print(kind(1), kind(True), kind([]), kind("a"))
