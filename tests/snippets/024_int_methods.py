# What ints can do besides arithmetic.
print((10).bit_length(), (0).bit_length(), (-8).bit_length(), (255).bit_count(), (5).to_bytes(2, "big"), (5).to_bytes(), (-2).to_bytes(3, "little", signed=True))
print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\xff\xfe", "little", signed=True), int.from_bytes([1, 2], "big"), int.from_bytes(b""))
print((7).as_integer_ratio(), (7).is_integer(), (7).numerator, (7).denominator, (7).real, (7).imag, (7).conjugate(), True.real, type(True.real))
print(int(), int(True), int("12", base=3), int(b"12"), int(2.9), float(3), complex(1, 2), complex("1+2j"))
print(abs(-5), pow(2, 5), pow(2, 5, 7), pow(2, -2), divmod(7, -3), divmod(-7, 3), (-7).__floordiv__(2), (7).__add__("x"), (3).__rsub__(10))
print(hash(5), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61)), hash(2 ** 100), hash(True))
class Index:
    def __index__(self):
        return 3
class Trunc:
    def __int__(self):
        return 7
print([0, 1, 2, 3][Index()], "abcdef"[Index():], hex(Index()), int(Index()), int(Trunc()), range(Index()), 2 ** Index.__index__(None))
class Num(int):
    def __add__(self, other):
        return Num(int(self) + int(other) + 100)
    __radd__ = __add__
n = Num(5)
print(n, n + 1, 1 + n, type(n + 1).__name__, type(n * 2).__name__, n == 5, hash(n) == 5, repr(n), f"{n:03}", [10, 20][Num(1)])
for action in (lambda: (300).to_bytes(1), lambda: (-1).to_bytes(1), lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 / 0, lambda: pow(2, 3, 0), lambda: 0 ** -1, lambda: pow(2, -1, 4), lambda: int([]), lambda: 1 + "a", lambda: 1 < "a", lambda: -"a", lambda s=[1]: s[1.0], lambda: int("5", 99), lambda: 1 & 1.0, lambda: pow(2.0, 2, 3), lambda: range(1.5), lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab")):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
print(1 << 1000 >> 999, 3 .bit_length(), 1_0 + 0x_f, 5 .__class__)
print((123456789 ** 5) // (987654321 ** 2), (-123456789 ** 3) % 1000003, int(str(7 ** 77)) == 7 ** 77, str(10 ** 100)[:3], int("9" * 50) + 1)
