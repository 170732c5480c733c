"""Writes the sources of the standard library, which are packed in the program, to a folder.

    python -m unpack_library [DIR]

DIR is where the program looks for the library first, unless another one is given: what is changed there
counts from the next start on.
"""

import os
import sys

import _library


def unpack(directory, inner=''):
    """Writes a folder of the library, with those below it, and returns the path of what it wrote."""
    os.makedirs(directory, exist_ok=True)
    for name in _library.names(inner):
        path = f'{inner}/{name}' if inner else name
        target = os.path.join(directory, name)
        if _library.is_folder(path):
            unpack(target, path)
        else:
            with open(target, 'wb') as file:
                file.write(_library.read(path))
    return directory


def main():
    """The command."""
    if len(sys.argv) > 2:
        sys.exit('usage: python -m unpack_library [DIR]')
    print(unpack(sys.argv[1] if len(sys.argv) == 2 else sys._stdlib_dir))


if __name__ == '__main__':
    main()
