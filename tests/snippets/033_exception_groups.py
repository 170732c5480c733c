# Exception groups and except*.
def run(exc):
    try:
        try:
            raise exc
        except* ValueError as g:
            print("value", g.exceptions, type(g).__name__)
        except* (KeyError, TypeError) as g:
            print("key or type", g.exceptions)
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left", repr(e))
run(ExceptionGroup("g", [ValueError(1), KeyError("k"), ValueError(2)]))
run(ExceptionGroup("g", [OSError("o"), ValueError(1)]))
run(ValueError("naked"))
run(OSError("naked"))
run(ExceptionGroup("outer", [ExceptionGroup("inner", [TypeError(1), ZeroDivisionError(2)]), ValueError(3)]))
g = ExceptionGroup("g", [ValueError(1), ExceptionGroup("n", [KeyError(2), ValueError(3)])])
print(g, repr(g), g.message, g.exceptions, str(g))
print(repr(g.subgroup(KeyError)), repr(g.split(ValueError)), g.subgroup(OSError), repr(g.subgroup(lambda e: e.args == (3,))))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for bad in (lambda: ExceptionGroup("g", []), lambda: ExceptionGroup("g", [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("g", [KeyboardInterrupt()]), lambda: ExceptionGroup("g"), lambda: ExceptionGroup("g", ValueError())):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
def reraise():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise RuntimeError("from handler")
    except* KeyError:
        raise
try:
    reraise()
except ExceptionGroup as e:
    print(repr(e), [repr(x.__context__) for x in e.exceptions])
class Mine(ExceptionGroup):
    def derive(self, excs):
        return Mine(self.message + "!", excs)
m = Mine("m", [ValueError(1), KeyError(2)])
m.add_note("note")
print(repr(m.split(KeyError)), m.subgroup(KeyError).__notes__)
try:
    try:
        raise g
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
for x in range(2):
    try:
        raise ExceptionGroup("l", [ValueError(x)])
    except* ValueError as e:
        seen = e
print("e" in globals(), seen.exceptions)
