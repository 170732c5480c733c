//! `repr`.

use super::base::{SET, Set};
use crate::cx::{Cx, R};
use crate::objects::dict::text::{self, Display};
use crate::protocol::class_of;
use crate::protocol::repr_guard::guarded;
use crate::value::Value;

/// `repr(this)`, where `set` is what it is or has inside.
pub(super) fn repr(cx: &mut Cx, this: Value, set: &'static Set) -> R {
    let class = class_of(this);
    let name = class.name_text(cx)?;
    if super::len(cx, set)? == 0 {
        return cx.str(&format!("{name}()"));
    }
    let (opening, closing) = match SET.is(class) {
        true => ("{".to_owned(), "}"),
        false => (format!("{name}({{"), "})"),
    };
    let text = guarded(cx, this, |cx| {
        let mut display = Display::new(&opening);
        display.entries(cx, set, text::key)?;
        display.finish(cx, closing)
    })?;
    match text {
        Some(text) => Ok(text),
        None => cx.str(&format!("{name}(...)")),
    }
}
