"""Files beside the modules of the library, for importlib.resources."""

import io

import _library
from importlib.resources import abc
from _frozen_library import _inner


class ResourceReader(abc.TraversableResources):
    """The files of one folder of the library."""

    def __init__(self, path):
        self._path = path

    def files(self):
        """The folder."""
        return LibraryPath(self._path)


class LibraryPath(abc.Traversable):
    """A file or folder of the library."""

    def __init__(self, path):
        self._path = path
        self._inner = _inner(path)

    @property
    def name(self):
        return self._path.rpartition('/')[2]

    def iterdir(self):
        return (self / name for name in _library.names(self._inner))

    def is_dir(self):
        return _library.is_folder(self._inner)

    def is_file(self):
        return _library.is_file(self._inner)

    def read_bytes(self):
        return _library.read(self._inner)

    def open(self, mode='r', *args, **kwargs):
        stream = io.BytesIO(self.read_bytes())
        if 'b' in mode:
            return stream
        return io.TextIOWrapper(stream, *args, **kwargs)

    def joinpath(self, *descendants):
        path = self._path
        for part in descendants:
            path = f'{path}/{part}'
        return LibraryPath(path)

    def __truediv__(self, child):
        return self.joinpath(child)

    def __repr__(self):
        return f'LibraryPath({self._path!r})'
