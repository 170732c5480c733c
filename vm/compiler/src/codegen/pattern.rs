//! `match` statements: cases, and the patterns that are not of classes or mappings.
//!
//! A pattern jumps to `fail` if the subject does not match. Names are captured in temporaries and
//! bound only when the whole pattern has matched.

use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::arithmetic::small_int;
use super::expr::Value;
use super::registers::Reg;
use super::unit::Label;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::Op;

/// The names that a pattern binds, with the temporaries that hold their values until then.
#[derive(Default)]
pub(super) struct Captures<'p>(Vec<(&'p str, Reg)>);

impl<'p> Captures<'p> {
    fn register(&self, name: &str) -> Option<Reg> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, reg)| *reg)
    }
}

impl<'p> Generator<'p> {
    pub(super) fn match_stmt(&mut self, match_stmt: &'p ast::StmtMatch) -> Result<()> {
        // A copy: the cases may bind the variable that is matched.
        let subject = self.eval_temp(&match_stmt.subject)?;
        let end = self.label();
        for case in &match_stmt.cases {
            let mark = self.unit.registers.mark();
            let fail = self.label();
            self.unit.range = Some(case.pattern.range());
            self.case_pattern(&case.pattern, subject, fail)?;
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, fail)?;
            }
            self.unit.registers.release(mark);
            self.body(&case.body)?;
            self.emit(Op::Jump, (end,));
            self.place(fail);
        }
        self.place(end);
        Ok(())
    }

    /// Matches the pattern of a case and binds its names.
    fn case_pattern(&mut self, pattern: &'p Pattern, subject: Reg, fail: Label) -> Result<()> {
        if let Pattern::MatchAs(ast::PatternMatchAs {
            pattern: None,
            name: Some(name),
            ..
        }) = pattern
        {
            self.store_name(&name.id, subject);
            return Ok(());
        }
        let mut captures = Captures::default();
        self.collect_captures(pattern, &mut captures)?;
        self.pattern(pattern, subject, &captures, fail)?;
        for (name, reg) in captures.0 {
            self.store_name(name, reg);
        }
        Ok(())
    }

    /// Gives each name that the pattern binds a temporary; the alternatives of an or-pattern bind
    /// the same names.
    fn collect_captures(
        &mut self,
        pattern: &'p Pattern,
        captures: &mut Captures<'p>,
    ) -> Result<()> {
        self.nested(|this| {
            let (name, inner): (_, Vec<&Pattern>) = match pattern {
                Pattern::MatchAs(named) => {
                    (&named.name, named.pattern.as_deref().into_iter().collect())
                }
                Pattern::MatchStar(star) => (&star.name, Vec::new()),
                Pattern::MatchMapping(mapping) => {
                    (&mapping.rest, mapping.patterns.iter().collect())
                }
                Pattern::MatchOr(or) => (&None, or.patterns.iter().collect()),
                Pattern::MatchSequence(sequence) => (&None, sequence.patterns.iter().collect()),
                Pattern::MatchClass(class) => {
                    let keywords = class
                        .arguments
                        .keywords
                        .iter()
                        .map(|keyword| &keyword.pattern);
                    (
                        &None,
                        class.arguments.patterns.iter().chain(keywords).collect(),
                    )
                }
                Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => (&None, Vec::new()),
            };
            inner
                .into_iter()
                .try_for_each(|inner| this.collect_captures(inner, captures))?;
            if let Some(name) = name
                && captures.register(&name.id).is_none()
            {
                let reg = this.temp();
                captures.0.push((&name.id, reg));
            }
            Ok(())
        })
    }

    /// Goes on if the subject matches the pattern, else jumps to `fail`.
    pub(super) fn pattern(
        &mut self,
        pattern: &'p Pattern,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.nested(|this| {
            this.ranged(pattern.range(), |this| match pattern {
                Pattern::MatchValue(value) => this.value_pattern(&value.value, subject, fail),
                Pattern::MatchSingleton(singleton) => {
                    this.singleton_pattern(singleton.value, subject, fail);
                    Ok(())
                }
                Pattern::MatchSequence(sequence) => {
                    this.sequence_pattern(sequence, subject, captures, fail)
                }
                Pattern::MatchMapping(mapping) => {
                    this.mapping_pattern(mapping, subject, captures, fail)
                }
                Pattern::MatchClass(class) => this.class_pattern(class, subject, captures, fail),
                Pattern::MatchStar(star) => {
                    this.capture(star.name.as_ref(), subject, captures);
                    Ok(())
                }
                Pattern::MatchAs(named) => {
                    if let Some(inner) = &named.pattern {
                        this.pattern(inner, subject, captures, fail)?;
                    }
                    this.capture(named.name.as_ref(), subject, captures);
                    Ok(())
                }
                Pattern::MatchOr(or) => this.or_pattern(or, subject, captures, fail),
            })
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn capture(
        &mut self,
        name: Option<&ast::Identifier>,
        value: Reg,
        captures: &Captures<'p>,
    ) {
        if let Some(reg) = name.and_then(|name| captures.register(&name.id)) {
            self.move_to(value, reg);
        }
    }

    fn value_pattern(&mut self, value: &'p Expr, subject: Reg, fail: Label) -> Result<()> {
        let value = self.eval(value, None)?;
        match small_int(&value) {
            Some(value) => self.emit(Op::JumpIfNotEqInt, (subject, value, fail)),
            None => {
                let value = self.materialize(value);
                self.emit(Op::JumpIfNotEq, (subject, value, fail));
            }
        }
        Ok(())
    }

    fn singleton_pattern(&mut self, value: Singleton, subject: Reg, fail: Label) {
        let value = match value {
            Singleton::None => {
                self.emit(Op::JumpIfNotNone, (subject, fail));
                return;
            }
            Singleton::True => Const::True,
            Singleton::False => Const::False,
        };
        let value = self.load_const(value);
        self.emit(Op::JumpIfIsNot, (subject, value, fail));
    }

    fn or_pattern(
        &mut self,
        or: &'p ast::PatternMatchOr,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        let Some((last, others)) = or.patterns.split_last() else {
            return Ok(());
        };
        let matched = self.label();
        for alternative in others {
            let next = self.label();
            self.pattern(alternative, subject, captures, next)?;
            self.emit(Op::Jump, (matched,));
            self.place(next);
        }
        self.pattern(last, subject, captures, fail)?;
        self.place(matched);
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        sequence: &'p ast::PatternMatchSequence,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        let patterns = &*sequence.patterns;
        let star = patterns
            .iter()
            .position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        let check = self.temp();
        self.emit(Op::MatchSequence, (check, subject));
        self.emit(Op::JumpIfFalse, (check, fail));
        let least = patterns.len() - usize::from(star.is_some());
        if star.is_none() || least > 0 {
            self.check_length(subject, least, star.is_none(), fail)?;
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        match star {
            Some(star) if is_wildcard(&patterns[star]) => {
                self.elements_by_index(patterns, star, subject, captures, fail)
            }
            _ => {
                let window = self.unit.registers.take(patterns.len() as u32);
                match star {
                    None => {
                        let count = patterns.len() as u32;
                        self.emit(Op::UnpackSequence, (subject, window, count));
                    }
                    Some(before) => {
                        let extra = before as u64 | ((least - before) as u64) << 32;
                        self.emit_extra(Op::UnpackEx, (subject, window), extra);
                    }
                }
                self.sub_patterns(patterns.iter(), window, captures, fail)
            }
        }
    }

    /// Fails unless the subject has `count` elements, or at least so many.
    pub(super) fn check_length(
        &mut self,
        subject: Reg,
        count: usize,
        exactly: bool,
        fail: Label,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let length = self.temp();
        self.emit(Op::GetLen, (length, subject));
        let count = Value::Const(Const::Int(count as i64));
        match small_int(&count) {
            Some(count) => {
                let op = if exactly {
                    Op::JumpIfNotEqInt
                } else {
                    Op::JumpIfNotGeInt
                };
                self.emit(op, (length, count, fail));
            }
            None => {
                let range = self.unit.range.unwrap_or_default();
                return Err(self.too_many(range, "patterns"));
            }
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Matches elements by their index from either end: what the star stands for is not needed.
    fn elements_by_index(
        &mut self,
        patterns: &'p [Pattern],
        star: usize,
        subject: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        for (place, pattern) in patterns.iter().enumerate() {
            if place == star || is_wildcard(pattern) {
                continue;
            }
            let mark = self.unit.registers.mark();
            let element = self.temp();
            if place < star {
                self.emit(Op::GetItemInt, (element, subject, place as u32));
            } else {
                let from_end = (patterns.len() - place) as u32;
                let index = self.temp();
                self.emit(Op::GetLen, (index, subject));
                self.emit(Op::SubInt, (index, index, from_end));
                self.emit(Op::GetItem, (element, subject, index));
            }
            self.pattern(pattern, element, captures, fail)?;
            self.unit.registers.release(mark);
        }
        Ok(())
    }

    /// Matches patterns with the values of a window.
    pub(super) fn sub_patterns(
        &mut self,
        patterns: impl Iterator<Item = &'p Pattern>,
        window: Reg,
        captures: &Captures<'p>,
        fail: Label,
    ) -> Result<()> {
        for (place, pattern) in (0..).zip(patterns) {
            if !is_wildcard(pattern) {
                self.pattern(pattern, window.offset(place), captures, fail)?;
            }
        }
        Ok(())
    }
}

/// Whether the pattern is `_` or `*_`.
fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(named) => named.pattern.is_none() && named.name.is_none(),
        Pattern::MatchStar(star) => star.name.is_none(),
        _ => false,
    }
}
