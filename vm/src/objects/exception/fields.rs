//! The fields of exceptions: reserved slots of the instance, so that they are transactional, and
//! inherited by Python's subclasses.

/// `args`: a tuple.
pub const ARGS: usize = 0;
/// `__traceback__`: a traceback or None.
pub const TRACEBACK: usize = 1;
/// `__context__`: an exception or None.
pub const CONTEXT: usize = 2;
/// `__cause__`: an exception or None.
pub const CAUSE: usize = 3;
/// `__suppress_context__`: a bool.
pub const SUPPRESS_CONTEXT: usize = 4;
/// How many fields every exception has.
pub const COMMON: u32 = 5;

/// `StopIteration.value`, `SystemExit.code`, `NameError.name`, `AttributeError.name`: the first field of
/// the class's own.
pub const FIRST: usize = COMMON as usize;

/// `AttributeError.obj`.
pub const ATTRIBUTE_OBJ: usize = FIRST + 1;

/// `ImportError.msg`.
pub const IMPORT_MSG: usize = FIRST;
/// `ImportError.name`.
pub const IMPORT_NAME: usize = FIRST + 1;
/// `ImportError.path`.
pub const IMPORT_PATH: usize = FIRST + 2;
/// `ImportError.name_from`.
pub const IMPORT_NAME_FROM: usize = FIRST + 3;

/// `OSError.errno`.
pub const OS_ERRNO: usize = FIRST;
/// `OSError.strerror`.
pub const OS_STRERROR: usize = FIRST + 1;
/// `OSError.filename`.
pub const OS_FILENAME: usize = FIRST + 2;
/// `OSError.filename2`.
pub const OS_FILENAME2: usize = FIRST + 3;
/// `OSError.characters_written`: unbound if nobody knows.
pub const OS_WRITTEN: usize = FIRST + 4;

/// `SyntaxError.msg`.
pub const SYNTAX_MSG: usize = FIRST;
/// `SyntaxError.filename`.
pub const SYNTAX_FILENAME: usize = FIRST + 1;
/// `SyntaxError.lineno`.
pub const SYNTAX_LINENO: usize = FIRST + 2;
/// `SyntaxError.offset`.
pub const SYNTAX_OFFSET: usize = FIRST + 3;
/// `SyntaxError.text`.
pub const SYNTAX_TEXT: usize = FIRST + 4;
/// `SyntaxError.end_lineno`.
pub const SYNTAX_END_LINENO: usize = FIRST + 5;
/// `SyntaxError.end_offset`.
pub const SYNTAX_END_OFFSET: usize = FIRST + 6;
/// `SyntaxError.print_file_and_line`.
pub const SYNTAX_PRINT: usize = FIRST + 7;
/// `SyntaxError._metadata`.
pub const SYNTAX_METADATA: usize = FIRST + 8;

/// `UnicodeError.encoding`.
pub const UNICODE_ENCODING: usize = FIRST;
/// `UnicodeError.object`.
pub const UNICODE_OBJECT: usize = FIRST + 1;
/// `UnicodeError.start`: an int.
pub const UNICODE_START: usize = FIRST + 2;
/// `UnicodeError.end`: an int.
pub const UNICODE_END: usize = FIRST + 3;
/// `UnicodeError.reason`.
pub const UNICODE_REASON: usize = FIRST + 4;

/// `BaseExceptionGroup.message`.
pub const GROUP_MESSAGE: usize = FIRST;
/// `BaseExceptionGroup.exceptions`: a tuple.
pub const GROUP_EXCEPTIONS: usize = FIRST + 1;
