//! What functions, classes and modules have in common of `__annotations__`: it is evaluated when somebody
//! asks (PEP 649).

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::{self, Dict};
use crate::protocol::{call, call_values, type_name};
use crate::value::Value;

/// The annotations that an `__annotate__` gives; none if it cannot be called.
///
/// # Errors
/// What it raises, and TypeError if that is no dict.
pub(crate) fn evaluate(cx: &mut Cx, annotate: Value) -> R {
    if !call::is_callable(cx, annotate)? {
        return Ok(dict::new(cx)?.value());
    }
    // 1: annotationlib.Format.VALUE
    let result = call_values(cx, annotate, &[Value::index(1)])?;
    if cx.payload::<Dict>(result)?.is_none() {
        let class = type_name(cx, result)?;
        return Err(cx.type_error(format_args!(
            "__annotate__ returned non-dict of type '{class}'"
        )));
    }
    Ok(result)
}
