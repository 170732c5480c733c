# gc.callbacks are called for collections that nobody asked for, and what they say agrees with gc.get_stats().
import gc
import sys
import threading

told = []


def callback(phase, info):
    told.append((phase, sorted(info), info['generation'], info['uncollectable'], gc.collect()))


def work(enough, pieces=2_000_000):
    for _ in range(pieces):
        items = []
        items.append([items])
        if len(told) >= enough:
            break


def collections():
    return [stats['collections'] for stats in gc.get_stats()]


gc.disable()
gc.collect()
gc.callbacks.append(callback)
before = collections()
gc.enable()
work(20)
gc.disable()
gc.collect()
after = collections()
print(len(told) >= 20, told[0][:2], told[1][0])
print({phase for phase, *_ in told[::2]}, {phase for phase, *_ in told[1::2]}, {one[1:2] + one[3:] == told[0][1:2] + told[0][3:] for one in told})
print(all(start[2] == stop[2] for start, stop in zip(told[::2], told[1::2])))
said = [sum(one[0] == 'stop' and one[2] == generation for one in told) for generation in range(3)]
print(said == [new - old for old, new in zip(before, after)] or (said, before, after))

# While collections are disabled nobody is told.
del told[:]
work(1, 100_000)
print(told, collections() == after)

# Threads: each collection is told once.
gc.collect()
del told[:]
before = collections()
gc.enable()
threads = [threading.Thread(target=work, args=(60,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.disable()
gc.collect()
print(sum(one[0] == 'start' for one in told) == sum(one[0] == 'stop' for one in told) == sum(collections()) - sum(before))
gc.callbacks.remove(callback)

# What they raise is reported, and the program goes on; the list may be changed by them.
reported = []
sys.unraisablehook = lambda args: reported.append((args.exc_type.__name__, args.err_msg.split(' <')[0]))


def raises(phase, info):
    told.append(phase)
    raise LookupError(phase)


def once(phase, info):
    gc.callbacks.remove(once)
    gc.callbacks.append(raises)


del told[:]
gc.callbacks.append(once)
gc.enable()
work(4)
gc.disable()
gc.callbacks.clear()
print(told[:4], reported[:2])

# The list is the collector's, whatever the attribute says.
mine, gc.callbacks = gc.callbacks, []
gc.callbacks.append(callback)
del told[:]
gc.collect()
print(told)
mine.append(callback)
gc.collect()
print([one[0] for one in told])
mine.clear()
