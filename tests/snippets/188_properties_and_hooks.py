# A property that raises AttributeError, in a class that has `__getattr__` and in one that has none: each time again.


class Plain:
    def __init__(self, value):
        self.value = value

    @property
    def small(self):
        if self.value > 2:
            raise AttributeError("too large")
        return self.value


class Hook(Plain):
    def __getattr__(self, name):
        if name == "absent":
            raise AttributeError("no such thing")
        return f"hook of {name}"


class Late(Plain):
    pass


def read(found, what):
    try:
        found.append(what())
    except AttributeError as error:
        found.append(f"! {error}")


for make in (Plain, Hook, Late):
    for value in (1, 5, 2, 7):
        o, found = make(value), []
        for _ in range(3):
            read(found, lambda: o.small)
            read(found, lambda: getattr(o, "small"))
            read(found, lambda: getattr(o, "small", "default"))
            read(found, lambda: hasattr(o, "small"))
            read(found, lambda: o.absent)
            read(found, lambda: o.other)
        print(make.__name__, value, found)

o, found = Late(5), []
for turn in range(6):
    read(found, lambda: o.small)
    if turn == 2:
        Late.__getattr__ = Hook.__getattr__
    if turn == 4:
        del Late.__getattr__
print(found)
