# Loops that several threads run at once. What lies between two calls in a turn of a loop is one step for the others, so
# nothing is lost without a lock; that is what `threads.out` says, and not what an interpreter that switches between instructions prints.
import threading


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, by):
        self.x += by
        self.y += by


def together(*works):
    threads = [threading.Thread(target=work, args=args) for work, *args in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sums(numbers, place, results):
    total = 0
    for number in numbers:
        total += number * 3 % 7
    results[place] = total


def disjoint():
    results = [0] * 4
    together(*((sums, list(range(20000 + k)), k, results) for k in range(4)))
    print("disjoint", results)


counter = 0


def count(n):
    global counter
    for _ in range(n):
        counter += 1


def counting():
    together((count, 20000), (count, 20000), (count, 10000))
    print("a global", counter)


def mover(point, n, by):
    for _ in range(n):
        point.move(by)


def watcher(point, n, found):
    bad = 0
    for _ in range(n):
        if point.x != point.y:
            bad += 1
    found.append(bad)


def pairs():
    point = Point(0, 0)
    found = []
    together((mover, point, 10000, 1), (mover, point, 10000, 2), (watcher, point, 20000, found))
    print("a pair", point.x, point.y, found)


def transfer(accounts, n, step):
    size = len(accounts)
    source = 0
    for _ in range(n):
        target = (source + step) % size
        accounts[source] -= 1
        accounts[target] += 1
        source = target


def auditor(accounts, n, found):
    bad = 0
    for _ in range(n):
        if sum(accounts) != 1000:
            bad += 1
    found.append(bad)


def transfers():
    accounts = [100] * 10
    found = []
    together((transfer, accounts, 15000, 3), (transfer, accounts, 15000, 7), (auditor, accounts, 1000, found))
    print("accounts", sum(accounts), found)


def swapper(items, n, step):
    size = len(items)
    i = 0
    for _ in range(n):
        j = (i + step) % size
        items[i], items[j] = items[j], items[i]
        i = j


def swaps():
    items = list(range(5000))
    together((swapper, items, 20000, 617), (swapper, items, 20000, 1009))
    print("a long list", sum(items), sorted(items) == list(range(5000)))


def appender(items, n, value):
    for _ in range(n):
        items.append(value)


def appends():
    items = []
    together((appender, items, 10000, 1), (appender, items, 10000, 2))
    print("appended", len(items), items.count(1), items.count(2))


def tally(table, keys):
    for key in keys:
        table[key] = table.get(key, 0) + 1


def tallies():
    table = {}
    keys = [k % 13 for k in range(10000)]
    together((tally, table, keys), (tally, table, keys[::-1]))
    print("a dict", sorted(table.items()))


def starting(n):
    """The loop begins alone, and goes on beside others."""
    total = 0
    point = Point(0, 0)
    threads = []
    for i in range(n):
        if i % 1500 == 1499:
            thread = threading.Thread(target=mover, args=(point, 300, 1))
            thread.start()
            threads.append(thread)
        point.x += 1
        point.y += 1
        total += i
    for thread in threads:
        thread.join()
    return total, point.x, point.y


def alone_again(n):
    total = 0
    for i in range(n):
        total += i & 3
    return total


def flag_waiter(point, seen):
    turns = 0
    while not point.x:
        turns += 1
    seen.append(turns > 0 and point.y)


def waiting():
    point = Point(0, "set")
    seen = []
    thread = threading.Thread(target=flag_waiter, args=(point, seen))
    thread.start()
    total = 0
    for i in range(20000):
        total += i
    point.x = total
    thread.join()
    print("waited", len(seen))


def grower(point, n):
    for i in range(n):
        if i % 1000 == 500:
            setattr(point, f"more{i}", i)
        point.x += 1


def shapes():
    point = Point(0, 0)
    together((grower, point, 6000), (mover, point, 6000, 1))
    print("shapes", point.x, point.y, sorted(vars(point)))


for turn in range(2):
    disjoint()
    counting()
    pairs()
    transfers()
    swaps()
    appends()
    tallies()
    print("began alone", starting(6000))
    print("alone", alone_again(5000))
    waiting()
    shapes()
