# What a frame needs only if the call raises is kept while it waits for it.
import gc


def bad(path):
    gc.collect()
    raise ImportError(path)


class Good:
    def __init__(self, path):
        self.path = path


def find(path):
    for hook in [bad, Good]:
        try:
            return hook(path)
        except ImportError:
            continue


def first(paths):
    found = None
    for path in paths:
        try:
            found = find(path) if path else bad(path)
            break
        except ImportError as error:
            print(repr(error))
    return found.path


print(find(3).path)
print(first([0, None, 7, 8]))
