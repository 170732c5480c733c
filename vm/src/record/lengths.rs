//! Lengths of texts, lists, dicts and sets, and with them their truth, in line. Those of dicts and sets for a lone thread only
//! (`entries.rs` says why).

use super::Recorder;
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::objects::dict::recorded;
use crate::objects::dict::{DICT, Dict};
use crate::objects::set::Set;
use crate::objects::str::{LENGTH_SHIFT, Str};
use crate::protocol::class_of;
use crate::value::Value;
use tython_jit::ir::{self, Form, Op as Ir};

impl Recorder {
    /// The length of what is in a register.
    pub(super) fn length(&mut self, fr: Fr, register: u16) -> Option<ir::Value> {
        if let Some(length) = self.length_of_list(fr, register) {
            return Some(length);
        }
        let now = fr.get(register);
        if now.is::<Str>() {
            let address = self.get_kind(fr, register)?;
            return Some(self.length_of_text(address));
        }
        self.length_of_table(fr, register, now)
    }

    pub(super) fn length_of_text(&mut self, text: ir::Value) -> ir::Value {
        let field = self.fields.text_info;
        let info = self.load(field, text);
        let by = self.int(LENGTH_SHIFT);
        self.emit(Ir::Sar, &[info, by])
    }

    fn length_of_table(&mut self, fr: Fr, register: u16, now: Value) -> Option<ir::Value> {
        let is_dict = now.is::<Dict>() && DICT.value() == class_of(now).value();
        if !is_dict && !now.is::<Set>() || self.trace.origin.form == Form::Shared {
            return None;
        }
        let has_table = recorded::has_table(now);
        let owner = self.get_kind(fr, register)?;
        self.open_read(owner);
        let table = match is_dict {
            true => self.fields.dict_table,
            false => self.fields.set_table,
        };
        let table = self.load(table, owner);
        let unbound = self.constant(Value::UNBOUND);
        let has_none = self.emit(Ir::SameWord, &[table, unbound]);
        self.guard(has_none, !has_table);
        if !has_table {
            return Some(self.int(0));
        }
        let table = self.untagged(table);
        self.open_read(table);
        let used = self.fields.table_used;
        Some(self.small_field(used, table))
    }
}
