# What json.loads reads: texts with and without escapes, objects with the same keys, numbers, and what is wrong.
import json

for text in ['""', '"a"', '"sevenby"', '"eightbyt"', '"ninebytes"', '"tab\\tnewline\\n\\u00e9\\u20ac\\ud83d\\ude00 end"', '"\\ud800 lone"', '"\\\\\\"\\/"',
             '"\u00e9t\u00e9 long enough to be read by words"', '"\u20ac uro, long enough to be read by words"', '"\x7f\x80\xff"', '"' + "x" * 1000 + '\\n"',
             '"1234567\\"89"', '"12345678\\"9"', "[" + '"a\\u0041", ' * 20 + '""]']:
    value = json.loads(text)
    print(ascii(value)[:80], len(value))
print(json.loads("{}"), json.loads('{"a": {}}'), json.loads('{"a": 1, "b": 2, "a": 3}'), list(json.loads('{"b": 1, "a": 2, "b": 3, "c": 4}')))
many = "{" + ", ".join(f'"key{n}": {{"id": {n}, "name": "n{n}", "tags": [{n}, "x"], "inner": {{"a": {n}.5}}}}' for n in range(50)) + "}"
value = json.loads(many)
print(len(value), value["key49"], list(value)[:3], sum(part["inner"]["a"] for part in value.values()))
value["key50"] = 1
del value["key0"]
print(len(value), "key50" in value, "key0" in value)
names = [list(part) for part in json.loads("[" + ", ".join(['{"id": 1, "name": 2, "a longer key than that": 3}'] * 5) + "]")]
print(names[0], all(a is b for row in names for a, b in zip(row, names[0])))
long = "k" * 70
print(json.loads(f'[{{"{long}": 1}}, {{"{long}": 2}}]')[1][long], json.loads('{"k\\u0041": 1, "kA": 2}'))
for text in ["0", "-0", "-0.0", "12345678901234567", "123456789012345678", "-99999999999999999999999999", "1.5e3", "1E-2", "0.1", "1e400", "-1e-400",
             "3.14159265358979323846264338327950288419716939937510582097494459", "1" + "0" * 100, "NaN", "-Infinity", "[1, NaN, {\"a\": Infinity}]"]:
    print(repr(json.loads(text))[:60])
for text in ["", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "{1: 2}", "[", "[1", "[1,", "[1,]", '"', '"abc', '"abc\\', '"abcdefgh\\', '"a\nb"', '"eightbyt\tb"',
             '"\\x"', '"\\u12"', '"\\u12G4"', "01", "-", "1.", "1.e5", ".5", "+1", "nul", "tru", "1 2", '{"a":1 "b":2}', "[1 2]", '"\x1f"', '["abc", "de\x00"]']:
    try:
        print(json.loads(text))
    except json.JSONDecodeError as error:
        print(error)
print(json.loads('"a\tb\ncd efgh ijkl"', strict=False), json.loads('{"a": [1, {"b": 2}]}', object_pairs_hook=lambda pairs: pairs))
print(json.loads('{"a": [1.5, {"b": 2}]}', object_hook=lambda d: sorted(d.items()), parse_float=lambda text: "f" + text, parse_int=lambda text: "i" + text))


def constant(name):
    return [name] + [len(json.loads(many))] * 2


print(json.loads('{"k": [1, NaN, {"a": -Infinity, "b": NaN}], "l": NaN}', parse_constant=constant))
