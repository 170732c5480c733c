# re: groups, flags, greedy and lazy, look-around, sub with functions, split, errors.
import re
m = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)(-(\d\d))?", "2024-05 rest")
print(m, m.group(), m.group(1, 2), m["year"], m.groups(), m.groups("x"), m.groupdict(), m.span(), m.start("month"), m.end(3), m.lastindex, m.lastgroup, m.expand(r"\2/\g<year>"))
print(re.search("b+", "aabbb").span(), re.match("b", "ab"), re.fullmatch("a+", "aaa") is not None, re.fullmatch("a", "ab"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"\w\d", "a1 b2"), re.findall("x*", "axb"))
print([m.group() for m in re.finditer("a.", "abacad")], re.split(r"[,;]\s*", "a, b;c"), re.split("(,)", "a,b"), re.split("x*", "axbc"), re.split(",", "a,b,c", maxsplit=1), re.sub("a", "b", "banana", count=2), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("x*", "-", "abxd"), re.subn("a", "", "banana"))
print(re.sub(r"\d+", lambda m: str(int(m[0]) * 2), "1 22 333"), re.sub("(?i)A", "x", "aAbB"), re.sub(r"(a)|b", r"[\1]", "ab"), re.escape("a.b*c[d]"))
print(re.findall("<.*>", "<a><b>"), re.findall("<.*?>", "<a><b>"), re.findall(r"(?<=a)b", "ab cb"), re.findall(r"b(?!c)", "bc bd"), re.findall(r"(?<!a)b", "ab cb"), re.findall(r"\bw\w*", "we two want"), re.findall(r"(?:ab)+", "ababab"), re.findall("a{2,3}", "aaaaaaa"), re.findall("a{2,3}?", "aaaaaaa"), re.findall(r"(a)\1", "aa ab"), re.findall(r"a++b|a", "aaab"), re.findall(r"(?>a+)b", "aab"))
print(re.findall("^a", "a\na"), re.findall("^a", "a\na", re.M), re.findall("a$", "a\na\n", re.M), re.findall("a.b", "a\nb", re.S), re.findall(r"""a  # comment
  b""", "ab", re.X), re.findall(r"\w+", "é_1 ß"), re.findall(r"\w+", "é_1", re.A), re.findall("É", "é", re.I), re.findall(b"\\d", b"1a2"), re.findall(r"\A\w|\w\Z", "abc"), re.findall(r"[^\W\d_]+", "ab1_c"), re.findall("[]a]", "]a"), re.findall(r"[\]\-x]", "]-x"), re.findall("[a-c0-2]", "abd13"))
p = re.compile(r"(\w)(?P<n>\d)?", re.I | re.M)
print(p, p.pattern, p.flags, p.groups, p.groupindex, p.match("xa5", 1).groups(), p.search("  q", 0, 2), re.compile(p) is p, p == re.compile(r"(\w)(?P<n>\d)?", re.I | re.M))
for bad in ("(", ")", "[a", "*a", "a**", "(?P<n>a)(?P<n>b)", r"\1", "(?P<1a>x)", "a{3,1}", "(?<=a*)b", "(?z)", r"\q", "[b-a]", "(?P=nope)", "a(?i)b", "(?", r"(?(1)a|b|c)", "\\"):
    try:
        re.compile(bad)
        print(bad, "compiles")
    except re.error as e:
        print(repr(bad), e, e.pos)
try:
    re.match(b"a", "a")
except TypeError as e:
    print(e)
try:
    m.group(9)
except IndexError as e:
    print(e)
print(re.sub(r"(?P<a>x)", r"\g<a>\g<0>\g<1>", "x"), re.match(r"(a)?(?(1)b|c)", "ab").group(), re.match(r"(a)?(?(1)b|c)", "c").group(), re.split(r"(?=b)", "abab"), re.purge(), repr(re.I | re.M), re.NOFLAG)
print([t for t in re.Scanner([(r"\d+", lambda s, t: int(t)), (r"\s+", None), (r"\w+", lambda s, t: t)]).scan("ab 12 c")] if hasattr(re, "Scanner") else None)
