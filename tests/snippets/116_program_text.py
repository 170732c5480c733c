# A program: words counted, wrapped, justified; Caesar, run lengths, palindromes, anagrams.
from collections import Counter, defaultdict
from itertools import groupby
text = """It was the best of times, it was the worst of times; the age of wisdom
met the age of foolishness, and nobody could tell the one from the other."""
words = ["".join(c for c in w if c.isalpha()).lower() for w in text.split()]
for word, n in sorted(Counter(words).items(), key=lambda p: (-p[1], p[0]))[:6]: print(f"{word:<8}{n:>3} {'*' * n}")
def justify(words, width):
    line, length = [], 0
    for w in words:
        if length + len(w) + len(line) > width:
            gaps = max(len(line) - 1, 1)
            spaces, extra = divmod(width - length, gaps)
            yield "".join(x + " " * (spaces + (i < extra)) * (i < gaps) for i, x in enumerate(line))
            line, length = [], 0
        line.append(w); length += len(w)
    yield " ".join(line)
for line in justify(text.split(), 28): print(f"|{line:<28}|")
def caesar(s, k): return "".join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := ord("a") if c.islower() else ord("A")) else c for c in s)
secret = caesar("Hello, World!", 13)
print(secret, caesar(secret, 13), caesar("xyz", 3))
def encode(s): return "".join(f"{len(list(g))}{c}" for c, g in groupby(s))
def decode(s):
    out, n = [], ""
    for c in s:
        if c.isdigit(): n += c
        else: out.append(c * int(n)); n = ""
    return "".join(out)
print(encode("aaabccdddd"), decode(encode("aaabccdddd")), encode(""))
def is_palindrome(s): s = [c.lower() for c in s if c.isalnum()]; return s == s[::-1]
print([is_palindrome(s) for s in ("A man, a plan, a canal: Panama", "nope", "")])
groups = defaultdict(list)
for w in "listen silent enlist google elgoog abc cab bca x".split(): groups["".join(sorted(w))].append(w)
print({k: v for k, v in groups.items() if len(v) > 1})
def roman(n):
    out = ""
    for value, symbol in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        while n >= value: out += symbol; n -= value
    return out
print([roman(n) for n in (1, 4, 9, 14, 1994, 2024, 3999)])
def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, old = [i], row
        for j, y in enumerate(b, 1): row.append(min(old[j] + 1, row[-1] + 1, old[j - 1] + (x != y)))
    return row[-1]
print(levenshtein("kitten", "sitting"), levenshtein("", "abc"), max(words, key=len), " ".join(w[::-1] for w in text.split()[:4]), text.title().swapcase()[:20])
