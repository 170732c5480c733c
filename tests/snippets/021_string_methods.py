# String methods, with the arguments that people forget.
s = "  Hello, World  "
print(s.strip() + "|", s.lstrip() + "|", s.rstrip() + "|", "xxhixx".strip("x"), "abcba".strip("ab"), "a.b".rstrip("."))
print("Hello".upper(), "Hello".lower(), "hELLO wORLD".capitalize(), "hello world's".title(), "Hello".swapcase(), "\u00df".upper(), "\u00c9".casefold())
print("a,b,,c".split(","), "a b  c ".split(), "a b  c ".split(" "), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","))
print("a\nb\r\nc\n\nd".splitlines(), "a\nb\n".splitlines(True), "x".splitlines(), "".splitlines(), "a\x0bb\x0cc\u2028d".splitlines())
print("-".join("abc"), "".join([]), ", ".join(["x"]), "ab".join(["1", "2"]))
print("banana".find("an"), "banana".find("an", 2), "banana".rfind("an"), "banana".find("x"), "banana".index("nan"), "banana".count("a"), "banana".count("ana"), "aaa".count(""))
print("banana".replace("a", "o"), "banana".replace("a", "o", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"))
print("hello".startswith("he"), "hello".startswith(("x", "h")), "hello".endswith("lo"), "hello".startswith("l", 2), "hello".endswith("l", 0, 4), "".startswith(""))
print("x".center(5, "*"), "x".center(4, "*"), "xy".center(5, "*"), "x".ljust(3) + "|", "x".rjust(3, "."), "-42".zfill(6), "+1".zfill(4), "abc".zfill(2))
print("a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"), "abc".rpartition("-"))
print("abc".isalpha(), "ab1".isalnum(), "12".isdigit(), "\u00b2".isdigit(), "\u00b2".isdecimal(), "\u00bd".isnumeric(), " \t".isspace(), "Ab".istitle(), "AB".isupper(), "".isalpha(), "a_1".isidentifier(), "1a".isidentifier(), "\n".isprintable(), "a\u00e9".isascii())
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "ab\n\tc".expandtabs(2))
print("abc".translate({97: "x", 98: None, ord("c"): 0x1F600}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1}))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "x".removeprefix("y"), "x".removesuffix(""))
print("{} {1} {0}".format.__name__, "{0} {1} {0}".format("a", "b"), "{x.real:>5} {y[k]} {z[0]}".format(x=3, y={"k": 1}, z="q"), "{:{}}|".format("a", 4), "{!r:>5}".format("a"), "{{}}".format())
print("%5d|%-5d|%05d|%+d|%x|%o|%e|%.3s|%c|%c|%%|%s" % (42, 42, 42, 42, 255, 8, 1.5, "abcdef", 65, "z", (1,)))
print("%(a)s %(b)05.1f" % {"a": 1, "b": 2.55}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%r %a" % ("\u00e9", "\u00e9"))
for action in (lambda: "abc".index("x"), lambda: "a".join([1]), lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "{}".format(), lambda: "{a}".format(), lambda: "a".split(""), lambda: "a" + 1, lambda: "a" * "b", lambda: "x".center(5, "ab"), lambda: "%q" % 1, lambda: "{".format(), lambda: "{0.x}".format(1)):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
