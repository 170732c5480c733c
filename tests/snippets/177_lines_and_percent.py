# Lines of frames in long functions, and templates with keys.
import sys
import traceback


def here():
    return sys._getframe(1).f_lineno


source = ["def long(n):", "    lines = []"]
for number in range(120):
    source.append(f"    if n == {number}:")
    source.append(f"        lines.append(here() + {number} *")
    source.append(f"                     (n - {number}))")
    source.append("    lines.append(")
    source.append("        here())")
source.append("    raise KeyError(n, len(lines), sum(lines), lines[-1])")
namespace = {"here": here}
exec(compile("\n".join(source), "<long>", "exec"), namespace)
for n in (0, 1, 59, 118, 119, 120):
    try:
        namespace["long"](n)
    except KeyError as exception:
        frames = traceback.extract_tb(exception.__traceback__)
        print(exception.args, frames[-1].lineno, frames[-1].end_lineno, frames[-1].colno)

code = namespace["long"].__code__
lines = sorted({line for _, _, line in code.co_lines() if line})
print(lines[-1])


def steps():
    yield here()

    yield here()
    try:
        yield here()
    finally:
        print(here())


start = steps.__code__.co_firstlineno
generator = steps()
print([line - start for line in generator])
print(generator.gi_frame)


def error(function):
    try:
        return function()
    except Exception as exception:
        return f"{type(exception).__name__}: {exception}"


d = {"a": 1, "b)": 2, "(c)": 3, "": 4, "é": 5, "漢": 6, "a(b": 7, "f": 1.5, "none": None}
print("%(a)s|%(a)d|%(a)5d|%(a)-5s|%(a)05.1f|%((c))s|%()s" % d)
print("%(é)s %(漢)r %(f)s %(none)s %%" % d, "漢%(a)s" % d, "%(漢)s\U0001f600" % d)
for template in ("%(a", "%(a)", "%(a(b)s", "%(a)5", "%(a)5.", "%(b))s", "%(x)s", "%(a)y", "%(", "%()", "%((c)s", "%(a)*d", "%(a)s %s"):
    print(template, error(lambda: template % d))
print(error(lambda: "%(a)s" % 1), error(lambda: "%(a)s" % (d,)), error(lambda: "%(" % 1), error(lambda: "%(a)s" % "a"), error(lambda: "%(a)s" % [1]))
print(b"%(a)s %(b)d" % {b"a": b"x", b"b": 2}, error(lambda: b"%(a)s" % {"a": b"x"}))


class Missing(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("%(a)s %(b)10s|%(c)-6s|" % Missing(a=1))


class Shown:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr é"


class Text(str):
    def __str__(self):
        return "text's str"


print("%s %r %a|%10s|%-8r|%.2s|%s" % ((Shown(),) * 6 + (Text("t"),)))
print("%s" % Shown(), "%r" % Shown(), "%s" % Text("t"), "%s" % (None,), "%s%s" % ("", ""), "%c%c" % ("x", 0x6F22))
print("%d %i %d" % (1, -5, 2**70), error(lambda: "%d" % "1"), error(lambda: "%s %s" % (1,)), error(lambda: "%s" % (1, 2)))
