//! The object, and how it is made.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, layout};
use crate::objects::tuple::Tuple;
use crate::types::TypeDef;
use crate::value::Value;
use rustpython_wtf8::Wtf8;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use stm_core::Unit;
use tython_text::{Builder, Kind, Text};

builtin_type! {
    /// The class.
    pub static STR = TypeDef {
        name: "str",
        layout: Some(layout::STR),
        subclassable: true,
        doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
        ..TypeDef::NEW
    };
}

/// A string.
#[repr(C)]
#[derive(Debug)]
pub struct Str {
    header: Header,
    /// Code points, times four, plus the kind.
    info: Raw,
    /// The hash, or 0 as long as nobody asked. Whoever computes it stores the same number.
    hash: AtomicU64,
}

/// Where machine code finds length and kind, and the units.
pub(crate) const INFO: usize = std::mem::offset_of!(Str, info);
pub(crate) const UNITS: usize = size_of::<Str>();
/// By how much the number of code points is shifted there.
pub(crate) const LENGTH_SHIFT: i64 = 3;
/// The bits there that are the kind; 0 if units are bytes.
pub(crate) const KIND_BITS: u64 = 6;

// SAFETY: a header and raw words.
unsafe impl HeapType for Str {
    const LAYOUT: LayoutId = layout::STR;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        Unit {
            token: self.token(),
            words: &[],
        }
    }
}

impl Str {
    /// How many code points there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        (self.info.get() >> 2) as usize
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How wide its units are.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        match self.info.get() & 3 {
            0 => Kind::One,
            1 => Kind::Two,
            _ => Kind::Four,
        }
    }

    /// The text.
    #[inline(always)]
    pub fn text(&'static self) -> Text<'static> {
        let length = self.len();
        // SAFETY: the units follow the fixed part, as many and as wide as `info` says; they never
        // change. The payload is aligned to eight bytes.
        unsafe {
            let units = std::ptr::from_ref(self).add(1);
            match self.kind() {
                Kind::One => Text::One(std::slice::from_raw_parts(units.cast(), length)),
                Kind::Two => Text::Two(std::slice::from_raw_parts(units.cast(), length)),
                Kind::Four => Text::Four(std::slice::from_raw_parts(units.cast(), length)),
            }
        }
    }

    /// The hash, as Python sees it.
    #[inline(always)]
    pub fn hash(&'static self) -> i64 {
        // Relaxed: the number depends on the immutable text alone.
        match self.hash.load(Relaxed) {
            0 => self.compute_hash(),
            hash => hash as i64,
        }
    }

    #[cold]
    fn compute_hash(&'static self) -> i64 {
        let hash = crate::vm::hash_key().text(self.text());
        self.hash.store(hash as u64, Relaxed); // As above.
        hash
    }

    /// Whether both have the same text.
    #[inline]
    pub fn equals(&'static self, other: &'static Str) -> bool {
        std::ptr::eq(self, other)
            || self.info.get() == other.info.get()
                && self.first_units() == other.first_units()
                && self.have_same_rest(other)
    }

    /// The first eight bytes of the units, or as many as there are before zeros.
    #[inline(always)]
    fn first_units(&'static self) -> u64 {
        // SAFETY: each string has at least one word behind the fixed part ([`build`]), which never changes.
        unsafe { std::ptr::from_ref(self).add(1).cast::<u64>().read() }
    }

    /// Two words, as machine code finds them: if they are different for two texts, so are the texts.
    #[inline(always)]
    pub(crate) fn head(&'static self) -> [u64; 2] {
        [self.info.bits(), self.first_units()]
    }

    /// How it compares with another one.
    #[inline]
    pub(crate) fn order(&'static self, other: &'static Str) -> Ordering {
        let (a, b) = (self.first_units(), other.first_units());
        // What is shorter has zeros there, which are the least.
        match a != b && (self.kind(), other.kind()) == (Kind::One, Kind::One) {
            true => a.swap_bytes().cmp(&b.swap_bytes()),
            false => self.text().cmp(&other.text()),
        }
    }

    /// Whether two texts of the same length and kind, with the same first units, have the same further ones.
    #[inline(always)]
    fn have_same_rest(&'static self, other: &'static Str) -> bool {
        let bytes = self.len() * self.kind().width();
        bytes <= 8 || self.text().as_bytes()[8..] == other.text().as_bytes()[8..]
    }
}

