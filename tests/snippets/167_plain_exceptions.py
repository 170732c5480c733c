# Exceptions that have BaseException's own __new__ and __init__, and those that have not, or no longer.


def made(cls, *args, **kwargs):
    try:
        error = cls(*args, **kwargs)
    except TypeError as problem:
        return f"TypeError: {problem}"
    return type(error).__name__, error.args, error.__cause__, error.__context__, error.__suppress_context__, error.__traceback__


class Plain(ValueError):
    pass


class Slotted(LookupError):
    __slots__ = ("extra",)


class Both(ValueError, KeyError):
    pass


class Own(Exception):
    def __init__(self, code):
        self.code = code


class Made(Exception):
    def __new__(cls, *args):
        self = super().__new__(cls, "made", *args)
        return self


class Meta(type):
    def __call__(cls, *args):
        return super().__call__("meta", *args)


class WithMeta(Exception, metaclass=Meta):
    pass


CLASSES = [BaseException, Exception, ValueError, KeyError, IndexError, RuntimeError, KeyboardInterrupt, Plain, Slotted, Both, Own, Made,
           WithMeta, StopIteration, OSError, SystemExit, ImportError, UnicodeDecodeError, ExceptionGroup, AttributeError, NameError]
for cls in CLASSES:
    print(cls.__name__, made(cls), made(cls, 1), made(cls, "a", 2), made(cls, x=1), sep="\n    ")


def raised(value):
    try:
        raise value
    except BaseException as error:
        return type(error).__name__, error.args, error.__traceback__.tb_lineno - raised.__code__.co_firstlineno, error.__context__


for cls in CLASSES:
    if cls is not KeyboardInterrupt:
        print(*raised(cls))

for step in range(6):
    try:
        raise Plain if step % 2 else Plain("step", step)
    except Plain as error:
        print(step, error.args, getattr(error, "code", None))
    if step == 1:
        Plain.__init__ = lambda self, *args: setattr(self, "code", len(args))
    if step == 3:
        del Plain.__init__
        Plain.__new__ = lambda cls, *args: ValueError.__new__(cls, "other")

error = Slotted(1)
error.extra = 5
error.more = 6
print(error.extra, error.__dict__, error.args)
first = ValueError("a")
first.__init__("b", "c")
print(first.args, ValueError.__new__(ValueError, 1, x=2).args)
try:
    try:
        raise KeyError("inner")
    except KeyError:
        raise ValueError
except ValueError as error:
    print(repr(error), repr(error.__context__), error.__cause__)
try:
    raise ValueError from LookupError
except ValueError as error:
    print(repr(error), repr(error.__cause__), error.__suppress_context__)


def loop(n):
    caught = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                raise Both
            if i % 3 == 1:
                raise Both(i, "text")
            raise IndexError(i)
        except KeyError as error:
            caught += len(error.args)
        except IndexError as error:
            caught += error.args[0]
    return caught


print(loop(100))
