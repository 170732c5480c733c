# raise from, context, suppression, and notes, as the traceback module prints them.
import traceback
def show(e):
    print(type(e).__name__, e.args, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("v") from e
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("v") from None
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    finally:
        [][1]
except IndexError as e:
    show(e)
try:
    try:
        raise KeyError("a")
    except KeyError:
        try:
            raise IndexError("b")
        except IndexError:
            raise TypeError("c")
except TypeError as e:
    chain = []
    while e:
        chain.append(repr(e))
        e = e.__context__
    print(chain)
for cause in (ValueError, ValueError("x"), None):
    try:
        raise KeyError("k") from cause
    except KeyError as e:
        show(e)
try:
    raise KeyError from 5
except TypeError as e:
    print(e)
e = ValueError("noted")
e.add_note("first note")
e.add_note("second\nnote")
print(e.__notes__, traceback.format_exception_only(e))
try:
    e.add_note(5)
except TypeError as error:
    print(error)
e = ValueError("x").with_traceback(None)
print(e.__traceback__)
def a():
    try:
        raise KeyError("inside")
    except KeyError as error:
        return error
kept = a()
try:
    raise OSError("outer")
except OSError:
    try:
        raise kept
    except KeyError as again:
        print(repr(again.__context__))
x = ValueError("self")
try:
    try:
        raise x
    except ValueError:
        raise x
except ValueError as e:
    show(e)
