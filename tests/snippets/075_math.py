# math, with domains, infinities and exactness.
import math
from math import *
print(floor(2.7), ceil(2.2), trunc(-2.7), floor(-0.5), ceil(-0.5), floor(10 ** 20), sqrt(2), isqrt(10 ** 20 + 1), isqrt(99), round(cbrt(27), 12), factorial(20), comb(5, 2), perm(5, 2), gcd(12, 18), gcd(), gcd(0, 5), lcm(4, 6), lcm(), gcd(2 ** 70, 6), comb(100, 50))
print(sin(0), cos(0), round(tan(pi / 4), 12), atan2(1, -1), asin(1), degrees(pi), radians(180), hypot(3, 4), hypot(1, 2, 2), dist([0, 0], [3, 4]), exp(1), expm1(1e-10), log(e), log(8, 2), log2(8), log10(1000), log1p(1e-10), log(10 ** 400), log2(2 ** 5000), pow(2, 0.5), pow(0, 0))
print(fabs(-3), copysign(3, -0.0), fmod(7, -3), remainder(7, 4), modf(3.25), modf(-3.25), frexp(8), ldexp(0.5, 4), ulp(1.0), nextafter(1, 2), nextafter(0, 1), fma(2, 3, 4), isclose(0.1 + 0.2, 0.3), isclose(1, 1.1, rel_tol=0.2), isfinite(inf), isnan(nan), isinf(-inf))
print(fsum([0.1] * 10), sum([0.1] * 10), fsum([1e100, 1, -1e100]), prod([1, 2, 3, 4]), prod([], start=5), prod([0.5, 4]), sumprod([1, 2], [3, 4]), gamma(5), lgamma(5), erf(0.5), erfc(0.5), sinh(1), round(acosh(2), 12), tau)
for call in ("sqrt(-1)", "log(0)", "log(-1)", "factorial(-1)", "factorial(2.5)", "isqrt(-1)", "exp(1000)", "acos(2)", "fmod(1, 0)", "floor(nan)", "floor(inf)", "comb(5, -1)", "perm(2.5)", "pow(0, -1)", "pow(-1, 0.5)", "ldexp(1, 10000)", "gamma(-1)", "fsum([inf, -inf])", "dist([1], [1, 2])", "log(1, 1)", "atanh(1)", "sqrt('a')", "gcd(1.5)", "sin()", "ceil('x')", "cosh(1000)", "remainder(inf, 1)", "prod(['a', 'b'])", "sumprod([1], [1, 2])", "log(10 ** 400, 10)", "sqrt(10 ** 400)", "nextafter(1, 2, steps=-1)"):
    try:
        print(call, eval(call))
    except Exception as e:
        print(call, type(e).__name__, e)
class F:
    def __float__(self): return 4.0
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
print(sqrt(F()), floor(F()), ceil(F()), trunc(F()), math.inf, -math.inf, math.nan, math.pi)
import cmath
print(cmath.sqrt(-1), cmath.phase(-1), cmath.polar(1j), abs(3 + 4j), (1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), 1j ** 2, (1 + 2j).conjugate(), complex("1-2j"), 2j == 2j, -0j, 1e400j, complex(1, -0.0), repr(1j - 1), (2 + 0j) == 2, hash(2 + 0j) == hash(2), complex(0, float("nan")))
