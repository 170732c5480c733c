# Collections asked for by native functions that hold objects which nobody else holds yet.
import functools
import gc


def churn():
    return sum(len(item) for item in [[number] for number in range(1000)])


for _ in range(5):
    found = list(map(gc.collect, [2, 0, 2]))
    print(len(found), churn(), [type(number) for number in found])
print(len(set(map(gc.collect, (0, 1, 2)))) > 0, len(dict(enumerate(map(gc.collect, (0, 1, 2))))), churn())
print(len(list(zip(map(gc.collect, (2, 2)), 'ab'))), sorted('ba', key=lambda letter: churn()), churn())
print(len([*map(gc.collect, (2, 2))]), len(tuple(map(functools.partial(gc.collect), (2, 2)))), churn())


# A finaliser that is native code, which runs wherever the program is.
class Finalized:
    ran = []

    @property
    def __del__(self):
        return functools.partial(Finalized.ran.extend, map(gc.collect, [2, 2]))


for _ in range(20):
    one = Finalized()
    one.self = one
del one
for number in range(300):
    items = [[index] for index in range(1000)]
    items.append(items)
del items
gc.collect()
print(len(Finalized.ran), churn())
