//! `str.translate`.

use crate::{Builder, SizeError, Text, TextBuf};

/// What a code point is translated to.
#[derive(Clone, Copy, Debug)]
pub enum Translated<'t> {
    /// Nothing: it goes.
    Nothing,
    /// Another code point, or the same.
    Code(u32),
    /// A string.
    Text(Text<'t>),
}

/// `text` with each code point replaced as `look_up` says. It is asked once for an ASCII character.
pub fn translate<'t, E: From<SizeError>>(
    text: Text<'_>,
    mut look_up: impl FnMut(u32) -> Result<Translated<'t>, E>,
) -> Result<TextBuf, E> {
    let mut known = [None; 128];
    let mut out = Builder::wide(text.kind(), text.len());
    for code in text.codes() {
        let translated = match known.get(code as usize) {
            Some(&Some(translated)) => translated,
            _ => look_up(code)?,
        };
        if let Some(known) = known.get_mut(code as usize) {
            *known = Some(translated);
        }
        match translated {
            Translated::Nothing => {}
            Translated::Code(code) => out.push(code),
            Translated::Text(text) => out.push_text(text),
        }
    }
    Ok(out.finish()?)
}
