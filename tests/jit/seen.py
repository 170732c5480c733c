# Frames that Python code gets hold of in loops that are compiled: who looks at its callers, and who keeps a frame after its return.

import sys
import traceback


def caller_line():
    """Where the caller's caller stands."""
    frame = sys._getframe(2)
    return frame.f_lineno - frame.f_code.co_firstlineno


def deep(turn):
    return caller_line()


def two_calls(turn):
    first = deep(turn)
    second = deep(
        turn
    )
    return first, second


def lines(turns):
    seen = set()
    for turn in range(turns):
        seen.add(two_calls(turn))
        seen.add(deep(turn))
    return sorted(map(str, seen))


print(lines(60))


def find_caller(skip):
    """As `logging` looks for who has called it."""
    frame = sys._getframe(1)
    while frame.f_code.co_name in skip:
        frame = frame.f_back
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno


def log(message):
    return inner(message)


def inner(message):
    return find_caller(("log", "inner"))


def first(turn):
    return log(turn)


def second(turn):
    turn += 1
    if turn % 3:
        return log(turn)
    return log(
        turn)


def logged(turns):
    counts = {}
    for turn in range(turns):
        who = first(turn)
        counts[who] = counts.get(who, 0) + 1
        who = second(turn)
        counts[who] = counts.get(who, 0) + 1
        who = log(turn)
        counts[who] = counts.get(who, 0) + 1
    return counts


print(logged(60))


kept = []


def keeps(turn, at):
    """Keeps its frame sometimes; what its variables hold is seen when it has returned."""
    local = turn * 2
    if turn % at == 0:
        kept.append(sys._getframe())
    other = [local]
    local += 1
    return other


def keeping(turns, at):
    kept.clear()
    total = 0
    for turn in range(turns):
        total += keeps(turn, at)[0]
    return total, len(kept)


for at in 30, 1, 7:
    print(keeping(60, at))
    print([(dict(frame.f_locals), frame.f_lineno - frame.f_code.co_firstlineno) for frame in kept[-3:]])


def keeps_outer(turn):
    """The frame of its caller is kept."""
    if turn % 5 == 0:
        kept.append(sys._getframe(1))
    return turn


def outer(turn):
    before = turn + 1
    got = keeps_outer(turn)
    after = got + before
    return after


def keeping_outer(turns):
    kept.clear()
    total = 0
    for turn in range(turns):
        total += outer(turn)
    return total, len(kept)


print(keeping_outer(60))
print([(sorted(frame.f_locals.items()), frame.f_lineno - frame.f_code.co_firstlineno) for frame in kept[:2] + kept[-2:]])


def changes(turn):
    """Changes a variable of its caller through its frame."""
    frame = sys._getframe(1)
    if turn % 4 == 1:
        frame.f_locals["value"] = "changed"
    return frame.f_locals["value"]


def changed(turn):
    value = turn
    seen = changes(turn)
    return value, seen


def changing(turns):
    counts = {}
    for turn in range(turns):
        value, seen = changed(turn)
        kind = type(value).__name__, type(seen).__name__
        counts[kind] = counts.get(kind, 0) + 1
    return counts


print(changing(60))


def loop_changed(turns):
    """The same of the loop's own frame."""
    counts = {}
    for turn in range(turns):
        value = turn
        seen = changes(turn)
        kind = type(value).__name__, type(seen).__name__
        counts[kind] = counts.get(kind, 0) + 1
    return counts


print(loop_changed(60))


def walks():
    names = []
    frame = sys._getframe()
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return tuple(names)


def recursive(depth):
    if depth == 0:
        return walks()
    return recursive(depth - 1)


def walked(turns):
    return {recursive(turn % 4) for turn in range(turns)}


def walked_in_loop(turns):
    seen = set()
    for turn in range(turns):
        seen.add(recursive(turn % 4))
    return seen


for names in sorted(walked(40)) + sorted(walked_in_loop(40)):
    print(names)


