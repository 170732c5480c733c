# __format__, __str__, __repr__ and what falls back to what.
class OnlyRepr:
    def __repr__(self): return "R"
class OnlyStr:
    def __str__(self): return "S"
class Both(OnlyRepr, OnlyStr): pass
class Sub(str):
    def __str__(self): return "sub-str"
    def __format__(self, spec): return f"[{super().__format__(spec)}]"
class Temp:
    def __init__(self, c): self.c = c
    def __format__(self, spec):
        unit, _, rest = spec.partition(":")
        value = {"": self.c, "C": self.c, "F": self.c * 9 / 5 + 32}[unit]
        return format(value, rest) + unit
print(OnlyRepr(), str(OnlyRepr()), f"{OnlyRepr()}", "%s %r" % (OnlyRepr(), OnlyRepr()), [OnlyRepr()], {OnlyRepr(): OnlyRepr()})
print(OnlyStr(), f"{OnlyStr()!s:>4}", repr(OnlyStr()).startswith("<__main__.OnlyStr object at 0x"), str([OnlyStr()])[:3], Both(), repr(Both()))
print(f"{Sub('x'):>4}", "{:<3}".format(Sub("y")), format(Sub("z")), str(Sub("w")), Sub("v") + "", "%s" % Sub("q"), f"{Sub('x')}", "".join([Sub("j")]))
print(f"{Temp(100):F:.1f} {Temp(20)} {Temp(20):C}", "{:F}".format(Temp(0)))
for bad in (lambda: f"{OnlyRepr():>5}", lambda: format(None, "5"), lambda: "{:x}".format([]), lambda: f"{OnlyStr():d}", lambda: f"{Temp(1):K}", lambda: format(object(), "a")):
    try:
        print(bad())
    except (TypeError, KeyError) as e:
        print(type(e).__name__, e)
class Wrong:
    def __format__(self, spec): return 5
try:
    f"{Wrong()}"
except TypeError as e:
    print(e)
class N(int):
    def __repr__(self): return f"N{int(self)}"
    __str__ = __repr__
print(N(5), f"{N(5)}", f"{N(5):d}", "%d" % N(5), [N(1)], str(N(2)), f"{N(3)!r}", f"{N(7):>4}", N(4) + 1)
class F(float):
    def __repr__(self): return "F!"
print(F(1.5), f"{F(1.5)}", f"{F(1.5):.1f}", [F(2)], "%s" % F(1), round(F(2.7)), type(F(1) + 1))
print("{0:{1}} {0:{2}}".format(3.14159, ".2f", "e"), "{a[0]} {a[k]} {b.imag}".format(a={0: "zero", "k": "key"}, b=2j), "{:{}{}}".format("x", ">", 4), "{!a}".format("é"), "{0!s:_^7}".format("mid"))
print("%-5s|%5s|%.1s|%5.1f|%+.2e|%#x|%c" % ("a", "b", "cd", 2.25, 12345.678, 254, "q"), "%(x)5d%%" % {"x": 7}, "%s" % None, "%s %s" % ("a", (1, 2)), "%5s" % True, "%.0f" % 0.5, "%x" % -255, "%i" % 2.9)
print(str(b"bytes"), repr("a'b\"c"), str(()), str({}), str(set()), repr(1.0), repr(-0.0), str(1e100), str(type), str(int), str(len), str(None))
