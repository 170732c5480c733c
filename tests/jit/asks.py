"""What instances say of themselves: `__bool__`, `__len__` and `__contains__` where a jump, `not`, `in` or `bool` asks; and
attributes by constant names, with `getattr` and `hasattr`."""

import sys
import threading


class Yes:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value > 0


class No(Yes):
    def __bool__(self):
        return not super().__bool__()


class Always(Yes):
    def __bool__(self):
        return True


class Sized:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value


class Plain:
    value = 1


def truths(objects, n):
    """Jumps, negations and `bool`, of objects of several classes."""
    total = 0
    for i in range(n):
        o = objects[i % len(objects)]
        if o:
            total += 1
        if not o:
            total += 10
        total += 100 * (not o) + 1000 * bool(o)
        kept = o and 10000
        other = o or 20000
        total += kept if isinstance(kept, int) else 3
        total += other if isinstance(other, int) else 5
        total += 7 if o else 11
        while o:
            total += 13
            break
        else:
            total += 17
    return total


print(truths([Yes(1), Yes(0), No(3), No(-1)], 200))
print(truths([Sized(0), Sized(5), Plain(), Always(1)], 200))
print(truths([Yes(1)], 100), truths([Yes(-1)], 100), truths([Sized(0)], 100), truths([Plain()], 100))


def countdown(n):
    """The jump that a loop is."""
    total = 0
    o = Yes(n)
    while o:
        o.value -= 1
        total += o.value
    s = Sized(n)
    while not not s:
        s.value -= 1
        total += s.value
    return total


print(countdown(300))


class Range:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def __contains__(self, item):
        return self.low <= item < self.high


class Odd(Range):
    def __contains__(self, item):
        return super().__contains__(item) and item % 2

    def __len__(self):
        return self.low


class Listed:
    def __init__(self, *items):
        self.items = items

    def __contains__(self, item):
        if item > 90:
            return None
        for other in self.items:
            if other == item:
                return True
        return False


class Walked:
    def __iter__(self):
        return iter((1, 2, 3, 50))


def members(containers, n):
    total = 0
    for i in range(n):
        c = containers[i % len(containers)]
        if i in c:
            total += 1
        if i not in c:
            total += 100
        total += 10000 * (i in c) + 1000000 * (50 not in c)
        found = i in c and i + 1 in c
        total += found
    return total


print(members([Range(10, 60), Range(20, 30)], 200))
print(members([Odd(10, 60)], 200), members([Listed(3, 5, 50)], 200))
print(members([Range(10, 60), Odd(5, 100), Listed(3, 5, 50), Walked(), [50, 3], {2, 50}], 240))


class Told:
    """Says what it is told to say."""

    def __init__(self):
        self.says = True
        self.asked = 0

    def __bool__(self):
        self.asked += 1
        return self.says

    def __contains__(self, item):
        self.asked += 1
        if item is None:
            raise KeyError(self.asked)
        return self.says


class Lengthy:
    def __init__(self):
        self.says = 1

    def __len__(self):
        return self.says


class Index:
    def __index__(self):
        return 4


def wrong(n):
    """Answers that are none, one after the other."""
    t, s = Told(), Lengthy()
    told = []
    answers = [1, None, "yes", 0, 2.5, [], False, True]
    lengths = [-1, None, "5", 2**70, -(2**70), True, 0, Index(), 1.5, 3]
    for i in range(n):
        if i >= n - 16:
            t.says = answers[i % 8]
            s.says = lengths[i % 10]
        try:
            if t:
                told.append(i)
            told.append(not t)
            told.append(bool(t))
        except TypeError as error:
            told.append(str(error))
        try:
            told.append((1 in t, 1 not in t, "then" if 1 in t else "else"))
            told.append(None in t if i == n - 3 else 0)
        except KeyError as error:
            told.append(error.args)
        try:
            told.append(("long" if s else "short", not s, bool(s)))
        except (TypeError, ValueError, OverflowError) as error:
            told.append(f"{type(error).__name__}: {error}")
    return told[-80:], len(told), t.asked


for size in 40, 120:
    print(wrong(size))


def changing(n):
    """Classes that change while they are asked."""

    class One:
        def __bool__(self):
            return False

        def __contains__(self, item):
            return item % 3 == 0

    o = One()
    results = []
    for i in range(n):
        results.append((bool(o), not o, 1 if o else 2, i in o))
        if i == n - 40:
            One.__bool__ = lambda self: True
        if i == n - 30:
            del One.__bool__
        if i == n - 20:
            One.__len__ = lambda self: 0
        if i == n - 15:
            One.__contains__ = lambda self, item: not self
        if i == n - 10:
            One.__bool__ = lambda self: len("ab") > len(self.name) if hasattr(self, "name") else True
        if i == n - 5:
            o.name = "abc"
    return results[-44:]


print(changing(100))


class Seen:
    """Looks at its callers."""

    def __bool__(self):
        frame = sys._getframe(1)
        self.seen = frame.f_code.co_name, frame.f_lineno - watched.__code__.co_firstlineno
        return frame.f_locals["i"] % 2 == 0

    def __contains__(self, item):
        frame = sys._getframe(1)
        self.seen = frame.f_code.co_name, frame.f_locals["i"], sorted(frame.f_locals)
        return False