class Keyed:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        callers.add(sys._getframe(1).f_code.co_name)
        return self.number < other.number

    def __hash__(self):
        callers.add(sys._getframe(1).f_code.co_name)
        return 1

    def __eq__(self, other):
        callers.add(sys._getframe(1).f_code.co_name)
        return self.number == other.number

    def __repr__(self):
        frame = sys._getframe(1)
        callers.add((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return f"<{self.number}>"

    def __index__(self):
        frame = sys._getframe(1)
        callers.add((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return self.number


callers = set()


def by_natives(turns):
    """Natives call functions which look at who has called them."""
    total = 0
    for turn in range(turns):
        values = [Keyed(turn), Keyed(turn - 1)]
        total += min(values).number
        total += len({values[0]: 1, values[1]: 2})
        total += len("%r" % values[0])
        total += len(repr(values[1]))
        total += int(bin(values[0])[2:] or "0", 2)
        total += sorted(values)[0].number
    return total


print(by_natives(40), sorted(map(str, callers)))


def key(value):
    frames.add((sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno))
    return -value


def by_keys(turns):
    total = 0
    for turn in range(turns):
        total += sorted([turn, 1, 2], key=key)[0]
        total += sum(map(key, (turn, 2)))
        total += max([1, turn],
                     key=key)
        total += len(list(filter(key, [0, turn])))
    return total


frames = set()
print(by_keys(40), sorted(frames))


def raises(turn):
    if turn % 10 == 9:
        raise ValueError(turn)
    return turn


def frame_of_error(turns):
    """What is kept of a frame that is left by an exception."""
    errors = []
    for turn in range(turns):
        try:
            raises(
                turn
            )
        except ValueError as error:
            errors.append(error)
    return errors


errors = frame_of_error(40)
print(len(errors), {tuple(line - 0 for line in (entry.tb_lineno - entry.tb_frame.f_code.co_firstlineno for entry in (error.__traceback__, error.__traceback__.tb_next))) for error in errors})
print([error.__traceback__.tb_next.tb_frame.f_locals for error in errors[-2:]])
print({"".join(traceback.format_tb(error.__traceback__)).count("raises(") for error in errors})


def generator(turns):
    for turn in range(turns):
        yield sys._getframe(1).f_code.co_name, sys._getframe().f_lineno - sys._getframe().f_code.co_firstlineno


def over_generator(turns):
    return {pair for pair in generator(turns)}


def over_generator_in_loop(turns):
    seen = set()
    for pair in generator(turns):
        seen.add(pair)
    return seen


print(sorted(over_generator_in_loop(40)))


def globals_of(turns):
    seen = set()
    for turn in range(turns):
        seen.add(len(locals()))
        x = turn
        seen.add(tuple(sorted(locals())))
        seen.add(sys._getframe().f_globals is globals())
    return sorted(map(str, seen))


print(globals_of(40))


def writes_result(turn):
    """Writes the variable that gets its result."""
    sys._getframe(1).f_locals["got"] = "written"
    sys._getframe(1).f_locals["other"] = turn
    return turn


def takes_result(turn):
    got = other = None
    got = writes_result(turn)
    return got == other


def taking(turns):
    right = 0
    for turn in range(turns):
        right += takes_result(turn)
        other = None
        got = writes_result(turn)
        right += got == other
    return right


print(taking(60))


def fails_when_seen(turn):
    """Takes its caller's frame, and raises."""
    frame = sys._getframe(1)
    if turn % 3 == 1:
        frame.f_locals["state"] = "changed"
    kept.append(frame)
    raise KeyError(turn)


def catches(turn):
    state = "first"
    try:
        fails_when_seen(turn)
    except KeyError:
        state += "+"
    later = turn
    return state


def catching(turns):
    kept.clear()
    states = {}
    for turn in range(turns):
        state = catches(turn)
        states[state] = states.get(state, 0) + 1
    return states, {frame.f_locals["later"] - index for index, frame in enumerate(kept)}


print(catching(60))
