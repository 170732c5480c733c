//! The operator `%`.

use super::base::{STR, Str};
use super::make::made;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::protocol::percent::{self, Flavour};
use crate::value::Value;

#[native(STR, "__mod__(self, value, /)", slot)]
pub(crate) fn modulo(cx: &mut Cx, this: &'static Str, value: Value) -> R<&'static Str> {
    let text = percent::format(cx, Flavour::Text, this.text(), value)?;
    made(cx, Ok(text), "string is too long")
}

#[native(STR, "__rmod__(self, value, /)", slot)]
fn reflected_modulo(cx: &mut Cx, this: Value, value: Value) -> R {
    match cx.payload::<Str>(value)? {
        Some(template) => Ok(modulo(cx, template, this)?.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
