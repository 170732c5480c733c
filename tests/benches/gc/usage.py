"""What this process takes of the machine, and how its findings are printed.

The lines are read by the tables' program: `figure VALUE NAME`, and `point X Y` for what is drawn as a
curve. A value of `-` is one that this interpreter or this system cannot give.
"""

import os
import resource

MIB = 1 << 20
# PyPy knows it only by its number.
RUSAGE_THREAD = getattr(resource, "RUSAGE_THREAD", 1)


def status(name):
    """A line of Linux's account of this process, in bytes."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(name + ":"):
                return int(line.split()[1]) << 10
    raise LookupError(name)


def resident():
    return status("VmRSS")


def peak():
    return status("VmHWM")


class Account:
    """What Linux knows of the thread that made this."""

    def __init__(self):
        self.file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)

    def waited(self):
        """How long it was ready and waited for a core, in nanoseconds."""
        return int(os.pread(self.file, 80, 0).split()[1])

    def sleeps(self):
        """How often it gave up its core by itself, to wait for something."""
        return resource.getrusage(RUSAGE_THREAD).ru_nvcsw


def figure(name, value, digits=3):
    text = "-" if value is None else f"{value:.{digits}f}"
    print("figure", text, name, flush=True)


def point(x, y):
    print("point", f"{x:.9g}", f"{y:.9g}", flush=True)
