"""Writes the page: one file that needs no other, and whose script is only there for comfort."""

import html
import importlib.resources
import os
import re
import tokenize
from collections import Counter

#: Lines that are shown around those that there is something to say of.
AROUND = 3
COLOURS = ('#4c78a8', '#f58518', '#54a24b', '#b279a2', '#e45756', '#72b7b2', '#eeca3b', '#9d755d')
REST = '#9aa1ad'
HIGHLIGHT = re.compile(r'\b(?P<v>v\d+)\b|\b(?P<g>guard_\w+|\w+_ovf)\b|(?P<b>\b(?:open_\w+(?:\.\w+)?|check_open)\b)'
                       r'|\b(?P<c>call|alloc\w*)\b|\b(?P<l>loop|jump|link|leave|poll)\b')
FATES = {'kept': 'kept', 'once': 'before the loop', 'gone': 'taken out'}


def escape(text):
    return html.escape(str(text))


def many(number, noun):
    return f'{number:,} {noun}' if number == 1 else f'{number:,} {noun}s'


def milliseconds(micros):
    return f'{micros / 1e6:.2f} s' if micros >= 1e6 else f'{micros / 1000:.1f} ms'


def percent(part, whole):
    return f'{100 * part / whole:.1f} %' if whole else '0 %'


def ir(text):
    """An instruction of a trace in colours."""
    def coloured(found):
        return f'<span class="{found.lastgroup}">{found[0]}</span>'
    return HIGHLIGHT.sub(coloured, html.escape(text, quote=False))


def link(number):
    return f'<a href="#t{number}">trace {number}</a>'


def cell(number, text=None):
    """A cell with a number, that the table can be sorted by."""
    return f'<td class="n" data-n="{number}">{f"{number:,}" if text is None else text}</td>'


def source_of(file):
    """The lines of a file, if it can be read."""
    try:
        with tokenize.open(file) as opened:
            return opened.read().splitlines()
    except (OSError, SyntaxError, UnicodeError, ValueError):
        return []


def write(log, facts):
    """The page as text."""
    resources = importlib.resources.files(__package__)
    style, script = (resources.joinpath(name).read_text(encoding='utf-8') for name in ('page.css', 'page.js'))
    page = Page(log, facts)
    parts = [page.top(), page.time(), page.tree(), page.source(), page.failures(), page.traces()]
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<title>Compiled traces of process {log.pid}</title>\n<style>\n{style}</style></head>\n<body>\n'
            + '\n'.join(parts) + f'\n<script>\n{script}</script>\n</body></html>\n')


