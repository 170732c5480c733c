//! Slices: made, read and assigned.
//!
//! A slice object is allocated in line, so that there is none if it is only the key of the next instruction: what reads it
//! takes its three parts.

use super::comparison::is_scalar;
use super::containers::is_list_or_tuple;
use super::held::Held;
use super::{After, Recorder, Res};
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::slice::{SLICE, Slice};
use crate::objects::str::STR;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::FieldId;

impl Recorder {
    pub(super) fn slices(&mut self, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::BuildSlice => self.build_slice(fr, i),
            Op::GetSlice => self.get_slice(fr, i)?,
            Op::SetSlice => self.set_slice(fr, i)?,
            _ => return Ok(None),
        }))
    }

    fn build_slice(&mut self, fr: Fr, i: Instr) -> After {
        // An exit that would have to make the slice takes no bridge. So what is asked of the object that is going to be
        // subscripted is asked here.
        // SAFETY: an instruction follows, because this one goes on.
        let next = Instr(unsafe { *fr.frame().pc.add(Op::BuildSlice.info().words()) });
        if next.op() == Some(Op::GetItem) && next.c() == i.a() && is_sequence(fr.get(next.b())) {
            self.get_kind(fr, next.b());
        }
        let registers = [i.b(), i.b() + 1, i.b() + 2];
        let parts = registers.map(|register| self.get(register));
        let words = registers.map(|register| self.get_word(register));
        let kind = Meta::new(Slice::LAYOUT, SLICE.shape());
        let (slice, word) = self.new_object(kind, "slice", &self.slice_fields(), &words);
        self.slices.insert(word, parts);
        After::Set(i.a(), Held::Ref(slice, word))
    }

    /// `object[slice]` of a sequence: `None` if it is none of the usual ones.
    pub(super) fn get_sliced(
        &mut self,
        fr: Fr,
        i: Instr,
        (key, now): (Held, Value),
    ) -> Res<Option<After>> {
        let Some(slice) = now.cast::<Slice>() else {
            return Ok(None);
        };
        if !is_sequence(fr.get(i.b())) || self.get_kind(fr, i.b()).is_none() {
            return Ok(None);
        }
        let Some(parts) = self.parts_of(key, slice) else {
            return Ok(None);
        };
        let mut words = vec![self.get_word(i.b())];
        for part in parts {
            words.push(self.word(part));
        }
        let word = self.helper_value("get_stepped", &words)?;
        Ok(Some(After::Opaque(Some((i.a(), word)))))
    }

    /// Start, stop and step of a slice.
    fn parts_of(&mut self, key: Held, now: &'static Slice) -> Option<[Held; 3]> {
        if key.constant().is_some() {
            let parts = [&now.start, &now.stop, &now.step];
            return Some(parts.map(|part| Held::Const(part.get())));
        }
        if let Held::Ref(_, word) = key
            && let Some(parts) = self.slices.get(&word)
        {
            return Some(*parts);
        }
        let address = self.as_kind(key, now.value())?;
        let fields = self.slice_fields();
        Some(fields.map(|field| Held::Word(self.load(field, address))))
    }

    fn slice_fields(&self) -> [FieldId; 3] {
        let fields = &self.fields;
        [fields.slice_start, fields.slice_stop, fields.slice_step]
    }

    fn get_slice(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let is_builtin = !fr.get(i.b()).is::<Instance>();
        let bounds = [fr.get(i.c()), fr.get(i.c() + 1)];
        let is_usual = is_builtin && bounds.iter().all(|bound| is_scalar(*bound));
        if !is_usual || self.get_kind(fr, i.b()).is_none() {
            return self.interpreted(fr, Op::GetSlice, i);
        }
        self.guard_scalars(fr, &[i.c(), i.c() + 1])?;
        let words = [i.b(), i.c(), i.c() + 1].map(|register| self.get_word(register));
        let word = self.helper_value("get_slice", &words)?;
        Ok(After::Opaque(Some((i.a(), word))))
    }

    fn set_slice(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let values = fr.get(i.c());
        let bounds = [fr.get(i.b()), fr.get(i.b() + 1)];
        let is_usual = fr.get(i.a()).is::<List>()
            && is_list_or_tuple(values)
            && bounds.iter().all(|bound| is_scalar(*bound));
        if !is_usual {
            return self.interpreted(fr, Op::SetSlice, i);
        }
        self.guard_scalars(fr, &[i.b(), i.b() + 1])?;
        self.get_kind(fr, i.a());
        self.get_kind(fr, i.c());
        let registers = [i.a(), i.b(), i.b() + 1, i.c()];
        let words = registers.map(|register| self.get_word(register));
        self.call_helper("set_slice", &words)?;
        Ok(After::Opaque(None))
    }
}

/// Whether it is a list, a tuple or a text, and no instance of a subclass.
fn is_sequence(object: Value) -> bool {
    is_list_or_tuple(object) || STR.is(class_of(object))
}
