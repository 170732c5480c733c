# Weak references that die while other threads read them, and what finalisers bring back.
import gc
import threading
import weakref


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self


def collect(depth=20):
    """Overwrites what old frames have left, and collects."""
    a = b = c = d = e = f = g = h = None
    if depth:
        return collect(depth - 1)
    gc.collect()
    return [a, b, c, d, e, f, g, h]


class Phoenix(Node):
    saved = []
    seen = []

    def __init__(self, number, friend):
        super().__init__(number)
        self.below = Node(number)
        self.reference = weakref.ref(friend)
        self.to_below = weakref.ref(self.below)

    def __del__(self):
        # All weak references to what died are cleared, also to what hangs on this one.
        own = references[self.number]
        Phoenix.seen.append((self.number, own[0](), own[1](), self.to_below()))
        Phoenix.saved.append(self)


references, called = [], []


def rise(count):
    friend = Node(-1)

    def make():
        for number in range(count):
            phoenix = Phoenix(number, friend)
            callback = weakref.ref(phoenix, lambda _, number=number: called.append(number))
            references.append((callback, weakref.ref(phoenix.below)))

    make()
    for _ in range(5):
        gc.collect()
    assert friend.number == -1


rise(300)
print(sorted(called) == list(range(300)), len(Phoenix.saved))
print({seen[1:] for seen in Phoenix.seen}, sorted(seen[0] for seen in Phoenix.seen) == list(range(300)))
print(all(it.below.number == it.number == it.me.number for it in Phoenix.saved))
# A reference that died, and was brought back, is cleared like any other when its referent dies.
for _ in range(3):
    collect()
    [Node(number) for number in range(1000)]
print({it.reference() for it in Phoenix.saved})


# So is one that died, and was kept by a debugger.
def keep():
    kept = Node(1)

    def lose():
        for number in range(100):
            lost = Node(2)
            lost.reference = weakref.ref(kept, called.append)

    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    lose()
    gc.collect()
    gc.set_debug(0)
    assert kept.number == 1


keep()
found = [it for it in gc.garbage if type(it) is Node] + [it for it in gc.garbage if type(it) is dict]
found = [it['reference'] if type(it) is dict else it.reference for it in found if type(it) is Node or 'reference' in it]
gc.garbage.clear()
for _ in range(3):
    collect()
    [Node(number) for number in range(1000)]
print({reference() for reference in found} - {None})

# Who reads: if one reference to an object is dead, all are, for good.
targets, dropped, done = [], [0], threading.Event()


def read():
    while not done.is_set():
        for first, second, number in targets[-2000:]:
            one = first()
            two = second()
            again = first()
            assert one is None or one.number == number and two is one and again is one
            assert one is not None or two is None and again is None
            del one, two, again


def count(_):
    dropped[0] += 1


def work():
    alive = []
    for number in range(10000):
        node = Node(number)
        targets.append((weakref.ref(node), weakref.ref(node, count), number))
        alive.append(node)
        if len(alive) > 500:
            alive.clear()
        if number % 1000 == 0:
            gc.collect()
    alive.clear()


readers = [threading.Thread(target=read) for _ in range(2)]
for reader in readers:
    reader.start()
work()
done.set()
for reader in readers:
    reader.join()
for _ in range(3):
    gc.collect()
print(dropped[0] > 9900, sum(first() is not None for first, _, _ in targets) < 100)
