# Truth of instances whose classes change meanwhile; `__dict__` of instances of one shape; what is read after it.


class Plain:
    pass


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Sure(Sized):
    def __bool__(self):
        return self.n == 1


def truth(value):
    return "yes" if value else "no"


plain = Plain()
for value in (plain, Sized(0), Sized(2), Sure(0), Sure(1), Sure(2)):
    print(truth(value), not value, bool(value), value and 1 or 0)

results = []
for step in range(6):
    if step == 1:
        Plain.__len__ = lambda self: 0
    if step == 2:
        Plain.__bool__ = lambda self: True
    if step == 3:
        del Plain.__bool__
    if step == 4:
        del Plain.__len__
    if step == 5:
        plain.__class__ = Sure
        plain.n = 0
    results.append((truth(plain), not plain))
print(results)


class Base:
    pass


class Derived(Base):
    pass


results = []
for step in range(4):
    if step == 1:
        Base.__bool__ = lambda self: False
    if step == 2:
        Derived.__bool__ = lambda self: True
    if step == 3:
        Derived.__bases__ = (Plain,)
        del Derived.__bool__
    results.append(truth(Derived()))
print(results)


class Wrong:
    def __bool__(self):
        return 1


class Negative:
    def __len__(self):
        return -1


class OwnAttribute:
    pass


own = OwnAttribute()
own.__bool__ = lambda: False
own.__len__ = lambda: 0
print(truth(own))
for value in (Wrong(), Negative()):
    try:
        print(truth(value))
    except Exception as exception:
        print(type(exception).__name__, exception)


class Record:
    def __init__(self, n):
        self.a = n
        self.b = n + 1
        if n % 2:
            self.c = n + 2

    def text(self):
        return "%(a)s %(b)s" % self.__dict__


for n in range(40):
    record = Record(n)
    before = dict(vars(record))
    namespace = record.__dict__
    record.late = n
    assert namespace is record.__dict__ and namespace["late"] == n and record.late == n
    namespace["e"] = 1
    assert record.e == 1
    del namespace["a"]
    assert not hasattr(record, "a")
    del record.b
    assert "b" not in namespace
print(list(before), list(namespace), Record(3).text())

many = [f"field{n}" for n in range(45)]
big = Plain()
for number, name in enumerate(many):
    setattr(big, name, number)
del big.field7
big.field7 = "again"
print(list(big.__dict__) == [name for name in many if name != "field7"] + ["field7"])
print(big.__dict__["field44"], big.field44, big.__dict__["field7"], len(big.__dict__))


class WithGetattr:
    def __getattr__(self, name):
        return f"hook {name}"


class WithProperty:
    @property
    def __dict__(self):
        return "mine"


class Slotted:
    __slots__ = ("x", "__dict__")


for _ in range(3):
    hooked, slotted = WithGetattr(), Slotted()
    slotted.x, slotted.y = 1, 2
    print(hooked.__dict__, hooked.other, WithProperty().__dict__, slotted.__dict__, slotted.x)
    slotted.__dict__ = {"z": 3}
    print(slotted.__dict__, slotted.z, hasattr(slotted, "y"))


# Attributes of first instances: some that methods assign to, some that nobody has announced.
class First:
    shared = "class"

    def __init__(self):
        self.a, self.b = 1, 2

    def later(self):
        self.c = self.d = 3
        self.shared = "own"

    @property
    def computed(self):
        return self._computed

    @computed.setter
    def computed(self, value):
        self._computed = value


class Second(First):
    def __init__(self):
        super().__init__()
        self.a = "a"
        self.e = 5
        self.computed = 6


first, second = First(), Second()
print(vars(first), vars(second))
first.later()
second.later()
first.unknown = 9
print(vars(first), vars(second), First.shared, second.computed)
second.__class__ = First
print(second.computed, list(vars(second)))
