//! `tell` and `seek`: where a program is in a text is a number that says where the decoder has to begin,
//! how it must be prepared, and how many characters are to be skipped then.

use super::super::errors::unsupported;
use super::codec::{self, State};
use super::reading::bytes_in;
use super::state::{
    AT, DECODER, NEWLINES, RATIO, SEEKABLE, SNAPSHOT, TELLING, buffer, chunk, flags, forget_chunk,
    open_buffer, set_chunk,
};
use super::writing::write_pending;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::bytes;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::instance::Instance;
use crate::objects::int::{from_int, to_int};
use crate::objects::tuple::Tuple;
use crate::protocol::call::call_method;
use crate::protocol::number;
use crate::value::Value;
use tython_num::int::{ByteOrder, from_bytes, to_bytes};

/// A position in a text. As a Python number, the fields lie one behind the other, the first lowest.
#[derive(Clone, Copy, Default, Debug)]
struct Cookie {
    /// Where the decoder begins: 64 bits.
    start: u64,
    /// What it remembers there: 32 bits.
    flags: u32,
    /// How many bytes it is given: 32 bits.
    feed: u32,
    /// How many of the characters of that are skipped: 32 bits.
    skip: u32,
    /// Whether they are its last ones: 8 bits.
    last: bool,
}

/// Bytes of a cookie.
const COOKIE: usize = 21;

impl Cookie {
    fn value(self, cx: &mut Cx) -> R {
        let mut all = Vec::with_capacity(COOKIE);
        all.extend(self.start.to_le_bytes());
        for field in [self.flags, self.feed, self.skip] {
            all.extend(field.to_le_bytes());
        }
        all.push(u8::from(self.last));
        match from_bytes(&all, ByteOrder::Little, false) {
            Ok(int) => from_int(cx, int),
            Err(error) => Err(cx.number_error(error)),
        }
    }

    fn of(cx: &mut Cx, number: Value) -> R<Cookie> {
        let Some(int) = to_int(number) else {
            return Err(cx.system_error(format_args!("a position that is no int")));
        };
        let all = match to_bytes(&int.to_int(), COOKIE, ByteOrder::Little, false) {
            Ok(all) => all,
            Err(error) => return Err(cx.number_error(error)),
        };
        let field = |from: usize| {
            let bytes = all
                .get(from..from + 4)
                .and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u32::from_le_bytes)
        };
        Ok(Cookie {
            start: u64::from(field(0)) | u64::from(field(4)) << 32,
            flags: field(8),
            feed: field(12),
            skip: field(16),
            last: all.last().is_some_and(|last| *last != 0),
        })
    }
}

/// The snapshot: the flags of the decoder before the chunk, and what the chunk was decoded from.
fn snapshot(cx: &mut Cx, this: &'static Instance) -> R<Option<(i64, Value)>> {
    let snapshot = this.get(cx, SNAPSHOT)?.cast::<Tuple>().map(Tuple::as_slice);
    Ok(match snapshot {
        Some([flags, input]) => Some((flags.as_small_int().unwrap_or(0), *input)),
        _ => None,
    })
}

/// `tell()`.
///
/// # Errors
/// UnsupportedOperation, OSError during an iteration, and what decoder and buffered file raise.
pub(super) fn tell(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = open_buffer(cx, this)?;
    let flags = flags(cx, this)?;
    if flags & SEEKABLE == 0 {
        return Err(unsupported(cx, "underlying stream is not seekable"));
    }
    if flags & TELLING == 0 {
        return Err(cx.raise_message(
            &OS_ERROR,
            format_args!("telling position disabled by next() call"),
        ));
    }
    write_pending(cx, this, buffer)?;
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    let name = name!(cx, "tell")?;
    let position = call_method(cx, buffer, name, &[])?;
    let decoder = this.get(cx, DECODER)?;
    let Some((before, input)) = snapshot(cx, this)? else {
        return Ok(position);
    };
    if decoder.is_none() {
        return Ok(position);
    }
    let position = number::index(cx, position)?.as_small_int().unwrap_or(0) as u64;
    let input = bytes_in(cx, input)?;
    let start = position.saturating_sub(input.len() as u64);
    let cookie = Cookie {
        start,
        flags: before as u32,
        ..Cookie::default()
    };
    let skip = chunk(cx, this)?.map_or(0, |(_, at)| at);
    if skip == 0 {
        return cookie.value(cx);
    }
    let saved = codec::state(cx, this)?;
    let newlines = this.get(cx, NEWLINES)?;
    let found = find(cx, this, cookie, input, skip);
    codec::set_state(cx, this, saved)?;
    this.set(cx, NEWLINES, newlines)?;
    found?.value(cx)
}

