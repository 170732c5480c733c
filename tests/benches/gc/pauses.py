"""How long a collector makes a program wait that allocates at full speed beside a large live heap.

    python pauses.py [--size MIB] [--seconds N] [--threads N] [--quick]

The heap is that of live.py. Then each thread does small pieces of work, about ten microseconds each, one
after the other: a new record takes the place of an old one, old records are written, and short-lived
strings, lists, dicts and a cycle are made, some five thousand bytes. The time of each piece is taken.

The *pause* of a piece is what it took beyond the median, without what other processes and other machines
on the same hardware took: if the thread has slept in the piece, which a thread does that waits for
a collector, the pause is the time by the clock less the time that the thread was ready and waited for
a core; if it has not, the pause is the processor time that it used. Linux keeps these accounts; they are
looked at when a piece was long. Of pauses are reported the longest, and the 99.9th percentile twice:

- over pieces: of a thousand pieces, one has a longer pause;
- over time: in one thousandth of the time, the program is within a piece with a longer pause. That is
  what somebody meets who comes at a random moment, and it is the stricter one: a stop of three milliseconds
  in every second is too rare for the first and not for the second.

The *control* is the same measurement around plain arithmetic, before there is a heap, for as long: the pauses of the
machine and of the interpreter without any collection. (Some virtual machines stand still for tens of milliseconds, and
say so nowhere.)

The processor time of the process less that of the threads that do the work is what threads of the
collector's own have taken; with the time for which it stopped the others, as its log says, that is its
share. Of a collector that works in the thread that allocates and keeps no log, the share is not known.
"""

import argparse
import os
import threading
import time

import gclog
from live import WIDTH, Heap
from usage import MIB, Account, figure, peak, point

# Pieces up to here are counted by microsecond; of longer ones each is kept.
LONG = 200
# Pieces between two looks at the accounts of waits and sleeps.
LOOK = 8


