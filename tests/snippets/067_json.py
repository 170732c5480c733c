# json: dumps with its options, loads, errors with places.
import json
v = {"b": [1, 2.5, None, True, False], "a": {"x": "é\n\"\\\u2028", "y": []}, "1": {}, "e": ()}
print(json.dumps(v))
print(json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
print(json.dumps(v, indent=2))
print(json.dumps({1: 1, None: 2, True: 3, 1.5: 4}), json.dumps("\U0001F600\x7f\x00"), json.dumps([float("inf"), float("nan"), -0.0, 1e100, 10 ** 20]))
for text in ('{"a": [1, 2, {"b": null}]}', "[]", " 1e3 ", '"\\u00e9\\ud83d\\ude00\\n"', "[1.0, -0, 1E-2]", "NaN", "true", '{"a": 1, "a": 2}', "-Infinity", '"\\ud800"'):
    print(repr(json.loads(text)))
for text in ("", "{", "[1,]", '{"a" 1}', "{'a': 1}", '"abc', "[1 2]", "nul", "01", '"\x01"', '{"a": 1,}', '"\\x"', "1 2", "[1, 2", '{"a":', "\ufeff1", '"\\u12"'):
    try:
        json.loads(text)
    except json.JSONDecodeError as e:
        print(e, e.pos)
class C:
    def __init__(self, v): self.v = v
for bad in (C(1), {1, 2}, b"x", {(1, 2): 3}, 1j):
    try:
        json.dumps(bad)
    except TypeError as e:
        print(e)
print(json.dumps(C([C(1)]), default=lambda o: {"C": o.v}), json.dumps({(1, 2): 3, "a": 1}, skipkeys=True))
print(json.loads('{"C": 5, "d": {"C": 6}}', object_hook=lambda d: C(d["C"]).v if "C" in d and len(d) == 1 else d))
print(json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"), json.loads('{"b": 1, "a": 2}', object_pairs_hook=list))
a = []
a.append(a)
try:
    json.dumps(a)
except ValueError as e:
    print(e)
class E(json.JSONEncoder):
    def default(self, o):
        return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({"s": {3, 1}}, cls=E), list(json.JSONEncoder().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode("[1] tail"))
try:
    json.dumps([float("nan")], allow_nan=False)
except ValueError as e:
    print(e)
import enum, io
class Color(enum.IntEnum): RED = 1
f = io.StringIO()
json.dump([Color.RED, True], f, indent="\t")
print(f.getvalue(), json.load(io.StringIO("[null]")), json.loads(b"[1]"), json.loads(json.dumps(v))["a"]["x"] == v["a"]["x"])
