//! Universal newlines: `\r\n` and `\r` become `\n`, or are at least kept in one piece; and which of the
//! three have been seen is remembered. `IncrementalNewlineDecoder` does that after another decoder.

use super::errors::wrong_result;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::bytes;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::call::call_method;
use crate::protocol::number;
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::{CodeUnit, Text};

/// What the text so far leaves behind.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Newlines {
    /// The last chunk ended with a `\r`, which is held back: it may be the first half of a `\r\n`.
    pub(super) held_back: bool,
    /// Which have been seen: a set of the flags below.
    seen: u8,
}

/// `\r`
const CR: u8 = 1;
/// `\n`
const LF: u8 = 2;
/// `\r\n`
const CRLF: u8 = 4;

impl Newlines {
    /// As a small number.
    pub(super) fn pack(self) -> Value {
        Value::index(usize::from(self.seen) << 1 | usize::from(self.held_back))
    }

    /// What [`Newlines::pack`] made.
    pub(super) fn unpack(value: Value) -> Newlines {
        let bits = value.as_small_int().unwrap_or(0);
        Newlines {
            held_back: bits & 1 != 0,
            seen: (bits >> 1 & 7) as u8,
        }
    }

    /// The attribute `newlines`.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn value(self, cx: &mut Cx) -> R {
        let mut kinds = Vec::new();
        for (flag, text) in [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")] {
            if self.seen & flag != 0 {
                kinds.push(cx.str(text)?);
            }
        }
        match kinds[..] {
            [] => Ok(Value::NONE),
            [kind] => Ok(kind),
            _ => cx.tuple(&kinds),
        }
    }

    /// Takes the next chunk. With `last`, nothing is held back.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn take(
        &mut self,
        cx: &mut Cx,
        chunk: &'static Str,
        translate: bool,
        last: bool,
    ) -> R<&'static Str> {
        let mut chunk = chunk;
        if self.held_back && (last || !chunk.is_empty()) {
            let cr = str::character(cx, '\r'.into())?;
            chunk = str::add(cx, cr, chunk)?;
            self.held_back = false;
        }
        if !last && chunk.text().get(chunk.len().wrapping_sub(1)) == Some('\r'.into()) {
            chunk = str::part(cx, chunk, 0..chunk.len() - 1)?;
            self.held_back = true;
        }
        match chunk.text() {
            Text::One(units) => self.unify(cx, chunk, units, translate),
            Text::Two(units) => self.unify(cx, chunk, units, translate),
            Text::Four(units) => self.unify(cx, chunk, units, translate),
        }
    }

    fn unify<U: CodeUnit>(
        &mut self,
        cx: &mut Cx,
        chunk: &'static Str,
        units: &[U],
        translate: bool,
    ) -> R<&'static Str> {
        let (cr, lf) = (U::truncated('\r'.into()), U::truncated('\n'.into()));
        let Some(first) = U::find_unit(units, cr) else {
            if self.seen & LF == 0 && U::find_unit(units, lf).is_some() {
                self.seen |= LF;
            }
            return Ok(chunk);
        };
        if U::find_unit(&units[..first], lf).is_some() {
            self.seen |= LF;
        }
        let mut out = units[..first].to_vec();
        let mut at = first;
        while at < units.len() {
            let unit = units[at];
            at += 1;
            if unit == lf {
                self.seen |= LF;
            } else if unit == cr {
                let pair = units.get(at) == Some(&lf);
                self.seen |= if pair { CRLF } else { CR };
                at += usize::from(pair);
                out.push(lf);
                continue;
            }
            out.push(unit);
        }
        match translate {
            true => str::from_text(cx, U::text(&out)),
            false => Ok(chunk),
        }
    }
}

builtin_type! {
    /// The class.
    pub(super) static INCREMENTAL_NEWLINE_DECODER = TypeDef {
        name: "IncrementalNewlineDecoder",
        module: "_io",
        reserved: 3,
        subclassable: true,
        doc: "Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, or None if it shall be given strings.",
        ..TypeDef::NEW
    };
}

/// Slot: the decoder before it, or None; unbound before `__init__`.
const DECODER: usize = 0;
/// Slot: whether newlines are translated.
const TRANSLATE: usize = 1;
/// Slot: a packed [`Newlines`].
const STATE: usize = 2;

/// A new one.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx, decoder: Value, translate: bool) -> R {
    let this = Instance::new(cx, INCREMENTAL_NEWLINE_DECODER.class())?;
    init(cx, this, decoder, translate, Value::NONE)?;
    Ok(crate::heap::HeapType::value(this))
}