class Page:
    """The parts."""

    def __init__(self, log, facts):
        self.log, self.facts = log, facts
        roots = [trace for trace in log.traces.values() if trace.parent not in log.traces]
        self.roots = sorted(roots, key=lambda trace: -trace.run_micros)
        self.children = {}
        for trace in log.traces.values():
            if trace.parent in log.traces:
                self.children.setdefault(trace.parent, []).append(trace)
        self.sources = {}
        self.most = max((line.work for lines in facts.codes.values() for line in lines.values()), default=0)

    def top(self):
        """What it is, and the numbers of it all."""
        log, traces = self.log, self.log.traces.values()
        compiled = min(sum(trace.run_micros for trace in traces), log.micros)
        numbers = [
            ('process', milliseconds(log.micros)),
            ('in compiled code', percent(compiled, log.micros)),
            ('traces', f'{len(self.roots)} loops, {len(log.traces) - len(self.roots)} bridges'),
            ('came to nothing', f'{len(log.failures):,}'),
            ('machine code', f'{sum(trace.size for trace in traces) / 1024:,.1f} KiB'),
            ('compiling, in the background', milliseconds(sum(trace.micros for trace in traces))),
        ]
        if log.memory:
            numbers.append(('memory for it at the end', f'{log.memory["bytes"] / 1024:,.0f} KiB'))
        boxes = ''.join(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in numbers)
        end = '' if log.is_complete else ('<p class="warn">The log has no end: the process was killed, or still runs. '
                                          'So nothing is known of how often anything was executed.</p>')
        return (f'<h1>Compiled traces</h1>\n<p class="dim">Process {log.pid}. <span id="status"></span></p>\n{end}'
                f'<dl class="numbers">{boxes}</dl>\n'
                '<nav><a href="#time">Time</a><a href="#tree">Traces</a><a href="#source">Source</a>'
                '<a href="#failures">Given up</a><a href="#ir">Inside the traces</a><span class="tools">'
                '<input id="filter" type="search" placeholder="filter"><button id="open">open all lines</button>'
                '<button id="close">close all</button></span></nav>')

    def time(self):
        """Where the time went: loops, and everything else."""
        shown = [trace for trace in self.roots[:len(COLOURS)] if trace.run_micros]
        others = sum(trace.run_micros for trace in self.log.traces.values()) - sum(trace.run_micros for trace in shown)
        parts = [(colour, f'{link(trace.number)} <span class="dim">{escape(trace.name)}</span>', escape(trace.name),
                  trace.run_micros, f'{trace.runs:,} times')
                 for colour, trace in zip(COLOURS, shown)]
        if others > 0:
            parts.append(('#c9ced8', 'other traces', 'other traces', others, ''))
        compiled = sum(part[3] for part in parts)
        whole = max(self.log.micros, compiled)
        parts.append((REST, 'interpreter, start-up, collector, waiting', 'the rest', whole - compiled, ''))
        bar = ''.join(f'<span style="background:{colour};flex:{micros / (whole or 1):.6f}" title="{title}: '
                      f'{percent(micros, whole)}"></span>' for colour, _, title, micros, _ in parts)
        rows = ''.join(f'<tr><td><span class="key" style="background:{colour}"></span>{text}</td>'
                       f'<td class="n">{milliseconds(micros)}</td><td class="n">{percent(micros, whole)}</td>'
                       f'<td class="n">{often}</td></tr>' for colour, text, _, micros, often in parts)
        return ('<h2 id="time">Where the time went</h2>\n<p>From the interpreter into a loop until it is back: with the '
                'bridges, and with all that compiled code calls.</p>\n'
                f'<div class="bar">{bar}</div><table><thead><tr><th>what</th><th class="n">time</th><th class="n">share</th>'
                f'<th class="n">entered</th></tr></thead><tbody>{rows}</tbody></table>')

    def left(self, trace, exit, count):
        """How often an exit was taken to the interpreter: until there was a bridge, if there is one now."""
        bridge = self.log.traces.get(self.facts.bridges.get((trace, exit)))
        return count if bridge is None else max(0, count - bridge.entries)

    def tree(self):
        """Loops, each with its bridges below it."""
        rows = []

        def add(trace, depth):
            left = sum(self.left(trace.number, exit, count) for exit, count in trace.exits.items())
            where = f'from exit {trace.parent_exit}' if depth else trace.form
            what = f'<span style="padding-left:{1.4 * min(depth, 12)}em">{"└ " if depth else ""}{link(trace.number)}</span>'
            rows.append(f'<tr data-find><td>{what}</td><td>{escape(trace.name)} <small>{where}</small></td>'
                        + cell(trace.entries) + cell(trace.turns) + cell(left)
                        + cell(len(trace.optimised.instructions),
                               f'{len(trace.recorded.instructions)} → {len(trace.optimised.instructions)}')
                        + cell(trace.size) + cell(trace.micros, milliseconds(trace.micros)) + '</tr>')
            for child in sorted(self.children.get(trace.number, ()), key=lambda child: -child.entries):
                add(child, depth + 1)

        for root in self.roots:
            add(root, 0)
        heads = ''.join(f'<th class="n" data-sort title="{title}">{name}</th>' for name, title in (
            ('entries', 'from anywhere'), ('turns', 'how often the header of the loop was come past'),
            ('left', 'exits to the interpreter: there was no bridge, or not yet'), ('instructions', 'recorded, and compiled'),
            ('bytes', 'of machine code'), ('compiled in', 'in the background')))
        return ('<h2 id="tree">Loops and their bridges</h2>\n<div class="wide"><table><thead><tr><th>trace</th><th>begins at</th>'
                f'{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>')

    def source(self):
        """The source of all code that traces come from, the busiest first."""
        cards = []
        codes = self.facts.codes.items()
        for (file, name, first), lines in sorted(codes, key=lambda item: -sum(line.work for line in item[1].values())):
            if any(line.recorded or line.failures for line in lines.values()):
                cards.append(self.card(file, name, first, lines))
        return ('<h2 id="source">Source</h2>\n<p>The bar is a line\'s share of all compiled instructions that were executed. '
                'A line opens: its bytecode, what was recorded of it and what is left, where traces are left, '
                'and its barriers.</p>\n' + '\n'.join(cards))

    def card(self, file, name, first, lines):
        """One function."""
        if file not in self.sources:
            self.sources[file] = source_of(file)
        source = self.sources[file]
        told = {number for number, line in lines.items() if line.recorded or line.failures}
        near = {number for each in told for number in range(each - AROUND, each + AROUND + 1)}
        known = [number for number in lines if number > 0] + [first or 1]
        numbers = [number for number in range(min(known), max(known) + 1) if number in near or len(source) == 0 and number in told]
        rows, last = [], None
        for number in [0] * (0 in told) + numbers:
            if last is not None and number > last + 1:
                rows.append('<div class="gap">⋯</div>')
            text = source[number - 1] if 0 < number <= len(source) else ''
            rows.append(self.line(f'{file}:{name}:{number}', number, text, lines.get(number)))
            last = number
        work = sum(line.work for line in lines.values())
        note = '' if source else ' — the source cannot be read'
        if source and self.log.time and os.stat(file).st_mtime > self.log.time:
            note = ' — <b>the source is newer than the log</b>'
        return (f'<section class="card" data-find><header><h3>{escape(name)}</h3><span class="dim">{escape(file)}{note}</span>'
                f'<small>{percent(work, self.facts.work)} of what was executed</small></header>\n' + '\n'.join(rows) + '</section>')

    def line(self, anchor, number, text, line):
        """One line of source, with what there is to say of it."""
        columns = f'<span class="no">{number or "–"}</span>'
        source = f'<span class="src">{escape(text) or " "}</span>'
        if line is None or not (line.recorded or line.failures):
            return f'<div class="line">{columns}<span></span>{source}<span></span></div>'
        tags = []
        if line.recorded:
            before = sum(map(len, line.recorded.values()))
            after = sum(map(len, line.optimised.values()))
            tags.append(f'<span class="tag" title="instructions recorded, and compiled">{before} → {after}</span>')
        left = sum(self.left(guard.trace, guard.exit, guard.count) for guard in line.guards)
        if left:
            tags.append(f'<span class="tag hot" title="exits to the interpreter">left {left:,}×</span>')
        if line.barriers:
            kept = sum(barrier.fate == 'kept' for barrier in line.barriers)
            tags.append(f'<span class="tag barrier" title="kept, of those recorded">barriers {kept} of {len(line.barriers)}</span>')
        if line.failures:
            tags.append(f'<span class="tag bad">given up {len(line.failures)}×</span>')
        heat = f'{100 * line.work / self.most:.1f}%' if self.most else '0'
        title = percent(line.work, self.facts.work)
        return (f'<details class="line" id="{escape(anchor)}" data-find><summary>{columns}'
                f'<span class="heat" style="--w:{heat}" title="{title}"></span>{source}'
                f'<span class="tags">{"".join(tags)}</span></summary><div class="inside">{self.inside(line)}</div></details>')

    def inside(self, line):
        """What a line has when it is open."""
        parts = []
        for failure in grouped(line.failures):
            parts.append(f'<p class="g">{failure}</p>')
        if line.bytecode:
            code = '\n'.join(f'<span class="v">{word:>5}</span>  {escape(text)}' for word, text in line.bytecode)
            parts.append(f'<h4>Bytecode</h4><pre>{code}</pre>')
        if line.guards:
            rows = ''.join(self.guard(guard) for guard in sorted(line.guards, key=lambda guard: -guard.count))
            parts.append('<h4>Guards, and how often they failed</h4><table><tbody>' + rows + '</tbody></table>')
        if line.barriers:
            rows = Counter((barrier.text.split(' = ')[-1], barrier.fate, barrier.reason, barrier.trace)
                           for barrier in line.barriers)
            rows = ''.join(f'<tr><td>{link(trace)}</td><td class="mono">{ir(text)}</td><td class="{fate}">{FATES[fate]}'
                           f'{f" {count}×" if count > 1 else ""}</td><td class="dim">{escape(reason)}</td></tr>'
                           for (text, fate, reason, trace), count in rows.items())
            parts.append('<h4>Barriers</h4><table><tbody>' + rows + '</tbody></table>')
        for number, recorded in line.recorded.items():
            trace, left = self.log.traces[number], line.optimised.get(number, [])
            before = '\n'.join(ir(instruction.text) for instruction in recorded)
            after = '\n'.join(ir(instruction.text) for instruction in left if not instruction.in_loop)
            inside = '\n'.join(ir(instruction.text) for instruction in left if instruction.in_loop)
            after = after or '<span class="v">nothing</span>'
            if trace.has_loop:
                after += f'\n<span class="l">in the loop:</span>\n{inside or "<span class=v>nothing</span>"}'
            parts.append(f'<h4>{link(number)} <small>entered {trace.entries:,}×, {trace.turns:,} turns</small></h4>'
                         f'<div class="two"><div><small>recorded</small><pre>{before}</pre></div>'
                         f'<div><small>compiled</small><pre>{after}</pre></div></div>')
            if machine := line.machine.get(number):
                size = len(machine) // 2
                shown = ' '.join(machine[place:place + 2] for place in range(0, min(len(machine), 2048), 2))
                more = ' …' if size > 1024 else ''
                parts.append(f'<details><summary class="dim">{many(size, "byte")} of machine code</summary>'
                             f'<pre style="white-space:pre-wrap">{shown}{more}</pre></details>')
        return '\n'.join(parts)

    def guard(self, guard):
        """A row for an exit."""
        out = self.left(guard.trace, guard.exit, guard.count)
        leads = 'to the interpreter' if guard.bridge is None else f'into {link(guard.bridge)}'
        if guard.bridge is not None and out:
            leads += f', before there was one {out:,}×'
        texts = Counter(guard.texts)
        texts = '<br>'.join(ir(text) + (f' <span class="v">{count}×</span>' if count > 1 else '')
                            for text, count in texts.items())
        count = f'<b>{guard.count:,}×</b> {leads}' if guard.count else '<span class="dim">never</span>'
        return f'<tr><td>{link(guard.trace)} exit {guard.exit}</td><td>{count}</td><td class="mono">{texts}</td></tr>'

    def failures(self):
        """Recordings that came to nothing."""
        failures = Counter((each.kind, each.reason, each.stopped, each.begin) for each in self.log.failures)
        words = {'refused': 'no trace', 'cut': 'ends early', 'rejected': 'not compiled'}
        rows = []
        for (kind, reason, stopped, begin), count in failures.most_common():
            name, line, file = stopped
            anchor = f'{file}:{name}:{line}'
            began = f'{escape(begin[0])}, line {begin[1]}' if begin != stopped else ''
            rows.append(f'<tr data-find><td class="n">{count}×</td><td>{words[kind]}</td><td>{escape(reason)}</td>'
                        f'<td><a href="#{escape(anchor)}">{escape(name)}, line {line}</a> <small>{escape(os.path.basename(file))}</small></td>'
                        f'<td>{began}</td></tr>')
        body = ('<div class="wide"><table><thead><tr><th class="n">times</th><th>result</th><th>reason</th><th>at</th><th>recorded from'
                f'</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>' if rows else '<p>Nothing.</p>')
        return f'<h2 id="failures">Given up</h2>\n{body}'

    def traces(self):
        """Each trace as a whole."""
        parts = []
        for trace in sorted(self.log.traces.values(), key=lambda trace: trace.number):
            stages = [('recorded', trace.recorded), *((f'after {name}', body) for name, body in trace.passes),
                      ('compiled', trace.optimised)]
            texts = ''.join(f'<details><summary>{name}: {many(len(body.instructions), "instruction")}</summary>'
                            f'<pre>{self.body(trace, body)}</pre></details>' for name, body in stages)
            if trace.machine:
                texts += f'<details><summary>machine code: {many(trace.size, "byte")}</summary><pre>{escape(trace.machine)}</pre></details>'
            exits = ', '.join(f'{exit}: {count:,}×' + (f' into {link(bridge)}' if (bridge := self.facts.bridges.get((trace.number, exit))) else '')
                              for exit, count in sorted(trace.exits.items(), key=lambda item: -item[1]))
            origin = f'bridge from {link(trace.parent)}, exit {trace.parent_exit}' if trace.parent is not None else 'loop'
            parts.append(f'<details class="trace" id="t{trace.number}" data-find><summary><b>trace {trace.number}</b> {escape(trace.name)} '
                         f'<small>{origin}, {trace.form}; entered {trace.entries:,}×, {many(trace.turns, "turn")}</small></summary>'
                         f'<p><small>Exits taken: {exits or "none"}</small></p>{texts}</details>')
        return '<h2 id="ir">Inside the traces</h2>\n' + '\n'.join(parts)

    def body(self, trace, body):
        """A trace's instructions, each with its line where that changes."""
        lines, last = [], None
        for instruction in body.instructions:
            code = trace.codes.get(instruction.code)
            place = (code.name, code.line_of(instruction.word)) if code is not None else None
            if place not in (None, last):
                lines.append(f'<span class="v">; {escape(place[0])}, line {place[1]}</span>')
                last = place
            lines.append(('  ' if instruction.in_loop else '') + ir(instruction.text))
        return '\n'.join(lines)


def grouped(failures):
    """Failures of one line, each once."""
    counts = Counter((failure.kind, failure.reason) for failure in failures)
    return [f'{kind}{f" {count}×" if count > 1 else ""}: {escape(reason)}' for (kind, reason), count in counts.items()]
