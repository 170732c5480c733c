# Atomic blocks, and other context managers, in loops that are compiled.
import threading

try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()


class Point:
    def __init__(self):
        self.x = self.y = self.z = 0


def updates(point, n):
    for i in range(n):
        with atomic:
            point.x += 1
            point.y += i & 1
            point.z -= 1


def nested(point, n):
    for i in range(n):
        with atomic:
            point.x += 1
            with atomic:
                for k in range(3):
                    point.y += k
            point.z += point.x - point.y


def raising(point, n):
    caught = 0
    for i in range(n):
        try:
            with atomic:
                point.x += 1
                if i % 50 == 49:
                    raise ValueError(i)
                point.y += 1
        except ValueError:
            caught += 1
    return caught


def leaving(n):
    for i in range(n):
        with atomic:
            if i == n - 3:
                return i


def breaking(n):
    rounds = 0
    while True:
        with atomic:
            rounds += 1
            if rounds == n:
                break
            if rounds % 3:
                continue
        rounds += 0
    return rounds


class Manager:
    def __init__(self):
        self.entered = self.left = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.left += 1
        return kind is KeyError


def managed(manager, n):
    total = 0
    for i in range(n):
        with manager as this:
            total += this.entered
            if i % 40 == 39:
                raise KeyError
            total += 1
    return total


def watch(point, n, found):
    bad = 0
    for i in range(n):
        with atomic:
            x = point.x
            for k in range(5):
                pass
            if x + point.z != 0:
                bad += 1
    found.append(bad)


def together(n):
    point = Point()
    found = []
    works = [(updates, (point, n)), (updates, (point, n)), (watch, (point, n, found))]
    threads = [threading.Thread(target=work, args=args) for work, args in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return point.x, point.z, found


point = Point()
updates(point, 3000)
print(point.x, point.y, point.z)
nested(point, 2000)
print(point.x, point.y, point.z)
print(raising(point, 3000), point.x, point.y)
print(leaving(3000), breaking(5000))
manager = Manager()
print(managed(manager, 3000), manager.entered, manager.left)
print(together(6000))
with atomic:
    updates(point, 1000)
print(point.x)
