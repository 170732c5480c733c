"""What a log says of each line of source: what was recorded there and what is left of it, where traces are left,
which barriers are kept, and how much is done there.
"""

import collections
from dataclasses import dataclass, field

BARRIERS = ('open_read.solo', 'open_read.shared', 'open_write.solo', 'open_write.shared', 'check_open')

KEPT = {'open_read.solo': 'no code: a lone thread just reads', 'check_open': 'others may have written it meanwhile'}
GONE = {'check_open': 'nobody else can write it, or nothing was read since the last look'}


@dataclass
class Barrier:
    """A barrier that was recorded, and what has become of it: 'kept', 'once' (before the loop) or 'gone'."""
    trace: int
    text: str
    fate: str
    reason: str


@dataclass
class Guard:
    """An exit that is taken from a line, by the instructions of a compiled trace that have it."""
    trace: int
    exit: int
    texts: list
    count: int
    bridge: int | None


@dataclass
class Line:
    """All of one line of source in one code object."""
    bytecode: list = field(default_factory=list)
    #: By traces: their instructions here.
    recorded: dict = field(default_factory=lambda: collections.defaultdict(list))
    optimised: dict = field(default_factory=lambda: collections.defaultdict(list))
    machine: dict = field(default_factory=lambda: collections.defaultdict(str))
    guards: list = field(default_factory=list)
    barriers: list = field(default_factory=list)
    failures: list = field(default_factory=list)
    #: Instructions of compiled traces, times how often each was come past.
    work: int = 0


@dataclass
class Facts:
    """Lines of code objects by their files and names; and which bridge belongs to which exit."""
    codes: dict
    bridges: dict
    work: int


def of(log):
    """The facts of a log."""
    codes = {}
    for code in log.codes.values():
        lines = codes.setdefault((code.file, code.name, code.line), collections.defaultdict(Line))
        if not lines:
            for word, line, text in code.instructions:
                lines[line].bytecode.append((word, text))
    bridges = {(trace.parent, trace.parent_exit): trace.number
               for trace in log.traces.values() if trace.parent is not None}

    def line_of(trace, instruction):
        code = trace.codes.get(instruction.code)
        if code is not None:
            return codes[code.file, code.name, code.line][code.line_of(instruction.word)]

    work = 0
    for trace in log.traces.values():
        work += of_trace(trace, bridges, lambda instruction: line_of(trace, instruction))
    by_place = {(file, name): lines for (file, name, _), lines in codes.items()}
    for failure in log.failures:
        name, number, file = failure.stopped
        if (file, name) in by_place:
            by_place[file, name][number].failures.append(failure)
    return Facts(codes, bridges, work)


def of_trace(trace, bridges, line_of):
    """Notes what one trace has to say; the result is how much was done in it."""
    for instruction in trace.recorded.instructions:
        if (line := line_of(instruction)) is not None:
            line.recorded[trace.number].append(instruction)
    what = {instruction.value: instruction.text.partition(' = ')[2] for instruction in trace.optimised.instructions}
    guards, work = {}, 0
    for number, instruction in enumerate(trace.optimised.instructions):
        count = trace.turns if instruction.in_loop else trace.entries
        work += count
        if (line := line_of(instruction)) is None:
            continue
        line.optimised[trace.number].append(instruction)
        line.machine[trace.number] += trace.pieces.get(number, '')
        line.work += count
        if (exit := instruction.exit) is not None:
            if (id(line), exit) not in guards:
                guard = Guard(trace.number, exit, [], trace.exits.get(exit, 0), bridges.get((trace.number, exit)))
                guards[id(line), exit] = guard
                line.guards.append(guard)
            asked = what.get(instruction.operands[0]) if instruction.op in ('guard_true', 'guard_false') else None
            text = instruction.text.rpartition(' -> ')[0]
            guards[id(line), exit].texts.append(f'{text}: {asked}' if asked else text)
    for instruction, fate, reason in barriers(trace):
        if (line := line_of(instruction)) is not None:
            line.barriers.append(Barrier(trace.number, instruction.text, fate, reason))
    return work


def barriers(trace):
    """The barriers that were recorded, each with its fate and the reason."""
    groups = collections.defaultdict(list)
    for instruction in trace.recorded.instructions:
        if instruction.op in BARRIERS:
            groups[instruction.op, instruction.code, instruction.word].append(instruction)
    before, inside = collections.Counter(), collections.Counter()
    for instruction in trace.optimised.instructions:
        where = inside if instruction.in_loop else before
        where[instruction.op, instruction.code, instruction.word] += 1
    reasons = openness(trace)
    for key, group in groups.items():
        # Those that are left are taken to be the first of which nothing is known.
        group.sort(key=lambda instruction: id(instruction) in reasons)
        kept = inside[key] if trace.has_loop else before[key]
        once = before[key] if trace.has_loop else 0
        by = pass_of(trace, key, len(group))
        for place, instruction in enumerate(group):
            if place < kept:
                yield instruction, 'kept', KEPT.get(instruction.op, 'not known to be open')
            elif place < once:
                yield instruction, 'once', 'opened in the first turn, and the same object in the others'
            else:
                reason = GONE.get(instruction.op, 'another name of an object that is open')
                yield instruction, 'gone', reasons.get(id(instruction), reason + by)


def pass_of(trace, key, count):
    """Which pass has taken out barriers first, if the log says that."""
    for name, body in trace.passes:
        left = sum((each.op, each.code, each.word) == key for each in body.instructions)
        if left < count:
            return f' (pass {name})'
    return ''


def openness(trace):
    """Why barriers of the recording are needless by what is said before them there, by their ids."""
    opened, new, reasons = {}, set(), {}
    for instruction in trace.recorded.instructions:
        if instruction.op.startswith('alloc'):
            new.add(instruction.value)
        elif instruction.op.startswith('open_') and instruction.operands:
            value = instruction.operands[0]
            level = instruction.op.startswith('open_write')
            if value in new:
                reasons[id(instruction)] = f'{value} is new: nobody else has it'
            elif value in opened and opened[value][0] >= level:
                code = trace.codes.get(opened[value][1].code)
                line = code.line_of(opened[value][1].word) if code is not None else 0
                what = 'written' if opened[value][0] else 'read'
                reasons[id(instruction)] = f'{value} was opened to be {what} in line {line}'
            else:
                opened[value] = (level, instruction)
    return reasons
