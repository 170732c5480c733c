"""Attributes: read, written, in slots, in classes, through properties and descriptors."""

N = 200_000


class Plain:
    shared = 7

    def __init__(self):
        self.a = 1
        self.b = 2
        self.next = self


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a, self.b = 1, 2


class Property:
    def __init__(self):
        self._a = 1

    @property
    def a(self):
        return self._a

    @a.setter
    def a(self, value):
        self._a = value


class Fallback:
    def __getattr__(self, name):
        return 1


def main(n):
    p, s, q, f = Plain(), Slots(), Property(), Fallback()
    total = 0
    for i in range(n):
        p.a = p.b + i
        p.b = p.next.next.a & 0xFF
        s.a = s.b + p.a
        s.b = s.a & 0xFF
        q.a = q.a + p.shared & 0xFFF
        total += p.a + p.b + s.a + s.b + q.a + f.anything
        if i % 16 == 0:
            p.late = i
            total += getattr(p, "late") + hasattr(p, "missing")
            del p.late
    return total
