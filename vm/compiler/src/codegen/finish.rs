//! The last steps: registers get their numbers, jumps their distances, and the tables are written.

use ruff_text_size::TextRange;

use super::flow::Flow;
use super::registers::Reg;
use super::unit::{HandlerId, Inst, Unit};
use super::{Result, unplaced};
use crate::code::{Code, ExceptionRange, Name, Position, Positions, PositionsBuilder};
use crate::isa::{Effects, Instr, Kind, Op};
use crate::parse::{ErrorKind, Program};

/// The number of registers that operands can number.
const MAX_REGISTERS: u32 = 1 << 16;

/// Makes a code object of a unit.
pub(super) fn finish(program: &Program, filename: &Name, mut unit: Unit<'_>) -> Result<Code> {
    let registers = unit.registers.count();
    if registers > MAX_REGISTERS {
        let position = unit.insts.iter().find_map(|inst| inst.range);
        let message = format!("too many variables and nested expressions in {}", unit.name);
        return Err(program.error(position.unwrap_or_default(), message));
    }
    let mut flow = Flow::new(&mut unit);
    flow.drop_checks(&unit);
    flow.drop_short_jumps();
    let layout = Layout::new(&flow);
    if i32::try_from(layout.length).is_err() {
        return Err(unplaced(
            program,
            ErrorKind::Overflow,
            "code object is too large",
        ));
    }
    let words = layout.encode(&flow, &unit);
    let exceptions = layout.exceptions(&flow, &unit);
    let positions = layout.positions(&flow, program);
    Ok(Code {
        name: unit.name,
        qualname: unit.qualname,
        filename: filename.clone(),
        first_line: unit.first_line,
        flags: unit.flags,
        arg_count: unit.arg_count,
        posonly_count: unit.posonly_count,
        kwonly_count: unit.kwonly_count,
        locals: unit.registers.into_locals(),
        registers,
        names: unit.names.into_values(),
        consts: unit.consts.into_values(),
        words,
        exceptions,
        positions,
        docstring: unit.docstring,
    })
}

/// Where each instruction lies.
struct Layout {
    /// By instruction: its first word. One more entry: the end.
    starts: Vec<usize>,
    /// By instruction: whether its jump is too far for its operand. It then jumps to a long jump
    /// right behind it, over a short jump that skips this: `op +1; Jump +1; Jump target`.
    long: Vec<bool>,
    length: usize,
}

impl Layout {
    /// Lays the code out with short jumps, and again, as long as some are too short.
    fn new(flow: &Flow) -> Self {
        let mut layout = Self {
            starts: Vec::new(),
            long: vec![false; flow.insts.len()],
            length: 0,
        };
        loop {
            layout.place(flow);
            if !layout.lengthen(flow) {
                return layout;
            }
        }
    }

    fn place(&mut self, flow: &Flow) {
        let mut at = 0;
        self.starts.clear();
        for (inst, (live, long)) in flow.insts.iter().zip(flow.live.iter().zip(&self.long)) {
            self.starts.push(at);
            if *live {
                at += inst.op.info().words() + if *long { 2 } else { 0 };
            }
        }
        self.starts.push(at);
        self.length = at;
    }

    /// Marks the 16-bit jumps that are too short; whether there were new ones.
    fn lengthen(&mut self, flow: &Flow) -> bool {
        let mut found = false;
        for (at, inst) in flow.insts.iter().enumerate() {
            let short = inst
                .op
                .info()
                .jump()
                .is_some_and(|(_, kind)| kind == Kind::Jump);
            if !short || !flow.live[at] || self.long[at] {
                continue;
            }
            let next = self.starts[at] + inst.op.info().words();
            if i16::try_from(self.distance(flow, inst, next)).is_err() {
                self.long[at] = true;
                found = true;
            }
        }
        found
    }

    /// The distance of an instruction's jump from the word `next`.
    fn distance(&self, flow: &Flow, inst: &Inst, next: usize) -> i64 {
        let target = flow.target(inst).unwrap_or(flow.insts.len());
        self.starts[target] as i64 - next as i64
    }

