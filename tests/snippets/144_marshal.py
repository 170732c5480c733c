# marshal: every kind of value, code, and what cannot be read or written.
import io
import marshal
import types

loop = []
loop.append((loop,))
values = [
    None, True, False, ..., StopIteration, 0, -1, 2**31 - 1, -2**31, 2**31, -2**100, 1.5, -0.0, 1e300, 1 - 2j,
    "", "ascii", "é", "日本", "\ud800", "x" * 300, b"", b"\0\xff", bytearray(b"ab"), (), (1, "a"), tuple(range(300)),
    [], [1, [2, [3]]], {}, {1: "a", "b": [None]}, {1, 2, 3}, frozenset("a"),
]
for version in range(6):
    for value in values:
        again = marshal.loads(marshal.dumps(value, version))
        if again != value or type(again) is not type(value):
            print(version, value, again)
print(marshal.version, marshal.loads(marshal.dumps(slice(1, "a", None))))
again = marshal.loads(marshal.dumps(loop))
print(again[0][0] is again)
shared = ["shared"]
again = marshal.loads(marshal.dumps([shared, shared]))
print(again, again[0] is again[1])
print(marshal.loads(b"i\x05\0\0\0 and more"), marshal.loads(b"[\x02\0\0\0NT"), marshal.loads(b"l\x02\0\0\0\x01\0\x01\0"))

file = io.BytesIO()
for value in 1, "two", [3]:
    marshal.dump(value, file)
file.seek(0)
print([marshal.load(file) for _ in range(3)])


def function(a, *, b=2):
    """A function."""
    def inner():
        return a + b
    return inner() * 2.5, (1, 2), frozenset


code = marshal.loads(marshal.dumps(function.__code__))
again = types.FunctionType(code, globals(), "again", None)
again.__kwdefaults__ = {"b": 2}
print(again(1), code.co_name, code.co_varnames, code.co_filename == __file__, again.__doc__)
exec(marshal.loads(marshal.dumps(compile("print([x ** 2 for x in range(3)])", "<s>", "exec"))))

nested = []
for _ in range(3000):
    nested = [nested]
for name, bad in {
    "object": lambda: marshal.dumps(object()),
    "module": lambda: marshal.dumps([types]),
    "subclass": lambda: marshal.dumps(type("S", (str,), {})()),
    "deep": lambda: marshal.dumps(nested),
    "deep data": lambda: marshal.loads(b"[\1\0\0\0" * 100000),
    "code": lambda: marshal.dumps(code, allow_code=False),
    "code data": lambda: marshal.loads(marshal.dumps(code), allow_code=False),
    "nothing": lambda: marshal.loads(b""),
    "short": lambda: marshal.loads(b"i\1"),
    "unknown": lambda: marshal.loads(b"?"),
    "reference": lambda: marshal.loads(b"r\0\0\0\0"),
    "null": lambda: marshal.loads(b"0"),
    "null in a list": lambda: marshal.loads(b"[\1\0\0\0000"),
    "size": lambda: marshal.loads(b"[\xff\xff\xff\xff"),
    "digit": lambda: marshal.loads(b"l\1\0\0\0\xff\xff"),
    "file": lambda: marshal.load(io.StringIO("N")),
}.items():
    try:
        bad()
        print(name, "no error")
    except (ValueError, EOFError, TypeError) as error:
        print(name, type(error).__name__, error)
