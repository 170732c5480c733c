# The format mini-language on ints and floats, corner by corner.
for spec in ("", "d", "5d", "<5d", "^7d", "=+6d", "08d", "+,d", "_d", "x", "X", "#o", "#b", "#010x", "_x", "c", "n", "e", ".3f", "g", "%", "*>6", "-d", " d"):
    print(repr(spec), format(66, spec), end=" | ")
print()
for spec in ("", ".0f", ".1f", ".3", "10.2f", "<10.2f", "^+10.2f", "010.2f", "e", ".2E", "g", ".10g", "G", "%", ".1%", ",.2f", "_.1f", "#.0f", "#g", "z.0f", "n"):
    print(repr(spec), format(1234.5678, spec), format(-0.0001, spec), sep=" ", end=" | ")
print()
for value in (0.0, -0.0, 1e-10, 1e15, 1e16, 1e17, 123456789.0, float("inf"), float("-inf"), float("nan"), 0.1 + 0.2):
    print(value, format(value, ".3g"), format(value, "g"), format(value, "010.1f"), format(value, "+e"), format(value, ".17g"), "%g" % value, "%.3f" % value)
print(format(10 ** 30, ",d"), format(-10 ** 30, "_x"), format(2 ** 70, "e"), format(10 ** 25, ".3g"), format(True, "d"), format(True, ""), format(True, "5"))
print(format(3 + 4j, ".1f"), format(3 + 4j, ">12"), format(-1j, ""), format(1.5, "z"), format(-0.01, "z.1f"))
print("%i %u %5.3d %+.1e %#x %#o % d %-6d| %G" % (3.9, 3, 7, 12345.678, 255, 8, 5, 3, 1e-10))
print(f"{1e3}", f"{100000000000000000000.0}", f"{1.0:.0f} {0.5:.0f} {1.5:.0f} {2.5:.0f}", f"{12345.6789:.3e}")
print(hex(255), hex(-255), oct(8), bin(10), bin(-5), hex(2 ** 70), int("ff", 16), int("0b101", 0), int("-0x1F", 16), int(" 12 "), int("1_000"), int("z", 36))
for bad in (("x",), ("1.5",), ("12", 2), ("",), ("1__0",), ("0x",), ("9", 1), ("0b2", 0)):
    try:
        int(*bad)
    except ValueError as e:
        print(e)
for value, spec in ((1, ".2d"), (1, "s"), (1.5, "x"), (1.5, "c"), (-1, "c"), (1, ",x"), (1, "10000000000000000000d"), (1, "+c"), (1, "zz"), ("a", "+"), ([], "5"), (1, "_,d")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
