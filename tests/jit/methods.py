"""Calls of methods in loops: bound ones, those of classes, parameters that are given by keyword only, `__getattr__`."""

import sys


class Base:
    factor = 3

    def __init__(self, value):
        self.value = value

    def plain(self, x):
        return self.value + x

    @staticmethod
    def static(x, *, more=1):
        return x + more

    @classmethod
    def of_class(cls, x):
        return cls.factor * x

    @classmethod
    def make(cls, value=1, *, twice=False):
        return cls(value * 2 if twice else value)

    def keywords(self, a, b=2, *, c=3, d=4):
        return a + b * c - d

    def needs(self, *, must):
        return must + self.value


class Left(Base):
    factor = 5

    def plain(self, x):
        return super().plain(x) + 1

    @classmethod
    def of_class(cls, x):
        return super().of_class(x) + 1


class Slots(Base):
    __slots__ = ("other",)


def run(objects, n):
    total = 0
    for i in range(n):
        o = objects[i % len(objects)]
        bound = o.plain
        total += bound(1) + bound(i)
        total += o.static(2) + o.static(2, more=i)
        total += o.of_class(2) + type(o).of_class(i)
        total += o.make(3).value + type(o).make(i, twice=True).value
        total += o.keywords(1) + o.keywords(1, c=5) + o.keywords(1, d=i, b=7)
        total += o.needs(must=i)
    return total


print(run([Base(1), Left(2), Base(3), Left(4)], 400))
print(run([Base(1), Left(2), Slots(3)], 400))


def rebound(n):
    """What calls rely on changes in the middle."""
    total = 0
    o = Base(1)
    for i in range(n):
        bound = o.plain
        total += bound(i) + o.of_class(i) + o.keywords(i)
        if i == n // 2:
            Base.keywords.__kwdefaults__["c"] = 100
        if i == n // 2 + 20:
            Base.keywords.__kwdefaults__ = {"c": 7, "d": 8}
        if i == n // 2 + 40:
            Base.of_class = classmethod(lambda cls, x: cls.__name__ == "Base")
        if i == n // 2 + 60:
            Base.plain = lambda self, x: 1000 * x
        if i == n // 2 + 80:
            o.of_class = lambda x: 5
    return total


saved = Base.__dict__["of_class"], Base.plain
print(rebound(300))
Base.of_class, Base.plain = saved


def wrong(n):
    told = []
    o = Base(1)
    for i in range(n):
        try:
            if i < n - 4:
                o.needs(must=i)
            elif i < n - 3:
                o.needs()
            elif i < n - 2:
                o.keywords(1, 2, 3)
            elif i < n - 1:
                o.keywords(1, e=3)
            else:
                o.keywords(1, a=3)
        except TypeError as error:
            told.append(str(error))
    return told


print(wrong(100))


class Fallback:
    def __init__(self):
        self.own = 1
        self.asked = 0

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"not {name}")
        self.asked += 1
        return len(name)


class Plain:
    pass


def hooks(n):
    f, p = Fallback(), Plain()
    p.other = 7
    total = 0
    for i in range(n):
        total += f.own + f.other + f.something
        total += (p if i % 3 else f).other
        total += hasattr(f, "none") + getattr(f, "nothing", 3)
        try:
            total += f.nowhere
        except AttributeError as error:
            total += len(str(error))
        if i == n - 20:
            f.other = 100
        if i == n - 10:
            Fallback.something = 50
        if i == n - 5:
            Fallback.__getattr__ = lambda self, name: -1
    return total, f.asked


print(hooks(300))


class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)


def through(n):
    inner = Proxy(Proxy(Left(3)))
    total = 0
    for i in range(n):
        total += inner.value + inner.plain(i) + inner.keywords(i, c=2)
    return total


print(through(300))


class Deep:
    def __getattr__(self, name):
        return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sorted(locals())


def frames(n):
    seen = None
    d = Deep()
    for i in range(n):
        seen = d.anything
    return seen


print(frames(100))


class Raising:
    own = 1

    def __getattr__(self, name):
        raise AttributeError("not here", name=name, obj=self)


def traced(n):
    f = Raising()
    for i in range(n):
        try:
            x = f.own if i < n - 1 else f.nope
        except AttributeError as error:
            names = []
            tb = error.__traceback__
            while tb:
                names.append(tb.tb_frame.f_code.co_name)
                tb = tb.tb_next
            return names, error.name, error.obj is f


print(traced(100))


class Sized:
    def __init__(self, length):
        self.length = length
        self.asked = 0

    def __len__(self):
        self.asked += 1
        return self.length


class Twice(Sized):
    def __len__(self):
        return 2 * super().__len__()


class Nested:
    def __init__(self, inner):
        self.inner = inner

    def __len__(self):
        return len(self.inner) + 1


class Number(int):
    pass


class Index:
    def __index__(self):
        return 9


def lengths(n):
    objects = [Sized(3), Twice(4), Nested(Nested([1, 2])), Nested(Sized(5))]
    total = 0
    told = []
    for i in range(n):
        o = objects[i & 3]
        total += len(o) + len(objects[0])
        if i == n - 40:
            objects[0].length = Number(5)
        if i == n - 30:
            objects[0].length = Index()
        if i == n - 20:
            objects[0].length = True
        if i > n - 16:
            objects[0].length = [-1, "5", 2**70, -(2**70), None, 1.0, 7][i % 7]
            try:
                total += len(objects[0])
            except (TypeError, ValueError, OverflowError) as error:
                told.append(f"{type(error).__name__}: {error}")
            objects[0].length = 1
        if i == n - 5:
            Sized.__len__ = lambda self: 1000
    return total, told, objects[0].asked


print(lengths(300))


class Caller:
    def __len__(self):
        self.caller = sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno - lines.__code__.co_firstlineno
        return 1


def lines(n):
    c = Caller()
    total = 0
    for i in range(n):
        total += len(c)
    return total, c.caller


print(lines(100))
