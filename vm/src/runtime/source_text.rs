//! The text of a program from its bytes, in whatever encoding they declare: what the compiler's own
//! decoder does not know, a codec may.

use crate::cx::{Cx, Exit, R};
use crate::objects::str::{self, Str};
use crate::protocol::codec;
use crate::value::Value;
use std::borrow::Cow;
use tython_compiler::parse::CompileError;
use tython_compiler::source::{self, Origin};

/// The text; inside, why it is none.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn decode(
    cx: &mut Cx,
    bytes: &[u8],
    filename: &str,
    origin: Origin,
) -> R<Result<String, CompileError>> {
    let error = match source::decode(bytes, filename, origin) {
        Ok(text) => return Ok(Ok(text)),
        Err(error) => error,
    };
    let declared = source::declaration(bytes).encoding;
    let Some(name) = declared.filter(|name| error.message == format!("unknown encoding: {name}"))
    else {
        return Ok(Err(error));
    };
    let name = cx.str(&name)?.cast::<Str>();
    match codec::decode(cx, Cow::Owned(bytes.to_vec()), name, None) {
        Ok(text) => {
            let text = source::normalise(str::to_string(Value::from(text)));
            Ok(source::check(text, filename, origin))
        }
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(Err(error))
        }
        Err(exit) => Err(exit),
    }
}
