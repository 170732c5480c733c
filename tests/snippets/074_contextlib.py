# contextlib: contextmanager, ExitStack, suppress, redirect, closing, nullcontext, decorators.
from contextlib import *
import io
@contextmanager
def tag(name, swallow=False):
    print("<" + name)
    try:
        yield name.upper()
    except KeyError as e:
        print("saw", e)
        if not swallow: raise
    finally:
        print(name + ">")
with tag("a") as v: print(v)
with tag("b", True): raise KeyError("k")
try:
    with tag("c"): raise KeyError("k")
except KeyError as e:
    print("out", e)
@tag("deco")
def f(x): return x * 2
print(f(2), f(3))
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("suppressed")
s = io.StringIO()
with redirect_stdout(s): print("captured")
print(repr(s.getvalue()))
with ExitStack() as stack:
    for n in "xy": stack.enter_context(tag(n))
    stack.callback(print, "callback", sep="!")
    stack.push(lambda *a: print("push", a[0]))
    print("body")
stack = ExitStack()
stack.callback(print, "moved")
later = stack.pop_all()
stack.close()
later.close()
try:
    with ExitStack() as st:
        st.callback(lambda: 1 / 0)
        raise ValueError("body")
except ZeroDivisionError as e:
    print(repr(e.__context__))
class Res:
    def close(self): print("closed")
with closing(Res()) as r, nullcontext(5) as n: print(n)
class Deco(ContextDecorator):
    def __enter__(self): print("in"); return self
    def __exit__(self, *a): print("out")
@Deco()
def g(): print("g")
g()
@contextmanager
def twice():
    yield 1
    yield 2
@contextmanager
def never():
    if False: yield
for cm in (twice, never):
    try:
        with cm(): pass
    except RuntimeError as e:
        print(e)
@contextmanager
def stop():
    yield
try:
    with stop(): raise StopIteration("si")
except StopIteration as e:
    print("StopIteration", e)
cm = tag("once", True)
with cm: pass
try:
    with cm: pass
except (RuntimeError, AttributeError) as e:
    print(type(e).__name__, e)
@asynccontextmanager
async def am():
    print("async in")
    yield 1
    print("async out")
async def main():
    async with am() as x, AsyncExitStack() as st:
        st.push_async_callback(acb)
        print(x)
async def acb(): print("async callback")
try:
    main().send(None)
except StopIteration: pass
print(issubclass(Res, AbstractContextManager), isinstance(Deco(), AbstractContextManager))
