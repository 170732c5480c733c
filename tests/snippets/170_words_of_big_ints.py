# Integers around the edges of 63, 64 and more bits: operators, comparisons, conversions.

import math
import operator
import pickle
import struct
import sys

EDGES = sorted({sign * (1 << bits) + by
                for bits in (0, 32, 62, 63, 64, 127, 128, 256)
                for sign in (1, -1) for by in (-1, 0, 1)})
OPERATORS = [operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, divmod,
             operator.and_, operator.or_, operator.xor]


def digest(values):
    """A number that differs when any of the values does."""
    return hash(tuple(values))


def results(operation):
    for a in EDGES:
        for b in EDGES:
            try:
                result = operation(a, b)
            except ZeroDivisionError as error:
                result = len(str(error))
            if isinstance(result, tuple):
                yield from result
            else:
                yield result


for operation in OPERATORS:
    print(operation.__name__, digest(results(operation)))
for operation in (operator.lshift, operator.rshift):
    print(operation.__name__, digest(operation(a, n) for a in EDGES for n in (0, 1, 62, 63, 64, 65, 127, 128, 300)))
for operation in (operator.neg, operator.invert, abs, hash, int.bit_length, int.bit_count):
    print(operation.__name__, digest(map(operation, EDGES)))
for operation in (operator.lt, operator.eq, operator.ge):
    print(operation.__name__, digest(operation(a, b) for a in EDGES for b in EDGES))

# The laws of division, for all signs and lengths.
state = 12345


def number(words):
    """A number of so many words, with runs of ones and zeros."""
    global state
    result = 0
    for _ in range(words):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        word = (0, 0xFFFFFFFFFFFFFFFF, 1 << 63, state)[state >> 40 & 3]
        result = result << 64 | word
    return -result if state >> 50 & 1 else result


wrong = 0
sizes = [1, 2, 3, 8, 32, 33, 47, 49, 70]
collected = []
for m in sizes:
    for n in sizes:
        a, b = number(m), number(n) or 7
        q, r = divmod(a, b)
        wrong += q * b + r != a or not (0 <= r < b or b < r <= 0) or q != a // b or r != a % b
        wrong += (a + b) - b != a or (a ^ b) ^ b != a or (a | b) + (a & b) != a + b
        wrong += a * b != b * a or (a + 1) * b - b != a * b
        wrong += (a << n) >> n != a or a >> n != a // (1 << n) or int(str(a)) != a
        collected += [q, r, a * b, a & b, a | ~b, a ^ b, a - b]
print(wrong, digest(collected))

# Digits that are to be carried far, and quotients whose first guess is too large.
for bits in (128, 192, 256, 2048, 2112, 8192):
    top = 1 << bits
    print(bits, (top - 1) + 1 == top, top - 1 - (top - 1), top - (top - 1), -(top - 1) & -2 == -top,
          -top // (top - 1), -top % (top - 1), (top * top - 1) // (top - 1) == top + 1, (top - 1) // -(1 << bits - 64))
a, b = 0x7FFFFFFFFFFFFFFF_8000000000000000_0000000000000000_0000000000000000, 0x8000000000000000_0000000000000000_0000000000000001
print(hex(a // b), hex(a % b))

# Small ones and big ones meet.
top = (1 << 62) - 1
print(top + 1, -top - 2, top * top, top * -3, -(top + 1) - 1 + 1 == ~top)
print((1 << 64) & 0xFF, (-1 << 64) & 0xFF, (1 << 64) | -1, (1 << 64) ^ -1, ~(1 << 64), -(1 << 62), - -(1 << 62))
print((1 << 100) % 7, (1 << 100) // -7, -(1 << 100) % 7, 5 // (1 << 100), -5 // (1 << 100), -5 % (1 << 100) == (1 << 100) - 5)
print((1 << 70) + True, True + (1 << 70), (1 << 70) & True, (1 << 70) * False, True << 70)

h = 14695981039346656037
for byte in b"the quick brown fox":
    h = ((h ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
print(hex(h))

# Errors.
big = 1 << 80
for text in ("big // 0", "big % 0", "divmod(big, 0)", "big << -1", "big >> -1", "big << -big", "big >> -big", "1 << big",
             "big << big", "big + 'a'", "big & 1.0", "big / 0", "1 << (1 << 62)"):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)
print(0 << big, big >> big, -big >> big, 5 >> big, -5 >> big, 0 >> big)


# Subclasses: their operators, and those that they inherit.
class Own(int):
    def __add__(self, other):
        return "own add"

    def __radd__(self, other):
        return "own radd"


class Plain(int):
    pass


own, plain = Own(big), Plain(big)
print(own + 1, 1 + own, big + own, own - 1, type(own - 1).__name__)
print(plain + 1, 1 + plain, big + plain, plain * plain == big * big, type(plain + plain).__name__, -plain, ~plain, +plain)
print(plain == big, hash(plain) == hash(big), {big: "found"}[plain], plain < big, plain & 0xFF, plain >> 70, divmod(plain, 3))
print(type(+plain).__name__, type(abs(plain)).__name__, int.__add__(plain, 2), int.__add__(big, 2.0), big.__rsub__(1))

# Conversions.
for value in (big, -big, (1 << 63) - 1, -(1 << 63), 1 << 64, 3 ** 100, -(7 ** 77)):
    print(value, hex(value), oct(value), float(value), value / 3, value / big, f"{value:,}", f"{value:+d}", f"{value:X}", "%x" % value)
    print(value.bit_length(), math.frexp(value), round(value, -5), value.as_integer_ratio(), hash(value), value == float(value))
    print(pickle.loads(pickle.dumps(value)) == value, int.from_bytes(value.to_bytes(40, "big", signed=True), "big", signed=True) == value)
print(struct.pack("<Q", (1 << 64) - 1), struct.pack("<q", -(1 << 63)), struct.unpack("<Q", b"\xff" * 8))
for code, value in (("Q", 1 << 64), ("Q", -big), ("q", 1 << 63)):
    try:
        struct.pack(code, value)
    except struct.error as error:
        print(error)
print(range(big, big + 10, 3)[2], len(range(big, big + 10)), big + 5 in range(big, big + 10), list(range(big, big + 3)))
print(math.gcd(big, 3 * big), math.isqrt(big * big + 1) == big, pow(big, 3), pow(3, big, 1000003), pow(big, -1, 7))
print(float(big) == big, big < float("inf"), big > 1e10, big == 1e10, -big < -1e30, 2.0 ** 80 == big, big < float("nan"))
for value in ((1 << 2000), -(1 << 2000)):
    try:
        print(float(value))
    except OverflowError as error:
        print(error)
    print(value > 1e308, value < float("-inf"), str(value)[:30], len(str(value)))
sys.set_int_max_str_digits(700)
for digits in (699, 700, 701, 2000):
    try:
        print(len(str(10 ** (digits - 1))), len(str(-(10 ** (digits - 1)))))
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(4300)
for digits in (19, 20, 38, 39, 57, 58, 400, 900, 1000):
    print(str(10 ** digits) == "1" + "0" * digits, str(10 ** digits - 1) == "9" * digits, str(-(10 ** digits)) == "-1" + "0" * digits)
