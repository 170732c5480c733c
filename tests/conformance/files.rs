//! Which of CPython's test files are run.

/// Modules of CPython's `test` package.
pub(crate) const FILES: [&str; 26] = [
    "test_grammar",
    "test_dict",
    "test_list",
    "test_tuple",
    "test_set",
    "test_int",
    "test_float",
    "test_bool",
    "test_str",
    "test_bytes",
    "test_class",
    "test_descr",
    "test_scope",
    "test_generators",
    "test_exceptions",
    "test_iter",
    "test_itertools",
    "test_functools",
    "test_collections",
    "test_contextlib",
    "test_dataclasses",
    "test_enum",
    "test_re",
    "test_json",
    "test_threading",
    "test_queue",
];

/// Whether a test's ID belongs to this file.
pub(crate) fn owns(file: &str, id: &str) -> bool {
    id.strip_prefix("test.")
        .and_then(|rest| rest.strip_prefix(file))
        .is_some_and(|rest| rest.starts_with('.'))
}
