//! Normal forms.
//!
//! Unicode Standard Annex #15: decompose, put combining marks in the order of their classes,
//! compose what composes. Hangul syllables are arithmetic (section 3.12 of the standard).

use super::flags::INERT;
use super::{COMPOSITIONS, Category, Version, category, combining, decomposed, has, old};
use crate::text::each_kind;
use crate::{Builder, CodeUnit, SizeError, Text, TextBuf};

/// A normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Canonical composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// The form of a name.
    pub fn from_name(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    fn composes(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }

    fn keeps_compatibility(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfd)
    }

    /// Below this, every text is in this form already.
    fn first_changed(self) -> u32 {
        match self {
            Form::Nfc => 0x300,
            Form::Nfd => 0xC0,
            Form::Nfkc | Form::Nfkd => 0xA0,
        }
    }
}

/// `text` in a normal form.
pub fn normalize(version: Version, form: Form, text: Text<'_>) -> Result<TextBuf, SizeError> {
    let mut at = settled(form, text, 0);
    if at == text.len() {
        return text.to_buf();
    }
    let mut out = Builder::wide(text.kind(), text.len());
    // What is between two starters that compose with nothing before them is on its own; so a
    // segment at a time, from one starter to the next, is ordered and composed.
    let mut segment = Vec::new();
    let mut run = at;
    while let Some(code) = text.get(at) {
        if run > 0 {
            // What is settled may compose with what follows, not with what is before.
            let last = text.get(at - 1).unwrap_or(code);
            end_segment(form, &mut segment, last, &mut out);
            out.push_text(text.part(at - run..at - 1));
            segment.push((0, last));
        }
        decompose(version, form, code, &mut |part| {
            // CPython, too, orders by today's classes whatever the version.
            let class = combining(Version::Current, part);
            if class == 0 {
                end_segment(form, &mut segment, part, &mut out);
            }
            segment.push((class, part));
        });
        run = settled(form, text, at + 1);
        at += 1 + run;
    }
    order(&mut segment);
    if form.composes() {
        compose(&mut segment);
    }
    segment.iter().for_each(|&(_, code)| out.push(code));
    out.push_text(text.part(at - run..at));
    out.finish()
}

/// Whether `text` is in a normal form.
pub fn is_normalized(version: Version, form: Form, text: Text<'_>) -> Result<bool, SizeError> {
    Ok(settled(form, text, 0) == text.len() || normalize(version, form, text)?.as_text() == text)
}

/// How many code points from `at` on the form leaves as they are, if nothing composes with them.
fn settled(form: Form, text: Text<'_>, at: usize) -> usize {
    let is_settled = |code: u32| code < form.first_changed() || has(code, INERT);
    let rest = text.part(at..text.len());
    if let (Text::One(units), Form::Nfc) = (rest, form) {
        return units.len();
    }
    each_kind!(rest, units => {
        units.iter().take_while(|unit| is_settled(unit.code())).count()
    })
}

/// A starter comes: writes the segment before it, save what may still compose with it.
fn end_segment(form: Form, segment: &mut Vec<(u8, u32)>, next: u32, out: &mut Builder) {
    order(segment);
    if form.composes() {
        compose(segment);
        // Only a starter at the end, with no mark behind it, takes in another starter.
        if let [(0, last)] = segment[..]
            && composed(last, next).is_some()
        {
            return;
        }
    }
    segment.drain(..).for_each(|(_, code)| out.push(code));
}

/// Sorts runs of marks by class, and keeps those of the same class in their order.
fn order(segment: &mut [(u8, u32)]) {
    for run in segment.split_mut(|&(class, _)| class == 0) {
        run.sort_by_key(|&(class, _)| class);
    }
}

/// Composes starters with what follows and is not blocked.
fn compose(segment: &mut Vec<(u8, u32)>) {
    let Some(&(0, _)) = segment.first() else {
        return;
    };
    let (mut starter, mut kept) = (0, 1);
    // The class of the last mark that was kept after the starter, if any.
    let mut blocking = None;
    for at in 1..segment.len() {
        let (class, code) = segment[at];
        let blocked = blocking.is_some_and(|blocking| blocking >= class);
        match composed(segment[starter].1, code).filter(|_| !blocked) {
            Some(whole) => segment[starter].1 = whole,
            None => {
                segment[kept] = (class, code);
                blocking = Some(class);
                if class == 0 {
                    starter = kept;
                    blocking = None;
                }
                kept += 1;
            }
        }
    }
    segment.truncate(kept);
}

const HANGUL_FIRST: u32 = 0xAC00;
const L_FIRST: u32 = 0x1100;
const V_FIRST: u32 = 0x1161;
const T_FIRST: u32 = 0x11A7;
const L_COUNT: u32 = 19;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;

/// The two or three letters of a Hangul syllable.
pub(super) fn hangul(code: u32) -> Option<impl Iterator<Item = u32>> {
    let index = code.checked_sub(HANGUL_FIRST)?;
    if index >= L_COUNT * V_COUNT * T_COUNT {
        return None;
    }
    let last = index % T_COUNT;
    let letters = [
        L_FIRST + index / (V_COUNT * T_COUNT),
        V_FIRST + index % (V_COUNT * T_COUNT) / T_COUNT,
        T_FIRST + last,
    ];
    Some(letters.into_iter().take(if last == 0 { 2 } else { 3 }))
}

/// The one code point that two are composed to.
fn composed(first: u32, second: u32) -> Option<u32> {
    if let Some(l) = first.checked_sub(L_FIRST).filter(|&l| l < L_COUNT) {
        let v = second.checked_sub(V_FIRST).filter(|&v| v < V_COUNT)?;
        return Some(HANGUL_FIRST + (l * V_COUNT + v) * T_COUNT);
    }
    if let Some(syllable) = first.checked_sub(HANGUL_FIRST)
        && syllable < L_COUNT * V_COUNT * T_COUNT
    {
        let t = second
            .checked_sub(T_FIRST)
            .filter(|t| (1..T_COUNT).contains(t))?;
        return (syllable % T_COUNT == 0).then_some(first + t);
    }
    let pair = COMPOSITIONS.binary_search_by_key(&(first, second), |&(a, b, _)| (a, b));
    pair.ok().map(|place| COMPOSITIONS[place].2)
}

/// Gives the code points that `code` decomposes to in a form.
fn decompose(version: Version, form: Form, code: u32, each: &mut impl FnMut(u32)) {
    if code < form.first_changed().min(0xC0) {
        each(code);
    } else if let Some(letters) = hangul(code) {
        letters.for_each(each);
    } else if let Some(other) = old::normal(version, code) {
        each(other);
    } else if version == Version::Old && category(version, code) == Category::Cn {
        each(code);
    } else {
        match decomposed(code) {
            Some((kind, parts)) if kind.is_empty() || !form.keeps_compatibility() => {
                parts
                    .iter()
                    .for_each(|&part| decompose(version, form, part, each));
            }
            _ => each(code),
        }
    }
}