/// The units of a string that is being made, all zero at first.
#[derive(Debug)]
pub enum Room<'a> {
    /// For Latin-1.
    One(&'a mut [u8]),
    /// For UCS-2.
    Two(&'a mut [u16]),
    /// For UCS-4.
    Four(&'a mut [u32]),
}

impl Room<'_> {
    /// Copies a text of this length that fits in units of this kind.
    fn copy(self, text: Text<'_>) {
        match self {
            Room::One(units) => text.copy_to(units),
            Room::Two(units) => text.copy_to(units),
            Room::Four(units) => text.copy_to(units),
        }
    }
}

/// A string of `length` units, which `fill` writes. `kind` must be the narrowest that holds them.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn build(
    cx: &mut Cx,
    kind: Kind,
    length: usize,
    fill: impl FnOnce(Room<'_>),
) -> R<&'static Str> {
    let Some(bytes) = length
        .checked_mul(kind.width())
        .filter(|bytes| isize::try_from(*bytes).is_ok())
    else {
        return Err(cx.memory_error());
    };
    // The kinds are numbered from the narrowest one on, as `Str::kind` has it.
    let info = (length as u64) << 2 | kind as u64;
    // One word at the least, which [`Str::equals`] reads.
    let words = bytes.div_ceil(8).max(1);
    let string = cx.create_shaped(STR.shape(), words, |header| Str {
        header,
        info: Raw::new(info),
        hash: AtomicU64::new(0),
    })?;
    // SAFETY: the cell has room for so many units and is aligned for them; all are zero, and nobody
    // else has seen them.
    let room = unsafe {
        let units = std::ptr::from_ref(string).add(1).cast_mut();
        match kind {
            Kind::One => Room::One(std::slice::from_raw_parts_mut(units.cast(), length)),
            Kind::Two => Room::Two(std::slice::from_raw_parts_mut(units.cast(), length)),
            Kind::Four => Room::Four(std::slice::from_raw_parts_mut(units.cast(), length)),
        }
    };
    fill(room);
    Ok(string)
}

/// A string of this text, which is of its narrowest kind.
///
/// # Errors
/// MemoryError.
pub fn from_text(cx: &mut Cx, text: Text<'_>) -> R<&'static Str> {
    build(cx, text.kind(), text.len(), |room| room.copy(text))
}

/// A string of a part of another: the other itself if that is all of it, and one that is there already
/// if it is short.
///
/// # Errors
/// MemoryError.
pub fn part(cx: &mut Cx, string: &'static Str, range: Range<usize>) -> R<&'static Str> {
    if range.len() >= string.len() {
        return Ok(string);
    }
    from_part(cx, string.text().part(range))
}

/// A string of a part of a text, which may be narrower than that: one that is there already if it is short.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn from_part(cx: &mut Cx, part: Text<'_>) -> R<&'static Str> {
    match (part.len(), part.get(0)) {
        (0, _) => Ok(empty(cx)),
        (1, Some(code)) => character(cx, code),
        _ => build(cx, part.narrowest(), part.len(), |room| room.copy(part)),
    }
}

/// The empty string.
pub fn empty(cx: &Cx) -> &'static Str {
    match cx.vm.empty_str.get().cast::<Str>() {
        Some(empty) => empty,
        None => unreachable!("the empty string is made at start-up"),
    }
}

/// The strings of one code point of Latin-1, in order, once they have been made.
#[inline]
pub fn known_characters(cx: &Cx) -> Option<&'static [Value; 0x100]> {
    let known = cx.vm.characters.get().cast::<Tuple>()?;
    known.as_slice().as_array()
}

/// The string of one code point. Those of Latin-1 are made once.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn character(cx: &mut Cx, code: u32) -> R<&'static Str> {
    if let Ok(code) = u8::try_from(code)
        && let Some(known) = known_characters(cx)
        && let Some(string) = known[usize::from(code)].cast::<Str>()
    {
        return Ok(string);
    }
    build(cx, Kind::of(code), 1, |room| match room {
        Room::One(units) => units[0] = code as u8,
        Room::Two(units) => units[0] = code as u16,
        Room::Four(units) => units[0] = code,
    })
}

/// The strings of one code point of Latin-1, interned, for [`character`]. Once, at start-up.
///
/// # Errors
/// MemoryError.
pub(crate) fn characters(cx: &mut Cx) -> R {
    let mut strings = [Value::NONE; 0x100];
    for (code, string) in (0..=u8::MAX).zip(&mut strings) {
        let new = from_text(cx, Text::One(&[code]))?;
        *string = cx.vm.interned.string(new);
    }
    cx.tuple(&strings)
}

/// A string of this UTF-8.
///
/// # Errors
/// MemoryError.
pub fn from_utf8(cx: &mut Cx, text: &str) -> R<&'static Str> {
    if text.is_ascii() {
        return from_text(cx, Text::One(text.as_bytes()));
    }
    let mut builder = Builder::new();
    text.chars().for_each(|char| builder.push(u32::from(char)));
    match builder.finish() {
        Ok(buffer) => from_text(cx, buffer.as_text()),
        Err(_) => Err(cx.memory_error()),
    }
}

/// A string constant of the compiler's: interned if it looks like a name.
///
/// # Errors
/// MemoryError.
pub fn constant(cx: &mut Cx, text: &Wtf8) -> R {
    if let Ok(text) = text.as_str() {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if text.bytes().all(is_name) {
            return cx.vm.intern(cx, text);
        }
        return Ok(from_utf8(cx, text)?.value());
    }
    let mut builder = Builder::new();
    text.code_points()
        .for_each(|code| builder.push(code.to_u32()));
    match builder.finish() {
        Ok(buffer) => Ok(from_text(cx, buffer.as_text())?.value()),
        Err(_) => Err(cx.memory_error()),
    }
}

/// The text for a message; lone surrogates come out as U+FFFD, and what is no string as `?`.
pub fn to_string(value: Value) -> String {
    match value.cast::<Str>() {
        Some(string) => {
            let chars = string.text().codes();
            chars
                .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        None => "?".to_owned(),
    }
}
