# Native functions take short ways for exact built-in operands; subclasses and odd operands take the long ones.

# Big ints: every order of sizes and signs.
numbers = [0, 1, -1, 7, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1,
           2**64, -(2**64), 2**127, 2**128, -(2**128), 2**200 + 1, -(2**200) - 1]
for a in numbers:
    row = []
    for b in numbers:
        row.append((a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b))
        assert a + b - b == a and a - b + b == a, (a, b)
        assert (a * b == b * a) and (a ^ b ^ b == a) and (a & b) + (a | b) == a + b, (a, b)
        if b:
            assert a // b * b + a % b == a and (a * b) // b == a, (a, b)
    print(row)
print(-(2**63), int(str(-(2**63))), -(2**63) * 1, -(2**63) + 0, abs(-(2**63)), -(2**63) // -1)


class Whole(int):
    def __lt__(self, other):
        return "own lt"

    def __gt__(self, other):
        return "own gt"

    def __radd__(self, other):
        return "own radd"


big = 2**70
print(Whole(big) < big, big < Whole(big), big == Whole(big), big + Whole(1), big - Whole(1), 2**70 < True, True < 2**70)
print(big == float(big), big < 1e300, big == "text", big != None)

# An integer beside a float is rounded first; a quotient of two integers is rounded once.
for n in (2**53 + 1, 2**54 + 3, -(2**61) - 1, 2**62 - 1, 1234567890123456789):
    print(n / 1e9, 1e9 / n, n + 0.5, 0.5 - n, n * 1.0, n // 3.0, n % 7.0, n / 3, 3 / n, n / (n - 2), n**0.5)
try:
    (2**60 + 1) / 0.0
except ZeroDivisionError as error:
    print(error)


# Lists of dicts, sets and what is like them.
class Own(dict):
    def __iter__(self):
        return iter(["own"])


class Some(set):
    def __iter__(self):
        return iter(["some"])


d = {c: i for i, c in enumerate("fdbeca")}
del d["b"]
s = {5, 3, 9, 1}
s.discard(9)
print(list(d), sorted(d), sorted(s), sorted(frozenset(s)), list(Own(d)), sorted(Own(d)), list(Some(s)), sorted(Some(s)))
target = [0]
target.extend(d)
target += d.keys()
target.extend({})
target.extend(set())
target[1:1] = d
print(target, list({}), list(set()), sorted(d.items()), sorted(d, key=d.get, reverse=True))
large = {i: None for i in range(1000)}
for i in range(0, 1000, 3):
    del large[i]
print(len(list(large)), sum(list(large)), list(large)[:3], sum(sorted(set(large))))
same = [3, 1, 2]
print(sorted(same), same, sorted((3, 1, 2)), sorted("cab"), sorted(iter(same)))
for wrong in (5, None):
    try:
        sorted(wrong)
    except TypeError as error:
        print(error)


# Joins of strings of several widths, and of subclasses.
class Word(str):
    def __str__(self):
        return "other"


for separator in ("", ",", "é", "→", "𝄞"):
    for parts in ([], ["one"], ["a", "b"], ["a", "é"], ["a", "→", "b"], ["𝄞", "a", ""], ["", ""], [Word("w"), "x"]):
        print(ascii(separator.join(parts)), end=" ")
    print()
for parts in (["a", 1], [None], ["a", b"b"]):
    try:
        ",".join(parts)
    except TypeError as error:
        print(error)
print(f"{'a'}é{'→'}", f"{Word('w')}{1}", f"{'𝄞'}{'a'}")

# Predicates of ASCII and others.
for text in ("", "0", "9a", "az", "AZ", "a_", "²", "½", "٣", "é", "aé", "a→", "@[`{/:", "\x7f"):
    print(ascii(text), text.isalpha(), text.isdecimal(), text.isdigit(), text.isnumeric(), text.isalnum())

# Lines of frames, also of long functions and beyond line 128.
import sys


def lines():
    first = sys._getframe().f_lineno
    return [
        sys._getframe().f_lineno - first,

        sys._getframe().f_lineno - first,
    ]


print(lines())
code = compile("\n" * 300 + "import sys\nx = [sys._getframe().f_lineno,\n\n" + "sys._getframe().f_lineno, " * 40 + "]\n", "f", "exec")
space = {}
exec(code, space)
print(space["x"][0], set(space["x"][1:]))

# Floats with a fixed number of places: halves go to the even digit, and both ways of writing meet.
for x in (0.0, -0.0, 0.125, 0.375, 2.5, -0.5, 9.995, 1e15, 123456789.125, 2.0**63, 2.0**64, 1e22, 5e-324, 1 / 3):
    print(f"{x:.0f} {x:.2f} {x:.15f} {x:.16f}", "%.1f|%8.3f|%-9.2f|%+.0f" % (x, x, x, x), f"{-x:,.2f} {x:z.1f} {x:#.0f} {x:%}")
print("%(a)s %(b)5d %(a)r %%" % {"a": "x", "b": 7}, "%s" % {"a": 1}, "%s" % 5)
