"""Spheres and a floor with mirrors and shadows: vectors as objects, virtual calls, recursion."""

from math import sqrt

N = 80


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def scaled(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self.scaled(1.0 / sqrt(self.dot(self)))

    def mirrored(self, normal):
        return self - normal.scaled(2.0 * self.dot(normal))


class Sphere:
    def __init__(self, centre, radius, colour, shine):
        self.centre, self.radius, self.paint, self.shine = centre, radius, colour, shine

    def hit(self, start, way):
        to = self.centre - start
        along = to.dot(way)
        inside = along * along - to.dot(to) + self.radius * self.radius
        if inside < 0.0:
            return None
        near = along - sqrt(inside)
        return near if near > 1e-4 else None

    def normal(self, point):
        return (point - self.centre).unit()

    def colour(self, point):
        return self.paint


class Floor:
    shine = 0.2
    up = Vec(0.0, 1.0, 0.0)

    def hit(self, start, way):
        if way.y > -1e-6:
            return None
        return -start.y / way.y if start.y > 1e-4 else None

    def normal(self, point):
        return self.up

    def colour(self, point):
        odd = (int(point.x + 100) + int(point.z + 100)) % 2
        return Vec(0.9, 0.9, 0.9) if odd else Vec(0.1, 0.1, 0.2)


class Scene:
    def __init__(self, things, light):
        self.things, self.light = things, light

    def nearest(self, start, way):
        best, found = 1e9, None
        for thing in self.things:
            distance = thing.hit(start, way)
            if distance is not None and distance < best:
                best, found = distance, thing
        return best, found

    def trace(self, start, way, depth):
        distance, thing = self.nearest(start, way)
        if thing is None:
            return Vec(0.4, 0.6, 0.9).scaled(0.5 + 0.5 * abs(way.y))
        point = start + way.scaled(distance)
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        bright = 0.15
        if self.nearest(point, to_light)[1] is None:
            bright += 0.85 * max(0.0, normal.dot(to_light))
        colour = thing.colour(point).scaled(bright * (1.0 - thing.shine))
        if depth and thing.shine:
            reflected = self.trace(point, way.mirrored(normal), depth - 1)
            colour = colour + reflected.scaled(thing.shine)
        return colour


def main(n):
    things = [Floor(), Sphere(Vec(0.0, 1.2, 6.0), 1.2, Vec(0.9, 0.2, 0.2), 0.3)]
    for i in range(5):
        centre = Vec(-3.0 + 1.5 * i, 0.5, 4.0 + 0.3 * i * i)
        things.append(Sphere(centre, 0.5, Vec(0.1 * i, 0.8, 0.9 - 0.1 * i), 0.1 * i))
    scene = Scene(things, Vec(5.0, 8.0, -3.0))
    eye = Vec(0.0, 1.0, -2.0)
    total = 0
    for row in range(n):
        for column in range(n):
            way = Vec(column / n - 0.5, 0.5 - row / n, 1.0).unit()
            colour = scene.trace(eye, way, 2)
            total += sum(min(255, int(255 * c)) for c in (colour.x, colour.y, colour.z))
    return total
