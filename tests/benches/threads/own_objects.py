"""Each thread makes its own objects and dicts, and throws them away."""

UNITS = 500


class Item:
    def __init__(self, key, value):
        self.key = key
        self.value = value

    def doubled(self):
        return Item(self.key, self.value * 2)


def work(first, last):
    total = 0
    for unit in range(first, last):
        index = {}
        for i in range(400):
            item = Item(i, unit)
            index[i] = item.doubled()
            if i >= 50:
                del index[i - 50]
        total += sum(item.value for item in index.values()) + len(index)
    return total
