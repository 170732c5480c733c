# Bytearrays that change: items, growth, views that are in use, searches, all next to each other.

# Items by index: bounds, negative ones, values that are no bytes.
data = bytearray(10)
for index in range(10):
    data[index] = 250 + index % 6
data[-1] = 7
data[-10] = 9
print(data, list(data))


class Index:
    def __init__(self, number, then=None):
        self.number, self.then = number, then

    def __index__(self):
        if self.then:
            self.then()
        return self.number


for key, value in [(10, 1), (-11, 1), (10**30, 1), (0, 256), (0, -1), (0, 10**30), (10, 256), (10, "a"), (0, "a"),
                   (0, 1.0), ("a", 1), (None, 1), (2.0, 1), (0, None), (0, b"a")]:
    try:
        data[key] = value
        print("done")
    except Exception as error:
        print(type(error).__name__, error)
data[True] = True
data[Index(3)] = Index(33)
data[Index(-2)] = False
print(data)
shrinking = bytearray(b"abcdef")
try:
    shrinking[5] = Index(65, lambda: shrinking.clear())
except IndexError as error:
    print(error, shrinking)


class Sub(bytearray):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


sub = Sub(3)
sub[1] = 5
sub[0:1] = b"xyz"
print(sub, len(sub), bool(Sub()), bool(sub))

# Made of numbers, of nothing, anew.
print(bytearray(), bytearray(0), bytearray(3), len(bytearray(100_000)), any(bytearray(100_000)))
for source in (-1, 10**30, 1.5, None, "a", [256], [1, "a"]):
    try:
        bytearray(source)
    except Exception as error:
        print(type(error).__name__, error)
again = bytearray(b"abc")
again.__init__(5)
print(again)
again.__init__()
print(again)
again.__init__("é", "utf-8")
print(again)
again.__init__([1, 2, 3])
print(again)
with memoryview(again) as view:
    for arguments in ((), (3,), (b"xyz",)):
        try:
            again.__init__(*arguments)
        except BufferError as error:
            print(error)
    print(again)

# Growth at the end, at the beginning, in the middle, by itself.
grown = bytearray()
for number in range(300):
    grown += bytes([number % 256]) * (number % 5)
    grown.append(number % 256)
print(len(grown), sum(grown), grown[:20], grown[-5:])
grown = bytearray(b"0123456789")
grown += bytes(grown)
grown[0:0] = grown
grown[5:15] = b""
grown[3:4] = bytearray(b"-" * 40)
grown[10:20] = b"+" * 10
del grown[::3]
print(grown, len(grown))
grown *= 3
grown += memoryview(b"view")
grown += bytearray(b"array")
grown.extend(grown)
grown[2:2] = b"!" * 70_000
print(len(grown), grown[:5], grown[70_000:70_010], grown.count(b"!"))
alias = same = bytearray(b"a")
same += b"b"
print(alias is same, alias)
for value in ("a", 1, [1], None):
    try:
        same += value
    except TypeError as error:
        print(error)
with memoryview(same):
    try:
        same += b"c"
    except BufferError as error:
        print(error, same)
    same += b""
    same[0] = 66
    same[0:2] = b"xy"
print(same)

# Searches: by number, by bytes, by itself, within bounds.
text = bytearray(b"spam and eggs and spam")
print(text.find(b"and"), text.find(b"and", 6), text.find(97), text.find(97, 3), text.find(0), text.find(text))
print(text.rfind(b"spam"), text.rfind(115, 0, -5), text.count(b"a"), text.count(97, 3, 10), text.count(b""), text.count(text))
print(97 in text, 0 in text, b"eggs" in text, text in text, bytearray(b"x") in text, text.startswith(b"spam"), text.endswith((b"x", b"spam")))
print(text.find(97, -100, 10**30), text.find(97, 100), text.find(b"", 22), text.find(b"", 23), text.index(b"eggs"))
print(text.find(Index(97)), text.count(True), text.find(True))
for wrong in (256, -1, 10**30, "a", None, 1.0):
    for method in ("find", "count", "rindex", "__contains__"):
        try:
            print(getattr(text, method)(wrong))
        except Exception as error:
            print(method, type(error).__name__, error)
try:
    text.index(b"ham")
except ValueError as error:
    print(error)
try:
    text.find(Index(97, lambda: text.extend(b"more")))
except BufferError as error:
    print(error)
big = bytearray(65536)
big[40_000] = 1
print(big.find(1), big.find(1, 40_001), big.rfind(1), big.find(0, 40_000), big.count(0))

# Slices and tables of bytes.
fixed = bytes(range(256))
print(fixed[3:6], fixed[-3:], fixed[5:2], fixed[::100], fixed[::-64], fixed[:] is fixed, fixed[10**30:], fixed[: -(10**30)])
print(fixed[Index(1) : Index(4)], bytes(big[39_998:40_003]), bytes(big) == big, big[40_000:40_001] == b"\1")
table = bytes(255 - number for number in range(256))
print(fixed.translate(table) == table, text.translate(None, b"a"), text.translate(table, b"an")[:4], b"".translate(table))
for wrong in (b"short", 5, "a"):
    try:
        text.translate(wrong)
    except Exception as error:
        print(type(error).__name__, error)
