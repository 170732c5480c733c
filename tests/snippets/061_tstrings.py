# t-strings: templates keep their parts apart.
from string.templatelib import Template, Interpolation
name, n = "World", 42
t = t"Hello {name}! {n:05d} {n + 1!r:>{n}}"
print(type(t) is Template, t.strings, t.values)
for i in t.interpolations:
    print(i.value, i.expression, i.conversion, repr(i.format_spec), type(i) is Interpolation)
print([p if isinstance(p, str) else p.expression for p in t])
print(t"".strings, t"plain".strings, t"{1}{2}".strings, list(t"{1}{2}".values), t"{{x}}".strings)
def render(t):
    out = []
    for part in t:
        match part:
            case str() as s:
                out.append(s)
            case Interpolation(value, _, conversion, spec):
                value = {"r": repr, "s": str, "a": ascii, None: lambda v: v}[conversion](value)
                out.append(format(value, spec))
    return "".join(out)
print(render(t), render(t"{name!r:>10}|{3.14159:.2f}|{n=}"))
both = t"a{1}" + t"b{2}c"
print(both.strings, both.values)
for bad in (lambda: t"a" + "b", lambda: "a" + t"b", lambda: t"{undefined_thing}"):
    try:
        bad()
    except (TypeError, NameError) as e:
        print(type(e).__name__, e)
print(t"{n=}".strings, t"{n=}".interpolations[0].conversion, t"{n = :>5}".strings)
print(t"{'nested ' + f'{n}'}".values, t"x" t"{n}y".strings, rt"\n{n}".strings, t"\n".strings)
order = []
def log(x):
    order.append(x)
    return x
t2 = t"{log(1)}{log(2):{log(3)}}"
print(order, t2.interpolations[1].format_spec)
print(Template("a", Interpolation(5, "five"), "b", "c").strings, repr(t"a{n}"))
for src in ("t'{'", "t'{}'", "t'a' 'b'", "t'a' f'b'", "tb'x'", "tf'x'", "t'{a!x}'", "t'}'", "Tr'{a}'"):
    try:
        compile(src, "<s>", "eval")
        print("compiles:", src)
    except SyntaxError as e:
        print(src, "->", e.msg)
