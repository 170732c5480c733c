# Weak references and finalisers in threads: what lives is found, and what was dropped is finalised once.
import gc
import random
import threading
import weakref

deleted = [0] * 4
shared = weakref.WeakValueDictionary()


class Target:
    __slots__ = ('value', '__weakref__', 'me')


class Finalized:
    def __init__(self, worker):
        self.worker = worker
        self.me = self

    def __del__(self):
        deleted[self.worker] += 1


def work(worker):
    dice = random.Random(worker)
    kept, references, called = {}, [], []
    for number in range(6000):
        target = Target()
        target.value = (worker, number)
        target.me = target if number % 3 else None
        kept[dice.randrange(500)] = target
        references.append((weakref.ref(target), target.value))
        if number % 5 == 0:
            references.append((weakref.ref(target, called.append), target.value))
        shared[worker, number % 300] = target
        if number % 4 == 0:
            Finalized(worker)
        if number % 7 == 0:
            reference, value = dice.choice(references)
            found = reference()
            assert found is None or found.value == value
            assert weakref.getweakrefs(target)
        if len(references) > 1500:
            del references[:700]
    for target in kept.values():
        assert all(reference() is target for reference in weakref.getweakrefs(target))


threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
del thread, threads
gc.collect()
gc.collect()
print(deleted, len(shared))
