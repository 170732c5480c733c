//! `range(...)` in line, so that there is none if a loop goes through it at once: the iterator is made of the numbers.

use super::Recorder;
use super::held::Held;
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::objects::range::{RANGE, Range};
use crate::protocol::operators::Binary;
use tython_jit::ir::{self, Op as Ir};

/// What it is in the trace, what it is now, and what it always is.
type Number = (ir::Value, i64, Option<i64>);

impl Recorder {
    /// `range(stop)`, `range(start, stop)` and `range(start, stop, step)` of machine integers.
    pub(super) fn new_range(&mut self, fr: Fr, registers: &[u16]) -> Option<Held> {
        let (start, stop, step) = match *registers {
            [stop] => (None, stop, None),
            [start, stop] => (Some(start), stop, None),
            [start, stop, step] => (Some(start), stop, Some(step)),
            _ => return None,
        };
        let first = self.number_or(fr, start, 0)?;
        let last = self.number_or(fr, Some(stop), 0)?;
        let by = self.number_or(fr, step, 1)?;
        let count = self.length_of_range(first, last, by)?;
        let words = [first.0, last.0, by.0, count].map(|number| self.word(Held::Int(number, None)));
        let fields = [
            self.fields.range_start,
            self.fields.range_stop,
            self.fields.range_step,
            self.fields.range_length,
        ];
        let kind = Meta::new(Range::LAYOUT, RANGE.shape());
        let (range, word) = self.new_object(kind, "range", &fields, &words);
        self.ranges.insert(word, [first.0, by.0, count]);
        Some(Held::Ref(range, word))
    }

    /// A machine integer and what it is now: the one in a register, or this.
    fn number_or(&mut self, fr: Fr, register: Option<u16>, number: i64) -> Option<Number> {
        let Some(register) = register else {
            return Some((self.int(number), number, Some(number)));
        };
        let now = fr.get(register).as_small_int()?;
        let known = self.get(register).constant().map(|_| now);
        Some((self.get_int(fr, register)?, now, known))
    }

    /// How many numbers there are from the first to before the last. The step's sign, and whether there are any, are guarded.
    fn length_of_range(&mut self, first: Number, last: Number, by: Number) -> Option<ir::Value> {
        let zero = self.int(0);
        let is_up = match by.1 {
            0 => return None,
            by => by > 0,
        };
        // A step of nothing is for the interpreter.
        let signs = if is_up { [zero, by.0] } else { [by.0, zero] };
        let keeps_sign = self.emit(Ir::Lt, &signs);
        self.guard(keeps_sign, true);
        let (low, high) = if is_up { (first, last) } else { (last, first) };
        let is_empty = high.1 <= low.1;
        let goes_on = self.emit(Ir::Lt, &[low.0, high.0]);
        self.guard(goes_on, !is_empty);
        if is_empty {
            return Some(zero);
        }
        let span = self.checked(Ir::SubOvf, &[high.0, low.0]);
        if by.2 == Some(1) {
            return Some(span);
        }
        let step = if is_up {
            by.0
        } else {
            self.emit(Ir::Sub, &[zero, by.0])
        };
        let one = self.int(1);
        let rest = self.emit(Ir::Sub, &[span, one]);
        let known = by.2.filter(|_| is_up);
        let steps = self.divide(Binary::FloorDiv, rest, step, known);
        Some(self.emit(Ir::Add, &[steps, one]))
    }
}
