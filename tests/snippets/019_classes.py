# Classes: attributes, methods, inheritance, repr, class and instance namespaces.
class Animal:
    legs = 4
    count = 0
    def __init__(self, name):
        self.name = name
        Animal.count += 1
    def speak(self):
        return "..."
    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"
class Dog(Animal):
    def speak(self):
        return "woof " + super().speak()
class Bird(Animal):
    legs = 2
    def __init__(self, name, wings=2):
        super().__init__(name)
        self.wings = wings
d, b = Dog("rex"), Bird("tweety")
print(d, b, d.speak(), b.speak(), d.legs, b.legs, Animal.count, Dog.count, b.wings)
d.legs = 3
print(d.legs, Dog.legs, d.__dict__, "legs" in vars(b), sorted(vars(Dog)))
del d.legs
print(d.legs, isinstance(d, Animal), isinstance(b, Dog), issubclass(Dog, Animal), issubclass(Dog, (int, Animal)))
print(Dog.__mro__, Dog.__bases__, Dog.__name__, Dog.__qualname__, Dog.__module__)
print(Dog.speak is Dog.__dict__["speak"], d.speak.__func__ is Dog.speak, d.speak.__self__ is d, d.speak == d.speak)
m = d.speak
print(m(), Dog.speak(d), Animal.speak(d))
Animal.run = lambda self, n=1: f"{self.name} runs {n}"
print(d.run(), b.run(5))
b.speak = lambda: "own"
print(b.speak())
for action in (lambda: d.missing, lambda: Dog(), lambda: Dog("a", 2), lambda: Dog.missing, lambda: d()):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
class Empty: pass
e = Empty()
e.x = 1
print(e.x, type(e) is Empty, type(Empty), e.__class__.__name__, Empty.__doc__, Animal.__init__.__qualname__)
class Outer:
    class Inner:
        """Docs."""
        def f(self): pass
print(Outer.Inner.__qualname__, Outer.Inner.__doc__, Outer.Inner.f.__qualname__)
