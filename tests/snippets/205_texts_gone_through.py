# Loops over the characters of texts, sums of texts, and values formatted as a text says.
TEXTS = ["banana" * 30, "naïve " * 30, "a", "", "Ωmega a" * 30, "😀 ab" * 30, "a\0é\xff" * 40]


class Text(str):
    def __iter__(self):
        return iter("mine")

    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return "added on the right"

    def __format__(self, spec):
        return f"<{spec}>"


class Plain(str):
    pass


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def counts(text):
    found = {}
    for character in text:
        found[character] = found.get(character, 0) + 1
    return found


def first(text, wanted):
    for index, character in enumerate(text):
        if character == wanted:
            return index
    else:
        return -1


def pairs(a, b):
    return sum(x == y for x, y in zip(a, b)), "".join([x + y for x, y in zip(a, b)])[-12:]


for text in TEXTS + [Text("banana" * 30), Plain("banana" * 30)]:
    print(ascii(counts(text)), first(text, "é"), first(text, "b"), ascii(pairs(text, TEXTS[0])), ascii(pairs(text, text[1:])))
for turn in range(3):
    made = [first(text, character) for text in TEXTS for character in "aé\0Ω😀x"]
print(made)


def iterators(text):
    it = iter(text)
    taken = []
    for character in it:
        if character == "n":
            break
        taken.append(character)
    left = [*it]
    it.__setstate__(3)
    again = list(it)
    other = iter(text)
    other.__setstate__(-5)
    hint = other.__length_hint__()
    other.__setstate__(10**6)
    return "".join(taken), len(left), again, hint, other.__length_hint__(), list(other), type(it).__name__, it.__reduce__()[1:]


for text in TEXTS[:5] * 2:
    result = outcome(iterators, text)
    print(ascii(result)[:160])
for turn in range(200):
    it = iter("abc")
    seen = [character for character in it] + [next(it, "end")] + list(it)
print(seen)


def words(text):
    word, found = "", []
    for character in text:
        if character.isalpha():
            word += character
        elif word:
            found.append(word)
            word = ""
    return found + [word]


print(words("the quick brown fox, it jumps: over 13 lazy dogs! " * 5)[-9:], ascii(words("naïve Ω and é " * 40)[-4:]))


def nested(lines):
    total = 0
    for line in lines:
        for character in line:
            for other in "ab":
                total += character == other
        for character in line[::-1]:
            if character == "b":
                break
            total += 100
    return total


print(nested(TEXTS * 3), nested(["ab", [1, "a"], ("b",), "é", {"a": 1}] [i % 2] for i in range(200)))


def letters(text):
    for character in text:
        yield character
        if character == "x":
            yield from text[:2]


print("".join(letters("axbx" * 20))[-12:], sum(ord(c) for c in letters(TEXTS[1])), max(letters("hello")))


# Sums of texts.
def added(parts):
    text = ""
    for part in parts:
        text = text + part
    return text


print(ascii(added(["a", "", "é", "bc" * 10, "Ω", "", "😀", "z"] * 30))[-60:], len(added(TEXTS)), added([""] * 100) == "")
for wrong in (5, None, b"x", Text("t"), Plain("p"), ["x"], 1.5):
    print(outcome(added, ["a", "b"] * 100 + [wrong] + ["c"] * 50)[-40:])
same = "x" * 40
print(all((same + "") is same and ("" + same) is same for _ in range(200)))


# Formats.
def formatted(values, spec):
    return [f"{value:{spec}}" for value in values]


for spec in ("", "5", "<5", ">8.3", "x", "08b", ",", "+.2e", "%", "s", "^9s", "c", "q", "_", "#x", "n", "10.4f", ".3"):
    print(repr(spec), [ascii(outcome(formatted, [value] * 60, spec))[-34:] for value in (255, -3, 2**70, True, 2.5, "text", "é", None, b"b", float("nan"))])
print([f"{n:x}{n!r:>4}{n!s:<3}{-n:+d}|" for n in range(300)][-3:], [f"{t!r:>9}{t!a:4}{t:.2}" for t in ["ab", "é", "Ω"] * 80][-3:])
print(formatted([1, 2.5, "x", Text("t"), Plain("p"), True] * 40, "4")[-6:], outcome(formatted, [1] * 100 + ["x"], "d"), outcome(formatted, [1.5] * 100 + [2], ".1f")[-2:])
