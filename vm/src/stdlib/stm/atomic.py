# What `@atomic` makes of a function.

def decorate(atomic, function):
    def atomically(*args, **kwargs):
        with atomic:
            return function(*args, **kwargs)

    for name in ("__module__", "__name__", "__qualname__", "__doc__", "__type_params__"):
        try:
            setattr(atomically, name, getattr(function, name))
        except AttributeError:
            pass
    atomically.__dict__.update(getattr(function, "__dict__", {}))
    atomically.__wrapped__ = function
    return atomically
