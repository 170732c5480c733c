"""Words as keys: a dict of strings, bytes and wide strings, with how often each was seen."""

COUNT = 150_000


def data():
    seen = {}
    for number in range(COUNT):
        word = f"word {number * 7919 % COUNT}"
        seen[word] = number
        seen[word.encode()] = word.upper()
        if number % 4 == 0:
            seen[word + " \u03bb\u4e16"] = None
    return seen
