# bytes and bytearray: literals, methods, what indexing gives.
b = b"hello\x00\xff\n'"
print(b, b[0], b[-1], b[1:3], len(b), list(b[:3]), b"a" + b"b", b"ab" * 2, b"e" in b, 104 in b, b'"', b"'\"")
print(bytes(3), bytes([1, 2, 255]), bytes("h\u00e9", "utf-8"), bytes(b"x"), bytes(range(3)), bytes.fromhex("de ad BE ef"), b"\xde\xad".hex(), b"\xde\xad\xbe".hex(":"), b"abcdef".hex("-", 2))
print(b"a,b".split(b","), b" x ".strip(), b"abc".find(b"c"), b"abc".find(99), b"abc".replace(b"b", b"--"), b"abc".upper(), b"-".join([b"a", b"b"]), b"abc".startswith((b"x", b"ab")), b"%d %s %x" % (5, b"x", 255), b"a\nb".splitlines(), b"ab".isalpha(), b"abc".translate(None, b"b"))
print("h\u00e9\u20ac\U0001F600".encode(), "h\u00e9".encode("latin-1"), "\u20ac".encode("utf-16-le"), b"h\xc3\xa9".decode(), b"\xe9".decode("latin-1"), "a\u20ac".encode("ascii", "replace"), "a\u20ac".encode("ascii", "xmlcharrefreplace"), "a\u20ac".encode("ascii", "backslashreplace"), b"a\xff".decode("utf-8", "replace"), b"a\xff".decode("utf-8", "ignore"), b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
a = bytearray(b"abc")
a[0] = 65; a.append(100); a += b"ef"; a.extend([103]); a[1:2] = b"XY"
print(a, a.pop(), a, a.decode(), bytearray(2), a == b"AXYcdef", a.find(b"c"), a[::-1], type(a[1:2]))
del a[:2]
a.insert(0, 33); a.reverse(); a.remove(33)
print(a, sorted(a), a.copy(), hash(b"a") == hash(b"a"), b"a" == "a", b"a" < b"b", b"" or "empty")
m = memoryview(bytearray(b"12345"))
m[0] = 57
print(m[0], m[1:3].tobytes(), bytes(m), m.nbytes, m.readonly, memoryview(b"x").readonly, m.tolist(), m[::2].tobytes(), len(m), m.format)
for action in (lambda: bytes([256]), lambda: bytes([-1]), lambda: b"a" + "b", lambda: b"a"[5], lambda: bytes("x"), lambda: "x".encode("nope"), lambda: b"\xff".decode(), lambda: "\u20ac".encode("latin-1"), lambda: bytes.fromhex("0g"), lambda: b"a".join(["x"]), lambda: bytes(-1), lambda: b"\xe2\x82".decode(), lambda: "\ud800".encode(), lambda: b"a" % 5, lambda: hash(bytearray()), lambda: bytearray(b"a").pop(9), lambda: bytes(2.5), lambda: memoryview("a")):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
