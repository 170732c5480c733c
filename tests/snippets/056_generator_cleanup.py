# finally and with in generators: when they run, and what close and throw return.
def g():
    try:
        print("begin")
        yield 1
        yield 2
    finally:
        print("cleanup")
x = g()
print(next(x))
x.close()
x = g()
x.close()
print("never started, nothing printed")
x = g()
for v in x:
    if v == 1:
        break
print("after break, still suspended", next(x), next(x, "end"))
def h():
    try:
        yield 1
    except GeneratorExit:
        print("exit seen")
        return "returned from close"
x = h()
next(x)
print(x.close())
def k():
    while True:
        try:
            yield "waiting"
        except KeyError as e:
            print("k", e)
            try:
                yield "in handler"
            except ValueError as v:
                print("v", v, repr(v.__context__))
x = k()
next(x)
print(x.throw(KeyError("one")), x.throw(ValueError("two")))
try:
    x.throw(TypeError)
except TypeError as e:
    print(repr(e))
try:
    next(x)
except StopIteration:
    print("finished")
x = g()
try:
    x.throw(KeyError("before start"))
except KeyError as e:
    print(e)
print(list(x))
import sys
def active():
    try:
        raise ValueError("inside")
    except ValueError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())
a = active()
try:
    raise KeyError("outside")
except KeyError:
    print(next(a), repr(sys.exception()), next(a), next(a))
print(sys.exception())
def swallow():
    while True:
        try:
            yield
        except GeneratorExit:
            print("refusing")
            break
        except BaseException:
            pass
s = swallow()
next(s)
s.throw(KeyboardInterrupt)
s.close()
def nested():
    with open("/dev/null") as f:
        yield f.closed
    yield f.closed
print(list(nested()))
for bad in (lambda: g().throw(5), lambda: g().throw(), lambda: g().send(1), lambda: g().throw(int)):
    try:
        bad()
    except TypeError as e:
        print(e)
