//! Letter case and what bytes there are, all in ASCII.

use super::{ByteString, made};
use crate::cx::{Cx, R};

/// `lower` and its like.
pub(crate) fn mapped<B: ByteString>(cx: &mut Cx, this: &'static B, change: fn(&mut [u8])) -> R {
    let contents = this.contents(cx)?;
    let mut copy = Vec::new();
    if copy.try_reserve_exact(contents.len()).is_err() {
        return Err(cx.memory_error());
    }
    copy.extend_from_slice(&contents);
    change(&mut copy);
    made::<B>(cx, Ok(copy), "bytes are too long")
}

/// `isalpha` and its like.
pub(crate) fn holds<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    test: fn(&[u8]) -> bool,
) -> R<bool> {
    let contents = this.contents(cx)?;
    Ok(test(&contents))
}
