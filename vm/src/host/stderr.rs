//! The process's standard error, for what is said where Python's own stream is not there. That nobody
//! hears it is no reason to stop.

use std::fmt::Arguments;
use std::io::Write;

/// Writes.
pub fn write(text: Arguments<'_>) {
    let _ = std::io::stderr().write_fmt(text);
}

/// Writes a line.
pub fn line(text: Arguments<'_>) {
    write(format_args!("{text}\n"));
}
