# One class with one method.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def total(self):
        return self.x + self.y
p = Point(3, 4)
p.x = 10
print(p.total(), p.x, p.y)
