TIMEOUT_MAX = 1e9
error = RuntimeError
def get_ident(): return 1
def get_native_id(): return 1
class LockType:
    def __init__(self): self.n = 0
    def acquire(self, blocking=True, timeout=-1):
        self.n += 1
        return True
    def release(self): self.n -= 1
    def locked(self): return self.n > 0
    def __enter__(self): return self.acquire()
    def __exit__(self, *a): self.release()
    def _is_owned(self): return self.n > 0
    def _at_fork_reinit(self): self.n = 0
lock = LockType
class RLock(LockType): pass
def allocate_lock(): return LockType()
allocate = allocate_lock
class _local: pass
def _set_sentinel(): return LockType()
def start_new_thread(f, args, kw={}): f(*args, **kw)
