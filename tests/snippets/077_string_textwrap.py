# string and textwrap.
import string, textwrap
print(string.ascii_letters, string.digits, repr(string.whitespace), string.punctuation, string.hexdigits, string.capwords("hello  big world"))
t = string.Template("$who likes ${what}s $$5")
print(t.substitute(who="Tim", what="kung fu"), t.safe_substitute(who="x"), t.get_identifiers(), t.is_valid())
for bad in (lambda: t.substitute(who=1), lambda: string.Template("$").substitute(), lambda: string.Template("a\n ${").substitute()):
    try:
        bad()
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
class F(string.Formatter):
    def get_value(self, key, args, kw): return kw.get(key, f"<{key}>") if isinstance(key, str) else args[key]
    def convert_field(self, v, c): return v.upper() if c == "u" else super().convert_field(v, c)
print(F().format("{0} {a} {b!u}", 1, b="x"), list(string.Formatter().parse("a{b!r:>{c}}d{{e}}")), F().vformat("{x}", (), {"x": 5}))
text = "The quick brown fox jumps over the lazy dog. " * 2 + "Averyveryverylongwordindeed end-of-line hyphen-ated."
print(textwrap.fill(text, 30))
print(textwrap.wrap(text, 20, break_long_words=False, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("Hello  world and more", 15), textwrap.shorten("Hello world", 5, placeholder=".."))
print(textwrap.dedent("""
    a
      b

    c
""") , textwrap.indent("a\n\nb\n", "> "), textwrap.indent("a\n\nb", "> ", lambda line: True))
print(textwrap.fill("tabs\tand\nnewlines", 40, expand_tabs=False, replace_whitespace=False), textwrap.wrap("", 10), textwrap.wrap("a b c d e f", 8, max_lines=1))
try:
    textwrap.wrap("x", 0)
except ValueError as e:
    print(e)
print(string.ascii_lowercase.translate(str.maketrans("aeiou", "AEIOU")))
