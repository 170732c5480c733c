# Scopes: class bodies, exec, comprehension variables, shadowed builtins, name mangling.
x = "global"
class C:
    y = x
    x = "class"
    z = x
    def m(self): return x
    inner = [x for _ in range(1)]
    class D:
        w = x
print(C.y, C.x, C.z, C().m(), C.inner, C.D.w)
def f():
    x = "local"
    class E:
        a = x
        def m(self): return x
    class F:
        a = x
        x = "own"
        b = x
    return E.a, E().m(), F.b
try:
    print(f())
except NameError as e:
    print(e)
def g():
    x = "enclosing"
    class G:
        print(x)
        x = "in class"
        print(x)
    class H:
        nonlocal x
        x = "rebound by a class body"
    return x
try:
    print(g())
except NameError as e:
    print(e)
def shadow():
    len = lambda v: "mine"
    return len([])
print(shadow(), len([1]))
print = print
class Mangled:
    __secret = 1
    def __hidden(self): return self.__secret
    def call(self): return self.__hidden()
    def __dunder__(self): return "kept"
    def late(self, __arg): return __arg
print(Mangled().call(), Mangled._Mangled__secret, [n for n in dir(Mangled) if "hidden" in n or "dunder__" in n], Mangled().late(3))
class _Lead:
    __x = 5
print(_Lead._Lead__x)
def deep():
    def a():
        def b():
            def c(): return v
            return c()
        return b()
    v = "from three levels up"
    return a()
print(deep())
def loop_closure():
    fs = []
    for i in range(3):
        def fn(): return i
        fs.append(fn)
    return [q() for q in fs]
print(loop_closure())
def conditional(flag):
    if flag: v = 1
    return v
try:
    conditional(False)
except UnboundLocalError as e:
    print(e, e.name)
def del_then_use():
    global gone
    gone = 1
    del gone
    return gone
try:
    del_then_use()
except NameError as e:
    print(e)
try:
    def ex():
        try: 1 / 0
        except ZeroDivisionError as err: pass
        return err
    ex()
except UnboundLocalError as e:
    print(e)
def params(a, b=x, *c, d=lambda: x, **e): return b, d()
x = "changed"
print(params(1), [x for x in "ab"], x, {x for x in "a"}, x)
