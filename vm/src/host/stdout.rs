//! The process's standard output, buffered.

use parking_lot::Mutex;
use std::io::{LineWriter, Stdout, Write};
use std::sync::LazyLock;

static STDOUT: LazyLock<Mutex<LineWriter<Stdout>>> =
    LazyLock::new(|| Mutex::new(LineWriter::new(std::io::stdout())));

/// Writes, and flushes if asked. Errors are found again at the flush at exit.
pub fn write(bytes: &[u8], flush: bool) {
    let mut stdout = STDOUT.lock();
    let _ = stdout.write_all(bytes);
    if flush {
        let _ = stdout.flush();
    }
}

/// Flushes; false if that failed.
pub fn flush() -> bool {
    STDOUT.lock().flush().is_ok()
}
