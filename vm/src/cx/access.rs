//! Read and write barriers over the fields of typed objects.

use crate::cx::{Cx, R};
use crate::heap::{HeapType, Slot, index_in_unit};
use crate::objects::instance::Instance;
use crate::objects::type_object::Flags;
use crate::protocol::class_of;
use crate::value::Value;
use stm_core::{Token, Unit, Word};

impl Cx {
    /// Reads a field of `object`.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub fn load<T: HeapType>(&mut self, object: &'static T, field: &'static Slot) -> R {
        let bits = self.tx.read(object.token(), field.word())?;
        Ok(Value::from_bits(bits))
    }

    /// Writes a field of `object`.
    ///
    /// # Errors
    /// As [`Cx::load`].
    #[inline(always)]
    pub fn store<T: HeapType>(
        &mut self,
        object: &'static T,
        field: &'static Slot,
        value: Value,
    ) -> R<()> {
        let index = index_in_unit(object, field);
        Ok(self.tx.write(object.unit(), index, value.bits())?)
    }

    /// Reads several fields of `object` as of one moment. `look` may run more than once, and on
    /// garbage; what it returns the last time counts.
    ///
    /// # Errors
    /// As [`Cx::load`].
    #[inline(always)]
    pub fn view<T: HeapType, V>(&mut self, object: &'static T, look: impl FnMut() -> V) -> R<V> {
        Ok(self.tx.view(object.token(), look)?)
    }

    /// Makes all fields of `object` writable with [`Slot::poke`] until the next call that may run
    /// Python code, poll, or end the transaction.
    ///
    /// A barrier on another object may wait, and a collection begin or end meanwhile. So between this and the
    /// poke of a *reference* there is none (numbers may be poked later); and a reference that is poked over
    /// after such a wait must have been read before it (gc/PROTOCOL.md).
    ///
    /// # Errors
    /// As [`Cx::load`].
    #[inline(always)]
    pub fn open<T: HeapType>(&mut self, object: &'static T) -> R<()> {
        // The unit is not even put together, if it is open.
        if !self.tx.is_open(object.token()) {
            self.tx.open_write_all(object.unit())?;
        }
        Ok(())
    }

    /// Reads one word of a unit inside a buffer.
    ///
    /// # Errors
    /// As [`Cx::load`].
    #[inline(always)]
    pub fn load_word(&mut self, token: &'static Token, word: &'static Word) -> R {
        Ok(Value::from_bits(self.tx.read(token, word)?))
    }

    /// Writes one word of a unit inside a buffer.
    ///
    /// # Errors
    /// As [`Cx::load`].
    #[inline(always)]
    pub fn store_word(&mut self, unit: Unit, index: usize, value: Value) -> R<()> {
        Ok(self.tx.write(unit, index, value.bits())?)
    }

    /// The builtin object that is the payload of an instance of a subclass of a builtin value or
    /// container; `None` of anything else.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn payload_value(&mut self, value: Value) -> R<Option<Value>> {
        match value.cast::<Instance>() {
            Some(instance) if class_of(value).flags().has(Flags::PAYLOAD) => {
                Ok(instance.get(self, 0)?.bound())
            }
            _ => Ok(None),
        }
    }

    /// The memory of a builtin value or container, or of the payload of an instance of a subclass.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn payload<T: HeapType>(&mut self, value: Value) -> R<Option<&'static T>> {
        match value.cast::<T>() {
            Some(object) => Ok(Some(object)),
            None => Ok(self
                .payload_value(value)?
                .and_then(|payload| payload.cast::<T>())),
        }
    }
}
