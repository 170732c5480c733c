"""Syntax trees on their way to the compiler: checked, and written as text.

The virtual machine compiles the text; the places of the nodes in it are noted beside their own.
"""

import _ast
from _ast_validate import check
from _ast_unparse import Unparser

_ROOTS = {'exec': _ast.Module, 'eval': _ast.Expression, 'single': _ast.Interactive}


def checked(tree, mode):
    """A tree that has the root which the mode asks for."""
    root = _ROOTS[mode]
    if not isinstance(tree, root):
        raise TypeError(f'expected {root.__name__} node, got {type(tree).__name__}')
    return tree


def prepared(tree, mode):
    """The text of a tree, and a flat list with the two places of each node."""
    checked(tree, mode)
    check(tree)
    text = Unparser().visit(tree)
    written = compile(text, '<tree>', mode, _ast.PyCF_ONLY_AST, True)
    return text, _places(written, tree)


def _places(written, tree):
    places = []
    pending = [(written, tree)]
    while pending:
        written, node = pending.pop()
        if type(written) is list:
            if isinstance(node, list):
                pending.extend(zip(reversed(written), reversed(node)))
        elif isinstance(written, _ast.AST) and isinstance(node, type(written)):
            if written._attributes:
                line, column = node.lineno, node.col_offset
                end_line = getattr(node, 'end_lineno', None) or line
                end_column = getattr(node, 'end_col_offset', None) or column
                places += (written.lineno, written.col_offset,
                           written.end_lineno, written.end_col_offset,
                           line, column, end_line, end_column)
            for name in reversed(written._fields):
                field = getattr(written, name)
                if isinstance(field, (list, _ast.AST)):
                    pending.append((field, getattr(node, name, None)))
    return places
