//! Loops over dicts and sets, of a lone thread: it logs no reads, so that an entry may be read whatever token guards it.

use super::Recorder;
use super::held::Held;
use super::iteration::{Items, Step};
use crate::objects::dict::recorded::{self, Ahead};
use crate::objects::iterators::{Iterator, Kind};
use crate::objects::set::Set;
use crate::value::Value;
use tython_jit::ir::{self, Form, Op as Ir};

impl Recorder {
    /// The step that such an iterator makes now, with guards that it makes such a step: to an entry that is alive, or to the end of
    /// what has not changed its size.
    pub(super) fn step_of_entries(
        &mut self,
        iterator: ir::Value,
        now: &'static Iterator,
        kind: Kind,
    ) -> Option<Step> {
        let ahead = recorded::ahead(now)?;
        if self.trace.origin.form == Form::Shared {
            return None;
        }
        let (position_of, more) = (self.fields.iterator_position, self.fields.iterator_more);
        let table = self.table_of(iterator, now)?;
        let count = self.load(more, iterator);
        let count = self.as_int(Held::Word(count), now.more.peek())?;
        let used = self.fields.table_used;
        let used = self.small_field(used, table);
        let by = self.int(i64::from(recorded::LEFT_BITS));
        let expected = self.emit(Ir::Sar, &[count, by]);
        let same = self.emit(Ir::Eq, &[used, expected]);
        self.guard(same, true);
        let position = self.small_field(position_of, iterator);
        let tail = self.fields.table_tail;
        let tail = self.small_field(tail, table);
        let low = self.int(recorded::LOW_TAIL as i64);
        let tail = self.emit(Ir::And, &[tail, low]);
        let goes_on = self.emit(Ir::Below, &[position, tail]);
        self.guard(goes_on, ahead != Ahead::End);
        let Ahead::Entry { is_large } = ahead else {
            return Some(self.at_end(iterator));
        };
        let low = self.int((1 << recorded::LEFT_BITS) - 1);
        let left = self.emit(Ir::And, &[count, low]);
        let zero = self.int(0);
        let is_left = self.emit(Ir::Ne, &[left, zero]);
        self.guard(is_left, true);
        let entries = self.entries(table, is_large);
        let (keys, values) = (self.fields.entry_keys, self.fields.entry_values);
        let key = self.load_at(keys, entries, position);
        let unbound = self.constant(Value::UNBOUND);
        let is_deleted = self.emit(Ir::SameWord, &[key, unbound]);
        self.guard(is_deleted, false);
        let items = match kind {
            Kind::Keys | Kind::Elements => Items::One(Held::Word(key)),
            Kind::Values => Items::One(Held::Word(self.load_at(values, entries, position))),
            _ => {
                let value = self.load_at(values, entries, position);
                Items::Pair(Held::Word(key), Held::Word(value))
            }
        };
        let next = self.index_behind(position);
        let one = self.int(1);
        let count = self.emit(Ir::Sub, &[count, one]);
        let count = self.emit(Ir::Shl, &[count, one]);
        let count = self.emit(Ir::IntAsWord, &[count]);
        Some(Step {
            items: Some(items),
            stores: vec![(position_of, iterator, next), (more, iterator, count)],
        })
    }

    /// The table of what is iterated over, which has one.
    fn table_of(&mut self, iterator: ir::Value, now: &'static Iterator) -> Option<ir::Value> {
        let source = self.fields.iterator_source;
        let owner_now = now.source.peek();
        let owner = self.load(source, iterator);
        let owner = self.as_kind(Held::Word(owner), owner_now)?;
        self.open_read(owner);
        let table = match owner_now.is::<Set>() {
            true => self.fields.set_table,
            false => self.fields.dict_table,
        };
        let table = self.load(table, owner);
        let unbound = self.constant(Value::UNBOUND);
        let same = self.emit(Ir::SameWord, &[table, unbound]);
        self.guard(same, false);
        let table = self.untagged(table);
        self.open_read(table);
        Some(table)
    }

    /// The entries of a table, which is as large as it is now: with stripes or without.
    fn entries(&mut self, table: ir::Value, is_large: bool) -> ir::Value {
        let geometry = self.fields.table_geometry;
        let geometry = self.load(geometry, table);
        let (zero, one) = (self.int(0), self.int(1));
        let geometry = self.emit(Ir::Shr, &[geometry, one]);
        let bits = self.int(recorded::KIND as i64);
        let kind = self.emit(Ir::And, &[geometry, bits]);
        let has_stripes = self.emit(Ir::Ne, &[kind, zero]);
        self.guard(has_stripes, is_large);
        let address = self.emit(Ir::RefAsWord, &[table]);
        let address = self.emit(Ir::WordAsInt, &[address]);
        let body = self.int(recorded::BODY as i64);
        let mut entries = self.emit(Ir::Add, &[address, body]);
        if is_large {
            let rest = self.int(recorded::LINE as i64 - 1);
            let line = self.int(-(recorded::LINE as i64));
            let above = self.emit(Ir::Add, &[entries, rest]);
            let stripes = self.emit(Ir::And, &[above, line]);
            let log2 = self.emit(Ir::Sub, &[kind, one]);
            let stripe = self.int(recorded::STRIPE as i64);
            let bytes = self.emit(Ir::Shl, &[stripe, log2]);
            entries = self.emit(Ir::Add, &[stripes, bytes]);
        }
        let entries = self.emit(Ir::IntAsWord, &[entries]);
        let entries = self.emit(Ir::WordAsRef, &[entries]);
        self.open_read(entries);
        entries
    }
}
