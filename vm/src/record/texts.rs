//! Comparisons of texts.
//!
//! Texts that differ do so in length, kind or the first eight bytes, as a rule, and equal ones are often one object. Where a jump
//! depends on it, that is guarded in line, whichever it is now; all else is asked of a function that touches nothing.

use super::comparison::Operand;
use super::{Recorder, Res};
use crate::objects::str::Str;
use crate::protocol::Compare;
use crate::value::Value;
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    /// Whether `left op right` of two texts, whose kinds are guarded. If `decides`, it is for a jump that goes the way that it goes now:
    /// another outcome leaves the trace, so the condition is only to be right where it is the same as now.
    pub(super) fn compared_texts(
        &mut self,
        op: Compare,
        left: Operand,
        right: Operand,
        decides: bool,
    ) -> Res<ir::Value> {
        let (a, b) = (self.word(left.0), self.word(right.0));
        let is_equality = match op {
            Compare::Eq => true,
            Compare::Ne => false,
            _ => {
                let number = self.int(op as i64);
                return self.helper_value("text_order", &[number, a, b]);
            }
        };
        let now = left.1.cast::<Str>().zip(right.1.cast::<Str>());
        let same = match now.filter(|_| decides) {
            Some((x, y)) if std::ptr::eq(x, y) => self.emit(Ir::SameWord, &[a, b]),
            Some((x, y)) if x.head() != y.head() => self.same_heads(left, right)?,
            _ => self.helper_value("same_text", &[a, b])?,
        };
        Ok(match is_equality {
            true => same,
            false => self.emit(Ir::Not, &[same]),
        })
    }

    /// Whether two texts are of the same length and kind, and begin with the same units.
    fn same_heads(&mut self, left: Operand, right: Operand) -> Res<ir::Value> {
        let [a, b] = [left, right].map(|text| self.head(text));
        let words = [0, 1].map(|word| self.emit(Ir::Xor, &[a[word], b[word]]));
        let different = self.emit(Ir::Or, &words);
        let zero = self.int(0);
        Ok(self.emit(Ir::Eq, &[different, zero]))
    }

    /// The two words of [`Str::head`].
    fn head(&mut self, (held, now): Operand) -> [ir::Value; 2] {
        if let Some(text) = held.constant().and_then(Value::cast::<Str>) {
            return text.head().map(|word| self.int(word as i64));
        }
        match self.as_kind(held, now) {
            Some(address) => {
                let fields = [self.fields.text_info, self.fields.text_start];
                fields.map(|field| self.load(field, address))
            }
            None => [self.int(0); 2],
        }
    }
}

/// `a op b` of texts, in order.
pub(super) fn order(op: Compare, a: Value, b: Value) -> bool {
    let texts = a.cast::<Str>().zip(b.cast::<Str>());
    texts.is_some_and(|(a, b)| op.holds(a.order(b)))
}

/// Whether two texts are the same.
pub(super) fn same(a: Value, b: Value) -> bool {
    let texts = a.cast::<Str>().zip(b.cast::<Str>());
    texts.is_some_and(|(a, b)| a.equals(b))
}
