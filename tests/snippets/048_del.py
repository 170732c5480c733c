# del of names, attributes, items, slices; and __del__-free objects afterwards.
a = b = [1, 2, 3, 4, 5]
del a
print(b)
try:
    a
except NameError as e:
    print(e)
del b[0], b[-1]
print(b)
del b[:]
print(b)
x, y, z = 1, 2, 3
del x, (y, [z])
for name in ("x", "y", "z"):
    print(name, name in globals())
class C: pass
c = C()
c.a = c.b = 1
del c.a
print(vars(c))
try:
    del c.a
except AttributeError as e:
    print(e)
d = {"k": 1, "l": 2}
del d["k"]
try:
    del d["k"]
except KeyError as e:
    print(repr(e))
def f():
    v = 1
    def g(): return v
    del v
    try:
        g()
    except NameError as e:
        print(e)
    v = 2
    return g()
print(f())
def h(p):
    del p
    try:
        return p
    except UnboundLocalError as e:
        return str(e)
print(h(1))
for i in range(3):
    if i == 1:
        del i
print("i" in globals())
del i
try:
    del i
except NameError as e:
    print(e)
for source in ("del 1", "del f()", "del (a, b), c.d, e[0]", "del", "del a + b", "del None", "del *a", "del (a for a in b)", "del ()", "del []", "del (a,), [b]", "del -a"):
    try:
        compile(source, "<s>", "exec")
        print("compiles:", source)
    except SyntaxError as e:
        print(source, "->", e.msg)
len = 5
del len
print(len("abc"))
