# Iterators over ranges that end where small integers end: stepped, asked, put elsewhere, copied.

import copy
import pickle

BIG = 2**62
RANGES = [
    range(BIG - 3, BIG - 1),
    range(BIG - 3, BIG),
    range(BIG - 3, BIG + 1),
    range(-BIG + 2, -BIG - 1, -1),
    range(-BIG + 2, -BIG - 2, -1),
    range(0, BIG - 1, BIG - 2),
    range(0, BIG, BIG - 1),
    range(1 - BIG, BIG - 1, BIG - 1),
    range(2**63 - 2, 2**63 + 1),
    range(BIG - 1, -BIG - 1, -BIG),
    range(7, 7, BIG),
]

for numbers in RANGES:
    iterator = iter(numbers)
    print(type(iterator).__name__, iterator.__length_hint__(), list(numbers), [x for x in numbers])
    iterator.__setstate__(1)
    twin = copy.copy(iterator)
    print(list(pickle.loads(pickle.dumps(iterator))), next(iterator, "nothing"), list(twin), list(twin))
    iterator.__setstate__(100)
    print(iterator.__reduce__()[1:], next(iterator, "nothing"), iterator.__length_hint__())
    print(list(reversed(numbers)), list(zip(numbers, "ab")), list(enumerate(numbers, BIG - 2)))
