# Where the carets stand in tracebacks of several kinds of expressions.
# stderr: whole
import traceback
x = {"a": [1, 2], "f": lambda: None}
def show(f):
    try:
        f()
    except Exception:
        traceback.print_exc()
show(lambda: x["a"][5])
show(lambda: x["a"] + x["f"] * 2)
show(lambda: x["f"]().attribute.other)
show(lambda: len(1, *x["a"], key=5))
show(lambda: (1 +
              "a"))
show(lambda: 1 / 0 if x else 2)
def f(a):
    assert a > 5, f"too small: {a}"
show(lambda: f(1))
show(lambda: [y.z for y in x["a"]])
show(lambda: x.missing)
def nested():
    for i in range(2): i.nope
show(nested)
def long_call():
    return max(
        x["a"],
        key=lambda v: v.nothing,
    )
show(long_call)
show(lambda: -x)
show(lambda: x["é"]["b"])
def unpack(): a, b, c = x["a"]
show(unpack)
def delete(): del x["nope"]
show(delete)
def with_bad():
    with x["a"] as q: pass
show(with_bad)
