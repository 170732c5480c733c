//! Calls that spread a tuple and a dict over the parameters: `f(*args, **kwargs)`.

use super::held::Held;
use super::{After, Recorder, Res};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::function::Function;
use crate::objects::tuple::{TUPLE, Tuple};
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};

/// Items of a tuple that are arguments of an inlined call at most.
const MOST: usize = 8;

impl Recorder {
    /// `base[0](*base[2], **base[3])`, with the receiver in `base[1]`. A function is inlined, if nothing is given by keyword.
    pub(super) fn call_spread(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let (base, dst) = (i.b(), i.a());
        let function = fr.get(base).cast::<Function>();
        let items = fr.get(base + 2).cast::<Tuple>();
        let is_plain = TUPLE.is(class_of(fr.get(base + 2)));
        let items = items.filter(|items| is_plain && items.len() <= MOST);
        if let (Some(function), Some(items)) = (function, items)
            && !self.is_fresh(base)
            && self.takes(cx, fr, i, function, items)
            && self.has_no_entries(cx, fr, base + 3)?
            && let Some(mut args) = self.items_of(fr, base + 2, items)
        {
            if self.has_receiver(fr, i) {
                args.insert(0, self.get(base + 1));
            }
            let callee = (self.get(base), fr.get(base));
            self.guard_callee(callee);
            let callee = (Held::Const(callee.1), callee.1);
            return self.enter(cx, fr, callee, &args, None, (Back::Store, dst));
        }
        let words = [base, base + 1, base + 2, base + 3].map(|register| self.get_word(register));
        let word = self.wild_value("call_spread", &words)?;
        Ok(After::Wild(Some((dst, word))))
    }

    /// Whether the function takes so many arguments, and may be inlined here.
    fn takes(
        &self,
        cx: &mut Cx,
        fr: Fr,
        i: Instr,
        function: &'static Function,
        items: &'static Tuple,
    ) -> bool {
        let has_receiver = !fr.get(i.b() + 1).is_unbound();
        let count = items.len() + usize::from(has_receiver);
        self.can_take(cx, function, count, None)
    }

    /// What a tuple in a register has, which has as much as now.
    fn items_of(&mut self, fr: Fr, register: u16, now: &'static Tuple) -> Option<Vec<Held>> {
        if let Held::Const(_) = self.get(register) {
            return Some(now.as_slice().iter().copied().map(Held::Const).collect());
        }
        let tuple = self.get_kind(fr, register)?;
        let field = self.fields.tuple_length;
        let found = self.load(field, tuple);
        let wanted = self.int(now.len() as i64);
        let same = self.emit(tython_jit::ir::Op::Eq, &[found, wanted]);
        self.guard(same, true);
        let items = 0..now.len() as u32;
        Some(
            items
                .map(|index| Held::Word(self.tuple_item(tuple, index)))
                .collect(),
        )
    }

    /// Whether a register has a dict without entries, or nothing; it stays so.
    fn has_no_entries(&mut self, cx: &mut Cx, fr: Fr, register: u16) -> Res<bool> {
        let now = fr.get(register);
        if now.is_unbound() {
            let held = self.get(register);
            if held.constant().is_none() {
                let word = self.word(held);
                self.guard_word(word, now);
            }
            return Ok(true);
        }
        let dict = now.cast::<Dict>().filter(|_| DICT.is(class_of(now)));
        let is_empty = dict.is_some_and(|dict| matches!(dict::len(cx, dict), Ok(0)));
        if !is_empty || self.get_kind(fr, register).is_none() {
            return Ok(false);
        }
        let word = self.get_word(register);
        let is_empty = self.helper_value("is_empty_dict", &[word])?;
        self.guard(is_empty, true);
        Ok(true)
    }

    /// `**values` of a call: of a dict without entries there is nothing to do.
    pub(super) fn merge(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        match self.has_no_entries(cx, fr, i.b())? {
            true => Ok(After::Nothing),
            false => self.interpreted(fr, Op::DictMerge, i),
        }
    }

    /// The same of a lone `**values`, which is what the call takes then.
    pub(super) fn spread_keywords(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let is_tuple = TUPLE.is(class_of(fr.get(i.c() + 2)));
        if is_tuple && self.has_no_entries(cx, fr, i.b())? {
            return Ok(After::Set(i.a(), self.get(i.b())));
        }
        self.interpreted(fr, Op::SpreadKeywords, i)
    }

    /// What is left over for `*args`: a new tuple.
    pub(super) fn rest(&mut self, cx: &Cx, items: &[Held]) -> Res<Held> {
        if items.is_empty() {
            return Ok(Held::Const(cx.vm.empty_tuple.get()));
        }
        self.hand_over(items)?;
        let count = self.int(items.len() as i64);
        self.helper_value("build_tuple", &[count]).map(Held::Word)
    }

    /// What is left over for `**kwargs`: a new dict.
    pub(super) fn keywords(&mut self, items: &[(Value, Held)]) -> Res<Held> {
        let count = self.int(0);
        let dict = self.helper_value("build_map", &[count])?;
        for (name, held) in items {
            let words = [dict, self.constant(*name), self.word(*held)];
            self.call_helper("set_name", &words)?;
        }
        Ok(Held::Word(dict))
    }
}
