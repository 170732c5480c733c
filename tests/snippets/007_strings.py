# Strings: literals, escapes, concatenation, indexing, repr.
print("single", 'double', """triple
line""", 'it''s', "a" "b")
print('it\'s', "say \"hi\"", "tab\tend", "back\\slash", r"raw\n", "\x41\u00e9\U0001F600\N{BULLET}")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\n\t\r\\\0\x7f"))
print(repr("\u00e9 \u200b \ud800 \U0001F600 \xa0"), ascii("\u00e9\U0001F600\u20ac"))
s = "hello"
print(s[0], s[-1], s[1:3], s[:2], s[3:], s[::2], s[::-1], s[10:], s[-3:-1], s[4:1:-1])
print(len(s), s * 3, s * 0, s * -1, "-" * 5 + ">")
print(s == "hello", s != "Hello", "ell" in s, "xyz" not in s, "" in s)
for c in "h\u00e9\U0001F600":
    print(c, ord(c), len(c))
print(chr(97), chr(8364), chr(0x1F600), len("\U0001F600"))
print("a" + "b" * 2 + "c", "abc" "def"[1])
x = "abc"
x += "def"
print(x)
print(str(12) + str(1.5) + str(None) + str(True), str([1, "a"]), str(("b",)))
print(min("hello"), max("hello"), sorted("hello"), list("abc"), tuple("ab"))
print("%s is %d years, %5.2f%% %r %x" % ("Bob", 42, 99.5, "q", 255))
print("a\
b", len("""
"""))
try:
    "abc"[5]
except IndexError as e:
    print(e)
