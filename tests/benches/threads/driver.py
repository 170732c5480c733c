"""Does a fixed amount of work with one thread and then with two, and prints what the second one gained.

    python driver.py PROGRAM.py REPEATS

A program is a module with `UNITS`, the number of units of work, and `work(first, last)`, which does
those from `first` up to `last` and returns a number; the sum over all threads is checked. It may have
`prepare()`, called before each measurement. The line that is printed has the program's name, the
median seconds with one thread and with two, and the sum. Throughput grows by the ratio of the two.
"""

import sys
import threading
import time


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def run(program, count):
    """Seconds, from before the first thread starts to after the last one has ended, and the sum."""
    sums = [0] * count

    def part(i):
        sums[i] = program.work(program.UNITS * i // count, program.UNITS * (i + 1) // count)

    if hasattr(program, "prepare"):
        program.prepare()
    threads = [threading.Thread(target=part, args=(i,)) for i in range(count)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, sum(sums)


def main(path, repeats):
    folder, _, file = path.rpartition("/")
    sys.path.insert(0, folder or ".")
    sys.dont_write_bytecode = True
    program = __import__(file.removesuffix(".py"))
    _, expected = run(program, 1)
    times = {1: [], 2: []}
    for _ in range(int(repeats)):
        for count in times:
            seconds, result = run(program, count)
            if result != expected:
                sys.exit(f"{program.__name__}: {count} threads make {result} of {expected}")
            times[count].append(seconds)
    one, two = median(times[1]), median(times[2])
    print("result", program.__name__, f"{one:.9f} {two:.9f}", ascii(expected))
    print(f"two threads do {one / two:.2f} times the work of one", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
