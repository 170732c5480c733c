"""Does a fixed amount of work with one thread and then with two, and prints what the second one gained.

    python driver.py PROGRAM.py REPEATS

A program is a module with `UNITS`, the number of units of work, and `work(first, last)`, which does
those from `first` up to `last` and returns a number; the sum over all threads is checked. It may have
`prepare()`, called before each measurement.

Two threads are compared with two processes as well, each of which does half of the work in one thread:
these share nothing, so what they gain is what the machine has to give. (This script is the second
process, too: with `apart` for REPEATS it does what it is told by lines on its standard input.)

The line that is printed has the program's name, the median seconds with one thread, with two threads,
with two processes, and the sum. Throughput grows by the ratio of the first and another.
"""

import subprocess
import sys
import threading
import time


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def prepare(program):
    if hasattr(program, "prepare"):
        program.prepare()


def start(program, shares):
    """The threads that do these shares of the work, and where their sums will be."""
    sums = [0] * len(shares)

    def part(i, first, last):
        sums[i] = program.work(first, last)

    threads = [threading.Thread(target=part, args=(i, *share)) for i, share in enumerate(shares)]
    for thread in threads:
        thread.start()
    return threads, sums


def run(program, shares):
    """Seconds, from before the first thread starts to after the last one has ended, and the sum."""
    prepare(program)
    begun = time.perf_counter()
    threads, sums = start(program, shares)
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, sum(sums)


class Other:
    """The second process."""

    def __init__(self, path):
        command = [sys.executable, __file__, path, "apart"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def tell(self, *words):
        print(*words, file=self.process.stdin, flush=True)

    def answer(self):
        return eval(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def run_apart(program, other, mine, its):
    """As `run`, with one share here and one in the other process."""
    prepare(program)
    other.tell("prepare")
    other.answer()
    begun = time.perf_counter()
    other.tell("work", *its)
    (thread,), sums = start(program, [mine])
    thread.join()
    result = sums[0] + other.answer()
    return time.perf_counter() - begun, result


def serve(program):
    for line in sys.stdin:
        what, *share = line.split()
        result = None
        if what == "work":
            threads, sums = start(program, [tuple(map(int, share))])
            threads[0].join()
            result = sums[0]
        else:
            prepare(program)
        print(ascii(result), flush=True)


def main(path, repeats):
    folder, _, file = path.rpartition("/")
    sys.path.insert(0, folder or ".")
    sys.dont_write_bytecode = True
    program = __import__(file.removesuffix(".py"))
    if repeats == "apart":
        return serve(program)
    units = program.UNITS
    halves = [(0, units // 2), (units // 2, units)]
    _, expected = run(program, [(0, units)])
    other = Other(path)
    ways = {
        "one thread": lambda: run(program, [(0, units)]),
        "two threads": lambda: run(program, halves),
        "two processes": lambda: run_apart(program, other, *halves),
    }
    times = {name: [] for name in ways}
    for _ in range(int(repeats)):
        for name, way in ways.items():
            seconds, result = way()
            if result != expected:
                sys.exit(f"{program.__name__}: {name} make {result} of {expected}")
            times[name].append(seconds)
    other.end()
    one, two, apart = (median(values) for values in times.values())
    print("result", program.__name__, f"{one:.9f} {two:.9f} {apart:.9f}", ascii(expected))
    print(f"two threads do {one / two:.2f} times the work of one", end=", ", file=sys.stderr)
    print(f"two processes {one / apart:.2f} times", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
