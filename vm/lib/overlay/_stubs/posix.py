environ = {}
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
class stat_result: pass
def stat(path, *, dir_fd=None, follow_symlinks=True): raise FileNotFoundError(2, 'No such file or directory', path)
lstat = stat
def getcwd(): return '/'
def listdir(path='.'): return []
def fspath(path): return path
def getpid(): return 1
def _exit(n): raise SystemExit(n)
def _path_splitroot(path): return ('/', path[1:]) if path[:1] == '/' else ('', path)
def _path_splitroot_ex(path): return ('', '/', path[1:]) if path[:1] == '/' else ('', '', path)
def _path_normpath(path): return path
def register_at_fork(**k): pass
def cpu_count(): return 2
def _inputhook(): pass
def urandom(n): return b'x' * n
def putenv(a, b): pass
def unsetenv(a): pass
_have_functions = []
class terminal_size(tuple): pass
class DirEntry: pass
