"""The prompt: `_pyrepl` on a terminal, and a plain one everywhere else."""

import codeop
import linecache
import os
import sys


def header():
    """Says what this is."""
    if not sys.flags.quiet:
        print(f'Python {sys.version} on {sys.platform}', file=sys.stderr)
        if not sys.flags.no_site:
            print('Type "help", "copyright", "credits" or "license" for more information.',
                  file=sys.stderr)


def interact(with_header):
    """Reads and runs statements until the input ends."""
    terminal = os.isatty(0)
    if with_header:
        header()
    import __main__
    if not terminal:
        plain(__main__)
        return
    hook = getattr(sys, '__interactivehook__', None)
    if hook is not None and not sys.flags.isolated:
        sys.audit('cpython.run_interactivehook', hook)
        try:
            hook()
        except Exception as error:
            print('Failed calling sys.__interactivehook__', file=sys.stderr)
            _show(error)
    if _basic():
        plain(__main__)
        return
    sys.audit('cpython.run_stdin', '')
    from _pyrepl.main import interactive_console
    interactive_console(__main__)


def _basic():
    """Whether there is no terminal that `_pyrepl` works on."""
    if not sys.flags.ignore_environment and os.environ.get('PYTHON_BASIC_REPL'):
        return True
    try:
        from _pyrepl.main import CAN_USE_PYREPL
    except Exception:
        return True
    return not CAN_USE_PYREPL


def _read(prompt):
    """One line without its end, or None at the end of the input."""
    if os.isatty(0):
        try:
            return input(prompt)
        except EOFError:
            print(file=sys.stderr)
            return None
    if sys.stderr is not None:
        print(prompt, end='', file=sys.stderr, flush=True)
    line = sys.stdin.readline() if sys.stdin is not None else ''
    if not line:
        if sys.stderr is not None:
            print(file=sys.stderr)
        return None
    return line.removesuffix('\n')


def _prompt(name, default):
    if not hasattr(sys, name):
        setattr(sys, name, default)
    return str(getattr(sys, name))


def plain(module):
    """A prompt that reads whole lines."""
    namespace = module.__dict__
    compiler = codeop.CommandCompiler()
    lines = []
    while True:
        prompt = _prompt('ps2', '... ') if lines else _prompt('ps1', '>>> ')
        try:
            line = _read(prompt)
        except KeyboardInterrupt as interrupt:
            print(file=sys.stderr)
            _show(interrupt.with_traceback(None))
            lines.clear()
            continue
        ended = line is None
        if ended and not lines:
            return
        lines.append('' if ended else line)
        source = '\n'.join(lines)
        try:
            code = compiler(source, '<stdin>', 'single')
            if code is None and not ended:
                continue
            lines.clear()
            if code is not None:
                linecache._register_code(code, source, '<stdin>')
                exec(code, namespace)
        except SystemExit:
            raise
        except BaseException as error:
            lines.clear()
            _show(error)
        if ended:
            return


def _show(error):
    """Shows an exception, without the frames of the prompt itself."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    if isinstance(error, SyntaxError):
        traceback = None
    error = error.with_traceback(traceback)
    sys.last_exc = sys.last_value = error
    sys.last_type, sys.last_traceback = type(error), traceback
    if sys.stdout is not None:
        sys.stdout.flush()
    sys.excepthook(type(error), error, traceback)
    if sys.stderr is not None:
        sys.stderr.flush()
