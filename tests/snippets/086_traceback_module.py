# traceback: format_exc, chained, recursive, groups, notes, suggestions, StackSummary.
import traceback, sys
def a(x): return b(x) + 1
def b(x):
    return x["key"][0] / (
        x["zero"]
    )
try:
    a({"key": [1], "zero": 0})
except ZeroDivisionError as e:
    print(traceback.format_exc())
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
try:
    try:
        a({})
    except KeyError as e:
        raise ValueError("bad input") from e
except ValueError as e:
    print("".join(traceback.format_exception(e)))
try:
    try:
        int("x")
    except ValueError:
        undefined
except NameError:
    traceback.print_exc(file=sys.stdout)
def rec(n): return rec(n - 1) if n else [][0]
try:
    rec(10)
except IndexError as e:
    print(traceback.format_exc())
e = ExceptionGroup("group", [ValueError("one"), ExceptionGroup("inner", [TypeError("two")])])
e.add_note("a note")
print("".join(traceback.format_exception(e)))
print(traceback.format_exception_only(KeyError("k")), traceback.format_exception_only(SyntaxError("bad", ("f.py", 1, 3, "a b c\n"))))
try:
    exec("x = (1 +\n2 3")
except SyntaxError as e:
    print("".join(traceback.format_exception_only(e)))
def stack(): return traceback.format_list(traceback.extract_stack()[-2:])
print("".join(stack()))
class C:
    color = 1
for code in ("C.colour", "C().colr", "pritn", "import maths", "from math import sqr", "[].appendd"):
    try:
        exec(code)
    except (AttributeError, NameError, ImportError) as e:
        print(traceback.format_exception_only(e)[-1].split(" (/")[0].strip())
print(traceback.format_exception_only(None), traceback.TracebackException.from_exception(ValueError("x")).exc_type_str)
