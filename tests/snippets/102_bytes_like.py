# bytes-like objects together: memoryview slices and casts, array, struct.
import array, struct
b = bytearray(b"0123456789")
m = memoryview(b)
m[2:4] = b"AB"
print(b, m[::3].tobytes(), m[-2:].tolist(), m.cast("H").tolist()[:2] == list(struct.unpack("=HH", bytes(b[:4]))), len(m.cast("H")), m.itemsize, m.shape, m.strides, m.contiguous)
try:
    b.append(1)
except BufferError as e:
    print(e)
m.release()
b.append(1)
try:
    m[0]
except ValueError as e:
    print(e)
for bad in (lambda: memoryview(b"x").__setitem__(0, 1), lambda: memoryview(b"abc")[5], lambda: memoryview(bytearray(b"abc")).__setitem__(slice(0, 2), b"xyz"), lambda: memoryview(bytearray(b"a")).__setitem__(0, 300), lambda: memoryview(bytearray(b"a")).__setitem__(0, "a"), lambda: memoryview(5)):
    try:
        bad()
    except (TypeError, IndexError, ValueError) as e:
        print(type(e).__name__, e)
with memoryview(b"abc") as v:
    print(v == b"abc", v.hex(), hash(v) == hash(b"abc"), 98 in v, list(v), v.obj, bytes(v[1:]), v.toreadonly().readonly)
a = array.array("i", [1, 2, 3])
a.append(4); a.extend([5]); a.insert(0, 0)
print(a, a[1], a[-1], a[1:3], a.typecode, a.itemsize, len(a), a.index(3), a.pop(), a.tolist(), a.count(1), array.array("d", [1.5, 2]), array.array("b", b"\xff"))
a[0] = -7; a[1:2] = array.array("i", [9, 9])
print(a, a.tobytes()[:4], a == array.array("l", a.tolist()), a + a[:1], a * 2 == a + a, 9 in a, sorted(a), a.buffer_info()[1])
for bad in (lambda: array.array("i", [2 ** 40]), lambda: array.array("b", [200]), lambda: array.array("i", ["x"]), lambda: array.array("z"), lambda: a[99], lambda: a.append(1.5), lambda: array.array("i", [1]) + [1]):
    try:
        bad()
    except (OverflowError, TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
print(struct.pack("<ihq", 1, -2, 3), struct.unpack(">HB", b"\x01\x02\x03"), struct.calcsize("<3sI?d"), struct.pack("<3sxf", b"abcd", 1.5), struct.unpack_from("<H", b"\x00\x01\x02", 1), list(struct.iter_unpack("<H", b"\x01\x00\x02\x00")), struct.pack(">e", 1.5), struct.pack("?", []), struct.unpack("<d", struct.pack("<d", -0.1)), struct.pack("5p", b"ab"), struct.Struct("<2H").size)
for bad in (lambda: struct.pack("b", 200), lambda: struct.unpack("<I", b"abc"), lambda: struct.pack("i"), lambda: struct.pack("z", 1), lambda: struct.pack("i", "x"), lambda: struct.pack("3s", "abc"), lambda: struct.unpack_from("<I", b"ab")):
    try:
        bad()
    except struct.error as e:
        print(e)
x = bytearray(b"hello world")
x[:5] = b"HELLO!"
del x[6:7]
print(x, x.replace(b"world", b"w"), x.split(), x.index(b"w"), x.partition(b"o"), x.isupper(), x.hex(), x.count(b"l"), bytearray.fromhex("00ff"), x.startswith(b"HE"), x.center(16, b"*"), bytes(x) in x, x * 2 == x + x, x.translate(bytes(range(256))), x < b"z", max(x), bytes(reversed(b"abc")), x.join([b"1", b"2"])[:3])
