"""The class of `pickle` that is written in C in CPython."""


class PickleBuffer:
    """Wrapper for potentially out-of-band buffers"""

    __slots__ = ('_view', '__weakref__')

    def __new__(cls, object, /):
        self = super().__new__(cls)
        self._view = memoryview(object)
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'pickle.PickleBuffer' is not an acceptable base type")

    def _get(self):
        if self._view is None:
            raise ValueError('operation forbidden on released PickleBuffer object')
        return self._view

    def __buffer__(self, flags, /):
        return memoryview(self._get())

    def raw(self):
        """Return a memoryview of the raw memory underlying this buffer.

        Will raise BufferError is the buffer isn't contiguous.
        """
        view = self._get()
        if not view.contiguous:
            raise BufferError('cannot extract raw buffer from non-contiguous buffer')
        if not view.c_contiguous:
            return memoryview(view.tobytes('A'))
        return view.cast('B')

    def release(self):
        """Release the underlying buffer controlled by the PickleBuffer object."""
        self._view = None


PickleBuffer.__module__ = 'pickle'
