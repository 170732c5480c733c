# heap=16M: who handles a MemoryError has memory, and each has an exception of its own.
import traceback


def fill(kept):
    while True:
        kept.append([len(kept)])


def caught():
    kept = []
    try:
        fill(kept)
    except MemoryError as error:
        # Everything is still there.
        error.add_note(f"more than {len(kept) // 100_000} hundred thousand lists")
        return error, traceback.format_exc()


def nested():
    kept = []
    try:
        fill(kept)
    except MemoryError:
        try:
            fill(kept)
        except MemoryError as second:
            return second.__context__


def finally_runs():
    kept, done = [], []
    try:
        try:
            fill(kept)
        finally:
            done.append("finally")
    except MemoryError:
        done.append("except")
    return done


errors = []
for _ in range(5):
    error, text = caught()
    depth = 0
    entry = error.__traceback__
    while entry is not None:
        depth, entry = depth + 1, entry.tb_next
    print(depth, len(error.__notes__), text.count("MemoryError"), "kept.append" in text)
    error.__traceback__ = None
    errors.append(error)
print(len(set(map(id, errors))))
print(nested(), finally_runs())
