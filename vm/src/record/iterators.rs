//! New iterators over lists, tuples and ranges, in line.
//!
//! They are objects even where nobody sees them (`Layout::solid`): most of what leaves the trace while there is one does so within the loop over it, again
//! and again, and an exit that would have to build the iterator takes no bridge.

use super::held::Held;
use super::{After, Recorder, Res};
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::objects::iterators::{self, Iterator, Kind};
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::value::Value;
use tython_compiler::isa::Instr;
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    /// `iter(value)` of a list or a tuple, or of a range that the trace has made.
    pub(super) fn iter_in_line(&mut self, fr: Fr, i: Instr) -> Res<Option<After>> {
        if let Held::Ref(_, word) = self.get(i.b())
            && let Some(numbers) = self.ranges.get(&word).copied()
        {
            let iterator = self.iter_of_range(fr, i, numbers)?;
            return Ok(Some(After::Set(i.a(), iterator)));
        }
        let now = fr.get(i.b());
        let kind = match now {
            _ if now.is::<List>() => Kind::List,
            _ if now.is::<Tuple>() => Kind::Tuple,
            _ => return Ok(None),
        };
        if self.get_kind(fr, i.b()).is_none() {
            return Ok(None);
        }
        let source = self.get_word(i.b());
        let [first, nothing] = [Value::index(0), Value::NONE].map(|value| self.constant(value));
        let iterator = self.iterator_of(fr, i, kind, [source, first, nothing])?;
        Ok(Some(After::Set(i.a(), iterator)))
    }

    /// Over so many numbers, from the first one on. What comes behind the last one has to be small as well.
    fn iter_of_range(&mut self, fr: Fr, i: Instr, [first, by, count]: [ir::Value; 3]) -> Res<Held> {
        // By steps of one that is where the range ends.
        if by != self.int(1) {
            let length = self.checked(Ir::MulOvf, &[by, count]);
            let end = self.checked(Ir::AddOvf, &[first, length]);
            self.word(Held::Int(end, None));
        }
        let numbers = [by, first, count];
        let words = numbers.map(|number| self.word(Held::Int(number, None)));
        self.iterator_of(fr, i, Kind::Range, words)
    }

    /// The loop over the iterator in a register is at its end.
    pub(super) fn note_end(&mut self, register: u16, iterator: &'static Iterator) {
        if iterator.is_of_loop()
            && let Some(word) = self.get(register).known_word()
        {
            self.ended.insert(word, (self.levels.len(), register));
        }
    }

    /// An iterator for the loop that begins: the one that it came to the end of, or a new one.
    fn iterator_of(
        &mut self,
        fr: Fr,
        i: Instr,
        kind: Kind,
        [source, position, more]: [ir::Value; 3],
    ) -> Res<Held> {
        let held = self.level().registers[usize::from(i.a())];
        let word = held.and_then(Held::known_word);
        let ended = word.and_then(|word| self.ended.remove(&word));
        let now = fr.get(i.a());
        let is_ended = ended == Some((self.levels.len(), i.a()))
            && now.cast::<Iterator>().and_then(Iterator::known_kind) == Some(kind);
        if is_ended
            && let Some(held) = held
            && let Some(iterator) = self.as_kind(held, now)
        {
            self.make_step(vec![
                (self.fields.iterator_source, iterator, source),
                (self.fields.iterator_position, iterator, position),
                (self.fields.iterator_more, iterator, more),
            ]);
            return Ok(held);
        }
        self.new_iterator(kind, [source, position, more])
    }

    fn new_iterator(&mut self, kind: Kind, [source, position, more]: [ir::Value; 3]) -> Res<Held> {
        let Some((shape, step)) = iterators::recorded(kind) else {
            return super::unsupported("an iterator");
        };
        let fields = [
            self.fields.kind,
            self.fields.iterator_step,
            self.fields.iterator_source,
            self.fields.iterator_position,
            self.fields.iterator_more,
        ];
        let name = format!("{}:{shape}:0:iterator", Iterator::LAYOUT.get());
        let iterator = self.allocate(name, fields.len() - 1, &fields, true);
        let meta = Meta::new(Iterator::LAYOUT, shape).bits();
        let words = [
            self.int(meta as i64),
            self.int(step as i64),
            source,
            position,
            more,
        ];
        for (field, word) in fields.into_iter().zip(words) {
            self.store(field, iterator, word);
        }
        let word = self.tagged(iterator);
        Ok(Held::Ref(iterator, word))
    }
}
