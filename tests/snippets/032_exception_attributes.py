# Exceptions carry arguments and attributes; each builtin one has its own str.
for e in (Exception(), Exception("a"), Exception("a", 1), KeyError("k"), KeyError(), KeyError("a", "b"), OSError(2, "No such file"), OSError(2, "No such file", "f.txt"),
          OSError(13, "denied", "a", None, "b"), OSError("just text"), StopIteration(5), SystemExit(3), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "why"), UnicodeEncodeError("ascii", "\u20ac", 0, 1, "why"),
          SyntaxError("bad"), SyntaxError("bad", ("f.py", 3, 5, "x = = 1")), AttributeError("a", name="n", obj=1), NameError("n", name="q"), ImportError("i", name="m", path="p"), IndexError("x"), AssertionError(), AssertionError("msg"), RecursionError("deep"), NotImplementedError("n")):
    print(type(e).__name__, "|", e, "|", repr(e), "|", e.args)
e = OSError(2, "No such file", "f.txt")
print(type(e) is FileNotFoundError, e.errno, e.strerror, e.filename, isinstance(e, EnvironmentError), IOError is OSError)
print(type(OSError(17, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(32, "x")).__name__, type(OSError(11, "x")).__name__, type(OSError(999, "x")).__name__)
e = StopIteration(1, 2)
print(e.value, SystemExit("s").code, SystemExit(1, 2).code, SystemExit().code, SyntaxError("m", ("f", 1, 2, "t")).lineno)
class Mine(ValueError):
    def __init__(self, code, *args):
        super().__init__(*args)
        self.code = code
    def __str__(self):
        return f"mine {self.code}"
e = Mine(5, "a", "b")
print(e, repr(e), e.args, e.code, [e])
class Plain(Exception):
    pass
print(Plain("x"), repr(Plain()), Plain(1) == Plain(1), issubclass(Plain, BaseException))
e = Exception("a")
e.args = (1, 2)
e.extra = "attr"
print(e, e.__dict__)
for cls in (BaseException, Exception, ArithmeticError, LookupError, KeyboardInterrupt, SystemExit, GeneratorExit, StopAsyncIteration, ConnectionResetError, ModuleNotFoundError, UnboundLocalError, IndentationError, BlockingIOError, PythonFinalizationError, ExceptionGroup, EncodingWarning):
    print([c.__name__ for c in cls.__mro__])
for action in (lambda: {}["k"], lambda: {}[(1, 2)], lambda: {}[""], lambda: open("/no/such/file"), lambda: int("x"), lambda: undefined_name, lambda: (1).foo, lambda: __import__("nope")):
    try:
        action()
    except Exception as e:
        print(repr(e), getattr(e, "name", "-"), getattr(e, "filename", "-"))
