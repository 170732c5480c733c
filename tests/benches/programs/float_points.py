"""Objects with three floats: made, normalised, and the greatest of each component found."""

from math import cos, sin, sqrt

N = 100_000


class Point:
    __slots__ = ("x", "y", "z")

    def __init__(self, i):
        self.x = x = sin(i)
        self.y = cos(i) * 3.0
        self.z = x * x / 2.0

    def normalise(self):
        size = sqrt(self.x**2 + self.y**2 + self.z**2)
        self.x /= size
        self.y /= size
        self.z /= size

    def greatest(self, other):
        self.x = self.x if self.x > other.x else other.x
        self.y = self.y if self.y > other.y else other.y
        self.z = self.z if self.z > other.z else other.z
        return self


def main(n):
    points = [Point(i) for i in range(n)]
    for point in points:
        point.normalise()
    best = points[0]
    for point in points:
        best = best.greatest(point)
    return f"{best.x:.9f} {best.y:.9f} {best.z:.9f}"
