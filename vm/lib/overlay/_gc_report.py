"""What the collector did, as a table and as a plot, from a log that -X gclog=FILE has written.

    python -m gc.report FILE [-o OUT.svg|OUT.html]
"""

import argparse
import collections
import html
import sys

#: Collections that the table shows at the most.
ROWS = 20
UNITS = ('B', 'KiB', 'MiB', 'GiB', 'TiB')


def parse(lines):
    """The collections in a log: dicts of numbers, but for 'cause', 'kind' and the list 'pauses_us'."""
    cycles = []
    for number, line in enumerate(lines, 1):
        if not line.endswith('\n'):
            break  # The program has ended in the middle of it.
        word, *pairs = line.split()
        try:
            if word != 'gc':
                raise ValueError
            cycle = dict(pair.split('=', 1) for pair in pairs)
            pauses = cycle['pauses_us'].split(',') if cycle['pauses_us'] else []
            cycles.append({
                **{key: int(cycle[key]) for key in
                   ('cycle', 'live_last', 'allocated', 'rate', 'live', 'objects', 'external', 'heap',
                    'delays')},
                **{key: float(cycle[key]) for key in ('at', 'marking_us', 'total_us')},
                'cause': cycle['cause'],
                'kind': cycle['kind'],
                'pauses_us': [float(pause) for pause in pauses],
            })
        except (KeyError, ValueError):
            raise ValueError(f'line {number} is none that -X gclog writes: {line.rstrip()}') from None
    return cycles


