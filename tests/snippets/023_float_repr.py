# float <-> text at the edges: shortest digits, exponents, parsing.
values = [1e21, 1e22, 1e-4, 1e-5, 123e-7, 9007199254740993.0, 9007199254740992.0, 4.9406564584124654e-324,
          2.2250738585072014e-308, 2.225073858507201e-308, 0.1, 0.2, 0.3, 1 / 3, 5e-5, 1e15 + 0.5, 1e16 + 2,
          179769313486231570000000000.0, 72057594037927945.0, 8.41e21, 2.0 ** -1074, 2.0 ** 1023, 9.5367431640625e-07]
for v in values:
    print(v, repr(-v), float(repr(v)) == v, str(v).count("e"))
for text in ("1", "1.", ".5", "1e5", "1E+5", "1e-400", "1e400", "-1e400", "0x1", "1_0.0_1", "_1", "1e", "", ".", "nan", "+inf", "- 1", "1 2", "\u0661\u0662", "1e1_0", "infinit", "1.5f"):
    try:
        print(repr(text), float(text))
    except ValueError as e:
        print(e)
print(0.1 + 0.7, 0.1 * 3, 1.1 + 2.2, 1 - 0.9, 3 * 1.1, 1e16 + 1, 0.57 * 100)
print((0.1).as_integer_ratio(), (1e300).as_integer_ratio()[1], (-0.0).hex(), (1e-310).hex(), float("inf").hex())
print(round(0.125, 2), round(0.375, 2), round(1e22, -21), round(2.5, 0), round(1.45, 1), round(-0.4), round(-0.4, 0), round(5e-324, 400), round(1e308, -308))
print(float(2 ** 53 + 1), float(2 ** 54 + 2), float(2 ** 54 + 3), int(1e23), int(-1e15 - 0.5))
for action in (lambda: float(10 ** 400), lambda: int(float("nan")), lambda: int(float("inf")), lambda: 1e308 ** 2, lambda: 0.0 ** -1, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: round(float("inf")), lambda: (10 ** 400) / 2.0, lambda: (10 ** 400) / 3):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
print((10 ** 400) / (10 ** 399), 10 ** 400 > 1e308, 1e308 < 10 ** 400 < float("inf"), hash(1.0) == hash(1), hash(0.5) == hash(0.5))
print((-2.0) ** 2, (-2.0) ** 3, (-2.0) ** 0.5 == complex((-2.0) ** 0.5), 0.0 ** 0, float("nan") ** 0, 1 ** float("nan"))
