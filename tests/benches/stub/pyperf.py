"""A stand-in for pyperf, so that pyperformance's files run under our driver.

    python run.py FILE.py WARMUP_SECONDS REPEATS

runs a file of pyperformance as `__main__` with this module as its `pyperf`. What the file hands to
`Runner` is called in this process, as often as a measurement of at least 20 ms takes, and each
benchmark prints the line that `driver.py` prints. Only what the files use is here.
"""

from time import perf_counter

import driver

#: Seconds of warming up, and number of measurements; `run.py` sets them.
WARMUP, REPEATS = 0.0, 1

#: One measurement takes at least so many seconds.
LEAST = 0.02


class Arguments:
    """Takes the declarations of an argparse parser, and gives every option its default."""

    def __init__(self):
        self.defaults = {}

    def add_argument(self, *names, default=None, action=None, dest=None, nargs=None, **_):
        if dest is None:
            longest = max(names, key=len)
            dest = longest.lstrip("-").replace("-", "_")
        if default is None and action in ("store_true", "store_false"):
            default = action == "store_false"
        self.defaults[dest] = default

    def add_argument_group(self, *_, **__):
        return self

    def set_defaults(self, **values):
        self.defaults.update(values)

    def parse_args(self, *_):
        return Options(self.defaults)


class Options:
    def __init__(self, values):
        self.__dict__.update(values)

    def __getattr__(self, name):
        return None


class Runner:
    def __init__(self, **_):
        self.metadata = {}
        self.argparser = Arguments()
        self.args = None

    def parse_args(self, *_):
        self.args = self.argparser.parse_args()
        return self.args

    def bench_func(self, name, function, *args, inner_loops=1, **_):
        def timed(loops):
            begun = perf_counter()
            for _ in range(loops):
                function(*args)
            return perf_counter() - begun

        self.bench_time_func(name, timed, inner_loops=inner_loops)

    def bench_time_func(self, name, function, *args, inner_loops=1, **_):
        """`function(loops, *args)` returns the seconds that so many loops took."""
        loops = 1
        while function(loops, *args) < LEAST and loops < 1 << 20:
            loops *= 2
        end = perf_counter() + WARMUP
        while perf_counter() < end:
            function(loops, *args)
        times = [function(loops, *args) for _ in range(REPEATS)]
        driver.report(name, driver.median(times) / loops / inner_loops, None)

    def bench_async_func(self, name, function, *args, **options):
        import asyncio

        self.bench_func(name, lambda: asyncio.run(function(*args)), **options)

