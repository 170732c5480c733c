"""Collections of collections: deques, ordered dicts, default dicts, frozen sets."""

from collections import OrderedDict, defaultdict, deque

COUNT = 20_000


def data():
    groups = defaultdict(list)
    for number in range(COUNT * 10):
        groups[number % COUNT].append(number)
    queues = [deque(range(number, number + 10), maxlen=10) for number in range(COUNT)]
    caches = [OrderedDict((key, number) for key in "abcdef") for number in range(COUNT)]
    sets = [frozenset((number, number + 1, number + 2)) for number in range(COUNT)]
    return groups, queues, caches, sets
