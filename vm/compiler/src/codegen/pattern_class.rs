//! Class and mapping patterns.

use ruff_python_ast as ast;

use super::pattern::Captures;
use super::registers::Reg;
use super::unit::Label;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::Op;

impl<'p> Generator<'p> {
    pub(super) fn class_pattern(
        &mut self,
        class: &'p ast::PatternMatchClass,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        let (positional, keywords) = (&class.arguments.patterns, &class.arguments.keywords);
        let count = positional.len() + keywords.len();
        if count > usize::from(u16::MAX) / 2 {
            return Err(self.too_many(class.range, "sub-patterns in class pattern"));
        }
        let base = self.unit.registers.take(2);
        self.move_to(subject, base);
        self.eval_to(&class.cls, base.offset(1))?;
        let names = keywords.iter().map(|keyword| Const::str(&keyword.attr.id));
        let names = Const::Tuple(names.collect());
        let names = self.unit.consts.number(names);
        let values = self.temp();
        let positional_count = positional.len() as u32;
        self.emit_extra(
            Op::MatchClass,
            (values, base, positional_count),
            u64::from(names),
        );
        self.emit(Op::JumpIfNone, (values, fail));
        if count == 0 {
            return Ok(());
        }
        let window = self.unit.registers.take(count as u32);
        self.emit(Op::UnpackSequence, (values, window, count as u32));
        let patterns = positional
            .iter()
            .chain(keywords.iter().map(|keyword| &keyword.pattern));
        self.sub_patterns(patterns, window, captures, fail)
    }

    pub(super) fn mapping_pattern(
        &mut self,
        mapping: &'p ast::PatternMatchMapping,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        let count = mapping.keys.len();
        let check = self.temp();
        self.emit(Op::MatchMapping, (check, subject));
        self.emit(Op::JumpIfFalse, (check, fail));
        if count == 0 && mapping.rest.is_none() {
            return Ok(());
        }
        if count > 0 {
            self.check_length(subject, count, false, fail)?;
        }
        let keys = self.unit.registers.take(count as u32);
        for (place, key) in (0..).zip(&mapping.keys) {
            self.eval_to(key, keys.offset(place))?;
        }
        let tuple = self.temp();
        self.build_tuple(tuple, keys, count);
        let values = self.temp();
        self.emit(Op::MatchKeys, (values, subject, tuple));
        self.emit(Op::JumpIfNone, (values, fail));
        let window = self.unit.registers.take(count as u32);
        self.emit(Op::UnpackSequence, (values, window, count as u32));
        self.sub_patterns(mapping.patterns.iter(), window, captures, fail)?;
        if let Some(rest) = &mapping.rest {
            // A copy without the keys that were matched.
            let copy = self.temp();
            self.emit(Op::BuildMap, (copy, copy, 0u32));
            self.emit(Op::DictUpdate, (copy, subject));
            for place in 0..count as u32 {
                self.emit(Op::DelItem, (copy, keys.offset(place)));
            }
            self.capture(Some(rest), copy, captures);
        }
        Ok(())
    }
}