def watched(n):
    s = Seen()
    lines = set()
    for i in range(n):
        if s:
            lines.add(s.seen)
        x = not s
        lines.add(s.seen)
        y = i in s
        lines.add(s.seen[:1])
    return sorted(lines), s.seen, x, y


print(watched(100))


class Raises:
    def __bool__(self):
        raise ValueError("no truth")

    def __contains__(self, item):
        if item > 2:
            raise LookupError(item)
        return True


def trace(tb):
    names = []
    while tb is not None:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return names


def raising(n):
    r = Raises()
    results = []
    for i in range(n):
        o = r if i > n - 4 else True
        before = i
        try:
            results.append(1 if o else 2)
        except ValueError as error:
            results.append((before, trace(error.__traceback__)))
        try:
            before += 1
            results.append(i % 2 in r if i < n - 3 else i in r)
        except LookupError as error:
            results.append((before, trace(error.__traceback__)))
    return results[-8:]


print(raising(60))


class Nested:
    """Its truth is that of what is in it."""

    def __init__(self, inner):
        self.inner = inner

    def __bool__(self):
        return not self.inner

    def __contains__(self, item):
        return item == self.inner or (isinstance(self.inner, Nested) and item in self.inner)


def nested(n):
    o = True
    for _ in range(20):
        o = Nested(o)
    total = 0
    for i in range(n):
        total += (not o) + 2 * (i % 4 in o)
    return total


print(nested(120))


def consumed(n):
    """Who asks what a generator yields."""
    objects = [Yes(1), Sized(3), Always(0)]
    every = sum(all(o for o in objects) for _ in range(n))
    some = sum(any(o for o in (No(1), Yes(0), Sized(0))) for _ in range(n))
    kept = [o.value for _ in range(n) for o in objects + [No(5)] if o]
    within = [i for i in range(n) if i in Range(5, 9)]
    return every, some, len(kept), sum(kept), within


print(consumed(80))


class Attributes:
    shared = "shared"
    none = None

    def __init__(self, value):
        self.value = value

    @property
    def computed(self):
        return self.value + 1

    @property
    def missing_sometimes(self):
        if self.value > 2:
            raise AttributeError("computed without success")
        return self.value

    def method(self, more=0):
        return self.value + more

    @staticmethod
    def static():
        return 3

    @classmethod
    def of_class(cls):
        return cls.__name__


class Hook(Attributes):
    def __getattr__(self, name):
        if name == "absent":
            raise AttributeError(name)
        return name


class Slots:
    __slots__ = ("value", "other")


def by_name(objects, n):
    results = []
    for i in range(n):
        o = objects[i % len(objects)]
        row = [
            getattr(o, "value", -1),
            getattr(o, "shared", "none"),
            getattr(o, "none", 5),
            getattr(o, "absent", i % 2),
            getattr(o, "computed", 0),
            getattr(o, "missing_sometimes", "default"),
            hasattr(o, "value"),
            hasattr(o, "absent"),
            hasattr(o, "computed"),
            hasattr(o, "missing_sometimes"),
            hasattr(o, "method"),
            hasattr(o, "static"),
            hasattr(o, "of_class"),
            hasattr(o, "late"),
            getattr(o, "method", abs)(-2),
        ]
        try:
            row.append(getattr(o, "computed"))
            row.append(getattr(o, "missing_sometimes"))
            row.append(getattr(o, "anything"))
        except AttributeError as error:
            row.append(str(error))
        if i == n - 8:
            objects[0].late = 1
        if i == n - 6:
            del objects[0].late
        if i == n - 4:
            Attributes.late = 2
        results.append(row)
    del Attributes.late
    return results[-10:]


print(by_name([Attributes(1)], 50))
print(by_name([Attributes(5)], 50))
print(by_name([Hook(1), Hook(9)], 60))
print(by_name([Attributes(1), Hook(5), Attributes(8)], 60))


def slots(n):
    s = Slots()
    results = []
    for i in range(n):
        results.append((hasattr(s, "value"), getattr(s, "value", None), hasattr(s, "other")))
        try:
            results.append(s.value)
            results.append(s.value.bit_length() if i % 3 else s.value())
        except (AttributeError, TypeError) as error:
            results.append(str(error))
        if i % 10 == 3:
            s.value = i
        if i % 10 == 7:
            del s.value
    return results[-36:]


print(slots(60), slots(200))


def odd_names(n):
    o = Attributes(3)
    told = []
    for i in range(n):
        try:
            told.append(getattr(o, "val" + "ue") + getattr(o, ["value", "computed"][i % 2]))
            told.append(hasattr(o, 3 if i == n - 1 else "x y"))
        except TypeError as error:
            told.append(str(error))
    return told[-4:]


print(odd_names(60))


def beside_each_other(n):
    """The same with several threads."""
    results = {}

    def work(k):
        results[k] = (
            truths([Yes(1), Sized(0), No(3)], n),
            members([Range(10, 60), Listed(3, 5)], n),
            countdown(n),
            wrong(n // 2),
            slots(n),
        )

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results[0] == results[1] == results[2], results[0][:3]


print(beside_each_other(100))
