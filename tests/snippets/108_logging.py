# logging: levels, formatters, handlers, hierarchy, exceptions; to stdout.
import logging, sys, io
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
logging.debug("not shown"); logging.info("shown %d %s", 1, "x"); logging.warning("w"); logging.error("e %(k)s", {"k": "v"})
log = logging.getLogger("app.db")
log.setLevel(logging.DEBUG)
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("{levelname:<8}|{name}|{funcName}|{lineno}|{message}", style="{"))
log.addHandler(h)
log.propagate = False
def work():
    log.debug("inside")
    log.log(35, "custom level")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")
work()
print(log.parent.name, log.getEffectiveLevel(), logging.getLogger("app.db") is log, log.isEnabledFor(5), logging.getLevelName(30), logging.getLevelName("ERROR"), log.hasHandlers(), logging.getLogger("app").level)
class Filter(logging.Filter):
    def filter(self, record):
        record.msg = "filtered " + record.msg
        return "secret" not in record.msg
log.addFilter(Filter())
log.info("open"); log.info("secret")
child = logging.getLogger("app.db.child")
child.warning("through the parent's handler")
buffer = io.StringIO()
b = logging.StreamHandler(buffer)
b.setLevel(logging.ERROR)
child.addHandler(b)
child.error("both"); child.info("only one")
print(repr(buffer.getvalue()))
logging.addLevelName(25, "NOTICE")
child.log(25, "named level")
logging.disable(logging.WARNING)
child.warning("disabled"); child.error("still")
logging.disable(logging.NOTSET)
log.info("wrong %d arguments" % 1, extra={"user": "me"})
a = logging.LoggerAdapter(child, {"id": 5})
a.info("adapted")
record = logging.LogRecord("n", 20, "p", 1, "m %s", ("a",), None)
print(record.getMessage(), record.levelname, logging.Formatter("%(message)s").format(record))
