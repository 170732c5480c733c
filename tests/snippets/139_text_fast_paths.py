# Short ways that texts take must give what the long ones give.
from array import array

numbers = [0, 1, -1, 7, -8, 255, -255, 2**61, -(2**61), 2**62 - 1, -(2**62), 2**64, True]
for number in numbers:
    print(f"{number:d} {number:x} {number:o} {number:b} {number:X}", "%d %i %u %5d|%-5d|%+d" % ((number,) * 6))
    print(str(number), repr(number), f"{number}", "{:d}".format(number), f"{number:,}", f"{number:06}")


class Number(int):
    def __str__(self):
        return "own str"

    def __format__(self, spec):
        return f"own {spec}"


class Text(str):
    def __repr__(self):
        return "own repr"

    def __str__(self):
        return "own str"

    def __getitem__(self, key):
        return "own item"


n, t = Number(5), Text("text")
print(f"{n:d} {n}", "%d %s" % (n, n), str(n), format(n, "x"))
print(repr(t), str(t), type(str(t)), f"{t!r} {t}", "%s %r" % (t, t), t[1], "".join([t, "a"]), t + "b", type(t[:]))

for text in ("", "a", "it's", 'say "hi"', "it's \"both\"", "back\\slash", "tab\t\n\r\x00\x7f", "\xe9\xff", "\u20ac", "\U0001f600", "\ud800"):
    print(ascii(text), len(repr(text)), ascii(repr(text)), ascii(text.upper()), ascii(text.title()), ascii(text.swapcase()), ascii(text.capitalize()), ascii(text.casefold()))
    print(ascii(text[::2]), ascii(text[::-1]), ascii(text[5:0:-2]), ascii(text * 2), ascii((text + "\xe9")[-2:]), ascii((text + "\u20ac")[:1]))
    print(ascii(",".join([text, text])), ascii("\u20ac".join([text, "x", text])), ascii(text.join("ab")), ascii(f"{text:>4}|{text:*^5}|{text:.1}"))

print("%(a)s %(a)d %(b)r %%" % {"a": 3, "b": "q"}, "%ld %hd %s" % (1, 2, 3), "%-4s|%4s|%.2s" % ("a", "b", "cde"))
for template, value in (("%", 1), ("%q", 1), ("%(a)", {"a": 1}), ("%s %s", (1,)), ("%s", (1, 2)), ("%d", "x"), ("%(a)s", 5), ("%(b)s", {"a": 1})):
    try:
        print(template % value)
    except (TypeError, ValueError, KeyError) as error:
        print(type(error).__name__, error)
for spec in ("q", "dd", ".2d", "=x", ",,"):
    for value in (5, 1.5, "a"):
        try:
            print(format(value, spec))
        except ValueError as error:
            print(error)
try:
    "".join(["a", 1])
except TypeError as error:
    print(error)
print(type(5), type("a"), bool([]), bool([0]), tuple("ab"), tuple([1]), str(b"a"), str("a"), str(1.5), str(None), bool(array("b")))
for call in (lambda: str(1, 2, 3, 4), lambda: bool(1, 2), lambda: tuple(5), lambda: type(1, 2)):
    try:
        call()
    except TypeError as error:
        print(error)
