//! Which code points below 256 are in a set, found out item by item.
//!
//! The first item that has a code point decides about it. So the items have their say from the last to the first. What
//! Unicode says of the 256 is looked up once.

use crate::case::{Fold, ascii_lower, ascii_upper, unicode_lower, unicode_upper};
use crate::category::Class;
use crate::low::Low;
use crate::set::Item;
use std::array::from_fn;
use std::sync::LazyLock;

/// What Unicode says of the code points below 256.
struct Latin {
    /// Lower case: below 256 as well.
    lower: [u8; 256],
    upper: [u32; 256],
    /// Which are in each class, in the order of `Class::ALL`.
    classes: [Low; Class::ALL.len()],
}

static LATIN: LazyLock<Latin> = LazyLock::new(|| Latin {
    lower: from_fn(|code| u8::try_from(unicode_lower(code as u32)).unwrap_or(code as u8)),
    upper: from_fn(|code| unicode_upper(code as u32)),
    classes: Class::ALL.map(|class| Low::of(|code| class.contains(code))),
});

/// What an item has.
fn of(item: &Item, latin: &Latin) -> Low {
    match item {
        Item::Negate => Low::NONE,
        Item::Literal(code) => Low::range(*code, *code),
        Item::Range(low, high) => Low::range(*low, *high),
        Item::RangeIgnoreCase(low, high) => {
            let range = *low..=*high;
            Low::of(|code| range.contains(&code) || range.contains(&latin.upper[code as usize]))
        }
        Item::Category(category) => {
            let class = latin.classes[category.class as usize];
            if category.negated { !class } else { class }
        }
        Item::Bitmap(bits) => Low::bitmap(bits),
        Item::Blocks { .. } => Low::of(|code| item.contains(code)),
    }
}

/// Which code points below 256 are among these items, or differ from one that is in case alone.
pub(crate) fn among(items: &[Item], fold: Fold) -> Low {
    let latin = &*LATIN;
    let negations = items.iter().filter(|item| matches!(item, Item::Negate));
    // What is found behind an odd number of negations is not in the set, and the other way round.
    let mut found = negations.count() % 2 == 0;
    let mut set = if found { Low::NONE } else { Low::ALL };
    for item in items.iter().rev() {
        if matches!(item, Item::Negate) {
            found = !found;
            continue;
        }
        let mut own = of(item, latin);
        if fold == Fold::Locale {
            let has = |code: u32| own.has(code as u8);
            own = Low::of(|code| has(ascii_lower(code)) || has(ascii_upper(code)));
        }
        set = if found { set | own } else { set & !own };
    }
    match fold {
        Fold::Exact | Fold::Locale => set,
        Fold::Ascii => Low::of(|code| set.has(ascii_lower(code) as u8)),
        Fold::Unicode => Low::of(|code| set.has(latin.lower[code as usize])),
    }
}

#[cfg(test)]
mod tests {
    use super::among;
    use crate::case::{Fold, unicode_lower};
    use crate::category::{Category, Class};
    use crate::set::{Item, is_among_folded};

    #[test]
    fn the_set_has_what_the_items_have() {
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
                let low = among(&items, fold);
                for code in 0..256 {
                    let expected = is_among_folded(&items, fold, code);
                    assert_eq!(
                        low.has(code as u8),
                        expected,
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
