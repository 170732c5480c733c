"""Reads a log. What its lines mean is said in `vm/src/compiled/log.rs`, which writes them."""

import os
import re
from dataclasses import dataclass, field

FIRST = 'tython jitlog '
VERSION = '1'

QUOTED = r'"(?:[^"\\]|\\.)*"'
PLACE = r'(?P<{0}name>.*?):\d+ line=(?P<{0}line>\d+) file=(?P<{0}file>' + QUOTED + ')'
CODE = re.compile(rf'code=(\d+) name=({QUOTED}) file=({QUOTED}) line=(\d+)$')
TRACE = re.compile(rf'trace=(\d+) .* name=({QUOTED}) .* bytes=(\d+) us=(\d+)$')
HEAD = re.compile(r'trace \d+ (?:root|bridge (\d+) e(\d+)) (solo|shared) ')
REJECTED = re.compile(r'rejected=(\d+) (.*)$')
GIVEN_UP = re.compile(r'(?:refused|cut trace=(?P<trace>\d+)) at=' + PLACE.format('')
                      + ' (?:stopped=' + PLACE.format('stop_') + ' )?(?P<reason>.*)$')
INSTRUCTION = re.compile(rf'    (?P<text>(?:(?P<value>v\d+): \w+ = )?(?P<op>[\w.]+)(?P<rest>.*?)'
                         rf'(?: -> e(?P<exit>\d+))?)(?: @ (?P<code>{QUOTED}|\S+):(?P<word>\d+))?$')
ESCAPE = re.compile(r'\\(?:u\{([0-9a-f]+)\}|(.))')


class Malformed(ValueError):
    """What is read is not what the interpreter writes."""


def unquote(text):
    """What Rust's debug format has quoted."""
    simple = {'n': '\n', 't': '\t', 'r': '\r', '0': '\0'}
    def character(found):
        number, letter = found.groups()
        return chr(int(number, 16)) if number else simple.get(letter, letter)
    return ESCAPE.sub(character, text[1:-1]) if text.startswith('"') else text


@dataclass
class Code:
    """A code object: its instructions are words, lines and texts."""
    name: str
    file: str
    line: int
    instructions: list = field(default_factory=list)

    def line_of(self, word):
        """The line of an instruction."""
        lines = self.__dict__.setdefault('lines', {place: line for place, line, _ in self.instructions})
        return lines.get(word, 0)


@dataclass
class Instruction:
    """One of a trace: its text without the place, and what that says."""
    text: str
    op: str
    value: str | None
    operands: list
    exit: int | None
    code: str | None
    word: int
    #: Whether it is part of the loop, and not of what comes before.
    in_loop: bool = False


@dataclass
class Body:
    """A trace as one pass has left it: the text, and the instructions in it."""
    text: str
    instructions: list


@dataclass
class Trace:
    """A trace that was installed."""
    number: int
    name: str
    size: int
    micros: int
    parent: int | None = None
    parent_exit: int | None = None
    form: str = ''
    #: Code objects by the names that its text has for them.
    codes: dict = field(default_factory=dict)
    recorded: Body | None = None
    optimised: Body | None = None
    #: Names of passes, and what they made of it.
    passes: list = field(default_factory=list)
    #: The bytes of machine code of an instruction, by its number.
    pieces: dict = field(default_factory=dict)
    machine: str = ''
    entries: int = 0
    turns: int = 0
    exits: dict = field(default_factory=dict)
    runs: int = 0
    run_micros: int = 0

    @property
    def has_loop(self):
        return any(instruction.in_loop for instruction in self.optimised.instructions)


@dataclass
class Failure:
    """A recording that came to nothing, or a trace that ends early (`cut`)."""
    kind: str
    trace: int | None
    begin: tuple
    stopped: tuple
    reason: str


@dataclass
class Log:
    """All of it."""
    pid: int
    #: When it was written.
    time: float = 0
    codes: dict = field(default_factory=dict)
    traces: dict = field(default_factory=dict)
    failures: list = field(default_factory=list)
    micros: int = 0
    #: What code there is at the end, and what it took to compile all that was recorded.
    memory: dict = field(default_factory=dict)
    #: Whether the process has come to its end.
    is_complete: bool = False


def read(path):
    """The log in a file."""
    with open(path, encoding='utf-8', errors='surrogateescape') as file:
        first = file.readline()
        if not first.startswith(FIRST):
            raise Malformed(f'{path} is no log that -X jitlog=FILE has written')
        version, *pairs = first.removeprefix(FIRST).split()
        if version != VERSION:
            raise Malformed(f'{path} has the format {version}, and this is a reader of {VERSION}')
        pid = int(dict(pair.split('=', 1) for pair in pairs).get('pid', 0))
        reader = Reader(file, Log(pid, os.fstat(file.fileno()).st_mtime))
        try:
            reader.all()
        except EOFError:
            pass  # The process has ended in the middle of it.
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise Malformed(f'{path}: line {reader.number} is none that -X jitlog=FILE writes: '
                            f'{reader.line[:100]}') from None
        log = reader.log
        log.traces = {number: trace for number, trace in log.traces.items() if trace.optimised is not None}
        return log


