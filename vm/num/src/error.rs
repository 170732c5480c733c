//! What goes wrong with numbers: the class of the Python exception and its message.

use std::borrow::Cow;
use std::fmt;

/// The result of an operation on numbers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The class of the exception that the virtual machine raises.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ErrorKind {
    /// `ValueError`
    ValueError,
    /// `OverflowError`
    OverflowError,
    /// `ZeroDivisionError`
    ZeroDivisionError,
    /// `MemoryError`, always without a message.
    MemoryError,
    /// `TypeError`
    TypeError,
}

/// An exception that is yet to be raised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// The exception's class.
    pub kind: ErrorKind,
    /// The exception's argument; empty means that it has none.
    pub message: Cow<'static, str>,
    /// The first of two arguments where the C library reported the error (`ERANGE`).
    pub errno: Option<i32>,
}

impl Error {
    fn new(kind: ErrorKind, message: Cow<'static, str>) -> Error {
        Error {
            kind,
            message,
            errno: None,
        }
    }

    /// A `ValueError`.
    pub fn value(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::ValueError, message.into())
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::OverflowError, message.into())
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::TypeError, message.into())
    }

    /// A `ZeroDivisionError`.
    pub fn zero_division(message: &'static str) -> Error {
        Error::new(ErrorKind::ZeroDivisionError, message.into())
    }

    /// A `ZeroDivisionError` of `/`, `//`, `%` and `divmod`.
    pub fn division_by_zero() -> Error {
        Error::zero_division("division by zero")
    }

    /// A `MemoryError`.
    pub fn memory() -> Error {
        Error::new(ErrorKind::MemoryError, Cow::Borrowed(""))
    }

    /// What C's `pow` reports as `ERANGE`: an `OverflowError` with the arguments of an `OSError`.
    pub fn result_out_of_range() -> Error {
        const ERANGE: i32 = 34;
        Error {
            errno: Some(ERANGE),
            ..Error::overflow("Numerical result out of range")
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.message)
    }
}

impl std::error::Error for Error {}
