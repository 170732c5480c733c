# Each MemoryError is an exception of its own: traceback, context, notes and attributes do not pile up.


def too_large():
    return [0] * (1 << 60)


def depth(error):
    count, entry = 0, error.__traceback__
    while entry is not None:
        count, entry = count + 1, entry.tb_next
    return count


caught = []
for number in range(4):
    try:
        too_large()
    except MemoryError as error:
        error.add_note(f"note {number}")
        error.number = number
        caught.append(error)
print([(depth(error), error.__notes__, error.number, error.args) for error in caught])
print(len(set(map(id, caught))))

try:
    1 / 0
except ZeroDivisionError:
    try:
        too_large()
    except MemoryError as error:
        print(error.__context__, error.__cause__, error.__suppress_context__)

try:
    try:
        too_large()
    except MemoryError as error:
        raise MemoryError("asked for") from error
except MemoryError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__), depth(error.__cause__))

# Every form of an allocation that is larger than any memory.
large = 1 << 62
forms = {
    "list": lambda: [0] * large,
    "list in place": lambda: [0].__imul__(large),
    "tuple": lambda: (0,) * large,
    "str": lambda: "x" * large,
    "bytes": lambda: b"x" * large,
    "bytearray": lambda: bytearray(large),
    "bytes of zeros": lambda: bytes(large),
    "bytearray, repeated": lambda: bytearray(b"ab") * large,
    "padded": lambda: "".ljust(large),
    "centered": lambda: b"".center(large),
    "zeros": lambda: "1".zfill(large),
    "list of a range": lambda: list(range(large)),
    "bytearray, repeated in place": lambda: bytearray(b"ab").__imul__(large),
    "bytes, repeated": lambda: b"ab" * large,
    "str, repeated": lambda: "ab" * large,
}
for name, form in forms.items():
    try:
        form()
    except (MemoryError, OverflowError) as error:
        print(name, type(error).__name__, error.args)
