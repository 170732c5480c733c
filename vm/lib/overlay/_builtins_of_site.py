"""The builtins that `site` adds, without `site`: what a start without installed packages needs."""

import builtins
import sys

import _sitebuiltins


class _Printer(_sitebuiltins._Printer):
    """A text that is put together when somebody wants to see it."""

    def __init__(self, name, data, files=()):
        self.__args = name, data, files

    def __make(self):
        name, data, files = self.__args
        here = sys._stdlib_dir
        super().__init__(name, data, files, (f'{here}/..', here, '.'))

    def __repr__(self):
        self.__make()
        return super().__repr__()

    def __call__(self):
        self.__make()
        super().__call__()


_EOF = 'Ctrl-D (i.e. EOF)'
builtins.quit = _sitebuiltins.Quitter('quit', _EOF)
builtins.exit = _sitebuiltins.Quitter('exit', _EOF)
builtins.copyright = _Printer('copyright', sys.copyright)
builtins.credits = _Printer('credits', """\
Thanks to CWI, CNRI, BeOpen, Zope Corporation, the Python Software
Foundation, and a cast of thousands for supporting Python
development.  See www.python.org for more information.""")
builtins.license = _Printer(
    'license', 'See https://www.python.org/psf/license/', ('LICENSE.txt', 'LICENSE'))
builtins.help = _sitebuiltins._Helper()
