# Powers of floats with their special cases, and floats without their fractions.

import math

BASES = [0.0, -0.0, 1.0, 2.0, 0.1, 1e200, 1e-200, 5e-324, math.inf, -math.inf, math.nan, -8.0, -1.0]
for base in BASES:
    for by in (0.0, 1.0, 2.0, 1.5, 0.5, -0.5, -2.0, 3, 1e300, math.inf, -math.inf, math.nan):
        try:
            print(base, by, base**by, end="; ")
        except (ZeroDivisionError, OverflowError) as error:
            print(base, by, type(error).__name__, error, end="; ")
    print()


class Odd(float):
    def __int__(self):
        return 70

    def __trunc__(self):
        return 71

    def __floor__(self):
        return 72

    def __ceil__(self):
        return 73


class Plain(float):
    pass


for value in [2.0**62, -(2.0**62), 2.0**63, -(2.0**63), 2.0**64, 1e300, -0.0, -0.5, 2.5, Odd(2.5), Plain(-2.5), True, 2**70]:
    print(value, int(value), math.floor(value), math.ceil(value), math.trunc(value))
for value in (math.inf, math.nan, "2.5", None):
    for function in (int, math.floor, math.ceil, math.trunc):
        try:
            print(function(value))
        except (OverflowError, ValueError, TypeError) as error:
            print(type(error).__name__, error)
