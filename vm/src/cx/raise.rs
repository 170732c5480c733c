//! Raising builtin exceptions: `return Err(cx.type_error(format_args!("...")))`.

use crate::cx::{Cx, Exit};
use crate::objects::exception::{self, classes};
use crate::types::TypeCell;
use crate::value::Value;
use std::fmt::Arguments;
use tython_num::ErrorKind;

macro_rules! raisers {
    ($($name:ident: $class:ident,)*) => {
        impl Cx {
            $(
                #[doc = concat!("Raises ", stringify!($class), " with this message.")]
                #[cold]
                pub fn $name(&mut self, message: Arguments<'_>) -> Exit {
                    self.raise_message(&classes::$class, message)
                }
            )*
        }
    };
}

raisers! {
    arithmetic_error: ARITHMETIC_ERROR,
    assertion_error: ASSERTION_ERROR,
    attribute_error: ATTRIBUTE_ERROR,
    buffer_error: BUFFER_ERROR,
    eof_error: EOF_ERROR,
    import_error: IMPORT_ERROR,
    index_error: INDEX_ERROR,
    lookup_error: LOOKUP_ERROR,
    name_error: NAME_ERROR,
    not_implemented_error: NOT_IMPLEMENTED_ERROR,
    overflow_error: OVERFLOW_ERROR,
    recursion_error: RECURSION_ERROR,
    reference_error: REFERENCE_ERROR,
    runtime_error: RUNTIME_ERROR,
    system_error: SYSTEM_ERROR,
    type_error: TYPE_ERROR,
    unbound_local_error: UNBOUND_LOCAL_ERROR,
    value_error: VALUE_ERROR,
    zero_division_error: ZERO_DIVISION_ERROR,
}

impl Cx {
    /// Raises `exception`, an instance of BaseException, as it is.
    #[cold]
    pub fn raise(&mut self, exception: Value) -> Exit {
        self.exception = exception;
        Exit::Raise
    }

    /// Raises a new exception of this class with one argument.
    #[cold]
    pub fn raise_with(&mut self, class: &TypeCell, argument: Value) -> Exit {
        match exception::new(self, class, &[argument]) {
            Ok(exception) => self.raise_in_context(exception),
            Err(exit) => exit,
        }
    }

    /// Raises a new exception of this class with this message.
    #[cold]
    pub fn raise_message(&mut self, class: &TypeCell, message: Arguments<'_>) -> Exit {
        let message = match message.as_str() {
            Some(text) => self.str(text),
            None => self.str(&message.to_string()),
        };
        match message {
            Ok(message) => self.raise_with(class, message),
            Err(exit) => exit,
        }
    }

    /// Raises the exception of an operation on numbers.
    #[cold]
    pub fn number_error(&mut self, error: tython_num::Error) -> Exit {
        let class = match error.kind {
            ErrorKind::ValueError => &classes::VALUE_ERROR,
            ErrorKind::OverflowError => &classes::OVERFLOW_ERROR,
            ErrorKind::ZeroDivisionError => &classes::ZERO_DIVISION_ERROR,
            ErrorKind::TypeError => &classes::TYPE_ERROR,
            ErrorKind::MemoryError => return self.memory_error(),
        };
        let Some(number) = error.errno else {
            return self.raise_message(class, format_args!("{}", error.message));
        };
        let exception = self.str(&error.message).and_then(|message| {
            exception::new(
                self,
                class,
                &[Value::index(number.unsigned_abs() as usize), message],
            )
        });
        match exception {
            Ok(exception) => self.raise_in_context(exception),
            Err(exit) => exit,
        }
    }

    /// Raises KeyError for this key.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Exit {
        self.raise_with(&classes::KEY_ERROR, key)
    }

    /// Raises StopIteration, with a value unless that is None.
    pub fn stop_iteration(&mut self, value: Value) -> Exit {
        let arguments = [value];
        let arguments = if value.is_none() { &[][..] } else { &arguments };
        match exception::new(self, &classes::STOP_ITERATION, arguments) {
            Ok(exception) => self.raise(exception),
            Err(exit) => exit,
        }
    }

    /// Raises a new MemoryError. (As in CPython, what is being handled is not its context.)
    #[cold]
    pub fn memory_error(&mut self) -> Exit {
        match exception::new(self, &classes::MEMORY_ERROR, &[]) {
            Ok(exception) => self.raise(exception),
            Err(exit) => exit,
        }
    }

    /// Raises a new exception; the one that is being handled becomes its context.
    #[cold]
    pub fn raise_in_context(&mut self, exception: Value) -> Exit {
        match exception::set_context(self, exception, self.handled) {
            Ok(()) => self.raise(exception),
            Err(exit) => exit,
        }
    }

    /// Takes the raised exception, after an `Exit::Raise`.
    pub fn take_exception(&mut self) -> Value {
        std::mem::replace(&mut self.exception, Value::UNBOUND)
    }
}
