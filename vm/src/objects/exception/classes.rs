//! The exception classes, by their places in the hierarchy.
//!
//! Fields beyond those of every exception are reserved slots that follow them: see `fields.rs`.

use super::fields;
use crate::builtin_type;
use crate::objects::object::OBJECT;
use crate::types::TypeDef;

macro_rules! exceptions {
    ($($name:ident = $text:literal ($base:ident) $fields:literal $doc:literal;)*) => {
        builtin_type! {
            $(
                #[doc = concat!("`", $text, "`")]
                pub static $name = TypeDef {
                    name: $text,
                    base: Some(&$base),
                    reserved: fields::COMMON + $fields,
                    subclassable: true,
                    attributes: true,
                    doc: $doc,
                    ..TypeDef::NEW
                };
            )*
        }
    };
}

exceptions! {
    BASE_EXCEPTION = "BaseException" (OBJECT) 0 "Common base class for all exceptions";
    EXCEPTION = "Exception" (BASE_EXCEPTION) 0 "Common base class for all non-exit exceptions.";
    SYSTEM_EXIT = "SystemExit" (BASE_EXCEPTION) 1 "Request to exit from the interpreter.";
    KEYBOARD_INTERRUPT = "KeyboardInterrupt" (BASE_EXCEPTION) 0 "Program interrupted by user.";
    GENERATOR_EXIT = "GeneratorExit" (BASE_EXCEPTION) 0 "Request that a generator exit.";
    BASE_EXCEPTION_GROUP = "BaseExceptionGroup" (BASE_EXCEPTION) 2
        "A combination of multiple unrelated exceptions.";
    STOP_ITERATION = "StopIteration" (EXCEPTION) 1 "Signal the end from iterator.__next__().";
    STOP_ASYNC_ITERATION = "StopAsyncIteration" (EXCEPTION) 0
        "Signal the end from iterator.__anext__().";
    ARITHMETIC_ERROR = "ArithmeticError" (EXCEPTION) 0 "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR = "FloatingPointError" (ARITHMETIC_ERROR) 0
        "Floating-point operation failed.";
    OVERFLOW_ERROR = "OverflowError" (ARITHMETIC_ERROR) 0 "Result too large to be represented.";
    ZERO_DIVISION_ERROR = "ZeroDivisionError" (ARITHMETIC_ERROR) 0
        "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR = "AssertionError" (EXCEPTION) 0 "Assertion failed.";
    ATTRIBUTE_ERROR = "AttributeError" (EXCEPTION) 2 "Attribute not found.";
    BUFFER_ERROR = "BufferError" (EXCEPTION) 0 "Buffer error.";
    EOF_ERROR = "EOFError" (EXCEPTION) 0 "Read beyond end of file.";
    IMPORT_ERROR = "ImportError" (EXCEPTION) 4
        "Import can't find module, or can't find name in module.";
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError" (IMPORT_ERROR) 4 "Module not found.";
    LOOKUP_ERROR = "LookupError" (EXCEPTION) 0 "Base class for lookup errors.";
    INDEX_ERROR = "IndexError" (LOOKUP_ERROR) 0 "Sequence index out of range.";
    KEY_ERROR = "KeyError" (LOOKUP_ERROR) 0 "Mapping key not found.";
    MEMORY_ERROR = "MemoryError" (EXCEPTION) 0 "Out of memory.";
    NAME_ERROR = "NameError" (EXCEPTION) 1 "Name not found globally.";
    UNBOUND_LOCAL_ERROR = "UnboundLocalError" (NAME_ERROR) 1
        "Local name referenced but not bound to a value.";
    OS_ERROR = "OSError" (EXCEPTION) 5 "Base class for I/O related errors.";
    BLOCKING_IO_ERROR = "BlockingIOError" (OS_ERROR) 5 "I/O operation would block.";
    CHILD_PROCESS_ERROR = "ChildProcessError" (OS_ERROR) 5 "Child process error.";
    CONNECTION_ERROR = "ConnectionError" (OS_ERROR) 5 "Connection error.";
    BROKEN_PIPE_ERROR = "BrokenPipeError" (CONNECTION_ERROR) 5 "Broken pipe.";
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError" (CONNECTION_ERROR) 5 "Connection aborted.";
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError" (CONNECTION_ERROR) 5 "Connection refused.";
    CONNECTION_RESET_ERROR = "ConnectionResetError" (CONNECTION_ERROR) 5 "Connection reset.";
    FILE_EXISTS_ERROR = "FileExistsError" (OS_ERROR) 5 "File already exists.";
    FILE_NOT_FOUND_ERROR = "FileNotFoundError" (OS_ERROR) 5 "File not found.";
    INTERRUPTED_ERROR = "InterruptedError" (OS_ERROR) 5 "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR = "IsADirectoryError" (OS_ERROR) 5
        "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError" (OS_ERROR) 5
        "Operation only works on directories.";
    PERMISSION_ERROR = "PermissionError" (OS_ERROR) 5 "Not enough permissions.";
    PROCESS_LOOKUP_ERROR = "ProcessLookupError" (OS_ERROR) 5 "Process not found.";
    TIMEOUT_ERROR = "TimeoutError" (OS_ERROR) 5 "Timeout expired.";
    REFERENCE_ERROR = "ReferenceError" (EXCEPTION) 0
        "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR = "RuntimeError" (EXCEPTION) 0 "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR = "NotImplementedError" (RUNTIME_ERROR) 0
        "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError" (RUNTIME_ERROR) 0
        "Operation blocked during Python finalization.";
    RECURSION_ERROR = "RecursionError" (RUNTIME_ERROR) 0 "Recursion limit exceeded.";
    SYNTAX_ERROR = "SyntaxError" (EXCEPTION) 10 "Invalid syntax.";
    INCOMPLETE_INPUT_ERROR = "_IncompleteInputError" (SYNTAX_ERROR) 10 "incomplete input.";
    INDENTATION_ERROR = "IndentationError" (SYNTAX_ERROR) 10 "Improper indentation.";
    TAB_ERROR = "TabError" (INDENTATION_ERROR) 10 "Improper mixture of spaces and tabs.";
    SYSTEM_ERROR = "SystemError" (EXCEPTION) 0
        "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TYPE_ERROR = "TypeError" (EXCEPTION) 0 "Inappropriate argument type.";
    VALUE_ERROR = "ValueError" (EXCEPTION) 0 "Inappropriate argument value (of correct type).";
    UNICODE_ERROR = "UnicodeError" (VALUE_ERROR) 0 "Unicode related error.";
    UNICODE_DECODE_ERROR = "UnicodeDecodeError" (UNICODE_ERROR) 5 "Unicode decoding error.";
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError" (UNICODE_ERROR) 5 "Unicode encoding error.";
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError" (UNICODE_ERROR) 5
        "Unicode translation error.";
    WARNING = "Warning" (EXCEPTION) 0 "Base class for warning categories.";
    BYTES_WARNING = "BytesWarning" (WARNING) 0
        "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DEPRECATION_WARNING = "DeprecationWarning" (WARNING) 0
        "Base class for warnings about deprecated features.";
    ENCODING_WARNING = "EncodingWarning" (WARNING) 0 "Base class for warnings about encodings.";
    FUTURE_WARNING = "FutureWarning" (WARNING) 0
        "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING = "ImportWarning" (WARNING) 0
        "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning" (WARNING) 0
        "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING = "ResourceWarning" (WARNING) 0
        "Base class for warnings about resource usage.";
    RUNTIME_WARNING = "RuntimeWarning" (WARNING) 0
        "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING = "SyntaxWarning" (WARNING) 0 "Base class for warnings about dubious syntax.";
    UNICODE_WARNING = "UnicodeWarning" (WARNING) 0
        "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING = "UserWarning" (WARNING) 0 "Base class for warnings generated by user code.";
}
