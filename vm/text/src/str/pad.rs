//! Padding: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use crate::{Builder, Kind, SizeError, Text, TextBuf};

/// `str.center`. An odd rest goes to the left of an odd width, to the right of an even one.
pub fn center(text: Text<'_>, width: usize, fill: u32) -> Result<TextBuf, SizeError> {
    let padding = width.saturating_sub(text.len());
    let left = padding / 2 + (padding & width & 1);
    pad(left, text, padding - left, fill)
}

/// `str.ljust`.
pub fn left_justify(text: Text<'_>, width: usize, fill: u32) -> Result<TextBuf, SizeError> {
    pad(0, text, width.saturating_sub(text.len()), fill)
}

/// `str.rjust`.
pub fn right_justify(text: Text<'_>, width: usize, fill: u32) -> Result<TextBuf, SizeError> {
    pad(width.saturating_sub(text.len()), text, 0, fill)
}

/// `str.zfill`: zeros come after the sign.
pub fn zero_fill(text: Text<'_>, width: usize) -> Result<TextBuf, SizeError> {
    let zeros = width.saturating_sub(text.len());
    let signed = [Some('+'.into()), Some('-'.into())].contains(&text.get(0));
    let sign = if signed { 1 } else { 0 };
    let mut out = start(text, zeros)?;
    out.push_text(text.part(0..sign));
    out.push_repeated('0'.into(), zeros);
    out.push_text(text.part(sign..text.len()));
    out.finish()
}

fn pad(left: usize, text: Text<'_>, right: usize, fill: u32) -> Result<TextBuf, SizeError> {
    let mut out = start(text, left + right)?;
    out.push_repeated(fill, left);
    out.push_text(text);
    out.push_repeated(fill, right);
    out.finish()
}

/// A builder with room for `text` and `more`.
fn start(text: Text<'_>, more: usize) -> Result<Builder, SizeError> {
    let length = text.len().checked_add(more).ok_or(SizeError::TooLong)?;
    Ok(Builder::wide(text.kind(), length))
}

/// `str.expandtabs`. Tabs go, if `tab_size` is not positive.
pub fn expand_tabs(text: Text<'_>, tab_size: isize) -> Result<TextBuf, SizeError> {
    let tab_size = usize::try_from(tab_size).unwrap_or(0);
    let mut out = Builder::wide(text.kind().max(Kind::One), text.len());
    let mut column = 0usize;
    // Where what is not copied yet begins.
    let mut start = 0;
    for (at, code) in text.codes().enumerate() {
        match char::from_u32(code) {
            Some('\t') => {
                out.push_text(text.part(start..at));
                start = at + 1;
                if tab_size > 0 {
                    let spaces = tab_size - column % tab_size;
                    out.push_repeated(' '.into(), spaces);
                    column = column.checked_add(spaces).ok_or(SizeError::TooLong)?;
                }
            }
            Some('\n' | '\r') => column = 0,
            _ => column += 1,
        }
    }
    out.push_text(text.part(start..text.len()));
    out.finish()
}
