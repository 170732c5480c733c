"""Loops that are compiled and dropped: 10,000 functions, each with a loop of its own that is hot once.

    tython -X jit=on dropped.py [COUNT]

Prints, ten times, how many functions there have been, the resident size in MiB, and what the code costs: traces that there
are, those retired that are not freed yet, the memory of both in KiB, how many have been compiled, and the milliseconds that
took. All but the last two have to stay where they are after the first few hundred.
"""

import gc
import sys

try:
    from stm import stats
except ImportError:
    stats = dict


def resident():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024


def costs():
    code = stats().get("compiled")
    if code:
        yield from (code["traces"], code["retired"], code["bytes"] >> 10, code["compiled"], code["us"] // 1000)


def made(number):
    names = {}
    source = f"""
def run(n):
    total = {number}
    for k in range(n):
        total += k * {number} % 7
    return total
"""
    exec(source, names)
    return names["run"]


def main(count):
    for number in range(count):
        made(number)(3000)
        if number % (count // 10) == count // 10 - 1:
            gc.collect()
            print(number, round(resident(), 1), *costs(), flush=True)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
