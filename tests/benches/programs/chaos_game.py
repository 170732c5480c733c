"""Points of a fractal flame along a B-spline: float methods, tuples, and a generator of chance."""

N = 10_000


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def length(self):
        return (self.x * self.x + self.y * self.y) ** 0.5


class Spline:
    """A closed curve of degree two through the middles of its control points."""

    def __init__(self, points):
        self.points = points

    def at(self, t):
        points = self.points
        place = t * len(points)
        i = int(place)
        f = place - i
        a = points[i - 1]
        b = points[i % len(points)]
        c = points[(i + 1) % len(points)]
        start, end = (a + b) * 0.5, (b + c) * 0.5
        g = 1.0 - f
        return start * (g * g) + b * (2.0 * f * g) + end * (f * f)


class Chance:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 16807) % 2147483647
        return self.state / 2147483647


def main(n):
    curves = [
        Spline([Vector(0.0, 0.0), Vector(1.0, 0.2), Vector(0.8, 1.0)]),
        Spline([Vector(0.3, 0.9), Vector(0.1, 0.1), Vector(0.9, 0.5), Vector(0.6, 0.7)]),
    ]
    chance = Chance(1234)
    size = 40
    image = [[0] * size for _ in range(size)]
    point = Vector(0.5, 0.5)
    for _ in range(n):
        curve = curves[int(chance.next() * len(curves))]
        near = curve.at((point.x + chance.next()) % 1.0)
        far = curve.at(point.y % 1.0)
        step = far - near
        if step.length() > 0.9:
            step = step * 0.5
        point = (point + near + step * point.x) * 0.5
        column, row = int(point.x * size), int(point.y * size)
        if 0 <= column < size and 0 <= row < size:
            image[row][column] += 1
    return sum((i + 1) * sum(row) for i, row in enumerate(image)), max(map(max, image))
