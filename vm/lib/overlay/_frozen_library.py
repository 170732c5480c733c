"""Finds modules of the standard library inside the program.

The library's files have names below `sys._stdlib_dir`, where there need not be anything. This module's
hook in `sys.path_hooks` makes finders for that folder and those below it; all the rest is importlib's.
Where the folder does exist, its files come first, so that one can try changes.
"""

import sys
import _imp
import _library
import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _external

_path_join = _external._path_join


def _inner(path):
    """The path inside the library of a path of the file system, or None."""
    root = sys._stdlib_dir
    if path == root:
        return ''
    if path.startswith(root) and path[len(root)] == '/':
        return path[len(root) + 1:].rstrip('/')
    return None


# The modules that CPython has in itself: its tracebacks say so.
_FROZEN = frozenset((
    'zipimport.py', 'abc.py', 'codecs.py', 'io.py', '_collections_abc.py', '_sitebuiltins.py',
    'genericpath.py', 'ntpath.py', 'posixpath.py', 'os.py', 'site.py', 'stat.py',
    'importlib/util.py', 'importlib/machinery.py', 'runpy.py'))


def _code_name(inner, path):
    """The file name that the code of a module has."""
    if inner in _FROZEN:
        return f"<frozen {inner.removesuffix('.py').replace('/', '.')}>"
    return path


class LibraryLoader(_external._LoaderBasics):
    """Loads one module of the library."""

    def __init__(self, fullname, path, inner):
        self.name = fullname
        self.path = path
        self._inner = inner

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    @_external._check_name
    def get_filename(self, fullname):
        """The path of the module's source."""
        return self.path

    @_external._check_name
    def is_package(self, fullname):
        """Whether the module is a package."""
        return self._inner.endswith('/__init__.py')

    def get_code(self, fullname):
        """The module's code."""
        return _library.code(self._inner, _code_name(self._inner, self.path))

    def get_source(self, fullname):
        """The module's source."""
        return _external.decode_source(_library.read(self._inner))

    def get_data(self, path):
        """What a file of the library holds."""
        inner = _inner(path)
        if inner is None:
            raise OSError(0, 'not a file of the library', path)
        return _library.read(inner)

    def exec_module(self, module):
        """Runs the module."""
        code = self.get_code(self.name)
        _bootstrap._call_with_frames_removed(exec, code, module.__dict__)

    def get_resource_reader(self, fullname):
        """Where importlib.resources finds the files beside the module."""
        from _library_resources import ResourceReader
        return ResourceReader(self.path.rpartition('/')[0])


class LibraryFinder:
    """Finds modules in one folder of the library."""

    def __init__(self, path):
        inner = _inner(path)
        if inner is None or not _library.is_folder(inner):
            raise ImportError('not a folder of the library', path=path)
        if _external._path_isdir(sys._stdlib_dir) and _external._path_isfile(
                _path_join(sys._stdlib_dir, 'os.py')):
            raise ImportError('the library is in the file system', path=path)
        self.path = path
        self._inner = inner

    def find_spec(self, fullname, target=None):
        """The spec of a module, if it is here."""
        tail = fullname.rpartition('.')[2]
        inner = f'{self._inner}/{tail}' if self._inner else tail
        path = f'{self.path}/{tail}'
        init = f'{inner}/__init__.py'
        if _library.is_file(init):
            file = f'{path}/__init__.py'
            return self._spec(fullname, file, init, [path])
        source = f'{inner}.py'
        if _library.is_file(source):
            return self._spec(fullname, f'{path}.py', source, None)
        if _library.is_folder(inner):
            spec = _bootstrap.ModuleSpec(fullname, None)
            spec.submodule_search_locations = [path]
            return spec
        return None

    @staticmethod
    def _spec(fullname, file, inner, locations):
        loader = LibraryLoader(fullname, file, inner)
        spec = _bootstrap.ModuleSpec(fullname, loader, origin=file, is_package=locations is not None)
        spec._set_fileattr = True
        if locations is not None:
            spec.submodule_search_locations[:] = locations
        return spec

    def invalidate_caches(self):
        """There are none: the library does not change."""

    def iter_modules(self, prefix=''):
        """For pkgutil: the names of the modules here, and whether they are packages."""
        seen = set()
        for name in _library.names(self._inner):
            tail, dot, suffix = name.partition('.')
            if suffix == 'py' and tail != '__init__':
                is_package = False
            elif not dot and _library.is_file(f'{self._inner}/{name}/__init__.py'.lstrip('/')):
                is_package = True
            else:
                continue
            if tail not in seen:
                seen.add(tail)
                yield prefix + tail, is_package

    def __repr__(self):
        return f'LibraryFinder({self.path!r})'


_zipimport = None
_imports_zipimport = False


def _zip_hook(path):
    """Stands for zipimport, which is imported when there is a file on the path."""
    global _zipimport, _imports_zipimport
    if not _external._path_isfile(path) or _imports_zipimport:
        raise ImportError(f'not a Zip file: {path!r}', path=path)
    if _zipimport is None:
        # What zipimport itself imports is not in archives.
        _imports_zipimport = True
        try:
            import zipimport
        finally:
            _imports_zipimport = False
        _zipimport = zipimport
        cache = sys.path_importer_cache
        for known in [known for known, finder in cache.items() if finder is None]:
            del cache[known]
    return _zipimport.zipimporter(path)


sys.path_hooks[:0] = [LibraryFinder, _zip_hook]