/// The decoder at the beginning of the chunk.
fn rewind(cx: &mut Cx, this: &'static Instance, flags: u32) -> R<()> {
    let tail = bytes::new(cx, &[])?;
    let flags = i64::from(flags);
    codec::set_state(cx, this, State { tail, flags })
}

fn decoded_length(cx: &mut Cx, this: &'static Instance, input: &[u8], last: bool) -> R<usize> {
    let input = bytes::new(cx, input)?;
    Ok(codec::decode(cx, this, input, last)?.len())
}

/// The last place at or before `skip` characters where the decoder remembers no bytes, and what is to be
/// done from there.
fn find(
    cx: &mut Cx,
    this: &'static Instance,
    from: Cookie,
    input: &[u8],
    skip: usize,
) -> R<Cookie> {
    let ratio = this.get(cx, RATIO)?.as_immediate_float().unwrap_or(0.0);
    // A guess, made shorter until it gives no more characters than wanted.
    let mut guess = ((ratio * skip as f64) as usize).min(input.len());
    let mut back = 1;
    let mut safe = (0, 0, from.flags);
    while guess > 0 {
        rewind(cx, this, from.flags)?;
        let length = decoded_length(cx, this, &input[..guess], false)?;
        if length <= skip {
            let state = codec::state(cx, this)?;
            let kept = bytes_in(cx, state.tail)?.len();
            if kept == 0 {
                safe = (guess, length, state.flags as u32);
                break;
            }
            guess = guess.saturating_sub(kept);
            back = 1;
        } else {
            guess = guess.saturating_sub(back);
            back *= 2;
        }
    }
    let (start, characters, flags) = safe;
    let mut cookie = Cookie {
        start: from.start + start as u64,
        flags,
        ..from
    };
    let left = skip - characters;
    if left == 0 {
        return Ok(cookie);
    }
    // Byte after byte from there, remembering the newest safe place.
    rewind(cx, this, flags)?;
    let (mut fed, mut got, mut rest) = (0, 0, left);
    for byte in &input[start..] {
        got += decoded_length(cx, this, std::slice::from_ref(byte), false)?;
        fed += 1;
        let state = codec::state(cx, this)?;
        if bytes_in(cx, state.tail)?.is_empty() && got <= rest {
            cookie.start += fed;
            cookie.flags = state.flags as u32;
            rest -= got;
            (fed, got) = (0, 0);
        }
        if got >= rest {
            break;
        }
    }
    if got < rest {
        got += decoded_length(cx, this, &[], true)?;
        cookie.last = true;
        if got < rest {
            return Err(cx.raise_message(
                &OS_ERROR,
                format_args!("can't reconstruct logical file position"),
            ));
        }
    }
    cookie.feed = fed as u32;
    cookie.skip = rest as u32;
    Ok(cookie)
}

