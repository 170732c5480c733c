"""A server that runs for long: does what is alive stay the same?

    python server.py [--requests N] [--threads N] [--quick]

Each thread serves a thousand requests and ends; then a new one is started. A request

- finds its user's session in a `WeakValueDictionary`, or makes one; a cache with eviction keeps the
  sessions that were used last;
- makes a request object that is on a cycle with its session and with its own context, and pushes out the
  session's oldest one;
- looks for the answer in a cache, and puts it there, pushing out the oldest;
- counts, in a step that must not be divided, in a table that all threads write to: transactions that
  conflict and roll back where there are transactions, and a lock elsewhere.

A session's end is noticed by `__del__`, and of some also by `weakref.finalize`. After each part of the
requests the garbage is collected and the resident size taken. In the end the caches are emptied, and then
every session that was ever made must have been finalised.
"""

import argparse
import gc
import itertools
import os
import threading
import time
import weakref
from collections import OrderedDict, deque

from usage import MIB, figure, peak, point, resident

try:
    import stm
    from stm import atomic
except ImportError:
    stm = None
    atomic = threading.RLock()

# Requests of one thread.
SHIFT = 1000
# Entries of the caches.
SESSIONS = 4_000
ANSWERS = 3_000
# How often the size is taken.
MARKS = 40


class Cache:
    """The entries that were used last."""

    def __init__(self, size):
        self.size = size
        self.entries = OrderedDict()

    def get(self, key):
        with atomic:
            entry = self.entries.get(key)
            if entry is not None:
                self.entries.move_to_end(key)
            return entry

    def put(self, key, entry):
        with atomic:
            self.entries[key] = entry
            self.entries.move_to_end(key)
            if len(self.entries) > self.size:
                self.entries.popitem(last=False)


def popular(number, width):
    """A number below `width` squared, some far more often than others."""
    mixed = number * 2654435761 % 4294967291
    return mixed % width * (mixed // width % width)


class Request:
    def __init__(self, session, number):
        self.session = session
        self.number = number
        self.context = {"request": self, "path": f"/page/{popular(number * 40503, 128)}"}


class Server:
    def __init__(self):
        self.sessions = weakref.WeakValueDictionary()
        self.recent = Cache(SESSIONS)
        self.answers = Cache(ANSWERS)
        self.table = {"requests": 0, "bytes": 0, "hits": 0}
        # `next` is one step everywhere, in a finaliser too.
        self.made = itertools.count()
        self.ended = itertools.count()
        self.finalized = itertools.count()
        self.watched = itertools.count()

    def session(self, user):
        with atomic:
            session = self.sessions.get(user)
            if session is None:
                session = self.sessions[user] = Session(self, user)
                if user % 16 == 0:
                    next(self.watched)
                    weakref.finalize(session, next, self.finalized)
        self.recent.put(user, session)
        return session

    def serve(self, number):
        user = popular(number, 256)
        session = self.session(user)
        request = Request(session, number)
        session.requests.append(request)
        path = request.context["path"]
        answer = self.answers.get(path)
        hit = answer is not None
        if not hit:
            answer = {"path": path, "body": f"<p>{path} for {user}</p>" * 3, "status": 200}
            self.answers.put(path, answer)
        with atomic:
            self.table["requests"] += 1
            self.table["bytes"] += len(answer["body"])
            self.table["hits"] += hit

    def shift(self, first, last):
        for number in range(first, last):
            self.serve(number)


class Session:
    def __init__(self, server, user):
        self.server = server
        self.user = user
        self.requests = deque(maxlen=4)
        next(server.made)

    def __del__(self):
        next(self.server.ended)


def run(server, requests, threads):
    """Serves all requests; returns the resident sizes at the marks, after and before a collection, and
    the seconds between them."""
    after, before = [], []
    seconds = 0
    mark = max(requests // MARKS, SHIFT)
    for first in range(0, requests, SHIFT * threads):
        shifts = range(first, min(first + SHIFT * threads, requests), SHIFT)
        workers = [
            threading.Thread(target=server.shift, args=(begin, min(begin + SHIFT, requests)))
            for begin in shifts
        ]
        begun = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        seconds += time.perf_counter() - begun
        served = min(first + SHIFT * threads, requests)
        if served // mark > first // mark:
            before.append((served, resident()))
            gc.collect()
            after.append((served, resident()))
            point(served / 1e6, after[-1][1] / MIB)
    return after, before, seconds


def slope(points):
    """Of the line with the least squares, y by x."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    below = sum((x - middle_x) ** 2 for x, _ in points)
    return above / below if below else 0.0


def settle(server):
    """Drops everything; returns how many sessions and finalisers have not run."""
    server.recent.entries.clear()
    made = next(server.made)
    watched = next(server.watched)
    for _ in range(3):
        gc.collect()
        time.sleep(0.05)
    return made - next(server.ended), watched - next(server.finalized)


def rollbacks():
    return sum(stm.stats()["rollbacks"].values()) if stm else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=max(2, (os.cpu_count() or 2) // 2))
    parser.add_argument("--quick", action="store_true", help="a hundred thousand requests")
    options = parser.parse_args()
    requests = 100_000 if options.quick else options.requests

    server = Server()
    after, before, seconds = run(server, requests, options.threads)
    if server.table["requests"] != requests:
        raise SystemExit(f"{server.table['requests']} of {requests} requests were counted")

    later = after[len(after) // 2 :]
    first, last = later[0], later[-1]
    figure("requests", requests, 0)
    figure("threads started and ended", -(-requests // SHIFT), 0)
    figure("requests a second", requests / seconds, 0)
    figure("hits in the cache of answers, %", server.table["hits"] / requests * 100, 1)
    figure("transactions rolled back", rollbacks(), 0)
    figure("live half way, MiB", first[1] / MIB, 2)
    figure("live at the end, MiB", last[1] / MIB, 2)
    figure("most before a collection, MiB", max(size for _, size in before) / MIB, 2)
    figure("peak, MiB", peak() / MIB, 2)
    figure("slope in the second half, KiB a million requests", slope(later) * 1e6 / 1024, 1)
    sessions, finalisers = settle(server)
    figure("sessions without their end", sessions, 0)
    figure("finalisers that did not run", finalisers, 0)


if __name__ == "__main__":
    main()
