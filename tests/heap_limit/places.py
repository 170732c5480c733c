# heap=24M: a MemoryError in a finaliser, a callback, an import, a class body, at the very end.
import atexit
import gc
import sys
import types
import weakref

unraisable = []
sys.unraisablehook = lambda hook: unraisable.append(hook.exc_type.__name__)


def fill():
    kept = []
    while True:
        kept.append([len(kept)])


class Finalised:
    def __del__(self):
        fill()


def drop():
    Finalised()


drop()
gc.collect()
gc.collect()
print(unraisable)


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "filling":
            fill()


sys.meta_path.insert(0, Finder())
try:
    import filling
except MemoryError as error:
    print("import", error.args)

try:

    class Body:
        fill()

except MemoryError as error:
    print("class", error.args)

try:
    sorted([3, 1, 2], key=lambda _: fill())
except MemoryError as error:
    print("key", error.args)

try:
    exec("fill()")
except MemoryError as error:
    print("exec", error.args)


class Large:
    def __init__(self):
        self.content = bytearray(4_000_000)

    def __del__(self):
        self.content = None


# What has a finaliser is freed in time, too.
for _ in range(30):
    Large()


def at_the_end():
    try:
        fill()
    except MemoryError:
        print("end")


atexit.register(at_the_end)
fill()
