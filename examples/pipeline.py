"""A pipeline of threads connected by queues: numbers are read, factored and printed in their order.

    pipeline.py [--threads N] [--count 40]

    reader --numbers--> N workers --answers--> writer

Queues are for handing things over and for waiting; atomic blocks are for changing several shared
things at once. Programs need both, and one does not disturb the other.
"""

import argparse
import heapq
import queue
import sys
import threading
import time

# Where there is no `stm`, a lock stands in for it.
try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()

# What says that nothing will follow. One for each thread that waits at the other end.
END = None

# A full queue makes whoever fills it wait: a fast reader does not pile up work.
SIZE = 16


class Totals:
    """Shared by the workers: what they have found out altogether."""

    def __init__(self):
        self.primes = 0
        self.factors = {}

    def add(self, factors):
        # Both values and all keys change together, or not at all.
        with atomic:
            if len(factors) == 1:
                self.primes += 1
            for factor in factors:
                self.factors[factor] = self.factors.get(factor, 0) + 1


def read(count, numbers, workers):
    """The first stage: makes up numbers. Each has its place in the order with it."""
    number = 1_000_003
    for place in range(count):
        numbers.put((place, number))
        number = (number * 48271 + 11) % 20_000_003
    for _ in range(workers):
        numbers.put(END)


def factor(number):
    factors = []
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1 if divisor == 2 else 2
    if number > 1 or not factors:
        factors.append(number)
    return factors


def work(numbers, answers, totals):
    """The second stage: any number of threads, each takes what comes."""
    while (item := numbers.get()) is not END:
        place, number = item
        factors = factor(number)
        totals.add(factors)
        answers.put((place, number, factors))
    answers.put(END)


def write(answers, workers, lines):
    """The last stage: what comes too early waits in a heap for its turn."""
    early = []
    due = 0
    while workers:
        item = answers.get()
        if item is END:
            workers -= 1
            continue
        heapq.heappush(early, item)
        while early and early[0][0] == due:
            _, number, factors = heapq.heappop(early)
            lines.append(f"{number} = {' * '.join(map(str, factors))}")
            due += 1


def main():
    parser = argparse.ArgumentParser(description="Factors numbers in a pipeline of threads.")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="workers in the middle")
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args()

    numbers, answers = queue.Queue(SIZE), queue.Queue(SIZE)
    totals, lines = Totals(), []
    threads = [
        threading.Thread(target=read, args=(options.count, numbers, options.threads)),
        threading.Thread(target=write, args=(answers, options.threads, lines)),
    ]
    for _ in range(options.threads):
        threads.append(threading.Thread(target=work, args=(numbers, answers, totals)))

    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun

    for line in lines:
        print(line)
    print(f"{totals.primes} primes; the most frequent factors:")
    for found, times in sorted(totals.factors.items(), key=lambda pair: (-pair[1], pair[0]))[:5]:
        print(f"  {found}: {times} times")
    print(f"{seconds:.2f} s with {options.threads} workers", file=sys.stderr)


if __name__ == "__main__":
    main()
