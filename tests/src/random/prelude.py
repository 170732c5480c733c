import sys
import threading

noted = 0
digest = 0
g0 = 1


def note(*what):
    """What is seen of the program: the first few lines, and all of it in a number."""
    global noted, digest
    noted += 1
    text = repr(what)
    for character in text[-40:]:
        digest = (digest * 31 + ord(character)) % 1000003
    if noted < 150 or noted % 97 == 0:
        print(noted, digest, text[:300])


def lines(error):
    """Where an exception came by."""
    found = []
    level = error.__traceback__
    while level is not None:
        found.append((level.tb_frame.f_code.co_name, level.tb_lineno))
        level = level.tb_next
    return found


def attempt(function, *args):
    try:
        note('result', function(*args))
    except Exception as error:
        note(type(error).__name__, str(error), lines(error))


def first(values, count):
    """So many values, one by one."""
    for value in values:
        yield value
        count -= 1
        if count <= 0:
            return


def again(depth, value):
    return value if depth <= 0 else again(depth - 1, value + depth) % 1000003


def counter():
    count = 0

    def add(value):
        nonlocal count
        count = (count + value) % 1000003
        return count

    return add


def echo():
    value = 0
    while True:
        value = (value * 3 + (yield value)) % 1000003


def numbers(names):
    """The variables that hold ints."""
    return [(name, value) for name, value in sorted(names.items()) if type(value) is int]


class Thing:
    kind = 1

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'{type(self).__name__}({self.x}, {self.y})'

    def step(self, i0, i1=3):
        self.x = (self.x + i0 * i1) % 1000003
        return self.x

    def __add__(self, other):
        if not isinstance(other, Thing):
            return NotImplemented
        return type(self)((self.x + other.x) % 4611686018427387905, other.y)

    def __eq__(self, other):
        return isinstance(other, Thing) and self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __getitem__(self, key):
        if key > 50:
            raise IndexError(key)
        return self.x + key

    def __len__(self):
        return self.x % 3

    @property
    def twice(self):
        return self.x * 2

    def __enter__(self):
        self.x += 1
        return self.x

    def __exit__(self, kind, value, traceback):
        self.x -= 1
        return kind is KeyError


def begin(main):
    """In one thread, or beside another one, which does nothing."""
    end = threading.Event()
    if 'shared' in sys.argv:
        threading.Thread(target=end.wait).start()
    try:
        main()
    finally:
        end.set()
    print(noted, digest)


