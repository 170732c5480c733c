//! Code as text: one line for each instruction.
//!
//! ```text
//! f:
//!   2     0  LoadGlobal      dst=r2 name=len
//! ```
//!
//! First the source line where it changes, then the word's number, `>` where something jumps to,
//! the operation and its operands by their names: variables by theirs, temporaries as `r2`.

use std::fmt::Write;

use crate::code::{Code, Const, Float};
use crate::isa::{CommonConstant, Effects, Instr, Kind, Op, OpInfo, SpecialMethod};

/// The listing of a code object and of those among its constants.
#[must_use]
pub fn listing(code: &Code) -> String {
    let mut text = String::new();
    list(code, &mut text);
    text
}

/// The instructions: the word where each is, its line, and the instruction as text.
pub fn instructions(code: &Code) -> impl Iterator<Item = (usize, Option<u32>, String)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let instr = Instr(*code.words.get(at)?);
        let (word, op) = (at, instr.op()?);
        let source = code.positions.at(word as u32).map(|position| position.line);
        at += op.info().words();
        let operands = operands(code, word, op, instr);
        Some((word, source, format!("{:<16}{operands}", op.info().name)))
    })
}

fn list(code: &Code, text: &mut String) {
    let targets = targets(code);
    let mut shown_line = None;
    line(text, format_args!("{}:", code.qualname));
    for (at, source, instruction) in instructions(code) {
        let shown = source.filter(|_| source != shown_line);
        shown_line = source;
        let source = shown.map(|line| line.to_string()).unwrap_or_default();
        let mark = if targets.contains(&at) { '>' } else { ' ' };
        line(
            text,
            format_args!("{source:>5} {mark}{at:>5}  {instruction}"),
        );
    }
    for range in &code.exceptions {
        let exc = register(code, range.exc);
        let (start, end, handler) = (range.start, range.end, range.handler);
        line(
            text,
            format_args!("      {start}..{end} raises to {handler} in {exc}"),
        );
    }
    for value in &code.consts {
        if let Const::Code(inner) = value {
            text.push('\n');
            list(&inner.0, text);
        }
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = text.write_fmt(content);
    while text.ends_with(' ') {
        text.pop();
    }
    text.push('\n');
}

/// The word after an instruction, from which its jump counts.
fn jump_target(at: usize, info: &OpInfo, distance: i64) -> usize {
    (at as i64 + info.words() as i64 + distance).max(0) as usize
}

fn distance(kind: Kind, instr: Instr) -> i64 {
    match kind {
        Kind::Jump32 => i64::from(instr.bc() as i32),
        _ => i64::from(instr.c() as i16),
    }
}

/// The words that are jumped to.
fn targets(code: &Code) -> Vec<usize> {
    let mut targets: Vec<usize> = code
        .exceptions
        .iter()
        .map(|range| range.handler as usize)
        .collect();
    let mut at = 0;
    while let Some(instr) = code.words.get(at).copied().map(Instr) {
        let Some(op) = instr.op() else { break };
        let info = op.info();
        if let Some((_, kind)) = info.jump() {
            targets.push(jump_target(at, info, distance(kind, instr)));
        }
        at += info.words();
    }
    targets
}

fn operands(code: &Code, at: usize, op: Op, instr: Instr) -> String {
    let info = op.info();
    let mut text = String::new();
    for (place, operand) in info.operands.iter().enumerate() {
        let field = instr.field(place);
        let value = match operand.kind {
            Kind::Count => field.to_string(),
            Kind::Flags => flags(op, field),
            Kind::Imm => (field as i16).to_string(),
            Kind::Imm32 => (instr.bc() as i32).to_string(),
            Kind::Name => name(code, u32::from(field)),
            Kind::Name32 => name(code, instr.bc()),
            Kind::Const32 => constant_number(code, u64::from(instr.bc())),
            kind @ (Kind::Jump | Kind::Jump32) => {
                jump_target(at, info, distance(kind, instr)).to_string()
            }
            _ => register(code, field),
        };
        let _ = write!(text, " {}={value}", operand.name);
    }
    if info.effects.has(Effects::EXTRA) {
        let extra = code.words.get(at + 1).copied().unwrap_or_default();
        let _ = match op {
            Op::UnpackEx => write!(text, " before={} after={}", extra as u32, extra >> 32),
            _ => write!(text, " names={}", constant_number(code, extra)),
        };
    }
    text
}

fn flags(op: Op, value: u16) -> String {
    let names: &[&str] = match op {
        Op::LoadCommon => CommonConstant::NAMES,
        Op::LoadSpecial => SpecialMethod::NAMES,
        _ => &[],
    };
    names
        .get(usize::from(value))
        .map_or_else(|| value.to_string(), |name| (*name).to_owned())
}

fn register(code: &Code, number: u16) -> String {
    code.register_name(number)
        .map_or_else(|| format!("r{number}"), ToString::to_string)
}

fn name(code: &Code, number: u32) -> String {
    code.names
        .get(number as usize)
        .map_or_else(|| format!("?{number}"), ToString::to_string)
}

fn constant_number(code: &Code, number: u64) -> String {
    let value = usize::try_from(number)
        .ok()
        .and_then(|number| code.consts.get(number));
    value.map_or_else(|| format!("?{number}"), constant)
}

/// A constant as Python writes it, more or less.
fn constant(value: &Const) -> String {
    match value {
        Const::None => "None".to_owned(),
        Const::True => "True".to_owned(),
        Const::False => "False".to_owned(),
        Const::Ellipsis => "...".to_owned(),
        Const::Int(value) => value.to_string(),
        Const::BigInt(digits) => digits.to_string(),
        Const::Float(value) => float(*value),
        Const::Complex(real, imag) => format!("({} + {}j)", float(*real), float(*imag)),
        Const::Str(text) => format!("{:?}", text.to_string_lossy()),
        Const::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Const::Tuple(items) => format!("({})", constants(items)),
        Const::FrozenSet(items) => format!("{{{}}}", constants(items)),
        Const::Slice(bounds) => format!("slice({})", constants(&**bounds)),
        Const::Code(code) => format!("<code {}>", code.0.qualname),
    }
}

fn constants(items: &[Const]) -> String {
    items.iter().map(constant).collect::<Vec<_>>().join(", ")
}

fn float(value: Float) -> String {
    format!("{:?}", value.get())
}
