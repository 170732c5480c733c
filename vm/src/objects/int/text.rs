//! Integers as text: `repr`, `format`, and the limit on decimal digits.

use super::base::INT;
use super::operand::receiver;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::number_text::{formatted, spec};
use crate::objects::str::{self, Str};
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_num::format::format_int;
use tython_num::{DigitLimit, int};

/// How many decimal digits a conversion from or to text may have (`sys.set_int_max_str_digits`).
pub fn digit_limit(cx: &Cx) -> DigitLimit {
    // Relaxed: a limit.
    DigitLimit(cx.vm.int_max_str_digits.load(Ordering::Relaxed))
}

#[native(INT, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    let number = receiver(cx, this)?;
    int::to_decimal(&number, digit_limit(cx)).map_err(|error| cx.number_error(error))
}

/// Convert to a string according to format_spec.
#[native(INT, "__format__(self, format_spec, /)")]
fn format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return crate::protocol::str(cx, this);
    }
    let spec = spec(cx, this, format_spec)?;
    let number = receiver(cx, this)?;
    let text = format_int(&number, &spec, digit_limit(cx));
    formatted(cx, text)
}

/// `bin`, `oct` and `hex`: the digits after their prefix.
///
/// # Errors
/// MemoryError.
pub(crate) fn with_prefix(cx: &mut Cx, number: &tython_num::Int, radix: u32, prefix: &str) -> R {
    let digits = int::to_radix(number, radix);
    let text = match digits.strip_prefix('-') {
        Some(magnitude) => format!("-{prefix}{magnitude}"),
        None => format!("{prefix}{digits}"),
    };
    Ok(Value::from(str::from_utf8(cx, &text)?))
}
