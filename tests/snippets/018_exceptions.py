# try, except, else, finally: every way through them.
def way(how):
    try:
        print("try", how)
        if how == "raise":
            raise ValueError("bad")
        if how == "key":
            {}["k"]
        if how == "return":
            return "from try"
        if how == "other":
            1 / 0
    except ValueError as e:
        print("except", e)
    except (KeyError, IndexError) as e:
        print("lookup", type(e).__name__, e)
        return "from except"
    else:
        print("else")
    finally:
        print("finally")
    return "end"
for how in ("none", "raise", "key", "return"):
    print(way(how))
try:
    way("other")
except ZeroDivisionError as e:
    print("outer", e)
def override():
    for i in range(3):
        try:
            try:
                raise KeyError(i)
            finally:
                print("inner finally", i)
                if i == 1:
                    print("one")
        except KeyError as e:
            print("caught", e)
    try:
        return 1
    finally:
        print("before leaving")
print(override())
def last_word():
    try:
        1 / 0
    except ZeroDivisionError:
        raise
    finally:
        print("cleanup")
try:
    last_word()
except ArithmeticError as e:
    print(type(e).__name__, e.args)
try:
    try:
        raise TypeError("one")
    except TypeError as e:
        raise KeyError("two")
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    e
except NameError as error:
    print(error)
try:
    raise
except RuntimeError as e:
    print(e)
for thing in (1, ValueError, ValueError(), object):
    try:
        raise thing
    except BaseException as e:
        print(type(e).__name__, e)
