//! Bytes and bytearrays by index: the word that a byte lies in is loaded, and shifted.
//!
//! Only where they are read. A write in line would open a bytearray's storage as a whole, and log all of it once in each
//! transaction; the helper opens the word.

use super::comparison::Operand;
use super::held::Held;
use super::subscripts::place_of;
use super::{Recorder, Res};
use crate::interp::Fr;
use crate::objects::bytearray::{self, ByteArray};
use crate::objects::bytes::Bytes;
use crate::value::Value;
use tython_jit::ir::{self, FieldId, Op as Ir};

impl Recorder {
    /// `object[key]` of one that has it.
    pub(super) fn byte(&mut self, fr: Fr, object: u16, (key, now): Operand) -> Option<Held> {
        let (value, number) = (fr.get(object), now.as_small_int()?);
        let length = match value.cast::<ByteArray>() {
            Some(bytes) => bytearray::recorded::length(bytes),
            None => value.cast::<Bytes>()?.as_slice().len(),
        };
        place_of(number, length).filter(|place| *place < length)?;
        let address = self.get_kind(fr, object)?;
        let index = self.as_int(key, now)?;
        let twice = match value.is::<Bytes>() {
            true => self.load(self.fields.bytes_length, address),
            false => {
                self.open_read(address);
                self.load(self.fields.bytearray_length, address)
            }
        };
        let one = self.int(1);
        let length = self.emit(Ir::Sar, &[twice, one]);
        let index = self.counted(number, index, |_| length);
        let fits = self.emit(Ir::Below, &[index, length]);
        self.guard(fits, true);
        let (unit, words) = match value.is::<Bytes>() {
            true => (address, self.fields.bytes_words),
            false => (self.storage(address), self.fields.storage_words),
        };
        Some(Held::Int(self.byte_at(words, unit, index), None))
    }

    /// A byte among these words of a unit.
    pub(super) fn byte_at(
        &mut self,
        words: FieldId,
        unit: ir::Value,
        index: ir::Value,
    ) -> ir::Value {
        let by = self.int(3);
        let place = self.emit(Ir::Sar, &[index, by]);
        let word = self.load_at(words, unit, place);
        let seven = self.int(7);
        let rest = self.emit(Ir::And, &[index, seven]);
        let bits = self.emit(Ir::Shl, &[rest, by]);
        let shifted = self.emit(Ir::Sar, &[word, bits]);
        let mask = self.int(0xff);
        self.emit(Ir::And, &[shifted, mask])
    }

    /// `object[key] = item` of a bytearray that has it, and a byte; false if it is something else.
    pub(super) fn set_byte(
        &mut self,
        fr: Fr,
        object: u16,
        (key, key_now): Operand,
        (item, item_now): Operand,
    ) -> Res<bool> {
        let Some(bytes) = fr.get(object).cast::<ByteArray>() else {
            return Ok(false);
        };
        let length = bytearray::recorded::length(bytes);
        let fits = |now: Value, limit: usize| {
            let number = now.as_small_int().map(usize::try_from);
            number.is_some_and(|number| number.is_ok_and(|number| number < limit))
        };
        if !fits(key_now, length) || !fits(item_now, 256) || self.get_kind(fr, object).is_none() {
            return Ok(false);
        }
        let (Some(index), Some(byte)) = (self.as_int(key, key_now), self.as_int(item, item_now))
        else {
            return Ok(false);
        };
        let word = self.get_word(object);
        self.call_helper("set_byte", &[word, index, byte])?;
        Ok(true)
    }

    /// The storage of an open bytearray, open.
    fn storage(&mut self, bytes: ir::Value) -> ir::Value {
        let word = self.load(self.fields.bytearray_storage, bytes);
        let storage = self.untagged(word);
        self.open_read(storage);
        storage
    }
}