class Reader:
    """Goes through the lines."""

    def __init__(self, file, log):
        self.file, self.log = file, log
        self.number, self.line = 1, ''
        #: The numbers of the codes of traces that are still to come.
        self.codes_of = {}
        #: What the next section belongs to.
        self.trace = None

    def next(self):
        """The next line."""
        line = self.file.readline()
        if not line.endswith('\n'):
            raise EOFError
        self.number, self.line = self.number + 1, line[:-1]
        return self.line

    def section(self):
        """The lines up to the dot."""
        return list(iter(self.next, '.'))

    def all(self):
        """All lines."""
        while True:
            line = self.next()
            word = re.match('[a-z]*', line)[0]
            if line.endswith(':') and word in ('recorded', 'pass', 'optimised', 'pieces', 'machine'):
                self.part(word, line[len(word):-1].strip())
            elif word == 'code':
                number, name, file, first = CODE.match(line).groups()
                instructions = [line.split(None, 2) for line in self.section()]
                instructions = [(int(word), int(at), text) for word, at, text in instructions]
                self.log.codes[int(number)] = Code(unquote(name), unquote(file), int(first), instructions)
            elif word == 'codes':
                trace, *numbers = line.split()[1:]
                self.codes_of[int(trace.removeprefix('trace='))] = [int(number) for number in numbers]
            elif word == 'trace':
                number, name, size, micros = TRACE.match(line).groups()
                self.trace = Trace(int(number), unquote(name), int(size), int(micros))
                self.log.traces[self.trace.number] = self.trace
            elif word == 'rejected':
                self.rejected(*REJECTED.match(line).groups())
            elif word in ('refused', 'cut'):
                self.given_up(word, GIVEN_UP.match(line))
            elif line:
                self.counts(word, {key: int(value) for key, value in
                                   (pair.split('=', 1) for pair in line.split()[1:])})

    def part(self, word, name):
        """A section of a trace."""
        trace, lines = self.trace, self.section()
        if word == 'pieces':
            for line in lines:
                number, _, code = line.split()
                trace.pieces[int(number)] = trace.pieces.get(int(number), '') + code
        elif word == 'machine':
            trace.machine = '\n'.join(lines)
        else:
            body = self.body(trace, lines)
            if word == 'pass':
                trace.passes.append((name, body))
            else:
                setattr(trace, word, body)

    def body(self, trace, lines):
        """A trace: declarations, instructions and exits, with blank lines between them; a pass's has only the second part."""
        codes = iter(self.codes_of.get(trace.number, ()))
        instructions, in_loop, is_inside = [], False, False
        for line in lines:
            if line.startswith('    ') and is_inside:
                found = INSTRUCTION.match(line)
                instructions.append(Instruction(
                    found['text'], found['op'], found['value'], re.findall(r'\bv\d+\b', found['rest']),
                    found['exit'] and int(found['exit']), found['code'] and unquote(found['code']),
                    int(found['word'] or 0), in_loop))
                in_loop = in_loop or found['op'].startswith('loop')
            elif line.startswith('enter '):
                is_inside = True
            elif line.startswith('exit '):
                is_inside = False
            elif line.startswith('code '):
                name = unquote(line.removeprefix('code ').rpartition(' ')[0])
                if (number := next(codes, None)) is not None:
                    trace.codes[name] = self.log.codes[number]
            elif line.startswith('trace '):
                parent, parent_exit, trace.form = HEAD.match(line).groups()
                if parent is not None:
                    trace.parent, trace.parent_exit = int(parent), int(parent_exit)
        return Body('\n'.join(lines).strip('\n'), instructions)

    def rejected(self, number, reason):
        """The compiler did not take a trace, whose text follows."""
        self.trace = trace = Trace(int(number), '', 0, 0)
        codes = [self.log.codes[code] for code in self.codes_of.get(trace.number, ())]
        place = (codes[0].name, codes[0].line, codes[0].file) if codes else ('', 0, '')
        self.log.failures.append(Failure('rejected', trace.number, place, place, reason))

    def given_up(self, kind, found):
        """A recording has come to nothing, or ends before its time."""
        def place(prefix):
            return found[f'{prefix}name'], int(found[f'{prefix}line']), unquote(found[f'{prefix}file'])
        begin = place('')
        stopped = place('stop_') if found['stop_name'] is not None else begin
        trace = found['trace'] and int(found['trace'])
        self.log.failures.append(Failure(kind, trace, begin, stopped, found['reason']))

    def counts(self, word, numbers):
        """What is written at the end."""
        if word == 'end':
            self.log.micros, self.log.is_complete = numbers['us'], True
            return
        if word == 'memory':
            self.log.memory = numbers
            return
        trace = self.log.traces.get(numbers['trace'])
        if word not in ('counts', 'exits', 'ran'):
            raise ValueError
        if trace is None:
            return
        if word == 'counts':
            trace.entries, trace.turns = numbers['entries'], numbers['turns']
        elif word == 'exits':
            trace.exits[numbers['exit']] = numbers['count']
        else:
            trace.runs, trace.run_micros = numbers['count'], numbers['us']
