"""Runs one benchmark program in this process, warm, and prints the median of its times.

    python driver.py PROGRAM.py WARMUP_SECONDS REPEATS [before | after]

A program is a module with a function `main(n)` and a constant `N`. The line that is printed has the
program's name, the median in seconds, and what `main` returned, so that interpreters can be compared
in both. Nothing is imported but `sys` and `time`: what a program needs, it imports itself.

With `before` or `after` a second thread wakes a hundred times a second and changes a dict, from before
the program is loaded or from after its first run: what does it cost that there is another thread?
"""

import sys
import time


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def measure(function, warmup, repeats):
    """Calls `function` for so many seconds, and then so many times more; returns the median of
    these, in seconds, and the last result."""
    clock = time.perf_counter
    end = clock() + warmup
    while True:
        result = function()
        if clock() >= end:
            break
    times = []
    for _ in range(repeats):
        begun = clock()
        result = function()
        times.append(clock() - begun)
    return median(times), result


def report(name, seconds, result):
    # The result stays on its line, whatever it is.
    print("result", name, f"{seconds:.9f}", ascii(result), flush=True)


def load(path):
    """The module at `path`, with its folder first on the search path, as when it is run."""
    folder, _, file = path.rpartition("/")
    sys.path.insert(0, folder or ".")
    sys.dont_write_bytecode = True
    return __import__(file.removesuffix(".py"))


def keep_company():
    import threading

    shared = {}

    def company():
        while True:
            time.sleep(0.01)
            shared["woken"] = shared.get("woken", 0) + 1

    threading.Thread(target=company, daemon=True).start()


def main(path, warmup, repeats, company=None):
    if company == "before":
        keep_company()
    program = load(path)
    if company == "after":
        program.main(program.N)
        keep_company()
    seconds, result = measure(lambda: program.main(program.N), float(warmup), int(repeats))
    report(program.__name__, seconds, result)


if __name__ == "__main__":
    main(*sys.argv[1:])
