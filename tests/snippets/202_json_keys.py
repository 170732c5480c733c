# Keys of JSON objects that come again, in the same order or another, and what looks like one that was expected; short integers.
import json
import random


def both(text, **options):
    try:
        return json.loads(text, **options)
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


RECORDS = [
    '[{"a": 1, "b": 2}, {"a": 3, "b": 4}, {"b": 5, "a": 6}, {"a": 7}, {"b": 8}, {}, {"a": 9, "b": 10, "c": 11}]',
    '[{"a": 1, "ab": 2, "abc": 3}, {"abc": 1, "ab": 2, "a": 3}, {"ab": 1, "a": 2}, {"abcd": 1}]',
    '[{"": 1, "a": 2}, {"": 3, "a": 4}, {"a": 5, "": 6}]',
    '[{"a": 1, "a": 2}, {"a": 3, "a": 4}, {"a": 5, "b": 6, "a": 7, "b": 8}]',
    '[{"k\\u0041": 1, "kA": 2}, {"kA": 3, "k\\u0041": 4}, {"kA": 5}, {"k\\u0041": 6}]',
    '[{"eightbyt": 1, "ninebytes": 2}, {"eightbyt": 3, "ninebytes": 4}, {"ninebyteZ": 5, "eightbyZ": 6}]',
    '[{"é": 1, "ünïcödé key": 2}, {"é": 3, "ünïcödé key": 4}]',
    '[{"a": "€", "€": 2}, {"a": "é", "€": 4}, {"€": 5, "a": 6}]',
    '[{"a": "😀", "b": {"a": "€", "é": 1}}, {"a": "x", "b": {"a": "y", "é": 2}}, {"b": {"b": {"b": {}}}}]',
]
for text in RECORDS:
    value = both(text)
    print(ascii(value), value == both(text.replace(": ", " :\n\t").replace(", ", " ,")), [[ascii(key) for key in row] for row in value][-1])
same = both('[{"id": 1, "another key": 2}, {"id": 3, "another key": 4}]')
print(all(a is b for a, b in zip(same[0], same[1])))
# What is left of a document, or wrong, where a key is expected.
for text in RECORDS[:1] + RECORDS[4:7]:
    print([both(text[:end])[17:50] for end in range(0, len(text), 3)])
for key in ["a", 'a\\"', "a\\", "b", "a ", "A", "a\x01", "\x00", "aa", "a\\u0062", "a'"]:
    print(repr(both('[{"a": 1, "b": 2}, {"%s": 3}]' % key)), repr(both('[{"a": 1}, {"%s": 3}, {"%s": 4}]' % (key, key), strict=False)))
# Many keys, more than are remembered, and objects larger than the smallest tables.
rng = random.Random(5)
for count in (3, 4, 5, 8, 9, 20, 21, 100, 127, 128, 129, 300, 1000):
    keys = [f"key{n}" if n % 3 else f"{n}" for n in range(count)]
    made = []
    for turn in range(4):
        rng.shuffle(keys)
        made.append({key: turn for key in keys})
        made.append({key: made[-1:] and turn for key in keys[: rng.randrange(count)]})
    again = both(json.dumps(made))
    assert again == made and [list(row) for row in again] == [list(row) for row in made]
    again[0]["more"] = 1
    del again[0][keys[0]]
    print(count, [len(row) for row in again], keys[0] in again[0], keys[1] in again[0])
hard = {}
for number in range(2000):
    hard[f"{number * number % 977}"] = number
    if number % 7 == 0:
        assert both("[" + ", ".join([json.dumps(hard)] * 2) + "]") == [hard] * 2
    if len(hard) > 7:
        hard = {}
# Integers that are short, and what is almost one.
for text in ["0", "-0", "7", "-7", "00", "01", "-01", "-", "--1", "0.5", "-0.5", "0e1", "0E", "1.", "1.e1", "1e", "1e+", "1e5", "1E-2", "12345678901234567", "-12345678901234567",
             "123456789012345678", "-1234567890123456", "99999999999999999", "9" * 18, "9" * 19, "-" + "9" * 18, "4611686018427387904", "1a", "1 ", " 1", "0x1", "1_0", "٣"]:
    print(text, repr(both(text)), repr(both(f"[{text}]")), repr(both(f'{{"k":{text},"€":{text}}}')))
print(both("[1, 2.5, 3]", parse_int=str), both("[1, 2.5, 3]", parse_int=lambda text: text + "!"), both("[1]", parse_int=int, parse_float=int), both("[1, -2]", parse_int=float))


class Mine(int):
    pass


print([type(number).__name__ for number in both("[1, -2, 3.0]", parse_int=Mine)])
# Escapes one behind the other, in keys and values.
text = '["\\n", "a\\tb", "\\u00e9", "plain", "\\ud83d\\ude00 x", {"\\n": "\\\\", "a": "\\"q\\""}, "", "\\/"]'
print(ascii(both(text)), [both(text[:end])[:20] for end in range(1, 40, 4)])
print(json.decoder.scanstring('a\\nb" rest', 0), json.decoder.scanstring('"x"', 1), json.decoder.scanstring('\\u20ac"', 0, False))


def constant(name):
    return [name, both('{"a": [NaN, {"a": 1, "b": 2}], "b": 3}', parse_constant=str.lower)]


print(both('[{"a": 1, "b": NaN}, {"a": 2, "b": NaN, "c": Infinity}, {"a": 3, "b": -Infinity}]', parse_constant=constant))