def quantile(ordered, thousandths):
    """The least of sorted numbers that so many of a thousand of them do not exceed."""
    rank = -(-len(ordered) * thousandths // 1000)
    return ordered[rank - 1]


def size(number):
    """A number of bytes for people."""
    for unit in UNITS:
        if number < 1024 or unit == UNITS[-1]:
            return f'{number:.0f} {unit}' if unit == 'B' else f'{number:.1f} {unit}'
        number /= 1024


def milliseconds(microseconds):
    """A time for people."""
    return f'{microseconds / 1000:.3f} ms'


def summary(cycles):
    """The lines above the table."""
    if not cycles:
        return ['no collections']
    seconds = cycles[-1]['at']
    causes = collections.Counter(cycle['cause'] for cycle in cycles)
    causes = ', '.join(f'{count} by {cause}' for cause, count in causes.most_common())
    young = sum(cycle['kind'] == 'young' for cycle in cycles)
    lines = [f'{len(cycles)} collections in {seconds:.3f} s, {young} of the young alone: {causes}', '']
    pauses = sorted(pause for cycle in cycles for pause in cycle['pauses_us'])
    if pauses:
        shares = [('median', 500), ('99 %', 990), ('99.9 %', 999), ('longest', 1000)]
        times = ', '.join(f'{name} {milliseconds(quantile(pauses, share))}'
                          for name, share in shares)
        lines.append(f'{len(pauses)} pauses: {times}')
    paused = sum(pauses) / 1e6
    marking = sum(cycle['marking_us'] for cycle in cycles) / 1e6
    live = [cycle['live'] for cycle in cycles]
    allocated = sum(cycle['allocated'] for cycle in cycles)
    per_second = f', {size(allocated / seconds)}/s' if seconds else ''
    for name, part in (('paused', paused), ('marking', marking)):
        share = f': {100 * part / seconds:.2f} % of the time' if seconds else ''
        lines.append(f'{name} {part:.6f} s{share}')
    lines.append(f'allocated {size(allocated)}{per_second}')
    delays = sum(cycle['delays'] for cycle in cycles)
    if delays:
        lines.append(f'threads delayed {delays} times, because they allocated faster than was marked')
    lines.append(f'live after a collection: least {size(min(live))}, most {size(max(live))}, '
                 f'last {size(live[-1])}')
    lines.append(f'largest heap after a collection: {size(max(cycle["heap"] for cycle in cycles))}')
    return lines


def table(cycles):
    """A line for each of some collections, evenly spread, the last one included."""
    step = -(-len(cycles) // ROWS) or 1
    shown = cycles[::-1][::step][::-1]
    rows = [('cycle', 'at', 'cause', 'kind', 'before', 'live', 'heap', 'longest pause', 'marking')]
    for cycle in shown:
        longest = max(cycle['pauses_us'], default=0.0)
        rows.append((
            str(cycle['cycle']), f'{cycle["at"]:.3f} s', cycle['cause'], cycle['kind'],
            size(cycle['live_last'] + cycle['allocated']), size(cycle['live']),
            size(cycle['heap']), milliseconds(longest), milliseconds(cycle['marking_us'])))
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ['  '.join(cell.rjust(width) for cell, width in zip(row, widths)) for row in rows]


class Panel:
    """A part of the plot, with axes of its own: times to the right, something upwards from 0 on."""

    LEFT, WIDTH, HEIGHT = 90, 780, 200

    def __init__(self, title, top, seconds, most, text):
        self.top, self.seconds, self.most = top, seconds or 1.0, most or 1.0
        self.parts = [f'<text x="{self.LEFT}" y="{top - 10}" class="title">{html.escape(title)}</text>']
        for step in range(5):
            value = self.most * step / 4
            y = self.y(value)
            self.parts.append(f'<path d="M{self.LEFT} {y:.1f}h{self.WIDTH}" class="grid"/>')
            self.parts.append(f'<text x="{self.LEFT - 8}" y="{y + 4:.1f}" class="left">{text(value)}</text>')
            x = self.x(self.seconds * step / 4)
            self.parts.append(f'<text x="{x:.1f}" y="{top + self.HEIGHT + 18}" class="below">'
                              f'{self.seconds * step / 4:.3g} s</text>')

    def x(self, seconds):
        return self.LEFT + self.WIDTH * seconds / self.seconds

    def y(self, value):
        return self.top + self.HEIGHT * (1 - value / self.most)

    def line(self, points, name):
        """A line from point to point."""
        path = 'L'.join(f'{self.x(x):.1f} {self.y(y):.1f}' for x, y in points)
        self.parts.append(f'<path d="M{path}" class="line {name}"/>')

    def dots(self, points, name):
        """A dot for each point."""
        self.parts.extend(f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="2" class="{name}"/>'
                          for x, y in points)

    def legend(self, names):
        """Says, on the right, which colour means what."""
        for place, (name, text) in enumerate(names):
            x, y = self.LEFT + self.WIDTH - 170 * (len(names) - place), self.top - 10
            self.parts.append(f'<text x="{x}" y="{y}" class="{name}">{html.escape(text)}</text>')


COLOURS = {'live': '#1b6ca8', 'before': '#d1495b', 'heap': '#888', 'pause': '#1b6ca8'}
STYLE = '''\
text { font: 12px sans-serif; fill: #333 }
.title { font-weight: bold } .left { text-anchor: end } .below { text-anchor: middle }
.grid { stroke: #ddd } .line { stroke-width: 1.5 }
''' + '\n'.join(f'.{name} {{ fill: {colour} }} .line.{name} {{ fill: none; stroke: {colour} }}'
                for name, colour in COLOURS.items())


def svg(cycles):
    """The plot: sizes over time, and pauses over time."""
    seconds = cycles[-1]['at'] if cycles else 0
    before = [(cycle['at'], cycle['live_last'] + cycle['allocated']) for cycle in cycles]
    live = [(cycle['at'], cycle['live']) for cycle in cycles]
    heap = [(cycle['at'], cycle['heap']) for cycle in cycles]
    pauses = [(cycle['at'], pause) for cycle in cycles for pause in cycle['pauses_us']]
    most = max((y for _, y in before + live + heap), default=0)
    sizes = Panel('Sizes', 40, seconds, most, size)
    sizes.legend([('live', 'live'), ('before', 'live last, and allocated'), ('heap', 'blocks in use')])
    if cycles:
        sizes.line(heap, 'heap')
        sizes.line(before, 'before')
        sizes.line(live, 'live')
    most = max((y for _, y in pauses), default=0)
    stops = Panel('Pauses', 310, seconds, most, milliseconds)
    stops.dots(pauses, 'pause')
    parts = '\n'.join(sizes.parts + stops.parts)
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 540" width="900" height="540">\n'
            f'<style>{STYLE}</style>\n<rect width="900" height="540" fill="#fff"/>\n{parts}\n</svg>\n')


def page(cycles, text):
    """The plot and the text in a page that needs no other file."""
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Collections</title></head>\n'
            f'<body>\n{svg(cycles)}<pre>{html.escape(text)}</pre>\n</body></html>\n')


def main():
    """The command."""
    parser = argparse.ArgumentParser(prog='python -m gc.report',
                                     description='Shows what a log of -X gclog=FILE says.')
    parser.add_argument('file', metavar='FILE', help='the log')
    parser.add_argument('-o', dest='out', metavar='OUT', help='a plot, as an .svg or .html file')
    arguments = parser.parse_args()
    out = arguments.out
    if out is not None and not out.endswith(('.svg', '.html')):
        parser.error(f'a name that ends in .svg or .html is needed: {out}')
    try:
        with open(arguments.file, encoding='utf-8') as file:
            cycles = parse(file)
        text = '\n'.join(summary(cycles) + [''] + table(cycles)) + '\n'
        if out is not None:
            with open(out, 'w', encoding='utf-8') as file:
                file.write(page(cycles, text) if out.endswith('.html') else svg(cycles))
    except (OSError, ValueError) as error:
        sys.exit(f'gc.report: {error}')
    sys.stdout.write(text)


if __name__ == '__main__':
    main()
