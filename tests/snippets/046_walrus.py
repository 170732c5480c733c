# Assignment expressions, and where they bind.
if (n := len("hello")) > 3:
    print(n)
while (n := n - 2) > 0:
    print("loop", n)
print([y := 5, y ** 2, (z := y, z)], y, z)
print([last := x for x in range(3)], last)
print(any((hit := x) > 2 for x in [1, 3, 5]), hit)
def f():
    data = iter([1, 2, 0, 3])
    out = []
    while v := next(data):
        out.append(v)
    return out, v
print(f())
def g():
    total = 0
    parts = [total := total + x for x in range(5)]
    return total, parts
print(g())
def h(x=(d := 7)):
    return x
print(h(), d)
print(f"{(w := 3)} {w} {w:=5}" if (w := 1) else "")
print((lambda: (q := 4) + q)())
d = {"a": 1}
if (v := d.get("b")) is None and (v := d.get("a")):
    print(v)
x = 1, (k := 2)
print(x, k, (a := 1, b := 2), a, b)
def outer():
    value = 0
    def inner():
        nonlocal value
        return [value := i for i in range(4)]
    inner()
    return value
print(outer())
for source in ("x := 1", "[i := 0 for i in range(3)]", "[(j := i) for i in (j := [1])]", "(a.b := 1)", "(a[0] := 1)", "f(x := 1, y = (z := 2))", "lambda: x := 1", "def f(x = y := 1): pass", "class C: [z := i for i in range(2)]", "(x := 1) = 2", "del (x := 1)"):
    try:
        compile(source, "<s>", "exec")
        print("compiles:", source)
    except SyntaxError as e:
        print(source, "->", e.msg)
