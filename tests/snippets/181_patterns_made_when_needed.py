# Patterns that are compiled and perhaps never run; methods kept in variables; lists that grow; what `isinstance` asks.

import _sre
import copy
import pickle
import re
from re import _compiler

# What can be asked of a pattern that has never run.
unused = _compiler.compile(r"(?P<first>a|b)(?:c|d)*?e{2,5}[^f-z]|(x)\2", re.I)
print(unused.groups, dict(unused.groupindex), unused.flags, unused)
same = _compiler.compile(r"(?P<first>a|b)(?:c|d)*?e{2,5}[^f-z]|(x)\2", re.I)
print(unused == same, hash(unused) == hash(same), copy.deepcopy(unused) is unused, pickle.loads(pickle.dumps(unused)) == unused)
print(unused.match("bdcdEEeA").group("first"), unused == same, same.search("..xx").span(), same.fullmatch("ab"))
print(unused.findall("aeea xx beeeb"), same.sub(lambda match: "-", "aeea xx beeeb"), same.split("1aeea2"), unused.scanner("xx").match())
for code in ([], [0], [24], [16, 1], [1], [24, 6, 1, 4294967295, 16, 98, 1], [7, 99, 0], [2**32], [-1], [True], ["a"], [None], [1.0]):
    try:
        print(_sre.compile(None, 0, code, 0, {}, (None,)).match("b"))
    except Exception as error:
        print(type(error).__name__, error)
words = [_compiler.compile("|".join(f"w{number}" for number in range(count))) for count in (1, 2, 63, 64, 65, 200)]
print([word.match("w64").group() for word in words[4:]], [word.fullmatch("w1") is not None for word in words])

# Flags of the module, which are instances of an enumeration.
flags = re.I | re.M
print([bool(flags & one) for one in (re.I, re.M, re.S, 0)], flags & 2, flags & ~re.I, flags == 10, flags in {10}, 10 in {flags: 1})

# Methods in variables.
items = []
append, extend, pop, clear = items.append, items.extend, items.pop, items.clear
for number in range(5):
    append(number)
extend("ab")
print(items, pop(), pop(0), append(7), items)
clear()
print(items)
for wrong in (lambda: append(), lambda: append(1, 2), lambda: append(object=1), lambda: pop("a"), lambda: pop()):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
upper, get = "text".upper, {"a": 1}.get
print(upper(), get("a"), get("b"), get("b", 2), append(*[3]), [append(x) for x in "xy"], items)

# `+=` of lists.
kept = grown = [1]
grown += [2]
grown += (3, 4)
grown += grown
grown += []
grown += "ab"
print(kept is grown, grown)


class Items(list):
    def __iadd__(self, other):
        print("iadd", other)
        return super().__iadd__(other)


class Right:
    def __radd__(self, other):
        return ("radd", other)

    def __iter__(self):
        return iter("r")


class RightList(list):
    def __radd__(self, other):
        return ("radd list", other)


own = Items([1])
own += [2]
print(own, type(own))
for right in (Right(), RightList([1]), 5, None):
    left = [0]
    try:
        left += right
    except TypeError as error:
        print(error)
    print(left)
(holder,) = ([],)
pair = (holder,)
try:
    pair[0] += [1]
except TypeError as error:
    print(error, pair)


# isinstance with tuples, and objects that say that they are something else.
class Liar:
    @property
    def __class__(self):
        return int


class Text(str):
    pass


print([isinstance(value, (tuple, slice)) for value in (0, (), slice(1), [], "a", None, 1.5, {}, Liar(), True)])
print(isinstance(Liar(), int), isinstance(Liar(), (str, int)), isinstance(Text(), str), isinstance("", Text), isinstance(5, (str, (bytes, (int,)))))
print(isinstance(list[int], type), isinstance([], list | None), isinstance(None, list | None), isinstance("", (int | None, str)))
for wrong in (5, "int", (int, 5), (5, int)):
    try:
        print(isinstance("a", wrong))
    except TypeError as error:
        print(error)
