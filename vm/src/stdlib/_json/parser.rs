//! A recursive-descent parser of JSON.
//!
//! What it makes is kept where the collector finds it. While no function of the program's is called,
//! nothing is collected; then the items of an array wait in a vector, and keys that come again and again
//! are remembered.

use super::keys::{Keys, Place};
use super::mapping::Mapping;
use super::scanner::Settings;
use super::string::{self, Fault, Scanned};
use super::{Fallible, Stop, number};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::objects::int::INT;
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::protocol::call_values;
use crate::value::Value;
use std::hint::black_box;
use tython_text::CodeUnit;

/// A parser of one document.
pub(super) struct Parser<'a, U: CodeUnit> {
    pub(super) document: &'static Str,
    pub(super) units: &'static [U],
    pub(super) settings: &'a Settings,
    /// No function of the program's is called.
    pub(super) quiet: bool,
    /// Items of open arrays, and keys and values of open objects, if it is quiet.
    items: Vec<Value>,
    /// Values of [`CONSTANTS`] that were looked up, if it is quiet.
    constants: [Option<Value>; 3],
    /// Keys that were seen, if it is quiet.
    keys: Keys,
    /// The text of a string that has escapes.
    unescaped: Vec<u32>,
}

/// Numbers that are no JSON.
const CONSTANTS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// A value, and the place behind it.
pub(super) type Parsed = Fallible<(Value, usize)>;

impl<'a, U: CodeUnit> Parser<'a, U> {
    pub(super) fn new(document: &'static Str, units: &'static [U], settings: &'a Settings) -> Self {
        Parser {
            document,
            units,
            settings,
            quiet: settings.calls_nothing(),
            items: Vec::new(),
            constants: [None; 3],
            keys: Keys::default(),
            unescaped: Vec::new(),
        }
    }

    /// The code unit at a place, 0 if it is none of Latin-1.
    #[inline(always)]
    pub(super) fn at(&self, place: usize) -> Option<u8> {
        let unit = self.units.get(place)?;
        Some(u8::try_from(unit.code()).unwrap_or(0))
    }

    /// The first place from `place` on that is no white space.
    #[inline(always)]
    pub(super) fn skip(&self, mut place: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.at(place) {
            place += 1;
        }
        place
    }

    fn is(&self, place: usize, word: &[u8]) -> bool {
        let units = self
            .units
            .get(place..)
            .and_then(|rest| rest.get(..word.len()));
        units.is_some_and(|units| {
            units
                .iter()
                .zip(word)
                .all(|(unit, byte)| unit.code() == u32::from(*byte))
        })
    }

    /// The value at a place, which is not white space.
    pub(super) fn value(&mut self, cx: &mut Cx, place: usize) -> Parsed {
        let parsed = match self.at(place) {
            Some(b'"') => return self.string(cx, place + 1),
            Some(b'{') => return self.nested(cx, place + 1, Self::object),
            Some(b'[') => return self.nested(cx, place + 1, Self::array),
            Some(b'n') if self.is(place, b"null") => (Value::NONE, place + 4),
            Some(b't') if self.is(place, b"true") => (Value::bool(true), place + 4),
            Some(b'f') if self.is(place, b"false") => (Value::bool(false), place + 5),
            Some(b'0'..=b'9' | b'-')
                if self.settings.parse_int == INT.value()
                    && let Some(parsed) = number::short(self.units, place) =>
            {
                parsed
            }
            _ => match number::scan(self.units, place) {
                Some(literal) => {
                    let units = &self.units[place..literal.end];
                    let value = number::value(cx, self.settings, units, literal)?;
                    (value, literal.end)
                }
                None => return self.constant(cx, place),
            },
        };
        Ok(parsed)
    }

    /// One of [`CONSTANTS`].
    fn constant(&mut self, cx: &mut Cx, place: usize) -> Parsed {
        let mut names = CONSTANTS.iter();
        let Some(number) = names.position(|name| self.is(place, name.as_bytes())) else {
            return Err(Stop::NoValue(place));
        };
        let name = CONSTANTS[number];
        let end = place + name.len();
        if let Some(value) = self.constants[number] {
            return Ok((value, end));
        }
        let text = cx.str(name)?;
        // What waits in vectors is kept alive by these during the call.
        let items = cx.tuple(&self.items)?;
        let keys: Vec<Value> = self.keys.strings().collect();
        let keys = cx.tuple(&keys)?;
        let value = call_values(cx, self.settings.parse_constant, &[text])?;
        black_box((items, keys));
        if self.quiet {
            self.constants[number] = Some(value);
        }
        Ok((value, end))
    }

