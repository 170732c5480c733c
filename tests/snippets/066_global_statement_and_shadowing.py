# global and nonlocal: errors at compile time, effects at run time, across nested scopes.
x = 0
def a():
    global x
    x += 1
    def b():
        x = "local to b"
        def c():
            nonlocal x
            x = "set by c"
        c()
        return x
    return b(), x
print(a(), x)
def make():
    global made_function
    def made_function(): return "global function"
    global Klass
    class Klass: v = "global class"
    global mod
    import math as mod
    for loop_var in range(3): pass
    return "loop_var" in globals()
print(make(), made_function(), Klass.v, mod.floor(2.5), Klass.__qualname__, made_function.__qualname__)
def f():
    y = 1
    def g():
        nonlocal y
        y += 1
        def h():
            nonlocal y
            y *= 10
            return y
        return h
    h = g()
    return h(), h(), y
print(f())
def swap():
    p, q = 1, 2
    def s():
        nonlocal p, q
        p, q = q, p
    s()
    return p, q
print(swap())
for src in ("nonlocal q", "def f(): nonlocal zz", "def f():\n  print(v)\n  global v", "def f(v): global v", "def f():\n  v = 1\n  nonlocal v", "def f(v):\n  def g():\n    nonlocal v\n    global v", "def f():\n  v: int\n  global v", "class C:\n  global k\n  k = 5", "def f():\n  x = 1\n  class C:\n    nonlocal x\n    x = 2", "def f():\n  [v := 1 for _ in x]\n  nonlocal v", "def f(a):\n  def g(): nonlocal a; a = 1\n  return g", "global __debug__", "__debug__ = 1", "def f(__debug__): pass", "def f():\n  import x\n  global x", "def f():\n  for x in y: pass\n  global x"):
    try:
        compile(src, "<s>", "exec")
        print("compiles:", repr(src))
    except SyntaxError as e:
        print(repr(src), "->", e.msg)
class Counter:
    count = 0
    def up(self):
        global count
        count = self.count + 1
        Counter.count += 1
Counter().up(); Counter().up()
print(count, Counter.count)
def default_is_outer(v=x): return v
x = "later"
print(default_is_outer(), x)
exec("global ge\nge = 1", globals())
print(ge)
