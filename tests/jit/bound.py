# Native functions that have their receivers, called in loops.
import random


def appended(n):
    values = []
    append = values.append
    for i in range(n):
        append(i * 2)
    return len(values), sum(values)


def looked_up(n):
    found = {k: k * k for k in range(50)}
    get, total = found.get, 0
    for i in range(n):
        total += get(i % 60, -1)
    return total


def another_receiver(n):
    """The function is the same, the receiver is not."""
    lists = [[], [], []]
    appends = [values.append for values in lists]
    for i in range(n):
        appends[i % 3](i)
    return [sum(values) for values in lists]


def another_function(n):
    values, texts = [], []
    calls = [values.append, texts.append, values.extend]
    for i in range(n):
        calls[2 if i % 10 == 9 else i % 2]((i, i))
    return len(values), len(texts)


class Loud(list):
    def append(self, value):
        super().append(-value)


def overridden(n):
    """A bound function stays what it was when it was bound."""
    values = Loud()
    calls = [values.append, super(Loud, values).append]
    for i in range(n):
        calls[i % 2](i)
    return sum(values)


class Holder:
    def __init__(self):
        self.values = []
        self.add = self.values.append


def in_attributes(n):
    holder = Holder()
    for i in range(n):
        holder.add(i)
        if i == n // 2:
            holder.add = holder.values.insert
            try:
                holder.add(i)
            except TypeError as error:
                text = str(error)
            holder.add = holder.values.append
    return len(holder.values), text


def with_names(n):
    text, total = "a b c d", 0
    split = text.split
    for i in range(n):
        total += len(split(" ", maxsplit=i % 4))
    return total


def raising(n):
    values, caught = [1, 2, 3], 0
    index, remove = values.index, values.remove
    for i in range(n):
        try:
            caught += index(i % 5)
            if i % 5 == 4:
                remove(9)
        except ValueError:
            caught += 100
    return caught


def of_instances(n):
    source = random.Random(5)
    draw, total = source.random, 0.0
    for i in range(n):
        total += draw()
    return round(total, 6)


def of_classes(n):
    """Class methods, and static ones."""
    make, total = int.from_bytes, 0
    table = str.maketrans
    for i in range(n):
        total += make(b"\1\2", "big") + len(table({"a": str(i)}))
    return total


def comparing(n):
    """Slots."""
    five, hits = (5).__eq__, 0
    for i in range(n):
        hits += five(i % 7) is True
    return hits


print(appended(3000), looked_up(3000), another_receiver(3000))
print(another_function(2000), overridden(2000), in_attributes(2000))
print(with_names(1000), raising(1500), of_instances(1000), of_classes(500), comparing(2000))