    fn string(&mut self, cx: &mut Cx, from: usize) -> Parsed {
        let scanned = self.scan(from)?;
        let string = scanned.string(cx, self.document, from, &self.unescaped)?;
        Ok((string.value(), scanned.end))
    }

    fn scan(&mut self, from: usize) -> Result<Scanned, Fault> {
        string::scan(self.units, from, self.settings.strict, &mut self.unescaped)
    }

    /// Parses an array or an object, one native level deeper.
    fn nested(
        &mut self,
        cx: &mut Cx,
        place: usize,
        parse: fn(&mut Self, &mut Cx, usize) -> Parsed,
    ) -> Parsed {
        let mut stopped = None;
        let parsed = cx.deeper(|cx| match parse(self, cx, place) {
            Ok(parsed) => Ok(Some(parsed)),
            Err(Stop::Exit(exit)) => Err(exit),
            Err(stop) => {
                stopped = Some(stop);
                Ok(None)
            }
        })?;
        match (parsed, stopped) {
            (Some(parsed), _) => Ok(parsed),
            (None, Some(stop)) => Err(stop),
            (None, None) => unreachable!("either parsed or stopped"),
        }
    }

    /// The array whose bracket is before `place`.
    fn array(&mut self, cx: &mut Cx, place: usize) -> Parsed {
        let base = self.items.len();
        let rooted = match self.quiet {
            true => None,
            false => Some(list::new(cx)?),
        };
        let mut place = self.skip(place);
        if self.at(place) != Some(b']') {
            loop {
                let (value, end) = self.value(cx, place)?;
                match rooted {
                    Some(array) => list::append(cx, array, value)?,
                    None => self.items.push(value),
                }
                place = self.skip(end);
                if self.at(place) == Some(b']') {
                    break;
                }
                place = self.comma(place, b']', "Illegal trailing comma before end of array")?;
            }
        }
        let array: &'static List = match rooted {
            Some(array) => array,
            None => list::from_slice(cx, &self.items[base..])?,
        };
        self.items.truncate(base);
        Ok((array.value(), place + 1))
    }

    /// The comma that must be at `place`, with `closing` not behind it; the place of what comes next.
    fn comma(&self, place: usize, closing: u8, trailing: &'static str) -> Result<usize, Fault> {
        if self.at(place) != Some(b',') {
            return Fault::new("Expecting ',' delimiter", place);
        }
        let next = self.skip(place + 1);
        match self.at(next) == Some(closing) {
            true => Fault::new(trailing, place),
            false => Ok(next),
        }
    }

    /// The object whose brace is before `place`.
    fn object(&mut self, cx: &mut Cx, place: usize) -> Parsed {
        let waiting = self.quiet.then_some(&self.items[..]);
        let mapping = Mapping::new(cx, self.settings, waiting)?;
        let mut place = self.skip(place);
        if self.at(place) != Some(b'}') {
            let mut last = Place::BEGIN;
            loop {
                let (key, end);
                (key, end, last) = self.key(cx, place, last)?;
                place = self.skip(end);
                if self.at(place) != Some(b':') {
                    Fault::new("Expecting ':' delimiter", place)?;
                }
                place = self.skip(place + 1);
                let (value, end) = self.value(cx, place)?;
                mapping.add(cx, &mut self.items, key, value)?;
                place = self.skip(end);
                if self.at(place) == Some(b'}') {
                    break;
                }
                place = self.comma(place, b'}', "Illegal trailing comma before end of object")?;
            }
        }
        let value = mapping.finish(cx, &mut self.items, self.settings)?;
        Ok((value, place + 1))
    }

    /// A key that comes behind another one, and the place behind it.
    fn key(&mut self, cx: &mut Cx, place: usize, last: Place) -> Fallible<(Value, usize, Place)> {
        if self.at(place) != Some(b'"') {
            Fault::new("Expecting property name enclosed in double quotes", place)?;
        }
        let from = place + 1;
        if let Some((key, place)) = self.keys.expected(&self.units[from..], last) {
            return Ok((key.value(), from + key.len() + 1, place));
        }
        let scanned = self.scan(from)?;
        let (key, place) = match self.quiet && scanned.is_plain() {
            true => {
                let range = from..scanned.end - 1;
                let text = U::text(&self.units[range.clone()]);
                self.keys.get(cx, self.document, range, text, last)?
            }
            false => {
                let key = scanned.string(cx, self.document, from, &self.unescaped)?;
                (key, Place::NOWHERE)
            }
        };
        Ok((key.value(), scanned.end, place))
    }
}
