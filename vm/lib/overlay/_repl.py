"""The prompt: `_pyrepl` on a terminal, and a plain one everywhere else."""

import codeop
import os
import sys


def interact():
    """Reads and runs statements until the input ends."""
    if not sys.flags.quiet:
        print(f'Python {sys.version} on {sys.platform}\n'
              'Type "help", "copyright", "credits" or "license" for more information.',
              file=sys.stderr)
    import __main__
    hook = getattr(sys, '__interactivehook__', None)
    basic = os.environ.get('PYTHON_BASIC_REPL') or not os.isatty(0)
    if basic:
        plain(__main__)
        return
    try:
        if hook is not None:
            hook()
        from _pyrepl.main import CAN_USE_PYREPL, interactive_console
    except Exception:
        CAN_USE_PYREPL = False
    if CAN_USE_PYREPL:
        interactive_console(__main__)
    else:
        plain(__main__)


def _read(prompt):
    """One line without its end, or None at the end of the input."""
    if os.isatty(0):
        try:
            return input(prompt)
        except EOFError:
            print()
            return None
    print(prompt, end='', file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
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
        except KeyboardInterrupt:
            print('\nKeyboardInterrupt', file=sys.stderr)
            lines.clear()
            continue
        if line is None:
            if not lines:
                return
            line, ended = '', True
        else:
            ended = False
        lines.append(line)
        source = '\n'.join(lines)
        try:
            code = compiler(source, '<stdin>', 'single')
            if code is None and not ended:
                continue
            lines.clear()
            if code is not None:
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
    if isinstance(error, SyntaxError) and error.__traceback__ is not None:
        traceback = None
    else:
        traceback = error.__traceback__ and error.__traceback__.tb_next
    error = error.with_traceback(traceback)
    sys.last_exc = sys.last_value = error
    sys.last_type, sys.last_traceback = type(error), traceback
    sys.stdout.flush()
    sys.excepthook(type(error), error, traceback)
    sys.stderr.flush()
