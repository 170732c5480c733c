"""Calls of methods: own, inherited, overridden, super, bound, static, class, with keywords."""

N = 100_000


class Base:
    factor = 3

    def __init__(self, value):
        self.value = value

    def plain(self, x):
        return self.value + x

    def virtual(self, x):
        return x

    def through(self, x):
        return self.virtual(x) + self.plain(x)

    @staticmethod
    def static(x):
        return x + 1

    @classmethod
    def of_class(cls, x):
        return cls.factor * x

    def keywords(self, a, b=2, *, c=3):
        return a + b + c

    def __call__(self, x):
        return x - 1

    def __len__(self):
        return 5

    def __getitem__(self, i):
        return self.value + i


class Left(Base):
    def virtual(self, x):
        return super().virtual(x) + 1


class Right(Base):
    factor = 5

    def virtual(self, x):
        return x * 2

    def plain(self, x):
        return Base.plain(self, x) - 1


def main(n):
    objects = [Left(1), Right(2), Left(3), Base(4)]
    total = 0
    for i in range(n):
        o = objects[i & 3]
        bound = o.plain
        total += o.through(i) + bound(1) + o.static(2) + o.of_class(2)
        total += o.keywords(1) + o.keywords(1, c=5) + o(3) + len(o) + o[2]
    return total
