# isinstance, issubclass, type, unions, __class__, __instancecheck__ through ABCs.
print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, (list, int))), isinstance(1, int | str), isinstance(None, int | None), isinstance([], list), issubclass(bool, int), issubclass(int, (str, object)), issubclass(int, int | str))
print(type(1) is int, type(type) is type, type(None), type(...), type(NotImplemented), type(Ellipsis).__name__, type(int | str), int | None, int | str | int, list[int], dict[str, int] | None)
print(type(1 + 1.0), type(1 + True), type(1j), type(b""), type({}.keys()), type(range(1)), type(lambda: 0), type(print), type(type("X", (), {})()).__name__)
class A: pass
class B(A): pass
a = A()
a.__class__ = B
print(type(a).__name__, isinstance(a, B), a.__class__ is B)
for bad in (int, 5, "x"):
    try:
        a.__class__ = bad
    except TypeError as e:
        print(e)
class Liar:
    @property
    def __class__(self): return int
print(isinstance(Liar(), int), type(Liar()) is Liar, isinstance(Liar(), Liar), Liar().__class__)
from collections.abc import Iterable, Sized, Hashable, Mapping, Sequence, Callable, Iterator, MutableSequence
for v in (1, "s", [], (), {}, set(), iter([]), len, range(1), b""):
    print(type(v).__name__, [c.__name__ for c in (Iterable, Sized, Hashable, Mapping, Sequence, Callable, Iterator, MutableSequence) if isinstance(v, c)])
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
class Half(Shape):
    def area(self): return 1
class Full(Half):
    name = "full"
print(Full().area(), isinstance(Full(), Shape), sorted(Shape.__abstractmethods__))
for c in (Shape, Half):
    try:
        c()
    except TypeError as e:
        print(e)
@Shape.register
class Virtual: pass
print(isinstance(Virtual(), Shape), issubclass(Virtual, Shape), Shape in Virtual.__mro__)
class Duck:
    def __len__(self): return 0
    def __iter__(self): return iter(())
print(isinstance(Duck(), Sized), isinstance(Duck(), Iterable), issubclass(Duck, Sequence))
class NotHashable: __hash__ = None
print(isinstance(NotHashable(), Hashable))
for bad in (lambda: isinstance(1, [int]), lambda: isinstance(1, list[int]), lambda: issubclass(1, int), lambda: issubclass(int, 1), lambda: isinstance(1, int | list[int])):
    try:
        print(bad())
    except TypeError as e:
        print(e)
print(type("Dyn", (A,), {"x": 1}).x, type.__call__(int, "5"), object.__new__(A).__class__.__name__, int.__new__(int, 7), A.__call__().__class__.__name__)
