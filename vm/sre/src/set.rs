//! Sets of code points: a table for Latin-1, and the items of the pattern for the rest.

use crate::case::{Fold, ascii_lower, ascii_upper, unicode_upper};
use crate::category::Category;
use crate::latin;
use crate::low::Low;

/// One thing that a set is made of.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// From here on, what is found is not in the set.
    Negate,
    Literal(u32),
    Range(u32, u32),
    /// A range that also holds what is in it in upper case.
    RangeIgnoreCase(u32, u32),
    Category(Category),
    /// Bits of the code points below 256.
    Bitmap(Box<[u32; 8]>),
    /// Bits of the code points below 65536, in blocks of 256.
    Blocks {
        numbers: Box<[u8; 256]>,
        blocks: Box<[[u32; 8]]>,
    },
}

fn bit(bits: &[u32; 8], code: u32) -> bool {
    bits[(code >> 5 & 7) as usize] >> (code & 31) & 1 != 0
}

impl Item {
    pub(crate) fn contains(&self, code: u32) -> bool {
        match self {
            Item::Negate => false,
            Item::Literal(literal) => *literal == code,
            Item::Range(low, high) => (*low..=*high).contains(&code),
            Item::RangeIgnoreCase(low, high) => {
                let range = *low..=*high;
                range.contains(&code) || range.contains(&unicode_upper(code))
            }
            Item::Category(category) => category.contains(code),
            Item::Bitmap(bits) => code < 256 && bit(bits, code),
            Item::Blocks { numbers, blocks } => {
                let number = u16::try_from(code).map(|code| numbers[usize::from(code >> 8)]);
                let block = number
                    .ok()
                    .and_then(|number| blocks.get(usize::from(number)));
                block.is_some_and(|bits| bit(bits, code & 255))
            }
        }
    }

    /// Bytes that it owns.
    fn bytes(&self) -> usize {
        match self {
            Item::Blocks { blocks, .. } => 256 + size_of_val::<[_]>(blocks),
            _ => 0,
        }
    }
}

/// Whether an item has one of the `codes`, the way the items read.
fn is_among(items: &[Item], codes: &[u32]) -> bool {
    let mut found = true;
    for item in items {
        if matches!(item, Item::Negate) {
            found = !found;
        } else if codes.iter().any(|code| item.contains(*code)) {
            return found;
        }
    }
    !found
}

/// Whether a code point or one that differs in case alone is among the items.
pub(crate) fn is_among_folded(items: &[Item], fold: Fold, code: u32) -> bool {
    match fold {
        Fold::Locale => is_among(items, &[ascii_lower(code), ascii_upper(code)]),
        _ => is_among(items, &[fold.lower(code)]),
    }
}

/// A set.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    /// Which code points below 256 are in it.
    pub(crate) low: Low,
    /// Whether all others are in it, or none, if that is known.
    uniform: Option<bool>,
    items: Box<[Item]>,
    fold: Fold,
}

impl Set {
    /// The set of these items, or of those that differ from them in case alone.
    pub(crate) fn new(items: Vec<Item>, fold: Fold) -> Set {
        Set {
            low: latin::among(&items, fold),
            uniform: uniform(&items, fold),
            items: items.into(),
            fold,
        }
    }

    /// Whether it has this code point, which is 256 or above.
    #[inline(never)]
    fn contains_high(&self, code: u32) -> bool {
        match self.uniform {
            Some(all) => all,
            None => is_among_folded(&self.items, self.fold, code),
        }
    }

    /// Whether it has this code point.
    #[inline(always)]
    pub(crate) fn contains(&self, code: u32) -> bool {
        match u8::try_from(code) {
            Ok(byte) => self.low.has(byte),
            Err(_) => self.contains_high(code),
        }
    }

    /// Whether it may have a code point of 256 or above.
    pub(crate) fn may_have_high(&self) -> bool {
        self.uniform != Some(false)
    }

    /// Bytes that it owns, itself included.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Set>()
            + self
                .items
                .iter()
                .map(|item| size_of::<Item>() + item.bytes())
                .sum::<usize>()
    }
}

/// Whether the items say of all code points from 256 on that they are in, or that they are out.
fn uniform(items: &[Item], fold: Fold) -> Option<bool> {
    let is_low = |item: &Item| match item {
        Item::Negate | Item::Bitmap(_) => true,
        Item::Literal(code) => *code < 256,
        Item::Range(_, high) => *high < 256,
        _ => false,
    };
    // With Unicode's case, some above have their lower case below.
    let stays = fold != Fold::Unicode;
    let negations = items.iter().filter(|item| matches!(item, Item::Negate));
    (stays && items.iter().all(is_low)).then(|| negations.count() % 2 == 1)
}
