//! `_compare_digest`, which `hmac.compare_digest` is: the time that it takes does not tell where the
//! arguments differ.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::str::Str;
use crate::protocol::{buffer, type_name};
use crate::value::Value;

/// Return 'a == b'.
///
/// This function uses an approach designed to prevent
/// timing analysis, making it appropriate for cryptography.
///
/// a and b must both be of the same type: either str (ASCII only),
/// or any bytes-like object.
///
/// Note: If a and b are of different lengths, or if an error occurs,
/// a timing attack could theoretically reveal information about the
/// types and lengths of a and b--but not their values.
#[native(module = "_operator", "_compare_digest(a, b, /)", effect = reads)]
fn compare_digest(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    if let (Some(a), Some(b)) = (cx.payload::<Str>(a)?, cx.payload::<Str>(b)?) {
        if !a.text().is_ascii() || !b.text().is_ascii() {
            return Err(cx.type_error(format_args!(
                "comparing strings with non-ASCII characters is not supported"
            )));
        }
        return Ok(are_equal(a.text().as_bytes(), b.text().as_bytes()));
    }
    let Some(left) = buffer::contents(cx, a)? else {
        return Err(unsupported(cx, a, b)?);
    };
    let right = buffer::required(cx, b)?;
    Ok(are_equal(&left, &right))
}

#[cold]
fn unsupported(cx: &mut Cx, a: Value, b: Value) -> R<crate::cx::Exit> {
    if buffer::contents(cx, b)?.is_some() {
        return buffer::not_bytes_like(cx, a);
    }
    let (a, b) = (type_name(cx, a)?, type_name(cx, b)?);
    Ok(cx.type_error(format_args!(
        "unsupported operand types(s) or combination of types: '{a}' and '{b}'"
    )))
}

/// Whether two byte strings are equal, in a time that their lengths alone decide.
fn are_equal(a: &[u8], b: &[u8]) -> bool {
    // Of unequal lengths: compare with oneself, and say no.
    let (a, mut difference) = if a.len() == b.len() { (a, 0) } else { (b, 1) };
    for (x, y) in a.iter().zip(b) {
        difference |= std::hint::black_box(x ^ y);
    }
    std::hint::black_box(difference) == 0
}
