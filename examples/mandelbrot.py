"""Draws the Mandelbrot set with characters; the rows are shared out among threads.

    mandelbrot.py [--threads N] [--width 76] [--height 32] [--depth 400]

The threads share two things: the number of the next row, and the list of finished rows. Everything
else is arithmetic on their own variables, so that two threads are done in half the time.
"""

import argparse
import sys
import threading
import time

# Where there is no `stm`, a lock stands in for it.
try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()

SHADES = " .:-=+*#%@"


def steps(x, y, depth):
    """How many steps the point takes to leave; `depth` if it stays."""
    a = b = 0.0
    for step in range(depth):
        aa, bb = a * a, b * b
        if aa + bb > 4.0:
            return step
        a, b = aa - bb + x, 2.0 * a * b + y
    return depth


def shade(count, depth):
    """The points that stay are dark; of the others, those that take longer are darker."""
    if count == depth:
        return SHADES[-1]
    return SHADES[min(count // 2, len(SHADES) - 2)]


class Picture:
    def __init__(self, width, height, depth):
        self.width, self.height, self.depth = width, height, depth
        self.next = 0
        self.rows = [None] * height

    def row(self, number):
        y = (number + 0.5) / self.height * 2.4 - 1.2
        counts = (steps((column + 0.5) / self.width * 3.2 - 2.3, y, self.depth) for column in range(self.width))
        return "".join(shade(count, self.depth) for count in counts)

    def work(self):
        """Run by each thread: takes rows until there are no more."""
        while True:
            # Two steps, read and write, that must be one; without the block two threads could both
            # get the same row.
            with atomic:
                number = self.next
                self.next = number + 1
            if number >= self.height:
                return
            # Each thread writes to a slot that is its own: no block needed, and no conflict.
            self.rows[number] = self.row(number)


def main():
    parser = argparse.ArgumentParser(description="Draws the Mandelbrot set with threads.")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--width", type=int, default=76)
    parser.add_argument("--height", type=int, default=32)
    parser.add_argument("--depth", type=int, default=400)
    options = parser.parse_args()

    picture = Picture(options.width, options.height, options.depth)
    begun = time.perf_counter()
    threads = [threading.Thread(target=picture.work) for _ in range(options.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun

    for row in picture.rows:
        print(row.rstrip())
    print(f"{seconds:.2f} s with {options.threads} threads", file=sys.stderr)


if __name__ == "__main__":
    main()
