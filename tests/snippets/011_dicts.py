# Dicts: order of insertion, methods, equal keys of different types.
d = {"b": 1, "a": 2}
d["c"] = 3
print(d, len(d), "a" in d, 1 in d, d["a"], d.get("z"), d.get("z", 0))
del d["b"]
d["b"] = 9
d["a"] = 5
print(d, list(d), list(d.values()), list(d.items()))
print(d.pop("a"), d.pop("zz", None), d.popitem(), d)
print(d.setdefault("n", []), d.setdefault("c", 0), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), "pq"])
print(d)
print({**d, "c": 0}, dict(a=1), dict([(1, 2)]), dict(zip("ab", (1, 2))), {} | {"k": 1})
e = {1: "int", 1.0: "float", True: "bool", "1": "str"}
print(e, e[1], len(e))
print({0: "a", False: "b", 0.0: "c", -0.0: "d"})
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == {}, {1: 1} != {1: 2})
print(dict.fromkeys("aba", 0), dict.fromkeys([1, 2]), {}.copy(), list(reversed({1: 2, 3: 4})))
d |= {"last": 1}
print(d)
nested = {"k": {"l": [1, {"m": ()}]}}
print(nested, nested["k"]["l"][1]["m"])
nested["self"] = nested
print(nested)
for action in (lambda: {}["missing"], lambda: {}[1, 2], lambda: {[]: 1}, lambda: {}.popitem(),
               lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {}.pop("q")):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
print(len(big), list(big)[:5], 500 in big, 501 in big, sum(big.values()))
