# os.path, os.environ, time and datetime where they are deterministic.
import os, os.path as p, time, datetime as dt
print(p.join("a", "b", "c.txt"), p.join("a", "/b"), p.join("a/", ""), p.split("/a/b.c"), p.splitext("x.tar.gz"), p.splitext(".bashrc"), p.basename("/a/b/"), p.dirname("/a/b"), p.normpath("/a/./b/../c//d"), p.isabs("/a"), p.commonprefix(["/usr/a", "/usr/b"]), p.commonpath(["/usr/a", "/usr/b"]), p.relpath("/a/b", "/a/c"), p.expanduser("x"), p.exists("/no/such"), p.isdir("/"))
os.environ["TYTHON_SNIPPET"] = "set"
print(os.environ["TYTHON_SNIPPET"], os.getenv("TYTHON_NOT_SET", "default"), "TYTHON_NOT_SET" in os.environ, os.sep, os.linesep == "\n", os.name, os.fspath("a"), os.path.expandvars("$TYTHON_SNIPPET/x"))
try:
    os.environ["TYTHON_NOT_SET"]
except KeyError as e:
    print(repr(e))
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(0)), time.gmtime(86400 * 365).tm_year, time.strptime("2024-02-29", "%Y-%m-%d").tm_yday, time.mktime(time.gmtime(1000)), time.asctime(time.gmtime(0)))
a, b = time.perf_counter(), time.perf_counter()
m = time.monotonic()
time.sleep(0.001)
print(b >= a, time.monotonic() > m, isinstance(time.time(), float), isinstance(time.time_ns(), int), time.time() > 1.6e9)
d = dt.date(2024, 2, 29)
print(d, d + dt.timedelta(days=1), d.weekday(), d.isoformat(), d.replace(year=2023, day=1), dt.date(2024, 12, 25) - d, d.strftime("%d/%m/%y %A"), dt.date.fromisoformat("2020-01-02"), d.timetuple().tm_yday, tuple(d.isocalendar()))
t = dt.datetime(2024, 1, 2, 3, 4, 5, 678900, tzinfo=dt.timezone.utc)
print(t, repr(t), t.isoformat(), t.timestamp(), t.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30))), dt.datetime.fromtimestamp(0, dt.timezone.utc), dt.datetime.strptime("01 Feb 2003 04:05", "%d %b %Y %H:%M"), t - dt.timedelta(hours=30), f"{t:%H:%M}", dt.datetime.combine(d, dt.time(1, 2)), t.time(), t > t - dt.timedelta(1))
x = dt.timedelta(days=1, hours=-5, microseconds=3)
print(x, repr(x), x.total_seconds(), x * 2, x / 2, x // dt.timedelta(hours=1), -x, abs(-x), x % dt.timedelta(hours=5), dt.timedelta.max.days)
for bad in (lambda: dt.date(2023, 2, 29), lambda: dt.datetime(2024, 13, 1), lambda: dt.date.fromisoformat("x"), lambda: dt.datetime.strptime("x", "%Y"), lambda: time.strptime("1", "%H:%M"), lambda: time.sleep(-1), lambda: os.listdir("/no/such/folder"), lambda: dt.time(25)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
# The C module's messages name the module too.
for bad in (lambda: d + 1, lambda: d < t, lambda: dt.timedelta.max * 2):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__)
