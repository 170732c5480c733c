"""Exceptions raised near and far, caught by type, re-raised, chained, and finally."""

N = 100_000


class Mine(ValueError):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def thrower(kind):
    if kind == 0:
        raise Mine(kind)
    if kind == 1:
        return {}["missing"]
    if kind == 2:
        return [][1]
    if kind == 3:
        raise LookupError from TypeError("cause")
    return kind


def between(kind):
    try:
        return thrower(kind)
    finally:
        kind += 1


def deep(kind, depth):
    return deep(kind, depth - 1) if depth else between(kind)


def main(n):
    total = 0
    for i in range(n):
        try:
            total += deep(i % 6, i % 4)
        except Mine as error:
            total += error.code + 1
        except KeyError as error:
            total += len(error.args)
        except IndexError:
            try:
                raise
            except LookupError:
                total += 3
        except LookupError as error:
            total += error.__cause__ is not None
        else:
            total += 2
    return total
