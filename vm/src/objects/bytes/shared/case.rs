//! Letter case and what bytes there are, all in ASCII.

use super::{ByteString, made};
use crate::cx::{Cx, R};
use tython_text::SizeError;

/// `lower` and its like.
pub(crate) fn mapped<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    map: fn(&[u8]) -> Result<Vec<u8>, SizeError>,
) -> R {
    let contents = this.contents(cx)?;
    made::<B>(cx, map(&contents), "bytes are too long")
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
