"""Methods of one instance that all threads share, called all the time; nobody writes to it."""

UNITS = 400


class Shape:
    def __init__(self):
        self.width = 3
        self.height = 4
        self.names = {"area": self.area}

    @property
    def ratio(self):
        return self.width / self.height

    def area(self):
        return self.width * self.height

    def scaled(self, k):
        return self.area() * k


shape = Shape()


def work(first, last):
    total = 0
    for unit in range(first, last):
        for i in range(1200):
            total += shape.scaled(i) + shape.area()
            if shape.ratio > 1:
                total += 1
    return total
