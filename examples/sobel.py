"""Finds the edges in a sequence of pictures, by Sobel's operator, and says how many pictures a second that is.

    sobel.py [FOLDER] [--threads N] [--frames 50] [--width 320] [--height 240] [--out FOLDER]

The pictures are Netpbm files: grey, a byte for each pixel. If the folder is empty or not there, they are drawn first: a
ball that flies past a fence. Without a folder that happens in a temporary one. The threads share out the
pictures; what they have in common is the number of the next one.
"""

import argparse
import math
import os
import sys
import tempfile
import threading
import time
import zlib

# Where there is no `stm`, a lock stands in for it.
try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()


def read(path):
    """A picture's width, height and bytes."""
    with open(path, "rb") as file:
        data = file.read()
    # Four words, each with one blank behind it; lines that begin with # are comments.
    words, at = [], 0
    while len(words) < 4:
        if data[at:at + 1] == b"#":
            at = data.index(b"\n", at) + 1
        elif data[at:at + 1].isspace():
            at += 1
        else:
            end = at
            while not data[end:end + 1].isspace():
                end += 1
            words.append(data[at:end])
            at = end
    at += 1
    kind, width, height, most = words
    if kind != b"P5" or int(most) > 255:
        raise ValueError(f"{path} is no grey picture with a byte for each pixel")
    return int(width), int(height), data[at:]


def write(path, width, height, pixels):
    with open(path, "wb") as file:
        file.write(b"P5\n%d %d\n255\n" % (width, height))
        file.write(pixels)


def draw(number, width, height):
    """One picture of the sequence."""
    sky = [bytes([40 + 120 * y // height]) * width for y in range(height)]
    post, gap = width // 40 + 1, width // 10 + 1
    fence = bytes(200 if x % gap < post else 90 for x in range(width))
    radius = height // 5
    x0 = (number * width // 30) % (width + 2 * radius) - radius
    y0 = height // 2 - int(height // 4 * math.sin(number / 5))
    rows = []
    for y in range(height):
        row = bytearray(fence if y > 2 * height // 3 else sky[y])
        half = math.isqrt(max(0, radius * radius - (y - y0) ** 2))
        left, right = max(0, x0 - half), min(width, x0 + half)
        if left < right:
            row[left:right] = bytes([230 - 60 * (y - y0 + radius) // (2 * radius)]) * (right - left)
        rows.append(bytes(row))
    return b"".join(rows)


def edges(pixels, width, height):
    """How steep the picture is at each pixel, as bytes; nothing at its border.

    Sobel's two sums go over nine pixels. Each is a sum over columns, too: so each column of three is added up once, and
    serves for the three pixels that it is left of, at, and right of.
    """
    picture = list(pixels)
    result = [0] * (width * height)
    for y in range(1, height - 1):
        above, here, below = (y - 1) * width, y * width, (y + 1) * width
        a, b, c = picture[above], picture[here], picture[below]
        smooth0, slope0 = a + 2 * b + c, c - a
        a, b, c = picture[above + 1], picture[here + 1], picture[below + 1]
        smooth1, slope1 = a + 2 * b + c, c - a
        for x in range(2, width):
            a = picture[above + x]
            c = picture[below + x]
            smooth2 = a + 2 * picture[here + x] + c
            slope2 = c - a
            across = smooth2 - smooth0
            down = slope0 + 2 * slope1 + slope2
            if across < 0:
                across = -across
            if down < 0:
                down = -down
            steep = across + down
            result[here + x - 1] = steep if steep < 255 else 255
            smooth0, smooth1 = smooth1, smooth2
            slope0, slope1 = slope1, slope2
    return bytes(result)


class Sequence:
    def __init__(self, folder, out):
        self.folder, self.out = folder, out
        self.names = sorted(name for name in os.listdir(folder) if name.endswith(".pgm"))
        self.next = 0
        self.sums = [0] * len(self.names)

    def work(self):
        """Run by each thread: takes pictures until there are no more."""
        while True:
            with atomic:
                number = self.next
                self.next = number + 1
            if number >= len(self.names):
                return
            name = self.names[number]
            width, height, pixels = read(os.path.join(self.folder, name))
            found = edges(pixels, width, height)
            self.sums[number] = zlib.crc32(found)
            if self.out is not None:
                write(os.path.join(self.out, name), width, height, found)


def run(folder, options):
    os.makedirs(folder, exist_ok=True)
    if not os.listdir(folder):
        for number in range(options.frames):
            pixels = draw(number, options.width, options.height)
            write(os.path.join(folder, f"frame{number:04}.pgm"), options.width, options.height, pixels)
    if options.out is not None:
        os.makedirs(options.out, exist_ok=True)
    sequence = Sequence(folder, options.out)
    begun = time.perf_counter()
    threads = [threading.Thread(target=sequence.work) for _ in range(options.threads - 1)]
    for thread in threads:
        thread.start()
    sequence.work()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    total = zlib.crc32(repr(sequence.sums).encode())
    print(f"{len(sequence.names)} frames, checksum {total:08x}")
    rate = len(sequence.names) / seconds
    print(f"{rate:.1f} frames a second with {options.threads} threads", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description="Finds edges in a sequence of pictures.")
    parser.add_argument("folder", nargs="?", metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=1, metavar="N")
    parser.add_argument("--frames", type=int, default=50)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--height", type=int, default=240)
    parser.add_argument("--out", metavar="FOLDER", help="where the edges are written to, as pictures")
    options = parser.parse_args()
    if options.folder is not None:
        run(options.folder, options)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(folder, options)


if __name__ == "__main__":
    main()
