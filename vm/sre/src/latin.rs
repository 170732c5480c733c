//! Sets below 256: a table of all code points, made from the items one by one.
//!
//! The first item that has a code point decides about it. So each item marks what it has, the last item first, and what
//! is marked in the end is decided. An item looks at its own code points only, and what Unicode says of the 256
//! is looked up once.

use crate::case::{Fold, ascii_lower, ascii_upper, unicode_lower, unicode_upper};
use crate::category::Class;
use crate::set::{Item, bit};
use std::array::from_fn;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// What Unicode says of the code points below 256.
struct Latin {
    /// Lower case: below 256 as well.
    lower: [u8; 256],
    upper: [u32; 256],
    /// Which are in each class, in the order of `Class::ALL`.
    classes: [[bool; 256]; Class::ALL.len()],
}

static LATIN: LazyLock<Latin> = LazyLock::new(|| Latin {
    lower: from_fn(|code| u8::try_from(unicode_lower(code as u32)).unwrap_or(code as u8)),
    upper: from_fn(|code| unicode_upper(code as u32)),
    classes: Class::ALL.map(|class| from_fn(|code| class.contains(code as u32))),
});

/// The part of a range that is below 256; empty if there is none.
fn below(low: u32, high: u32) -> RangeInclusive<u32> {
    low..=high.min(255)
}

/// Calls `mark` with each code point below 256 that the item has.
fn each(item: &Item, latin: &Latin, mut mark: impl FnMut(u32)) {
    let mut marked =
        |has: &dyn Fn(u32) -> bool| (0..256).filter(|code| has(*code)).for_each(&mut mark);
    match item {
        Item::Negate => {}
        Item::Literal(code) => below(*code, *code).for_each(mark),
        Item::Range(low, high) => below(*low, *high).for_each(mark),
        Item::RangeIgnoreCase(low, high) => {
            let range = *low..=*high;
            marked(&|code| range.contains(&code) || range.contains(&latin.upper[code as usize]));
        }
        Item::Category(category) => {
            let class = &latin.classes[category.class as usize];
            marked(&|code| class[code as usize] != category.negated);
        }
        Item::Bitmap(bits) => marked(&|code| bit(bits, code)),
        Item::Blocks { .. } => marked(&|code| item.contains(code)),
    }
}

/// Which code points below 256 are among these items, or differ from one that is in case alone.
pub(crate) fn table(items: &[Item], fold: Fold) -> [bool; 256] {
    let latin = &*LATIN;
    // Behind the last item: not found.
    let mut first = [items.len(); 256];
    for (place, item) in items.iter().enumerate().rev() {
        each(item, latin, |code| first[code as usize] = place);
    }
    // What is found behind an odd number of negations is not in the set, and the other way round.
    let mut found = true;
    let mut verdicts = Vec::with_capacity(items.len() + 1);
    for item in items {
        found ^= matches!(item, Item::Negate);
        verdicts.push(found);
    }
    verdicts.push(!found);
    from_fn(|code| {
        let decides = match fold {
            Fold::Exact => first[code],
            Fold::Ascii => first[ascii_lower(code as u32) as usize],
            Fold::Unicode => first[usize::from(latin.lower[code])],
            Fold::Locale => {
                let cases = [ascii_lower(code as u32), ascii_upper(code as u32)];
                first[cases[0] as usize].min(first[cases[1] as usize])
            }
        };
        verdicts[decides]
    })
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::case::{Fold, unicode_lower};
    use crate::category::{Category, Class};
    use crate::set::{Item, is_among_folded};

    #[test]
    fn the_table_says_what_the_items_say() {
        let category = |class, negated| Item::Category(Category { class, negated });
        let sets = [
            vec![],
            vec![Item::Negate],
            vec![Item::Literal(0x61), Item::Literal(0x4E2D)],
            vec![Item::Negate, Item::Literal(0x61), Item::Range(0xC0, 0x17F)],
            vec![
                Item::Range(0x61, 0x7A),
                Item::Negate,
                Item::Range(0x41, 0x100),
            ],
            vec![Item::RangeIgnoreCase(0x178, 0x39C), Item::Literal(0x5F)],
            vec![
                category(Class::UnicodeWord, false),
                category(Class::Space, true),
            ],
            vec![
                Item::Negate,
                category(Class::UnicodeDigit, false),
                Item::Negate,
            ],
            vec![Item::Bitmap(Box::new([5, 0, 0xF0F0, 9, 1 << 31, 0, 77, 1]))],
            vec![Item::Negate, Item::Range(0x7A, 0x61)],
        ];
        for items in sets {
            for fold in [Fold::Exact, Fold::Ascii, Fold::Locale, Fold::Unicode] {
                let low = table(&items, fold);
                for code in 0..256 {
                    let expected = is_among_folded(&items, fold, code);
                    assert_eq!(
                        low[code as usize], expected,
                        "{code:#x} of {items:?}, {fold:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn lower_case_of_latin_letters_is_latin() {
        assert!((0..256).all(|code| unicode_lower(code) < 256));
        for (place, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, place);
        }
    }
}
