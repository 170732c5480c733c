# `issubclass` and `isinstance` in loops, of classes that change meanwhile: their metaclass, their bases, what is registered.

from abc import ABC, ABCMeta


class Base:
    pass


class Other:
    pass


class Child(Base):
    pass


class Says(type):
    """Whoever asks it is answered that it is none."""

    def __subclasscheck__(cls, sub):
        return False

    def __instancecheck__(cls, instance):
        return False


def asked(sub, wanted, turns=300):
    found = 0
    for _ in range(turns):
        if issubclass(sub, wanted):
            found += 1
        else:
            found += 1000
    return found


def is_one(value, wanted, turns=300):
    found = 0
    for _ in range(turns):
        if isinstance(value, wanted):
            found += 1
        else:
            found += 1000
    return found


def of_keys(table, keys, turns=100):
    found = 0
    for _ in range(turns):
        for key in keys:
            if key in table:
                found += table[key]
    return found


print(asked(Child, Base), asked(Child, Other), is_one(Child(), Base), is_one(Child(), Other), is_one(1, Base), is_one(True, int))

# No class goes from `type` to another metaclass.
class Wanted:
    pass


class Sub(Wanted):
    pass


def both():
    return asked(Sub, Wanted), asked(Sub, Sub), is_one(Sub(), Wanted), is_one(Sub(), Sub)


print(both())
try:
    Wanted.__class__ = Says
except TypeError as error:
    print(error)
print(both())


class Denied(metaclass=Says):
    pass


class Denying(Denied):
    pass


print(asked(Denying, Denied), asked(Denied, Denied), is_one(Denied(), Denied), is_one(Denying(), Denied))


def late(pairs):
    """Other pairs come late."""
    answers = []
    for sub, wanted in pairs:
        answers.append(issubclass(sub, wanted))
    return answers.count(True), answers.count(False)


print(late([(Sub, Wanted)] * 400 + [(Denying, Denied), (Sub, Denied), (Denying, Sub)] + [(Sub, Wanted)] * 10))


class Third:
    pass


Sub.__bases__ = (Third,)
print(both(), asked(Sub, Third), is_one(Sub(), Third))
Sub.__bases__ = (Wanted, Third)
print(both(), asked(Sub, Third), is_one(Sub(), Third))


# The bases of a class between.
class A:
    pass


class B(A):
    pass


class C(B):
    pass


class D:
    pass


print(asked(C, A), asked(C, D))
B.__bases__ = (D,)
print(asked(C, A), asked(C, D), is_one(C(), A), is_one(C(), D))


class Abstract(ABC):
    @classmethod
    def __subclasshook__(cls, sub):
        if "quacks" in vars(sub):
            return True
        return NotImplemented


class Duck:
    quacks = 1


class Goose:
    pass


print(asked(Duck, Abstract), asked(Goose, Abstract), is_one(Duck(), Abstract), is_one(Goose(), Abstract))
Abstract.register(Goose)
print(asked(Duck, Abstract), asked(Goose, Abstract), is_one(Duck(), Abstract), is_one(Goose(), Abstract))


def mixed(subs, wanted, turns):
    answers = []
    for turn in range(turns):
        sub = subs[turn % len(subs)]
        try:
            answers.append(issubclass(sub, wanted[turn // 100 % len(wanted)]))
        except TypeError as error:
            answers.append(str(error))
    return [(answer, answers.count(answer)) for answer in dict.fromkeys(answers)]


print(mixed([Base, Child, Other, int, bool], [Base, int, (Base, int), Abstract, object], 1000))
print(mixed([Base, 2, "x", Says, Says("S", (), {}), list[int]], [Base, Says, type, list[int], int | str], 1200))


# A key that is a class whose metaclass says what it hashes to, beside plain ones.
class Hashed(type):
    def __hash__(cls):
        seen.append("hash")
        return 7

    def __eq__(cls, other):
        seen.append("eq")
        return cls is other or getattr(other, "same", None) == 1


class Special(metaclass=Hashed):
    pass


class Alike(metaclass=Hashed):
    same = 1


seen = []
print(of_keys({Base: 1, Other: 2, int: 4}, [Base, Child, int]))
print(of_keys({Base: 1, Special: 2, 7: 4}, [Base, Alike, 7, Special], 30), sorted(set(seen)))
seen = []
table = {Wanted: 1, Base: 2}
print(of_keys(table, [Wanted, Base]))
print(of_keys(table, [Base, Other]), len(seen))
print(of_keys({Base: 2, 7: 1}, [Alike, Base, 7, 7], 20), len(seen))


def late_keys(keys):
    """A class with a metaclass of its own comes late."""
    table = {Base: 1, Other: 2, 7: 3, ("a", Base): 4}
    found = 0
    for key in keys:
        found += table.get(key, 100)
        if key in table:
            found += 10000
    return found


seen.clear()
print(late_keys([Base, Other, Child, ("a", Base)] * 200 + [Alike, Special, ("a", Special)] * 3), sorted(set(seen)))
