//! `encode`.

use super::base::{STR, Str};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::protocol::codec;

/// Encode the string using the codec registered for encoding.
///
///   encoding
///     The encoding in which to encode the string.
///   errors
///     The error handling scheme to use for encoding errors.
///     The default is 'strict' meaning that encoding errors raise a
///     UnicodeEncodeError.  Other possible values are 'ignore', 'replace'
///     and 'xmlcharrefreplace' as well as any other name registered with
///     codecs.register_error that can handle UnicodeEncodeErrors.
#[native(STR, "encode(self, /, encoding='utf-8', errors='strict')")]
fn encode(
    cx: &mut Cx,
    this: &'static Str,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    codec::encode(cx, this, encoding, errors)
}
