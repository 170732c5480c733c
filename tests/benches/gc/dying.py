"""How long the world stands still when a million things die that the collector has to look after: weak references,
entries of a WeakValueDictionary, objects with finalisers.

    python dying.py [--size MIB] [--count N] [--rounds N] [--only WORD]

Beside a live heap, that of live.py, another thread does short pieces of work all the time; so stops are stops of a
program that runs. In each round things are made, survive a collection, and are dropped; then all objects are collected,
and finalisers and callbacks run. Of each round are taken the longest stop by the log, the longest time for which the
collector looked after what had died (`clearing`), and the longest time between two pieces of work of the other
thread (`late`); of the rounds, the least and the most.
"""

import argparse
import gc
import os
import sys
import threading
import time
import weakref

import gclog
from live import Heap
from usage import MIB, figure


class Plain:
    __slots__ = ("number", "__weakref__")

    def __init__(self, number):
        self.number = number


class Finalized:
    __slots__ = ("number",)
    done = 0

    def __init__(self, number):
        self.number = number

    def __del__(self):
        Finalized.done += 1


def nothing(count):
    return [], lambda: None


def references(count):
    objects = [Plain(number) for number in range(count)]
    found = [weakref.ref(thing) for thing in objects]

    def check():
        left = sum(reference() is not None for reference in found)
        if left > 100:
            raise SystemExit(f"{left} references are alive")

    return objects, check


def entries(count):
    objects = [Plain(number) for number in range(count)]
    table = weakref.WeakValueDictionary(enumerate(objects))

    def check():
        if len(table) > 100:
            raise SystemExit(f"{len(table)} entries are left")

    return objects, check


def finalizers(count):
    Finalized.done = 0
    objects = [Finalized(number) for number in range(count)]

    def check():
        if not count - 100 <= Finalized.done <= count:
            raise SystemExit(f"{Finalized.done} finalisers have run")

    return objects, check


class Beside(threading.Thread):
    """Short pieces of work, each with a call of the system, and the longest time between two: a stop, or
    finalisers in its way, which cannot be undone any more than the call can."""

    def __init__(self):
        super().__init__(daemon=True)
        self.longest = 0
        self.goes_on = True

    def run(self):
        clock = time.perf_counter_ns
        with open(os.devnull, "wb", buffering=0) as file:
            last = clock()
            while self.goes_on:
                [number for number in range(50)]
                file.write(b".")
                now = clock()
                if now - last > self.longest:
                    self.longest = now - last
                last = now


def log():
    with open(sys._xoptions["gclog"]) as file:
        return [dict(pair.split("=", 1) for pair in line.split()[1:]) for line in file]


def measure(name, make, count, rounds):
    stops, clearings, longest = [], [], []
    for _ in range(rounds):
        objects, check = make(count)
        gc.collect()
        beside = Beside()
        beside.start()
        time.sleep(0.1)
        before = len(log())
        del objects
        beside.longest = 0
        gc.collect()
        longest.append(beside.longest / 1e6)
        cycles = log()[before:]
        beside.goes_on = False
        beside.join()
        check()
        stops.append(max(float(pause) / 1e3 for cycle in cycles for pause in cycle["pauses_us"].split(",")))
        clearings.append(max(float(cycle.get("clearing_us", "nan")) / 1e3 for cycle in cycles))
    for what, found in (("longest stop", stops), ("clearing", clearings), ("late", longest)):
        figure(f"{name}: {what}, ms", min(found))
        figure(f"{name}: {what}, most, ms", max(found))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1024, help="of the live heap, MiB")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="kinds with this in their name")
    options = parser.parse_args()
    gclog.begin()
    heap = Heap()
    if options.size:
        figure("live heap, MiB", heap.grow(options.size * MIB) / MIB, 0)
    for make in (nothing, references, entries, finalizers):
        if options.only in make.__name__:
            measure(make.__name__, make, options.count, options.rounds)
    heap.check()
    gclog.end()


if __name__ == "__main__":
    main()