#[native(
    INCREMENTAL_NEWLINE_DECODER,
    "__init__(self, decoder, translate, errors='strict')",
    slot,
    effect = writes
)]
fn init(
    cx: &mut Cx,
    this: &'static Instance,
    decoder: Value,
    translate: bool,
    _errors: Value,
) -> R<()> {
    this.set(cx, DECODER, decoder)?;
    this.set(cx, TRANSLATE, Value::bool(translate))?;
    this.set(cx, STATE, Newlines::default().pack())
}

fn inner(cx: &mut Cx, this: &'static Instance) -> R<Option<Value>> {
    let decoder = this.get(cx, DECODER)?;
    if decoder.is_unbound() {
        return Err(cx.value_error(format_args!(
            "IncrementalNewlineDecoder.__init__() not called"
        )));
    }
    Ok(Some(decoder).filter(|decoder| !decoder.is_none()))
}

#[native(INCREMENTAL_NEWLINE_DECODER, "decode(self, /, input, final=False)")]
fn decode(cx: &mut Cx, this: &'static Instance, input: Value, r#final: bool) -> R<&'static Str> {
    let text = match inner(cx, this)? {
        Some(decoder) => {
            let name = name!(cx, "decode")?;
            call_method(cx, decoder, name, &[input, Value::bool(r#final)])?
        }
        None => input,
    };
    let Some(text) = cx.payload::<Str>(text)? else {
        return wrong_result(cx, "decoder", "a string result", text);
    };
    let mut state = Newlines::unpack(this.get(cx, STATE)?);
    let translate = this.get(cx, TRANSLATE)? == Value::TRUE;
    let text = state.take(cx, text, translate, r#final)?;
    this.set(cx, STATE, state.pack())?;
    Ok(text)
}

/// The two parts of a decoder's state.
///
/// # Errors
/// TypeError if it is no pair.
pub(super) fn state_parts(cx: &mut Cx, state: Value) -> R<(Value, Value)> {
    match cx.payload::<Tuple>(state)?.map(Tuple::as_slice) {
        Some([buffer, flags]) => Ok((*buffer, *flags)),
        _ => Err(cx.type_error(format_args!("illegal decoder state"))),
    }
}

#[native(INCREMENTAL_NEWLINE_DECODER, "getstate(self, /)")]
fn getstate(cx: &mut Cx, this: &'static Instance) -> R {
    let (buffer, flags) = match inner(cx, this)? {
        Some(decoder) => {
            let name = name!(cx, "getstate")?;
            let state = call_method(cx, decoder, name, &[])?;
            state_parts(cx, state)?
        }
        None => (bytes::new(cx, &[])?, Value::index(0)),
    };
    let flags = number::index(cx, flags)?.as_small_int().unwrap_or(0);
    let held_back = Newlines::unpack(this.get(cx, STATE)?).held_back;
    let flags = cx.int(flags << 1 | i64::from(held_back))?;
    cx.tuple(&[buffer, flags])
}

#[native(INCREMENTAL_NEWLINE_DECODER, "setstate(self, state, /)")]
fn setstate(cx: &mut Cx, this: &'static Instance, state: Value) -> R<()> {
    if cx.payload::<Tuple>(state)?.is_none() {
        return Err(cx.type_error(format_args!("state argument must be a tuple")));
    }
    let (buffer, flags) = state_parts(cx, state)?;
    let flags = number::index(cx, flags)?.as_small_int().unwrap_or(0);
    let mut newlines = Newlines::unpack(this.get(cx, STATE)?);
    newlines.held_back = flags & 1 != 0;
    this.set(cx, STATE, newlines.pack())?;
    if let Some(decoder) = inner(cx, this)? {
        let flags = cx.int(flags >> 1)?;
        let state = cx.tuple(&[buffer, flags])?;
        let name = name!(cx, "setstate")?;
        call_method(cx, decoder, name, &[state])?;
    }
    Ok(())
}

#[native(INCREMENTAL_NEWLINE_DECODER, "reset(self, /)")]
fn reset(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, STATE, Newlines::default().pack())?;
    if let Some(decoder) = inner(cx, this)? {
        let name = name!(cx, "reset")?;
        call_method(cx, decoder, name, &[])?;
    }
    Ok(())
}

#[native(INCREMENTAL_NEWLINE_DECODER, "newlines", getter, effect = reads)]
fn newlines(cx: &mut Cx, this: &'static Instance) -> R {
    inner(cx, this)?;
    let state = Newlines::unpack(this.get(cx, STATE)?);
    state.value(cx)
}
