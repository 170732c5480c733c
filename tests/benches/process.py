"""Runs one benchmark program so many times, for who measures the whole process: start, warm-up and end.

    python process.py PROGRAM.py TIMES

`TIMES` is how often `main(N)` is called; 0 asks how often makes about a second of it, and prints that.
Otherwise the last result is printed, on the line that the other drivers print, with no time of its own.
"""

import sys
import time

import driver


def times_in_a_second(main, n):
    # The processor's time: beside other work a second of the clock is too few.
    clock = time.process_time
    main(n)
    begun = clock()
    count = 0
    while clock() - begun < 1:
        main(n)
        count += 1
    return count


def main(path, times):
    program = driver.load(path)
    if times == "0":
        print("times", times_in_a_second(program.main, program.N))
        return
    for _ in range(int(times)):
        result = program.main(program.N)
    print("result", program.__name__, ascii(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
