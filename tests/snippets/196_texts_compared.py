# Comparisons of texts in loops that get hot: the same object, equal ones, others of the same length, of other kinds, with zeros, and
# instances of subclasses that have their own mind.


def classes(texts):
    counts = [0] * 5
    for text in texts:
        if text == "*":
            counts[0] += 1
        elif text == "longer than eight":
            counts[1] += 1
        elif text != "b\u20acb":
            counts[2] += 1
        elif text < "c":
            counts[3] += 1
        else:
            counts[4] += 1
    return counts


def fresh(text):
    return "".join(list(text))


plain = ["a", "b", "c"] * 400
mixed = ["*", fresh("*"), list("*")[0], "longer than eight", fresh("longer than eight"), "longer than nine!", "b\u20acb", fresh("b\u20acb")] * 60
print(classes(plain))
print(classes(mixed))
print(classes(plain + mixed + plain))


def pairs(texts, others, op):
    found = []
    for text in texts:
        row = 0
        for other in others:
            row = row * 2 + op(text, other)
        found.append(row)
    return found


TEXTS = ["", fresh(""), "\0", "\0\0", "a", "a\0", "a\0\0", "ab", "abcdefgh", "abcdefghi", "abcdefgh\0", "abcdefghj", "\xff", "\xe9", "\u0101",
         "a\u0101", "\u0101a", "\U0001f600", "a\U0001f600", "\ud800", "abcd\u20ac", "abcd\u20ad", "zzzzzzzzzzzzzzzz", "zzzzzzzzzzzzzzzy"]
for op in (lambda a, b: a == b, lambda a, b: a != b, lambda a, b: a < b, lambda a, b: a <= b, lambda a, b: a > b, lambda a, b: a >= b):
    for _ in range(4):
        found = pairs(TEXTS, [fresh(text) for text in TEXTS], op)
    print(found)


def as_jump(texts, others):
    counts = [0] * 6
    for text in texts:
        for other in others:
            if text == other:
                counts[0] += 1
            if text != other:
                counts[1] += 1
            if text < other:
                counts[2] += 1
            if text <= other:
                counts[3] += 1
            if text > other:
                counts[4] += 1
            if text >= other:
                counts[5] += 1
    return counts


for _ in range(6):
    counts = as_jump(TEXTS, TEXTS[::-1])
print(counts)


class Shy(str):
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __lt__(self, other):
        raise ValueError("no order")

    __hash__ = str.__hash__


class Quiet(str):
    pass


def first(texts, wanted):
    for number, text in enumerate(texts):
        if text == wanted:
            return number
    return -1


for _ in range(50):
    first(["x"] * 100, "y")
print(first(["x"] * 100 + ["y"], "y"), first(["x"] * 100 + [Shy("y")], "y"), first(["x"] * 100 + [Quiet("y")], "y"))
print(first(["x"] * 100 + [Shy("y"), fresh("y")], "y"), first(["x", 1, None, b"y", ("y",), "y"], "y"))
try:
    print(sorted([Shy("b"), Shy("a")]))
except ValueError as error:
    print(error)


def stopped(texts):
    try:
        for text in texts:
            if text < "m":
                continue
    except TypeError as error:
        return str(error)


print(stopped(["a"] * 1000), stopped(["a"] * 1000 + [None]), stopped(["a"] * 1000 + [3]))
