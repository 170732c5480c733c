# f(**mapping): what is passed, copied and refused.


def show(*args, **kwargs):
    return args, kwargs


def error(function):
    try:
        return function()
    except Exception as exception:
        return f"{type(exception).__name__}: {exception}"


class Mapping:
    def __init__(self, pairs):
        self.pairs = pairs

    def keys(self):
        print("keys")
        return [key for key, _ in self.pairs]

    def __getitem__(self, key):
        return dict(self.pairs)[key]


class Name(str):
    pass


class Dict(dict):
    pass


d = {"a": 1, "b": 2}
print(show(**d), show(1, **d), show(*[1, 2], **d), show(*(), **{}))
print(show(**Mapping([("x", 1), ("y", 2)])))
print(show(**Dict(a=1)))
print(show(**{Name("n"): 1}))
print(error(lambda: show(**{1: 2})), error(lambda: show(**{"a": 1, 2: 3})))
print(error(lambda: show(**3)), error(lambda: show(**None)))
print(error(lambda: show(**Mapping([(1, 2)]))))
print(error(lambda: show(**Mapping([("k", 1), ("k", 2)]))))
print(error(lambda: show(a=1, **d)), error(lambda: show(**d, a=1)), show(c=1, **d), show(**d, c=1))
print(error(lambda: show(**d, **d)))


# The callee gets a dict of its own.
def change(**kwargs):
    kwargs["new"] = 1
    kwargs.pop("a", None)
    return kwargs


print(change(**d), d)
kept = None


def keep(**kwargs):
    global kept
    kept = kwargs


keep(**d)
d["later"] = 3
print(kept, kept is d)


# It is what it was before the positional arguments are spread.
def late(mapping):
    mapping["added"] = 1
    yield 1
    mapping.clear()
    yield 2


def list_of(mapping):
    mapping["listed"] = 1
    return [mapping.pop("a"), 2]


d = {"a": 1}
print(show(*late(d), **d), d)
d = {"a": 1}
print(show(*list_of(d), **d), d)
d = {"a": 1}
print(show(d.clear(), **d), d)


# Callees of other kinds.
class Callee:
    def __call__(self, *args, **kwargs):
        return "called", args, kwargs

    def method(self, *args, **kwargs):
        return "method", args, kwargs

    @classmethod
    def of_class(cls, **kwargs):
        return kwargs

    @staticmethod
    def static(**kwargs):
        return kwargs


d = {"a": 1, "b": 2}
callee = Callee()
print(callee(**d), callee(1, **d), callee.method(1, **d), callee.method(*(1, 2), **d))
print(Callee.of_class(**d), callee.static(**d), dict(**d), dict(d, **d))
print("{a}-{b}".format(**d), sorted([3, 1, 2], **{"reverse": True}))
print(error(lambda: callee.static(1, **d)), error(lambda: len(**d)))


def few(a, b=2, *, c=3):
    return a, b, c


print(few(**{"a": 1}), few(1, **{}), few(1, **{"c": 5}), few(**{"c": 1, "b": 2, "a": 3}))
print(error(lambda: few(**{})), error(lambda: few(1, **{"a": 2})), error(lambda: few(**{"a": 1, "z": 2})))


# Through several levels, as decorators do.
def level(n, *args, **kwargs):
    if n:
        return level(n - 1, *args, **kwargs)
    return args, kwargs


print(level(3), level(3, 1, 2), level(3, 1, x=1, y=2))
for n in range(300):
    result = level(2, n, x=n)
    empty = level(2, n)
print(result, empty)


async def coroutine(**kwargs):
    return kwargs


try:
    coroutine(**d).send(None)
except StopIteration as stop:
    print(stop.value)


def nothing(**kwargs):
    raise ValueError(sorted(kwargs))


print(error(lambda: nothing(**d)))
