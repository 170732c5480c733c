//! `range(...)` in line, so that there is none if a loop goes through it at once: the iterator is made of the numbers.

use super::held::Held;
use super::{After, Recorder, Res};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::objects::range::{RANGE, Range};
use tython_compiler::isa::Instr;
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    /// `range(stop)` and `range(start, stop)` of machine integers.
    pub(super) fn new_range(&mut self, fr: Fr, registers: &[u16]) -> Option<Held> {
        let (start, stop) = match *registers {
            [stop] => (None, stop),
            [start, stop] => (Some(start), stop),
            _ => return None,
        };
        let now = |register: u16| fr.get(register).as_small_int();
        let first_now = start.map_or(Some(0), now)?;
        let is_empty = now(stop)? <= first_now;
        let first = match start {
            Some(start) => self.get_int(fr, start)?,
            None => self.int(0),
        };
        let last = self.get_int(fr, stop)?;
        let goes_on = self.emit(Ir::Lt, &[first, last]);
        self.guard(goes_on, !is_empty);
        let count = match is_empty {
            true => self.int(0),
            false => self.checked(Ir::SubOvf, &[last, first]),
        };
        let step = self.int(1);
        let words = [first, last, step, count].map(|number| self.word(Held::Int(number, None)));
        let fields = [
            self.fields.range_start,
            self.fields.range_stop,
            self.fields.range_step,
            self.fields.range_length,
        ];
        let name = format!("{}:{}:0:range", Range::LAYOUT.get(), RANGE.shape());
        let (range, word) = self.new_object(name, &fields, &words);
        self.ranges.insert(word, [first, count]);
        Some(Held::Ref(range, word))
    }

    /// `iter(range)` of one that the trace has made.
    pub(super) fn iter_of_range(&mut self, i: Instr) -> Res<Option<After>> {
        let Held::Ref(_, word) = self.get(i.b()) else {
            return Ok(None);
        };
        let Some(numbers) = self.ranges.get(&word).copied() else {
            return Ok(None);
        };
        let word: ir::Value = self.helper_value("range_iter", &numbers)?;
        Ok(Some(After::Opaque(Some((i.a(), word)))))
    }
}
