# Locks in loops that are compiled: taken and given back by the trace.
import contextlib
import signal
import threading
import weakref


class Point:
    def __init__(self):
        self.x = self.y = 0


def adds(lock, point, n):
    for i in range(n):
        with lock:
            point.x += 1
            point.y -= 1


def again(lock, point, n):
    for i in range(n):
        with lock:
            with lock:
                for k in range(3):
                    point.x += k
            point.y += 1


def by_hand(lock, n):
    taken = 0
    for i in range(n):
        if lock.acquire():
            try:
                taken += lock.locked()
            finally:
                lock.release()
    return taken


def raising(lock, n):
    caught = 0
    for i in range(n):
        try:
            with lock:
                if i % 40 == 39:
                    raise ValueError(i)
        except ValueError:
            caught += 1
            caught += lock.locked() * 1000
    return caught


def leaving(lock, n):
    for i in range(n):
        with lock:
            if i == n - 3:
                return i, lock.locked()


def breaking(lock, n):
    rounds = 0
    while True:
        with lock:
            rounds += 1
            if rounds == n:
                break
            if rounds % 3:
                continue
        rounds += 0
    return rounds, lock.locked()


def wrongly_released(lock, n):
    wrong = 0
    for i in range(n):
        try:
            with lock:
                if i % 50 > 47:
                    lock.release()
        except RuntimeError as error:
            wrong += 1
            text = str(error)
    return wrong, text


def taken_meanwhile(lock, n):
    """A lock that is taken already, by this thread: it is not to be had without waiting."""
    got = missed = 0
    for i in range(n):
        if i % 60 == 59:
            lock.acquire()
        if lock.acquire(False):
            got += 1
        else:
            missed += 1
        lock.release()
    return got, missed


def one_of(locks, point, n):
    """Locks of two classes, in one loop."""
    for i in range(n):
        with locks[i % 2]:
            point.x += 1


class Counting(type(threading.RLock())):
    entered = 0

    def __enter__(self):
        self.entered += 1
        return super().__enter__()


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()
        self.depth = 0

    def __enter__(self):
        self.lock.acquire()
        self.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.depth -= 1
        self.lock.release()
        return kind is KeyError


def guarded(manager, n):
    total = 0
    for i in range(n):
        with manager as this:
            total += this.depth
            if i % 70 == 69:
                raise KeyError
            total += 1
    return total, manager.depth, manager.lock.locked()


@contextlib.contextmanager
def opened(point):
    point.x += 1
    try:
        yield point
    finally:
        point.x -= 1


def by_generator(point, n):
    for i in range(n):
        with opened(point) as same:
            point.y += same.x


def failing_generator(point, n):
    caught = 0
    for i in range(n):
        try:
            with opened(point):
                if i % 30 == 29:
                    raise KeyError(i)
                point.y += 1
        except KeyError:
            caught += 1
    return caught


def suppressed(n):
    done = 0
    for i in range(n):
        with contextlib.suppress(ZeroDivisionError):
            done += 1 // (i % 25)
            done += 1
    return done


def stacked(lock, point, n):
    for i in range(n):
        with contextlib.ExitStack() as stack:
            stack.enter_context(lock)
            stack.callback(adds, contextlib.nullcontext(), point, 1)


def watched(lock, point, n, found):
    bad = 0
    for i in range(n):
        with lock:
            x = point.x
            for k in range(4):
                pass
            bad += x + point.y != 0
    found.append(bad)


def run(*threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def together(lock, n):
    point, found = Point(), []
    works = [(adds, (lock, point, n)), (adds, (lock, point, n)), (watched, (lock, point, n, found))]
    run(*[threading.Thread(target=work, args=args) for work, args in works])
    return point.x, point.y, found, lock.acquire(False)


def turns(mine, other, out, name, n):
    """Two threads that hand a lock to each other: one waits for it in each turn."""
    for i in range(n):
        mine.acquire()
        out.append(name)
        other.release()


def in_turns(n):
    first, second, out = threading.Lock(), threading.Lock(), []
    second.acquire()
    run(
        threading.Thread(target=turns, args=(first, second, out, "a", n)),
        threading.Thread(target=turns, args=(second, first, out, "b", n)),
    )
    return "".join(out) == "ab" * n


def by_methods(takes, gives, point, found):
    """Turns that begin with a wait, in whatever is called for it."""
    turns = 0
    for take, give in zip(takes, gives):
        taken = take()
        point.x = turns
        point.y = point.x
        # In another register: what the interpreter has called last, and was the same, is still in the first one.
        turns += (1, give())[0]
    found.append((turns, taken))


def by_turns(n):
    """Methods that are bound to their locks, behind other objects that are called, so that traces ask of neither what it is."""
    first, second, point, found = threading.Lock(), threading.Lock(), Point(), []
    second.acquire()
    other = [weakref.ref(point)] * n
    run(
        threading.Thread(target=by_methods, args=(other + [first.acquire] * n, other + [second.release] * n, point, found)),
        threading.Thread(target=by_methods, args=(other + [second.acquire] * n, other + [first.release] * n, point, found)),
    )
    return found


class Alarm(Exception):
    pass


def interrupted(lock):
    """A signal's handler raises somewhere in the loop: the lock is free behind it."""

    def ring(number, frame):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    turns = 0
    try:
        while True:
            with lock:
                turns += 1
    except Alarm:
        pass
    finally:
        signal.signal(signal.SIGALRM, before)
    return turns > 0


for make in threading.Lock, threading.RLock, Counting, threading.Condition:
    lock, point = make(), Point()
    adds(lock, point, 2000)
    print(make.__name__, point.x, point.y)
    if make is not threading.Condition:
        print(by_hand(lock, 1000))
        print(raising(lock, 1500), leaving(lock, 1000), breaking(lock, 1500))
    print(together(make(), 2000))
    if make is not threading.Lock:
        again(lock, point, 1000)
        print(point.x, point.y)
print(wrongly_released(threading.Lock(), 1000))
print(wrongly_released(threading.RLock(), 1000))
print(taken_meanwhile(threading.Lock(), 1000))
point = Point()
one_of([threading.Lock(), threading.RLock()], point, 1000)
print(point.x)
print(guarded(Guarded(), 1500))
by_generator(point, 1000)
print(point.x, point.y, failing_generator(point, 1000), point.y)
print(suppressed(1000))
stacked(threading.Lock(), point, 500)
print(point.x, point.y)
for semaphore in threading.Semaphore(1), threading.BoundedSemaphore(1):
    adds(semaphore, point, 500)
print(point.x, point.y)
print(in_turns(300), by_turns(300))
print(interrupted(threading.Lock()), interrupted(threading.RLock()))
