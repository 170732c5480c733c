"""Jumps on what objects say: truth that a method tells, and comparisons of containers. Each is asked once."""


class Box:
    asked = 0

    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        Box.asked += 1
        return len(self.items)


class Switch:
    asked = 0

    def __init__(self, every):
        self.every = every
        self.count = 0

    def __bool__(self):
        Switch.asked += 1
        self.count += 1
        return self.count % self.every == 0


class Strange:
    """Raises now and then; equal to itself never."""

    def __init__(self):
        self.count = 0

    def __bool__(self):
        self.count += 1
        if self.count % 90 == 0:
            raise LookupError(self.count)
        return True

    def __eq__(self, other):
        for _ in range(2):
            self.count += 1
        return [] if self.count % 3 else [self]

    __hash__ = None


def lengths(n):
    full, empty = Box(1, 2), Box()
    total = 0
    for i in range(n):
        if full:
            total += 1
        if not empty:
            total += 2
        if i % 50 == 0:
            full, empty = empty, full
        total += 4 * (not full) + 8 * bool(empty)
    return total, Box.asked


def switches(n):
    often, seldom = Switch(2), Switch(97)
    total = 0
    for i in range(n):
        if often:
            total += i
        while not seldom:
            total += 1
            if total % 5 == 0:
                break
        total += 1 if often and seldom or often else 2
    return total, Switch.asked, often.count, seldom.count


def strange(n):
    thing = Strange()
    total = 0
    for i in range(n):
        try:
            if thing:
                total += 1
            if thing == thing:
                total += 2
            if not thing != i:
                total += 4
        except LookupError as error:
            total -= error.args[0]
    return total, thing.count


def containers(n):
    a, b = [1, 2, 3], [1, 2, 4]
    total = 0
    for i in range(n):
        if a < b:
            total += 1
        if a == [1, 2, 3]:
            total += 2
        if (i % 7, a) >= (3, b):
            total += 4
        if {i % 5} != {1}:
            total += 8
        if i % 100 == 0:
            a, b = b, a
        while a > b:
            total += 16
            break
    return total


def inside(n):
    """The same in a function that is inlined, and one with a loop."""

    def chosen(box, a, b):
        if box and a <= b:
            return 1
        return 2

    def first(boxes):
        for i, box in enumerate(boxes):
            if box:
                return i
        return -1

    boxes = [Box(), Box(), Box(3)]
    total = 0
    for i in range(n):
        total += chosen(boxes[i % 3], [i % 2], [1, 2])
        total += first(boxes)
        if i % 30 == 29:
            boxes.append(boxes.pop(0))
    return total, Box.asked


for function in (lengths, switches, strange, containers, inside):
    print(function.__name__, function(500))
    print(function.__name__, function(2500))
