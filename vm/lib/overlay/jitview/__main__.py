"""The command."""

import argparse
import sys

from . import facts, log, page


def main():
    parser = argparse.ArgumentParser(prog='python -m jitview',
                                     description='Makes a page of a log that -X jitlog=FILE has written.')
    parser.add_argument('file', metavar='FILE', help='the log')
    parser.add_argument('--out', '-o', metavar='HTML', help='the page; else it is FILE.html')
    arguments = parser.parse_args()
    out = arguments.out or f'{arguments.file}.html'
    try:
        read = log.read(arguments.file)
        text = page.write(read, facts.of(read))
        with open(out, 'w', encoding='utf-8') as file:
            file.write(text)
    except (OSError, ValueError) as error:
        sys.exit(f'jitview: {error}')
    if not read.is_complete:
        print(f'jitview: {arguments.file} has no end: the process was killed, or still runs', file=sys.stderr)
    print(f'{out}: {len(read.traces)} traces, {len(read.failures)} recordings that came to nothing')


if __name__ == '__main__':
    main()
