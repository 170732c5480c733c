# Copies and unions of dicts and sets, whatever has happened to the table before; and whom they ask.


class Key:
    """Counts what it is asked."""

    hashes = compares = 0

    def __init__(self, number, hash_=None):
        self.number = number
        self.hash = number if hash_ is None else hash_

    def __hash__(self):
        Key.hashes += 1
        return self.hash

    def __eq__(self, other):
        Key.compares += 1
        return isinstance(other, Key) and self.number == other.number

    def __repr__(self):
        return f"K{self.number}"


def asked(what, action):
    Key.hashes = Key.compares = 0
    result = action()
    print(what, "hashes", Key.hashes, "compares", Key.compares, "entries", len(result))
    return result


def elements(values):
    return sorted(values, key=repr)


SIZES = [0, 1, 3, 4, 5, 8, 9, 15, 20, 21, 40, 41, 80, 100, 160, 161, 500, 3000]


def dicts_of(size):
    """Dicts with the same entries and different pasts, and the entries."""
    plain = {i: -i for i in range(size)}
    deleted = {i: -i for i in range(-5, size)}
    for i in range(-5, 0):
        del deleted[i]
    gaps = {}
    for i in range(size):
        gaps[i] = -i
        gaps["gap", i] = None
        if i % 2:
            del gaps["gap", i]
    for i in range(0, size, 2):
        del gaps["gap", i]
    shrunk = {i: -i for i in range(size + 300)}
    while len(shrunk) > size:
        shrunk.popitem()
    refilled = {i: -i for i in range(size)}
    for i in range(size // 2, size):
        del refilled[i]
    for i in range(size // 2, size):
        refilled[i] = -i
    cleared = dict.fromkeys(range(50))
    cleared.clear()
    cleared.update(plain)
    return [plain, deleted, gaps, shrunk, refilled, cleared]


def copies_of(d):
    return [d.copy(), dict(d), {**d}, d | {}, {} | d, d | d, dict(d.items()), dict(**{}) | d]


def check_dicts():
    for size in SIZES:
        expected = [(i, -i) for i in range(size)]
        for d in dicts_of(size):
            assert list(d.items()) == expected
            for copy in copies_of(d):
                assert list(copy.items()) == expected and copy == d and copy is not d
                assert list(reversed(copy)) == list(reversed(range(size)))
                assert all(copy[i] == -i for i in range(size)) and size not in copy and -1 not in copy
                # The copy is another dict, and grows and shrinks as any other.
                copy["new"] = 1
                for i in range(size, size + 50):
                    copy[i] = -i
                for i in range(0, size, 3):
                    del copy[i]
                for i in range(0, size, 3):
                    assert i not in copy
                    copy[i] = "again"
                rest = [i for i in range(size) if i % 3]
                assert list(copy) == rest + ["new"] + list(range(size, size + 50)) + list(range(0, size, 3))
                assert list(d.items()) == expected
            copy = d.copy()
            d["later"] = 1
            d.pop(0, None)
            assert list(copy.items()) == expected
    print("dicts:", len(SIZES), "sizes")


def sets_of(size):
    plain = set(range(size))
    grown = set()
    for i in range(size):
        grown.add(i)
    gaps = set(range(2 * size))
    for i in range(size, 2 * size):
        gaps.discard(i)
    holes = set(range(-size, size))
    for i in range(-size, 0):
        holes.remove(i)
    cleared = set(range(100))
    cleared.clear()
    cleared |= plain
    return [plain, grown, gaps, holes, cleared, frozenset(holes)]


def check_sets():
    for size in SIZES:
        expected = list(range(size))
        for s in sets_of(size):
            made = [set(s), frozenset(s), s.copy(), s | set(), s | s, s & s, s - set(), s ^ set()]
            made += [set() | s, set() ^ s, s.union(), s.union([], ()), s.intersection(), s.difference()]
            for copy in made:
                assert sorted(copy) == expected and copy == s and len(copy) == size
                assert all(i in copy for i in expected) and size not in copy and -1 not in copy
            copy = set(s)
            for i in range(size, size + 50):
                copy.add(i)
            for i in range(0, size, 3):
                copy.remove(i)
            assert sorted(copy) == [i for i in range(size + 50) if i >= size or i % 3]
            assert sorted(s) == expected
            for other_size in [0, 1, 7, 30, 200]:
                other = set(range(size // 2, size // 2 + other_size))
                both = range(size // 2, min(size, size // 2 + other_size))
                assert sorted(s & other) == sorted(other & s) == list(both)
                assert sorted(s - other) == [i for i in expected if i not in both]
                assert sorted(other - s) == [i for i in sorted(other) if i >= size]
                assert s - dict.fromkeys(other).keys() == s - other == s.difference(list(other))
                assert s | other == (s - other) | other == (s ^ other) | (s & other)
                assert sorted(s | other) == sorted(list(s - other) + list(other))
                copy = set(s)
                copy |= other
                assert copy == s | other
                copy ^= other
                assert copy == s - other
                copy &= s
                copy -= other
                assert copy == s - other
            assert not s - s and not s ^ s and type(s ^ s) is type(s) and s | s is not s
    print("sets:", len(SIZES), "sizes")


def check_keys():
    for size in [3, 30, 200]:
        keys = [Key(i) for i in range(size)]
        d = dict.fromkeys(keys, 0)
        s = set(keys)
        asked("dict(d)", lambda: dict(d))
        asked("d.copy()", d.copy)
        asked("{**d}", lambda: {**d})
        asked("d | d", lambda: d | d)
        asked("d | {}", lambda: d | {})
        asked("{} | d", lambda: {} | d)
        asked("d | other", lambda: d | dict.fromkeys(keys[:2], 1))
        asked("fromkeys(d)", lambda: dict.fromkeys(d))
        asked("fromkeys(s)", lambda: dict.fromkeys(s))
        asked("set(s)", lambda: set(s))
        asked("set(d)", lambda: set(d))
        asked("frozenset(s)", lambda: frozenset(s))
        asked("s | s", lambda: s | s)
        asked("s & s", lambda: s & s)
        asked("s - s", lambda: s - s)
        asked("s ^ s", lambda: s ^ s)
        equal = {Key(i) for i in range(size)}
        for name in ["__or__", "__and__", "__sub__", "__xor__"]:
            asked("s." + name, lambda: getattr(s, name)(equal))
        asked("d | equal", lambda: d | {Key(i): 1 for i in range(size)})
    # The keys that are there stay, the values are the new ones.
    one, other = Key(1), Key(1)
    joined = {one: "a"} | {other: "b"}
    assert list(joined) == [one] and list(joined)[0] is one and joined[one] == "b"
    assert next(iter({one} | {other})) is one
    crowd = [Key(i, 7) for i in range(30)]
    d = dict.fromkeys(crowd, "same hash")
    assert [key.number for key in d.copy()] == list(range(30))
    assert d.copy() == d and d.copy()[Key(29, 7)] == "same hash" and Key(30, 7) not in d.copy()
    assert len(set(crowd) | set(d)) == 30 and len(set(crowd) - set(crowd[:10])) == 20


def check_mixed():
    mixed = {1: "int", "1": "str", 1.5: "float", (1, 2): "tuple", None: "none", b"1": "bytes"}
    mixed |= {2**70: "big", frozenset({1}): "set", float("inf"): "inf", True: "one"}
    print(mixed.copy())
    print({**mixed, "1": "again", 1.0: "float one"})
    print(mixed | {"last": 1, (1, 2): "another"})
    print(elements(set(mixed) | {1.0, "1", "2", False}))
    print(elements(set(mixed) & {1.0, "1", "2", False}))
    nan = float("nan")
    assert nan in {nan} | {1} and len({nan} | {nan}) == 1 and len({nan, float("nan")}) == 2


class D(dict):
    pass


class Strange(dict):
    def keys(self):
        return ["strange"]

    def __iter__(self):
        return iter(["strange"])

    def __getitem__(self, key):
        return "item of " + key


class S(set):
    pass


class F(frozenset):
    pass


class Mapping:
    def keys(self):
        return iter(["m", "n"])

    def __getitem__(self, key):
        return key * 2


def check_subclasses():
    d, strange = D(a=1, b=2), Strange(a=1)
    for result in [dict(d), d.copy(), {**d}, d | {"c": 3}, {"c": 3} | d, D(d), dict(strange), {**strange}, strange.copy()]:
        print(type(result).__name__, result)
    print(strange | {"c": 1}, {"c": 1} | strange, {**Mapping()}, dict(Mapping()))
    s, f = S([1, 2]), F([2, 3])
    for result in [s | f, f | s, s & f, s - f, f ^ s, s.copy(), f.copy(), set(f), S(f), frozenset(s), F(f)]:
        print(type(result).__name__, sorted(result))
    s |= f
    print(type(s).__name__, sorted(s))


def many(**kwargs):
    return kwargs


def some(a, b=2, *args, c=3, **kwargs):
    return a, b, args, c, kwargs


def fails(what, action):
    try:
        print(what, action())
    except (TypeError, RuntimeError, KeyError) as error:
        print(what, type(error).__name__, error)


def check_calls():
    for size in [0, 1, 4, 8, 9, 40, 200]:
        names = {f"name{i}": i for i in range(size)}
        given = many(**names)
        assert list(given.items()) == list(names.items()) and given is not names
        given["more"] = 1
        assert "more" not in names
        assert many(**names, last=1) == names | {"last": 1}
        assert list(many(first=0, **names)) == ["first", *names]
        assert list(many(**names, **{"other": 1})) == [*names, "other"]
        assert dict(**names) == dict(names, **names) == names
        assert list(some(1, **names)[4].items()) == list(names.items())
    print(some(**{"x": 1, "c": 5, "a": 0, "y": 2}), some(1, 2, 3, **{"z": 1}))
    print(many(**D(a=1)), many(**Strange(a=1)), many(**Mapping()))

    class Name(str):
        pass

    print(many(**{Name("n"): 1}), many(**{"odd name": 1, "": 2}))
    fails("int key", lambda: many(**{1: 2}))
    fails("late int key", lambda: many(**{"a": 1, "b": 2, 3: 4}))
    fails("native int key", lambda: dict(**{"a": 1, 2: 3}))
    fails("duplicate", lambda: many(**{"a": 1}, **{"a": 2}))
    fails("duplicate", lambda: many(a=1, **{"b": 1, "a": 2}))
    fails("duplicate", lambda: dict(a=1, **{"b": 1, "a": 2}))
    fails("parameter twice", lambda: some(1, **{"a": 2}))
    fails("unexpected", lambda: (lambda a: a)(**{"a": 1, "b": 2}))
    fails("no mapping", lambda: many(**5))
    fails("no mapping", lambda: {**5})


def check_iteration():
    def grow(container, add):
        for element in container:
            add(element)

    d = {1: 2}
    fails("dict grows", lambda: grow(d, lambda key: d.update({key + 1: 1})))
    s = {1}
    fails("set grows", lambda: grow(s, lambda key: s.update({key + 1, key + 2})))
    d = {i: i for i in range(20)}
    fails("dict shrinks", lambda: grow(d, lambda key: d.pop(19 - key)))
    d = {i: i for i in range(20)}
    for key in d:
        d |= {key: "new value"}
    assert set(d.values()) == {"new value"}
    for key in d.copy():
        del d[key]
    print("empty", d, dict(d), {**d}, d | d)

    class Meddler(Key):
        def __eq__(self, other):
            target.clear()
            return False

        __hash__ = Key.__hash__

    class Extender(Key):
        """Its hash makes the list longer that it is in."""

        def __hash__(self):
            if len(values) < 8:
                values.append(len(values))
            return 7

    values = [Extender(1), 1, Extender(2)]
    print(sorted(set(values), key=str), values, len(dict.fromkeys(values)))

    target = {i: i for i in range(30)}
    source = {Meddler(5): "meddler", 6: 6}
    target.update(source)
    assert list(target.values()) == ["meddler", 6]
    target = {i: i for i in range(30)}
    fails("update from itself changed", lambda: {Meddler(5, 5): 1}.update(target))
    print(len(target))


check_dicts()
check_sets()
check_keys()
check_mixed()
check_subclasses()
check_calls()
check_iteration()
