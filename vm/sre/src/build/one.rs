//! Instructions that ask something of one code point, and sets.

use super::{Builder, Checked, InvalidCode};
use crate::case::Fold;
use crate::category::Category;
use crate::opcodes::op;
use crate::program::One;
use crate::set::{Item, Set};

impl Builder<'_> {
    /// The instruction with this number, which has been read; the rest of it comes next.
    pub(super) fn one(&mut self, number: u32) -> Checked<One> {
        let one = match number {
            op::ANY => One::Any,
            op::ANY_ALL => One::All,
            op::LITERAL => One::Is(self.code.next()?),
            op::NOT_LITERAL => One::IsNot(self.code.next()?),
            op::IN => self.in_set(Fold::Exact)?,
            op::IN_IGNORE => self.in_set(Fold::Ascii)?,
            op::IN_LOC_IGNORE => self.in_set(Fold::Locale)?,
            op::IN_UNI_IGNORE => self.in_set(Fold::Unicode)?,
            op::LITERAL_IGNORE => self.folded(Fold::Ascii, false)?,
            op::LITERAL_LOC_IGNORE => self.folded(Fold::Locale, false)?,
            op::LITERAL_UNI_IGNORE => self.folded(Fold::Unicode, false)?,
            op::NOT_LITERAL_IGNORE => self.folded(Fold::Ascii, true)?,
            op::NOT_LITERAL_LOC_IGNORE => self.folded(Fold::Locale, true)?,
            op::NOT_LITERAL_UNI_IGNORE => self.folded(Fold::Unicode, true)?,
            op::CATEGORY => {
                let category = Category::new(self.code.next()?)?;
                self.set(Set::new(vec![Item::Category(category)], Fold::Exact))
            }
            op::FAILURE => self.set(Set::new(Vec::new(), Fold::Exact)),
            _ => return Err(InvalidCode),
        };
        Ok(one)
    }

    /// A literal regardless of case, or anything but it.
    fn folded(&mut self, fold: Fold, negated: bool) -> Checked<One> {
        let code = self.code.next()?;
        let mut items = vec![Item::Literal(code)];
        if negated {
            items.insert(0, Item::Negate);
        }
        Ok(self.set(Set::new(items, fold)))
    }

    fn in_set(&mut self, fold: Fold) -> Checked<One> {
        let end = self.code.skip()?;
        let mut items = Vec::new();
        while let Some(item) = self.item()? {
            items.push(item);
        }
        match self.code.at() == end {
            true => Ok(self.set(Set::new(items, fold))),
            false => Err(InvalidCode),
        }
    }

    /// An item of a set; `None` at its end.
    fn item(&mut self) -> Checked<Option<Item>> {
        let code = &mut self.code;
        Ok(Some(match code.next()? {
            op::FAILURE => return Ok(None),
            op::NEGATE => Item::Negate,
            op::LITERAL => Item::Literal(code.next()?),
            op::RANGE => Item::Range(code.next()?, code.next()?),
            op::RANGE_UNI_IGNORE => Item::RangeIgnoreCase(code.next()?, code.next()?),
            op::CATEGORY => Item::Category(Category::new(code.next()?)?),
            op::CHARSET => Item::Bitmap(Box::new(*code.take::<8>()?)),
            op::BIGCHARSET => {
                let count = code.next()?;
                let words = code.take::<64>()?;
                let bytes = words.iter().flat_map(|word| word.to_ne_bytes());
                let mut numbers = Box::new([0; 256]);
                numbers
                    .iter_mut()
                    .zip(bytes)
                    .for_each(|(number, byte)| *number = byte);
                let mut blocks = Vec::new();
                for _ in 0..count {
                    blocks.push(*code.take::<8>()?);
                }
                if numbers.iter().any(|number| u32::from(*number) >= count) {
                    return Err(InvalidCode);
                }
                Item::Blocks {
                    numbers,
                    blocks: blocks.into(),
                }
            }
            _ => return Err(InvalidCode),
        }))
    }
}
