# Truth, comparisons and their chains; and/or return an operand.
print(True, False, not True, not 0, not "", not [])
print(1 < 2, 2 <= 2, 3 > 4, 3 >= 4, 1 == 1.0, 1 != 2, True == 1, True is not None == False)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 > 1, 1 < 2 > 1, 1 == 1 == 2, 1 != 2 != 1)
print(0 or "x", 1 or "x", 0 and "x", 1 and "x", None or 0, "" or [] or {})
print(True + True, True * 5, sum([True, False, True]), -True, True / 2, True << 3)
print(True & False, True | False, True ^ True, True & 1, type(True & True), type(True & 1))
print(isinstance(True, int), bool(0.0), bool("0"), bool([0]), bool(0j), bool(None))
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "Z" < "a")
print((1, 2) < (1, 3), (1,) < (1, 0), [2] > [1, 5], (1, "a") == (1, "a"))
def told(value):
    print("told", value)
    return value
print(told(1) < told(2) < told(0) < told(9))
print(told(5) < told(2) < told(3))
print(told(0) and told(1) or told(2))
x = 5
print("yes" if x > 3 else "no", "a" if not x else "b" if x == 5 else "c")
print(None is None, None is not None, 1 in [1, 2], 3 not in [1, 2], "b" in "abc")
print(not 1 == 2, not (1 == 1) or 1, 1 if 0 else 2 if 0 else 3)
