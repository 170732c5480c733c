# //, %, divmod, shifts and pow over all signs, ints and floats.
for a in (7, -7, 6, -6, 0, 2 ** 65 + 1, -(2 ** 65) - 1):
    for b in (2, -2, 3, -3, 2 ** 33, -(2 ** 33), 2 ** 65 + 1):
        q, r = divmod(a, b)
        assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)), (a, b)
        print(a, b, q, r, a // b, a % b, round(a / b, 6))
for a in (7.5, -7.5, 0.0, -0.0, 1e20, 5e-324):
    for b in (2.0, -2.0, 0.3, float("inf"), float("-inf")):
        print(a, b, a // b, a % b, divmod(a, b))
print(7 // 2.0, 7 % -2.0, True // 2, -True // 2, True % -2, 5 // True)
print(-1 >> 100, 1 >> 100, -(1 << 64) >> 64, (-5) >> 1, (-5) << 2, 0 << 1000, ~(2 ** 64))
print((-2) ** 3, (-2) ** -3, 2 ** -2, 0 ** 0, 0.0 ** 0, (-1) ** 0.5, pow(-7, 3, 5), pow(7, 3, -5), pow(5, 0, 1), pow(10, 20, 10 ** 9 + 7), pow(3, -1, 11), pow(2, 100, 2 ** 65))
import math
print(math.fmod(-7, 3), math.remainder(7, 2), math.remainder(-5, 3), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), round(-2.5), round(-3.5), round(-7, -1), round(15, -1), round(25, -1))
print(-7 // 2 * 2 + -7 % 2, -(7 // 2), -7 // 2, (-7) // 2, 2 ** 3 // 3 % 2, -2 ** 2, 2 ** -1 ** 2, not 1 + 1)