    fn encode(&self, flow: &Flow, unit: &Unit<'_>) -> Vec<u64> {
        let mut words = Vec::with_capacity(self.length);
        for (at, inst) in flow
            .insts
            .iter()
            .enumerate()
            .filter(|(at, _)| flow.live[*at])
        {
            let info = inst.op.info();
            let next = words.len() + info.words();
            let jump = if self.long[at] {
                1
            } else {
                self.distance(flow, inst, next)
            };
            let start = words.len();
            words.push(encode(inst, unit, jump).0);
            if info.effects.has(Effects::EXTRA) {
                words.push(inst.extra);
            }
            // Caches.
            words.resize(start + info.words(), 0);
            if self.long[at] {
                words.push(Instr::wide(Op::Jump, 0, 1).0);
                let next = words.len() + 1;
                let jump = self.distance(flow, inst, next);
                words.push(Instr::wide(Op::Jump, 0, jump as u32).0);
            }
        }
        words
    }

    /// The exception table: runs of instructions with the same handler. What cannot raise belongs
    /// to any run.
    fn exceptions(&self, flow: &Flow, unit: &Unit<'_>) -> Vec<ExceptionRange> {
        let mut ranges: Vec<ExceptionRange> = Vec::new();
        let mut open: Option<HandlerId> = None;
        for (at, inst) in flow.insts.iter().enumerate() {
            if !flow.live[at] || !inst.op.info().effects.has(Effects::RAISES) {
                continue;
            }
            let (start, end) = (self.starts[at] as u32, self.starts[at + 1] as u32);
            match (inst.handler, ranges.last_mut()) {
                (Some(handler), Some(last)) if open == Some(handler) => {
                    last.end = end;
                    debug_assert!(last.start < start);
                }
                (Some(handler), _) => ranges.push(ExceptionRange {
                    start,
                    end,
                    handler: self.starts[flow.handler(handler)] as u32,
                    exc: unit.registers.number(unit.handlers[handler.0 as usize].exc) as u16,
                }),
                (None, _) => {}
            }
            open = inst.handler;
        }
        ranges
    }

    fn positions(&self, flow: &Flow, program: &Program) -> Positions {
        let mut builder = PositionsBuilder::default();
        let mut known: Option<(TextRange, Position)> = None;
        for (at, inst) in flow
            .insts
            .iter()
            .enumerate()
            .filter(|(at, _)| flow.live[*at])
        {
            let position = inst.range.map(|range| match known {
                Some((known_range, position)) if known_range == range => position,
                _ => {
                    let position = position(program, range);
                    known = Some((range, position));
                    position
                }
            });
            builder.push(self.starts[at + 1] - self.starts[at], position);
        }
        builder.finish()
    }
}

fn position(program: &Program, range: TextRange) -> Position {
    let (start, end) = (
        program.location(range.start()),
        program.location(range.end()),
    );
    Position {
        line: start.line,
        end_line: end.line,
        column: start.column,
        end_column: end.column,
    }
}

/// The word of an instruction, whose jump goes that far.
fn encode(inst: &Inst, unit: &Unit<'_>, jump: i64) -> Instr {
    let mut fields = [0u16; 3];
    for (place, operand) in inst.op.info().operands.iter().enumerate() {
        let value = match operand.kind {
            Kind::Jump | Kind::Jump32 => jump as u32,
            kind if kind.is_register() => {
                unit.registers.number(Reg::from_bits(inst.operands[place]))
            }
            _ => inst.operands[place],
        };
        if operand.kind.is_wide() {
            return Instr::wide(inst.op, fields[0], value);
        }
        debug_assert!(operand.kind == Kind::Imm || operand.kind == Kind::Jump || value <= 0xffff);
        fields[place] = value as u16;
    }
    Instr::new(inst.op, fields[0], fields[1], fields[2])
}
