# Numbers meeting: int, float, complex, bool, Fraction, Decimal; hashes that agree.
from fractions import Fraction as F
from decimal import Decimal as D, getcontext, ROUND_HALF_EVEN, InvalidOperation
print(1 + 1.0, 1 + 1j, 1.0 + 1j, True + 1.5, 2 ** 0.5, 2 ** -1, 4 ** 0.5, (1 + 0j) == 1, 1 < 1.5 < 2, 10 ** 20 < 1e20 + 1, 10 ** 20 == 1e20)
print(F(1, 3) + F(1, 6), F(1, 2) * 3, F("0.125"), F(0.5), F(3, -6), F(7, 2) // 1, F(-7, 2) % 2, F(1, 3) ** 2, F(1, 3) + 0.5, round(F(7, 2)), int(F(7, 2)), F(1, 2) == 0.5, hash(F(1, 2)) == hash(0.5), F(2, 1) == 2, F(22, 7).limit_denominator(5), repr(F(1, 2)), f"{F(1, 3):.3f}", F(1, 2) < 0.6)
print(D("0.1") + D("0.2"), D(1) / D(3), D("1.10") * 2, D("1E+3"), D("-0"), D("1.5").quantize(D("1")), D("2.5").quantize(D("1"), ROUND_HALF_EVEN), D("1.23456").quantize(D("0.01")), D(0.1), D("NaN"), D("Infinity"), hash(D("0.5")) == hash(0.5), D("0.5") == 0.5, D(1) == 1, D("3.14").as_tuple(), D(7) // D(-2), D(7) % D(-2), -7 // 2, f"{D('1234.5'):,.2f}", D(2).sqrt(), D("1e-7"), repr(D("1.0")), max(D(1), D(2)))
for bad in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
# What the exceptions of decimal say depends on whether it is written in C.
for bad in (lambda: D("x"), lambda: D(1) / 0, lambda: D("1") + 1.0, lambda: D("sNaN") + 1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__)
getcontext().prec = 5
print(D(1) / D(7), D("123456") + 1)
print((1 + 2j) * 1j, (3 + 4j).real, abs(-3 - 4j), (1 + 1j) ** 2, 1j ** 0.5, -(1 + 2j), complex(1.5, -2), complex("nan+infj"), (0 + 0j) == 0, bool(0j), 5j - 5j, 1 - 0j, -1j, complex(-0.0, -0.0), (1e200 + 1j), repr(1 + 0j), str(-1.5j), 1j * 1j == -1, hash(1 + 0j) == 1)
for bad in (lambda: 1j < 2j, lambda: 1j // 1, lambda: 1j % 2, lambda: int(1j), lambda: float(1j), lambda: 1j / 0, lambda: 0j ** -1, lambda: complex("x"), lambda: complex("1", 2), lambda: round(1j), lambda: divmod(1j, 1), lambda: complex([]), lambda: complex("1 + 2j")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print({1: "int", 1.0: "float", 1 + 0j: "complex", F(1): "F", D(1): "D", True: "bool"}, len({0, 0.0, -0.0, 0j, False, F(0), D(0)}))
class Half:
    def __radd__(self, o): return ("radd", o)
    def __rtruediv__(self, o): return ("rtruediv", o)
    def __rpow__(self, o): return ("rpow", o)
print(1 + Half(), 1.5 / Half(), 2j ** Half(), F(1) + Half(), sum([1, 2.5, F(1, 2)]), sum([D(1), 2]))
import numbers
print(isinstance(1, numbers.Integral), isinstance(1.0, numbers.Real), isinstance(F(1), numbers.Rational), isinstance(1j, numbers.Complex), isinstance(D(1), numbers.Number), isinstance(True, numbers.Integral), issubclass(numbers.Integral, numbers.Rational))
