# Frames and what they hold: lines after exceptions, callers of what `yield from` throws into, nothing kept.
import gc, sys, types, weakref


class Thing: pass


def gone(make):
    thing = Thing()
    ref = weakref.ref(thing)
    make(thing)
    del thing
    gc.collect()
    return ref() is None


def caught(thing):
    try:
        raise ValueError(thing)
    except ValueError:
        pass
    try:
        raise ValueError(thing)
    except:
        try:
            raise KeyError(thing)
        except KeyError as e:
            pass


kept = []


def closed(thing):
    def generate(thing):
        yield 1
        yield 2
    generator = generate(thing)
    next(generator)
    generator.close()
    kept.append(generator)


print(gone(caught), gone(closed))


def names():
    frame, found = sys._getframe(1), []
    while frame and frame.f_code.co_name != "names_in":
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


class Custom:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *args): return names()
    def close(self): pass


def inner():
    try:
        yield
    except RuntimeError:
        print(names())
    yield "end"


def outer(it):
    yield from it


def names_in():
    for it in inner(), Custom():
        generator = outer(it)
        next(generator)
        print(generator.throw(RuntimeError))
        print(generator.gi_yieldfrom is it, generator.gi_running)
        generator.close()


names_in()


class NoException(Exception):
    def __new__(cls, *args): return cls


def catching():
    try:
        yield
    except TypeError as e:
        print(e)
    yield 5


generator = catching()
next(generator)
print(generator.throw(NoException))


def lines():
    try:
        1 / 0
    except ZeroDivisionError:
        pass
    try:
        int("x")
    except KeyError:
        pass
    finally:
        len("")


def in_except():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError


for function in lines, in_except:
    try:
        function()
    except Exception as e:
        frame = e.__traceback__.tb_next.tb_frame
        print(frame.f_lineno - frame.f_code.co_firstlineno)