/// `seek(cookie, whence)`.
///
/// # Errors
/// UnsupportedOperation, ValueError, OSError, and what decoder, encoder and buffered file raise.
pub(super) fn seek(cx: &mut Cx, this: &'static Instance, cookie: Value, whence: i32) -> R {
    let buffer = open_buffer(cx, this)?;
    if flags(cx, this)? & SEEKABLE == 0 {
        return Err(unsupported(cx, "underlying stream is not seekable"));
    }
    let zero = number::index(cx, cookie)? == Value::index(0);
    let cookie = match whence {
        libc::SEEK_CUR if !zero => {
            return Err(unsupported(cx, "can't do nonzero cur-relative seeks"));
        }
        libc::SEEK_CUR => {
            let name = name!(cx, "tell")?;
            call_method(cx, this.value(), name, &[])?
        }
        libc::SEEK_END if !zero => {
            return Err(unsupported(cx, "can't do nonzero end-relative seeks"));
        }
        libc::SEEK_END => return seek_to_end(cx, this, buffer),
        libc::SEEK_SET => cookie,
        _ => {
            return Err(cx.value_error(format_args!(
                "invalid whence ({whence}, should be 0, 1 or 2)"
            )));
        }
    };
    let number = number::index(cx, cookie)?;
    if to_int(number).is_some_and(|number| number.is_negative()) {
        let shown = crate::protocol::repr(cx, number)?;
        let shown = crate::objects::str::to_string(shown);
        return Err(cx.value_error(format_args!("negative seek position {shown}")));
    }
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    let target = Cookie::of(cx, number)?;
    let start = cx.int(target.start as i64)?;
    let name = name!(cx, "seek")?;
    call_method(cx, buffer, name, &[start])?;
    forget_chunk(cx, this)?;
    let at_start = target.start == 0 && target.flags == 0;
    if !this.get(cx, DECODER)?.is_none() {
        match at_start {
            true => codec::reset_decoder(cx, this)?,
            false => rewind(cx, this, target.flags)?,
        }
    }
    if target.skip > 0 {
        skip(cx, this, buffer, target)?;
    } else if !this.get(cx, DECODER)?.is_none() {
        let empty = bytes::new(cx, &[])?;
        set_snapshot(cx, this, target.flags, empty)?;
    }
    codec::reset_encoder(cx, this, at_start)?;
    Ok(cookie)
}

fn set_snapshot(cx: &mut Cx, this: &'static Instance, flags: u32, input: Value) -> R<()> {
    let snapshot = cx.tuple(&[Value::index(flags as usize), input])?;
    this.set(cx, SNAPSHOT, snapshot)
}

/// Decodes the bytes that a cookie says, and skips its characters.
fn skip(cx: &mut Cx, this: &'static Instance, buffer: Value, target: Cookie) -> R<()> {
    let name = name!(cx, "read")?;
    let input = call_method(cx, buffer, name, &[Value::index(target.feed as usize)])?;
    if cx.payload::<bytes::Bytes>(input)?.is_none() {
        return super::super::errors::wrong_result(cx, "read", "bytes", input);
    }
    set_snapshot(cx, this, target.flags, input)?;
    let text = codec::decode(cx, this, input, target.last)?;
    set_chunk(cx, this, Value::from(text))?;
    if text.len() < target.skip as usize {
        return Err(cx.raise_message(
            &OS_ERROR,
            format_args!("can't restore logical file position"),
        ));
    }
    this.set(cx, AT, Value::index(target.skip as usize))
}

fn seek_to_end(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R {
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    forget_chunk(cx, this)?;
    codec::reset_decoder(cx, this)?;
    let name = name!(cx, "seek")?;
    let position = call_method(cx, buffer, name, &[Value::index(0), Value::index(2)])?;
    codec::reset_encoder(cx, this, position == Value::index(0))?;
    Ok(position)
}

/// `truncate(pos)`.
///
/// # Errors
/// What the buffered file raises.
pub(super) fn truncate(cx: &mut Cx, this: &'static Instance, pos: Value) -> R {
    let buffer = buffer(cx, this)?;
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    let name = name!(cx, "truncate")?;
    call_method(cx, buffer, name, &[pos])
}
