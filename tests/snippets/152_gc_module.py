# gc: what is found, who refers to whom, and what is told of it (not under chaos: it counts garbage).
import gc
import weakref


def attempt(text):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


for text in ("gc.collect('a')", "gc.collect(3)", "gc.collect(-1)", "gc.collect(None)", "gc.collect(10**30)",
             "gc.set_threshold()", "gc.set_threshold('a')", "gc.set_threshold(1, 2, 3, 4)",
             "gc.set_threshold(1.5)", "gc.set_threshold(10**10)", "gc.set_debug('a')",
             "gc.get_objects(5)", "gc.get_objects(-5)", "gc.get_objects(1.5)", "gc.get_objects('a')",
             "gc.get_objects(10**30)", "gc.get_referrers(x=1)", "gc.get_referrers()", "gc.get_referents()",
             "gc.is_tracked()", "gc.get_debug()", "gc.isenabled()", "gc.get_threshold()", "gc", "gc.__spec__"):
    attempt(text)
gc.set_threshold(7, 8)
print(gc.get_threshold())
gc.set_threshold(2000, 10, 10)

# What a collection finds is what reference counting would have left.


class Node:
    def __init__(self, other=None):
        self.other = other


class Items(list):
    pass


def ring(size):
    first = last = Node()
    for _ in range(size - 1):
        last = Node(last)
    first.other = last


def make(kind):
    if kind == 'list':
        items = []
        items.append(items)
    elif kind == 'dict':
        entries = {}
        entries[1] = entries
    elif kind == 'tuple':
        items = []
        both = (items,)
        items.append(both)
    elif kind == 'subclass':
        items = Items()
        items.append(items)
    elif kind == 'ring':
        ring(10)
    elif kind == 'behind':
        node = Node([[], {}, 'atom', 10 ** 30])
        node.self = node
    elif kind == 'acyclic':
        for _ in range(1000):
            Node([Node((Node(), weakref.ref(Node)))])


for kind in ('list', 'dict', 'tuple', 'subclass', 'ring', 'behind', 'acyclic'):
    gc.collect()
    make(kind)
    print(kind, gc.collect(), gc.collect())

# Numbers, as long as no collection begins by itself.
gc.disable()
before = gc.get_stats()
make('ring')
gc.collect(1)
gc.collect()
after = gc.get_stats()
print([sorted(stats) for stats in after])
print([new['collections'] - old['collections'] for old, new in zip(before, after)][1:])
print(sum(new['collected'] - old['collected'] for old, new in zip(before, after)))

# Callbacks.
told = []


def callback(phase, info):
    told.append((phase, info['generation'], info['collected'], info['uncollectable']))
    print('inside', gc.collect())


gc.callbacks.append(callback)
make('ring')
gc.collect()
gc.callbacks.remove(callback)
gc.enable()
print(told)

# Saved garbage.
gc.set_debug(gc.DEBUG_SAVEALL)
make('tuple')
gc.collect()
gc.set_debug(0)
print(sorted(type(item).__name__ for item in gc.garbage))
gc.garbage.clear()
print(gc.collect())

# Finalisers.
class Finalized:
    kept = []

    def __del__(self):
        if self.keep:
            Finalized.kept.append(self)


for keep in (True, False):
    one = Finalized()
    one.self, one.keep = one, keep
    print(gc.is_finalized(one))
    del one
    print(gc.collect(), [gc.is_finalized(one) for one in Finalized.kept])
one = Finalized.kept.pop()
print(gc.is_finalized(one), gc.collect())
del one
print(gc.collect())

# Who refers to whom.


def referents(*objects):
    return sorted((type(item).__name__, repr(item)) for item in gc.get_referents(*objects))


class Slots:
    __slots__ = ('first', 'second')


slots = Slots()
slots.first = 5
items = Items([1, [2]])
items.attribute = 3
print(referents([1, 2, 2], (3, (4,)), {5: 'six'}, {'seven': 8}, {9}, frozenset((10,))))
print(referents(Node([1])), referents(slots), referents(1, 'a', 4j, None, b'c', 10 ** 30))
cell = (lambda variable: lambda: variable)(6).__closure__[0]
print(referents(cell), referents(slice(1, [2])), referents(range(3)))
print(len(gc.get_referents(Node)) >= 3, Node.__mro__ in gc.get_referents(Node))
print([2] in gc.get_referents(items), Items in gc.get_referents(items))
print(referents(weakref.ref(Node)))


def is_referrer(holder, target):
    return any(other is holder for other in gc.get_referrers(target))


class Target:
    pass


target, entries, node, slots = Target(), {}, Node(), Slots()
entries['key'] = node.other = slots.second = target
big, table, items, unit = [None] * 1000, {}, Items(), (target,)
big[700] = target
items.append(target)
for number in range(1000):
    table[number] = target if number == 700 else None


def function(default=target):
    return closed


closed = target
holders = [entries, node, slots, big, table, items, unit, function.__defaults__, globals()]
print([is_referrer(holder, target) for holder in holders])
names = {type(holder).__name__ for holder in gc.get_referrers(target)}
print(sorted(names & {'dict', 'Node', 'Slots', 'list', 'Items', 'tuple', 'function'}))
print(is_referrer(node, Node), is_referrer(node, target), is_referrer([target], Node))
del entries['key'], node.other, big[700]
items.clear()
print([is_referrer(holder, target) for holder in holders])

# What is there.
fresh = [object()]
fresh.append(fresh)
print(any(item is fresh for item in gc.get_objects()), any(item is node for item in gc.get_objects()))
print(any(item is fresh[0] for item in gc.get_objects()), any(type(item) is str for item in gc.get_objects()))
lone = Items('never seen elsewhere')
inner = [item for item in gc.get_objects() if type(item) is list and item[:3] == ['n', 'e', 'v']]
print(len(inner), sum(type(item) is Items and len(item) == 20 for item in gc.get_objects()))
dead = weakref.WeakSet()
for _ in range(3):
    dead.add(Target())
gc.collect()
print(sum(type(item) is Target for item in gc.get_objects()), len(dead))

for text in ('None', '1', '1.5', '10 ** 30', '"a"', 'b"a"', 'bytearray()', '()', '[]', 'set()',
             'frozenset()', 'object()', 'int', 'Node', 'Node()', 'Slots()', 'Items()', 'len', '[].append',
             'lambda: 0', '(lambda: 0).__code__', 'range(3)', 'slice(1)', 'gc', 'Exception()',
             'iter([])', 'memoryview(b"")', 'weakref.ref(Node)', 'property()', '([],)'):
    print(text, gc.is_tracked(eval(text)))
