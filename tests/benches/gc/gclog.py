"""Tython's own account of its collections, which it writes to the file of `-X gclog=FILE`."""

import os
import sys
import tempfile

LOGS = sys.implementation.name == "tython"


def begin():
    """Starts this program again, with the log, unless it has one or is run by something else."""
    if LOGS and "gclog" not in sys._xoptions:
        handle, path = tempfile.mkstemp(suffix=".gclog")
        os.close(handle)
        os.execv(sys.executable, [sys.executable, "-X", f"gclog={path}", *sys.argv])


def cycles():
    """For each collection so far how long the world stood still each time, in nanoseconds."""
    if not LOGS:
        return []
    with open(sys._xoptions["gclog"]) as file:
        lines = [dict(pair.split("=", 1) for pair in line.split()[1:]) for line in file]
    return [[float(pause) * 1e3 for pause in line["pauses_us"].split(",") if pause] for line in lines]


def end():
    if LOGS:
        os.remove(sys._xoptions["gclog"])
