"""Messages through the logging module: below the level, formatted, and through a hierarchy."""

import io
import logging

N = 4_000


def main(n):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    top = logging.getLogger("bench")
    top.handlers[:] = [handler]
    top.setLevel(logging.INFO)
    top.propagate = False
    below = logging.getLogger("bench.below.deep")
    for i in range(n):
        below.debug("not shown %d", i)
        below.debug("nor this")
        top.info("plain")
        below.warning("with %s and %d", "arguments", i)
    return len(stream.getvalue())
