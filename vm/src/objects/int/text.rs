//! Integers as text: `repr`, `format`, and the limit on decimal digits.

use super::base::INT;
use super::long;
use super::operand::receiver;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::number_text::{formatted, spec};
use crate::objects::str::{self, Str};
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_num::format::format_int;
use tython_num::{DigitLimit, IntRef, int};
use tython_text::Text;

/// How many decimal digits a conversion from or to text may have (`sys.set_int_max_str_digits`).
pub fn digit_limit(cx: &Cx) -> DigitLimit {
    // Relaxed: a limit.
    DigitLimit(cx.vm.int_max_str_digits.load(Ordering::Relaxed))
}

#[native(INT, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    let number = receiver(cx, this)?;
    decimal(cx, number)
}

/// The decimal digits of a number.
///
/// # Errors
/// ValueError if they are too many, and what a signal handler raises meanwhile.
pub(crate) fn decimal(cx: &mut Cx, number: IntRef<'_>) -> R<String> {
    let limit = digit_limit(cx);
    long::to_decimal(cx, number, limit)?.map_err(|error| cx.number_error(error))
}

/// Convert to a string according to format_spec.
#[native(INT, "__format__(self, format_spec, /)")]
pub(crate) fn format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return crate::protocol::str(cx, this);
    }
    if let (Some(number), Text::One(&[kind])) = (this.as_small_int(), format_spec.text()) {
        match kind {
            b'd' => return crate::protocol::str(cx, this),
            b'x' => return in_base(cx, number, 4),
            b'o' => return in_base(cx, number, 3),
            b'b' => return in_base(cx, number, 1),
            _ => {}
        }
    }
    let spec = spec(cx, this, format_spec)?;
    let number = receiver(cx, this)?;
    let text = format_int(number, &spec, digit_limit(cx));
    formatted(cx, text)
}

/// The digits of a number, so many bits each.
fn in_base(cx: &mut Cx, number: i64, bits: u32) -> R {
    let mut digits = [b'-'; 1 + u64::BITS as usize];
    let mut first = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        first -= 1;
        digits[first] = b"0123456789abcdef"[(rest & ((1 << bits) - 1)) as usize];
        rest >>= bits;
        if rest == 0 {
            break;
        }
    }
    first -= usize::from(number < 0);
    Ok(Value::from(str::from_part(
        cx,
        Text::One(&digits[first..]),
    )?))
}

/// `bin`, `oct` and `hex`: the digits after their prefix.
///
/// # Errors
/// MemoryError.
pub(crate) fn with_prefix(cx: &mut Cx, number: IntRef<'_>, radix: u32, prefix: &str) -> R {
    let digits = int::to_radix(number, radix);
    let text = match digits.strip_prefix('-') {
        Some(magnitude) => format!("-{prefix}{magnitude}"),
        None => format!("{prefix}{digits}"),
    };
    Ok(Value::from(str::from_utf8(cx, &text)?))
}
