//! `repr` of what has entries.

use super::walk::{Item, Walk};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::Dict;
use crate::objects::dict::lookup::Owner;
use crate::objects::str::{self, Str};
use crate::protocol;
use crate::protocol::repr_guard::guarded;
use crate::value::Value;
use tython_text::{Builder, Text};

/// Writes the part of an entry that a `repr` shows.
pub(super) type Part = fn(&mut Display, &mut Cx, Item) -> R<()>;

/// The text of a container under construction. It holds no values, so it may live across calls of
/// Python code.
pub(crate) struct Display {
    builder: Builder,
    is_empty: bool,
}

impl Display {
    /// It begins with this.
    pub(crate) fn new(opening: &str) -> Self {
        let mut builder = Builder::new();
        opening
            .chars()
            .for_each(|char| builder.push(u32::from(char)));
        Display {
            builder,
            is_empty: true,
        }
    }

    /// Begins the next part.
    pub(crate) fn next(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.push(", ");
        }
    }

    /// Appends ASCII.
    pub(crate) fn push(&mut self, text: &str) {
        self.builder.push_text(Text::One(text.as_bytes()));
    }

    /// Appends the `repr` of a value.
    pub(crate) fn value(&mut self, cx: &mut Cx, value: Value) -> R<()> {
        let text = protocol::repr(cx, value)?;
        if let Some(text) = cx.payload::<Str>(text)? {
            self.builder.push_text(text.text());
        }
        Ok(())
    }

    /// Appends the `repr` of all entries, as `part` writes them.
    pub(crate) fn entries<O: Owner>(
        &mut self,
        cx: &mut Cx,
        owner: &'static O,
        part: fn(&mut Display, &mut Cx, Item) -> R<()>,
    ) -> R<()> {
        let mut walk = Walk::FORWARD;
        while let Some(item) = walk.step(cx, owner)? {
            self.next();
            part(self, cx, item)?;
        }
        Ok(())
    }

    /// The string, which ends with this.
    pub(crate) fn finish(mut self, cx: &mut Cx, closing: &str) -> R {
        self.push(closing);
        match self.builder.finish() {
            Ok(text) => Ok(str::from_text(cx, text.as_text())?.value()),
            Err(_) => Err(cx.memory_error()),
        }
    }
}

/// What a display shows of an entry: its key.
pub(crate) fn key(display: &mut Display, cx: &mut Cx, item: Item) -> R<()> {
    display.value(cx, item.key)
}

/// Its value.
pub(super) fn value(display: &mut Display, cx: &mut Cx, item: Item) -> R<()> {
    display.value(cx, item.value)
}

/// `key: value`
fn pair(display: &mut Display, cx: &mut Cx, item: Item) -> R<()> {
    display.value(cx, item.key)?;
    display.push(": ");
    display.value(cx, item.value)
}

/// `(key, value)`
pub(super) fn tuple(display: &mut Display, cx: &mut Cx, item: Item) -> R<()> {
    display.push("(");
    display.value(cx, item.key)?;
    display.push(", ");
    display.value(cx, item.value)?;
    display.push(")");
    Ok(())
}

/// `repr(this)` for what is a dict, or has one inside.
pub(super) fn of_dict(cx: &mut Cx, this: Value, dict: &'static Dict) -> R {
    let text = guarded(cx, this, |cx| {
        let mut display = Display::new("{");
        display.entries(cx, dict, pair)?;
        display.finish(cx, "}")
    })?;
    match text {
        Some(text) => Ok(text),
        None => cx.str("{...}"),
    }
}
