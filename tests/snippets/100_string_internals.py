# Strings of every width: indexing, searching, comparing, surrogates, normalised looks.
narrow, wide, astral = "abcé" * 3, "ab\u20ac" * 3, "a\U0001F600b" * 3
for s in (narrow, wide, astral, narrow + wide, wide + astral, ""):
    print(len(s), ascii(s), ascii(s[::-1]), ascii(s[1:3]), s.find("b"), s.rfind("a"), s.count("ab"), hash(s) == hash("".join(list(s))), s == s[:], ascii(max(s, default="")))
print(ascii("\ud83d" + "\ude00"), len("\ud83d\ude00"), "\ud83d\ude00" == "\U0001F600", ascii("\udc80"), "\ud800" < "\ue000" < "\U00010000")
print("é" == "e\u0301", len("e\u0301"), "ß".upper(), "ß".casefold() == "ss", "İ".lower().encode(), "ΑΣ".lower(), "ﬁ".upper(), "ŉ".upper().encode(), "ǆ".title(), "ǆ".capitalize())
print(ascii("\U0001F600é€a".encode("utf-16")), "é€".encode("utf-32-be"), ascii(b"\xf0\x9f\x98\x80".decode()), "abc\u20ac".encode("cp1252"), "é".encode("unicode_escape"), b"\\u20ac".decode("unicode_escape"), "a\\n".encode().decode("unicode_escape"))
t = narrow
for _ in range(3): t += wide
print(len(t), ascii(t.replace("\u20ac", "E")), ascii(t.replace("a", "\U0001F600"))[:40], t.isascii(), t.replace("\u20ac", "").replace("é", "").isascii())
print("a" * 5 == "aaaaa", "ab" * 3, ascii("\u20ac" * 2), ("x" * 1000).count("xx"), "abc" * 0 == "", ("ab" * 1000).find("ba" * 500), ("a" * 999 + "b").find("ab"), "aaa".replace("aa", "b"), "aaaa".split("aa"))
print(sorted(["é", "z", "a", "Z", "\U0001F600", "\u20ac", ""]) == ["", "Z", "a", "z", "é", "\u20ac", "\U0001F600"], "a" < "é" < "\u20ac" < "\U0001F600", "abc" < "abcd", "B" < "a")
print("\u2028".isspace(), "\u00a0".isspace(), "a\u2028b".split(), "\u0660".isdigit(), int("\u0663\u0664"), float("\u0661.\u0665"), "x²".isalnum(), "Ⅷ".isnumeric(), "Ⅷ".lower(), "१२".isdecimal(), "a\u0300".isidentifier(), "µ".isidentifier(), "\u200b".isprintable(), "\x1c".isspace())
µ = ª = 1
ﬁ = 2
print(fi, "fi" in globals(), {"\u03bc": "mu"}.get("µ"), "\u03bc" in globals())
print("%s" % "\U0001F600" == "\U0001F600", len(f"{'é':>5}"), ascii("é".center(5, "\u20ac")), ascii("\U0001F600".ljust(3, ".")), ascii("{:\u20ac^5}".format("x")), ascii("\t\x85\u2029".split("\x85")), ascii("a\x85b\u2029c".splitlines()), repr("\x85\xad\u0378\ufeff\U000e0001"))
import unicodedata
print(unicodedata.normalize("NFC", "e\u0301") == "é", len(unicodedata.normalize("NFD", "é")), unicodedata.name("é"), unicodedata.lookup("BULLET"), unicodedata.category("A"), unicodedata.numeric("½"), unicodedata.unidata_version, unicodedata.east_asian_width("字"), unicodedata.combining("\u0301"))
