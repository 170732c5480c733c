# exec, eval, compile: namespaces, modes, code objects, syntax errors.
print(eval("1 + 2"), eval(" 3 "), eval("[x for x in range(3)]"), eval("(lambda: 5)()"))
ns = {"a": 1}
exec("b = a + 1\nc = [a, b]\ndef f(): return a * 10", ns)
print(ns["b"], ns["c"], ns["f"](), sorted(k for k in ns if k != "__builtins__"), "__builtins__" in ns)
loc = {}
exec("x = 1; y = x + 1", {}, loc)
print(loc)
code = compile("1 + 1", "<here>", "eval")
print(eval(code), code.co_filename, code.co_name, type(code).__name__, code.co_consts is not None)
code = compile("z = 5\nz", "<here>", "exec")
print(exec(code), z, eval(compile("z * 2", "s", "eval")))
print(exec(compile("1 + 1\n'shown in single mode'", "s", "exec")))
exec(compile("'shown in single mode'", "s", "single"))
exec(compile("x = 5; x + 1", "s", "single"))
exec(compile("None", "s", "single"))
def scope():
    v = 1
    exec("v = 2")
    w = eval("v + 1")
    exec("new = 7")
    return v, w, "new" in locals()
print(scope())
class NS(dict):
    def __missing__(self, k): return k.upper()
print(eval("name + other", {}, NS()))
for src, mode in (("1 +", "eval"), ("x = 1", "eval"), ("", "eval"), ("def f(:", "exec"), ("if x:\npass", "exec"), ("  x", "exec"), ("return 1", "exec"), ("break", "exec"), ("x\n y", "exec"), ("'abc", "exec"), ("(1", "exec"), ("1)", "exec"), ("(1]", "exec"), ("f(**a, *b)", "exec"), ("1 = x", "exec"), ("a b", "exec"), ("print 1", "exec"), ("await x", "exec"), ("yield", "exec"), ("nonlocal x", "exec"), ("x = \\ 1", "exec"), ("\"\"\"abc", "exec"), ("a\0b", "exec"), ("1;2", "single"), ("1\n2", "single"), ("\tif 1:\n        x", "exec"), ("0777", "exec"), ("1_", "exec"), ("1__0", "exec"), ("0b2", "exec"), ("5x", "exec"), ("f'{'", "exec"), ("f'{a b}'", "exec"), ("f'}'", "exec"), ("$", "exec"), ("x = 5 5", "exec"), ("else: pass", "exec"), ("import", "exec"), ("from x import", "exec"), ("from . import *, a", "exec"), ("class", "exec"), ("f(a=1, 2)", "exec"), ("f(a for a in b, c)", "exec"), ("{1: 2, 3}", "exec"), ("{**a, *b}", "exec"), ("lambda *: 1", "exec"), ("def f(a, a): pass", "exec"), ("def f(a=1, b): pass", "exec"), ("def f(*): pass", "exec"), ("try: pass", "exec"), ("x ==", "exec"), ("if x = 1: pass", "exec"), ("a, b += 1", "exec"), ("'\\x1'", "exec"), ("b'\u00e9'", "exec"), ("'\\N{nope}'", "exec"), ("from __future__ import nope", "exec"), ("x: int: str", "exec"), ("async x", "exec"), ("match x:\n  pass", "exec"), ("None = 1", "exec"), ("f() = 1", "exec"), ("True: int = 1", "exec"), ("for 1 in x: pass", "exec"), ("with a as 1: pass", "exec"), ("import a.b as c.d", "exec"), ("global x; x = 1\ndef f():\n x = 1; global x", "exec"), ("[*a for a in b]", "exec"), ("{**a for a in b}", "exec"), ("continue", "exec"), ("except: pass", "exec"), ("del f()", "exec"), ("x = yield = 1", "exec"), ("elif x: pass", "exec"), ("a = 1 if 2", "exec"), ("not", "exec"), ("@\ndef f(): pass", "exec"), ("for x in range(3)\n  pass", "exec"), ("while True print(1)", "exec")):
    try:
        compile(src, "<s>", mode)
        print(repr(src), "compiles")
    except (SyntaxError, ValueError) as e:
        print(repr(src), type(e).__name__, getattr(e, "msg", e), getattr(e, "lineno", ""), getattr(e, "offset", ""))
for bad in (lambda: eval(5), lambda: exec("x", 5), lambda: compile("x", "f", "wrong"), lambda: eval("x", {}, 5), lambda: exec()):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