class Timings:
    """What the pieces of one thread took."""

    def __init__(self):
        self.counts = [0] * LONG
        # Without what others took, which is counted apart.
        self.long = []
        self.others = 0
        self.pieces = 0
        self.cpu = 0
        self.wall = 0

    def run(self, piece, seconds):
        """Calls `piece` with 1, 2, 3... for so many seconds."""
        clock = time.perf_counter_ns
        processor = time.thread_time_ns
        counts = self.counts
        limit = LONG * 1000
        account = Account()
        cpu = processor()
        first = clock()
        last = first + int(seconds * 1e9)
        number = 0
        while True:
            if number % LOOK == 0:
                waited = account.waited()
                sleeps = account.sleeps()
                if clock() > last:
                    break
            number += 1
            used = processor()
            begun = clock()
            piece(number)
            took = clock() - begun
            if took < limit:
                counts[took // 1000] += 1
                continue
            used = processor() - used
            if account.sleeps() == sleeps:
                self.others += took - used
                took = used
            else:
                now = account.waited()
                self.others += now - waited
                took -= now - waited
                waited = now
                sleeps = account.sleeps()
            self.long.append(took)
        self.pieces = number
        self.wall = clock() - first
        self.cpu = processor() - cpu


class Pauses:
    """The pauses of all threads together, in nanoseconds."""

    def __init__(self, timings):
        counts = [sum(column) for column in zip(*(timing.counts for timing in timings))]
        long = [piece for timing in timings for piece in timing.long]
        self.pieces = sum(counts) + len(long)
        self.median = median(counts)
        self.others = sum(timing.others for timing in timings)
        self.wall = sum(timing.wall for timing in timings) / len(timings)
        self.threads = len(timings)
        # Of each pause how many pieces had it, and their time.
        self.weights = []
        for microseconds, count in enumerate(counts):
            took = microseconds * 1000 + 500
            if count:
                self.weights.append((max(took - self.median, 0), count, took * count))
        for took in long:
            pause = max(took - self.median, 0)
            self.weights.append((pause, 1, self.median + pause))
        self.weights.sort(reverse=True)

    def longest(self):
        return self.weights[0][0]

    def percentiles(self, parts, by_time):
        """For each part, in falling order, the pause that all but this part of the pieces, or of the time,
        stay below."""
        column = 2 if by_time else 1
        total = sum(weight[column] for weight in self.weights)
        seen = 0
        found = []
        weights = iter(reversed(self.weights))
        pause = 0
        for part in parts:
            while seen < total * (1 - part):
                pause, *weight = next(weights)
                seen += weight[column - 1]
            found.append(pause)
        return found

    def time_in(self, least):
        """The part of the time that was spent in pauses of at least so many nanoseconds."""
        pauses = sum(pause * count for pause, count, _ in self.weights if pause >= least)
        return pauses / self.wall / self.threads


def median(counts):
    half = (sum(counts) + 1) // 2
    for microseconds, count in enumerate(counts):
        if half <= count:
            return microseconds * 1000 + 1000 * half // max(count, 1)
        half -= count
    return LONG * 1000


def arithmetic(number):
    for step in range(200):
        number = (number * 5 + step) & 0xFFFF


def allocation(heap, seed):
    """The piece of work: a function of its number."""
    shelves = heap.shelves
    state = seed

    def step(number):
        nonlocal state
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        place = state % WIDTH
        shelf = shelves[(state >> 10) % len(shelves)]
        # An old record is dropped, and a new one is referred to from old objects.
        record = heap.record(shelf, shelf[place].name)
        shelf[place] = record
        other = shelf[place ^ 1]
        other.name = record.name
        other.tags[number % 7] = record.name
        other.fields["title"] = record.name
        # Short-lived, and some more bytes than objects.
        words = record.name.split()
        pairs = {word: (word, number) for word in words}
        rows = [[number] * 64 for _ in range(6)]
        ring = [pairs, rows, record.name * 20]
        ring.append(ring)

    return step


def measure(heap, threads, seconds):
    """The timings of each thread, and how much processor time passed outside them, in nanoseconds."""
    timings = [Timings() for _ in range(threads)]
    before = time.process_time_ns()
    if threads == 1:
        timings[0].run(allocation(heap, 1), seconds)
    else:
        workers = [
            threading.Thread(target=timing.run, args=(allocation(heap, seed), seconds))
            for seed, timing in enumerate(timings)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    spent = time.process_time_ns() - before
    return timings, spent, spent - sum(timing.cpu for timing in timings)


def report(name, pauses):
    for what, by_time in (("pieces", False), ("time", True)):
        (pause,) = pauses.percentiles([0.001], by_time)
        figure(f"{name}: 99.9th percentile over {what}, ms", pause / 1e6)
    figure(f"{name}: longest, ms", pauses.longest() / 1e6)
    figure(f"{name}: time in pauses over 0.1 ms, %", pauses.time_in(1e5) * 100)
    figure(f"{name}: median piece, µs", pauses.median / 1e3, 1)


def curve(pauses):
    parts = [10 ** (-tenths / 10) for tenths in range(0, 61)]
    for part, pause in zip(parts, pauses.percentiles(parts, True)):
        # The resolution is a microsecond.
        point(part, max(pause / 1e6, 1e-3))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1024, help="of the live heap, MiB")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=2 if (os.cpu_count() or 1) >= 4 else 1)
    parser.add_argument("--quick", action="store_true", help="64 MiB, 2 seconds")
    options = parser.parse_args()
    gclog.begin()
    if options.quick:
        options.size, options.seconds = 64, 2

    control = Timings()
    control.run(arithmetic, options.seconds)
    begun = time.perf_counter()
    heap = Heap()
    live = heap.grow(options.size * MIB)
    figure("live heap, MiB", live / MIB, 0)
    figure("records in it", len(heap.shelves) * WIDTH, 0)
    figure("seconds to build it", time.perf_counter() - begun, 1)

    before = len(gclog.cycles())
    timings, spent, outside = measure(heap, options.threads, options.seconds)
    stops = gclog.cycles()[before:]
    heap.check()
    pauses = Pauses(timings)
    report("pauses", pauses)
    report("control", Pauses([control]))
    figure("pieces of work a second", pauses.pieces / pauses.wall * 1e9, 0)
    figure("taken off for others, ms", pauses.others / 1e6)
    share = (outside + sum(map(sum, stops))) / spent * 100
    figure("collector's share of processor time, %", share if stops else None, 1)
    figure("collections", len(stops) if stops else None, 0)
    figure("longest stop by the collector's log, ms", max(map(max, stops)) / 1e6 if stops else None)
    figure("peak, MiB", peak() / MIB, 0)
    curve(pauses)
    gclog.end()


if __name__ == "__main__":
    main()
