"""Counts the words of a tree of Python files with several threads.

    wordcount.py [DIRECTORY] [--threads N] [--stats]

DIRECTORY is where the standard library's sources are, unless another one is given. The twenty most
frequent words go to stdout, the same whatever the number of threads; the time goes to stderr, and with
--stats also how many transactions were committed and rolled back, and why.
"""

import argparse
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager, nullcontext

# `with atomic:` makes a block one step for all other threads. Where there is no `stm`, a lock that
# everybody takes does the same, only one thread at a time.
try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()

WORD = re.compile(r"[A-Za-z_]\w*")

# A thread adds what it has counted to the shared dict each time that it has read so many files. The
# more it counts on its own first, the less often it meets the others.
BATCH = 20


@contextmanager
def standard_library():
    """A folder with the standard library's sources, which Tython has packed in the program."""
    folder = os.path.dirname(os.__file__)
    if os.path.isdir(folder):
        yield folder
    else:
        from unpack_library import unpack

        with tempfile.TemporaryDirectory() as folder:
            yield unpack(folder)


def python_files(directory):
    """The paths of all Python files below a directory, but for those of installed packages."""
    found = []
    for folder, below, files in os.walk(directory):
        below[:] = [name for name in below if name not in ("site-packages", "dist-packages")]
        found += [os.path.join(folder, name) for name in files if name.endswith(".py")]
    # A link may point to a file that is not there.
    return sorted(path for path in found if os.path.isfile(path))


class WordCount:
    """What the threads share."""

    def __init__(self, paths):
        self.paths = paths
        self.next = 0
        self.files = 0
        self.words = {}

    def take(self):
        """The next paths to read; none at the end. Two threads never get the same ones."""
        with atomic:
            first = self.next
            self.next = first + BATCH
        return self.paths[first : first + BATCH]

    def add(self, counted, files):
        """Adds what a thread has counted, as one step: nobody sees half of it.

        Two threads in this block run in parallel. They conflict where they change the same word, and
        then one of them starts the block again; no lock has to be chosen or remembered.
        """
        with atomic:
            words = self.words
            for word, count in counted.items():
                words[word] = words.get(word, 0) + count
            self.files += files

    def work(self):
        """Run by each thread."""
        while paths := self.take():
            # Nothing of this is seen by others, so it needs no block.
            counted = Counter()
            for path in paths:
                with open(path, encoding="utf-8", errors="replace") as file:
                    counted.update(WORD.findall(file.read()))
            self.add(counted, len(paths))


def print_stats():
    """What the transactions did, on stderr."""
    try:
        import stm
    except ImportError:
        print("no stm here: the blocks ran under a lock", file=sys.stderr)
        return
    for name, value in stm.stats().items():
        if name == "threads":
            # The same again, by thread.
            continue
        if isinstance(value, dict):
            # By reason: the most frequent first.
            value = ", ".join(f"{reason} {n}" for reason, n in sorted(value.items(), key=lambda p: (-p[1], p[0])) if n)
        print(f"{name}: {value or 0}", file=sys.stderr)


def main(directory, options):
    begun = time.perf_counter()
    count = WordCount(python_files(directory))
    threads = [threading.Thread(target=count.work) for _ in range(options.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun

    if count.files != len(count.paths):
        sys.exit(f"only {count.files} of {len(count.paths)} files were read")
    print(f"{len(count.paths)} files, {sum(count.words.values())} words, {len(count.words)} different ones")
    # Words that are equally frequent come in the order of the alphabet.
    for word, times in sorted(count.words.items(), key=lambda pair: (-pair[1], pair[0]))[:20]:
        print(f"{times:>8} {word}")
    print(f"{seconds:.2f} s with {options.threads} threads", file=sys.stderr)
    if options.stats:
        print_stats()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Counts the words of a tree of Python files.")
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--stats", action="store_true")
    options = parser.parse_args()
    with nullcontext(options.directory) if options.directory else standard_library() as directory:
        main(directory, options)
