//! `_io`: files.
//!
//! Three layers, as in Python: a raw file (`FileIO`) makes system calls; a buffered one reads ahead and
//! writes behind; a text file decodes and encodes. All their state lies in the slots of their instances
//! and is transactional: reading from what has been read ahead, and writing into what is to be written
//! later, is undone with the transaction that did it, and threads that share a file conflict over it
//! like over any object. Only the system calls themselves (`file.rs`) are irrevocable.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs`, `bases.rs` | the abstract classes |
//! | `file.rs`, `file_open.rs` | `FileIO` |
//! | `raw.rs` | any raw file, as buffered ones use it |
//! | `buffered/` | `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair` |
//! | `newline.rs`, `line_end.rs` | `IncrementalNewlineDecoder`; what ends a line |
//! | `text/` | `TextIOWrapper` |
//! | `bytes_io.rs`, `string_io.rs` | files in memory |
//! | `open.rs` | `open`, `open_code`, `text_encoding` |
//! | `standard.rs` | `sys.stdin`, `sys.stdout`, `sys.stderr` |
//! | `arguments.rs`, `target.rs`, `errors.rs` | what the methods have in common |

mod arguments;
mod base;
mod bases;
mod buffered;
mod bytes_io;
mod errors;
mod file;
mod file_open;
mod line_end;
mod newline;
mod open;
mod raw;
mod standard;
mod string_io;
mod target;
mod text;

pub use standard::{standard_streams, write_text};

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::exception::classes::BLOCKING_IO_ERROR;
use crate::objects::module::Module;
use crate::value::Value;

native_module!("_io", fill);

/// Bytes that a buffered file reads or writes at once, unless it is told otherwise.
const DEFAULT_BUFFER_SIZE: usize = 128 << 10;

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    super::set(
        cx,
        module,
        "DEFAULT_BUFFER_SIZE",
        Value::index(DEFAULT_BUFFER_SIZE),
    )?;
    super::set(cx, module, "BlockingIOError", BLOCKING_IO_ERROR.value())?;
    if cx.vm.unsupported_operation.get().is_none() {
        let class = errors::unsupported_operation(cx)?;
        cx.vm.unsupported_operation.set(class);
    }
    let class = cx.vm.unsupported_operation.get();
    super::set(cx, module, "UnsupportedOperation", class)
}
