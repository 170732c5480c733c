# Closures capture variables, not values; nonlocal and global.
def adder(n):
    def add(x):
        return x + n
    return add
print(adder(3)(4), [f(10) for f in [adder(i) for i in range(3)]])
late = [lambda: i for i in range(3)]
print([f() for f in late], [f() for f in [lambda i=i: i for i in range(3)]])
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return up, get
up, get = counter()
print(up(), up(), get(), up.__closure__[0].cell_contents, up.__code__.co_freevars)
total = 0
def add_to_total(x):
    global total, born
    total += x
    born = "in a function"
add_to_total(5)
print(total, born)
def outer():
    x = "outer"
    def middle():
        def inner():
            nonlocal x
            x = "changed"
        inner()
        return x
    return middle(), x
print(outer())
def unbound():
    print(x_later)
    x_later = 1
def free():
    def use():
        return y_later
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    y_later = 2
    return use()
try:
    unbound()
except UnboundLocalError as e:
    print(e)
print(free())
try:
    no_such_name
except NameError as e:
    print(e, e.name)
def deleted():
    z = 1
    del z
    try:
        z
    except UnboundLocalError as e:
        return str(e)
print(deleted())
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, z=3), (lambda: (yield))().__class__.__name__)
