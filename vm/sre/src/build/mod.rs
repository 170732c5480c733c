//! From the code of `re._compiler` to a [`Program`].
//!
//! The code is a sequence of instructions in which some enclose others and say where they end. It is
//! read once from front to back, with the open enclosures on a stack, so its nesting does not
//! matter. Whatever does not add up is [`InvalidCode`].

mod blocks;
mod first;
mod improve;
mod one;
mod reader;

use crate::case::Fold;
use crate::opcodes::op;
use crate::program::{At, Branch, Hint, Inst, LoopInfo, Next, One, Program, Repeat, Word};
use crate::set::Set;
use blocks::Block;
use reader::Reader;
use std::fmt;

/// The code is none that the compiler could have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid SRE code")
    }
}

impl std::error::Error for InvalidCode {}

type Checked<T = ()> = Result<T, InvalidCode>;

impl Program {
    /// Translates the code of a pattern with so many groups.
    ///
    /// # Errors
    /// [`InvalidCode`]
    pub fn new(code: &[u32], groups: u32) -> Result<Program, InvalidCode> {
        Draft::new(code, groups).map(Draft::finish)
    }
}

/// A translation that has not been improved.
#[derive(Debug)]
pub(crate) struct Draft(Program);

impl Draft {
    /// Translates the code of a pattern with so many groups.
    pub(crate) fn new(code: &[u32], groups: u32) -> Checked<Draft> {
        // Targets are 32 bits wide, and no instruction becomes more than a few.
        if code.len() > u32::MAX as usize / 8 {
            return Err(InvalidCode);
        }
        let mut builder = Builder::new(code, groups);
        builder.translate()?;
        Ok(Draft(builder.program))
    }

    /// Bytes that it takes, about.
    pub(crate) fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// The program.
    pub(crate) fn finish(self) -> Program {
        let mut program = self.0;
        improve::improve(&mut program);
        program
    }
}

/// A translation under way.
struct Builder<'c> {
    code: Reader<'c>,
    program: Program,
    /// The open enclosures, innermost last.
    blocks: Vec<Block>,
    /// Somebody jumps to this instruction: it is not to become a part of the one before.
    label: usize,
}

impl<'c> Builder<'c> {
    fn new(code: &'c [u32], groups: u32) -> Self {
        let program = Program {
            insts: Vec::with_capacity(code.len() / 2),
            literals: Vec::new(),
            sets: Vec::new(),
            branches: Vec::new(),
            repeats: Vec::new(),
            loops: Vec::new(),
            hint: Hint::Nothing,
            min_width: 0,
            groups,
        };
        Builder {
            code: Reader::new(code),
            program,
            blocks: Vec::new(),
            label: 0,
        }
    }

    fn translate(&mut self) -> Checked {
        self.header()?;
        loop {
            let end = self.blocks.last().map_or(self.code.last(), Block::end);
            if self.code.at() < end {
                self.instruction()?;
            } else if self.code.at() > end {
                return Err(InvalidCode);
            } else if let Some(block) = self.blocks.pop() {
                self.close(block)?;
            } else {
                break;
            }
        }
        self.code.expect(op::SUCCESS)?;
        self.emit(Inst::Match);
        Ok(())
    }

    /// The block with hints for a search. Only the width is of use: the rest is found out again.
    fn header(&mut self) -> Checked {
        if self.code.peek() != Some(op::INFO) {
            return Ok(());
        }
        self.code.next()?;
        let end = self.code.skip()?;
        let _kind = self.code.next()?;
        self.program.min_width = self.code.next()? as usize;
        self.code.go_to(end)
    }

    /// The index of the next instruction.
    fn here(&self) -> u32 {
        self.program.insts.len() as u32
    }

    /// The same, as a target of jumps.
    fn label(&mut self) -> u32 {
        self.label = self.program.insts.len();
        self.here()
    }

    fn emit(&mut self, inst: Inst) -> u32 {
        let here = self.here();
        self.program.insts.push(inst);
        here
    }

    /// One code point more: joined with the one before, if both are certain.
    fn literal(&mut self, code: u32) {
        let joinable = self.program.insts.len() > self.label;
        let literals = &mut self.program.literals;
        match self.program.insts.last_mut() {
            Some(Inst::Literals { end, .. }) if joinable => {
                literals.push(code);
                *end += 1;
            }
            Some(inst @ Inst::One(One::Is(_))) if joinable => {
                if let Inst::One(One::Is(first)) = *inst {
                    let start = literals.len() as u32;
                    literals.extend([first, code]);
                    *inst = Inst::Literals {
                        start,
                        end: start + 2,
                    };
                }
            }
            _ => {
                self.emit(Inst::One(One::Is(code)));
            }
        }
    }

    fn set(&mut self, set: Set) -> One {
        let sets = &mut self.program.sets;
        sets.push(set);
        One::In(sets.len() as u32 - 1)
    }

    fn instruction(&mut self) -> Checked {
        let number = self.code.next()?;
        match number {
            op::FAILURE => {
                self.emit(Inst::Fail);
            }
            op::AT => {
                let at = position(self.code.next()?)?;
                self.emit(Inst::At(at));
            }
            op::MARK => {
                let mark = self.code.next()?;
                self.check_group(mark / 2)?;
                self.emit(Inst::Mark(mark));
            }
            op::GROUPREF => self.group_reference(Fold::Exact)?,
            op::GROUPREF_IGNORE => self.group_reference(Fold::Ascii)?,
            op::GROUPREF_LOC_IGNORE => self.group_reference(Fold::Locale)?,
            op::GROUPREF_UNI_IGNORE => self.group_reference(Fold::Unicode)?,
            op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE => {
                self.repeat_one(number)?;
            }
            _ if blocks::opens(number) => self.open(number)?,
            _ => match self.one(number)? {
                One::Is(code) => self.literal(code),
                one => {
                    self.emit(Inst::One(one));
                }
            },
        }
        Ok(())
    }

    fn check_group(&self, group: u32) -> Checked {
        match group < self.program.groups {
            true => Ok(()),
            false => Err(InvalidCode),
        }
    }

    fn group_reference(&mut self, fold: Fold) -> Checked {
        let group = self.code.next()?;
        self.check_group(group)?;
        self.emit(Inst::GroupRef { group, fold });
        Ok(())
    }

    /// The bounds of a repetition.
    fn bounds(&mut self) -> Checked<(u32, u32)> {
        let (min, max) = (self.code.next()?, self.code.next()?);
        match min <= max {
            true => Ok((min, max)),
            false => Err(InvalidCode),
        }
    }

    fn repeat_one(&mut self, number: u32) -> Checked {
        let end = self.code.skip()?;
        let (min, max) = self.bounds()?;
        let first = self.code.next()?;
        let one = self.one(first)?;
        self.code.expect(op::SUCCESS)?;
        if self.code.at() != end {
            return Err(InvalidCode);
        }
        let repeats = &mut self.program.repeats;
        repeats.push(Repeat {
            one,
            min,
            max,
            next: Next::Whatever,
        });
        let id = repeats.len() as u32 - 1;
        self.emit(match number {
            op::REPEAT_ONE => Inst::Greedy(id),
            op::MIN_REPEAT_ONE => Inst::Lazy(id),
            _ => Inst::Possessive(id),
        });
        Ok(())
    }

    fn new_branch(&mut self, targets: Vec<u32>) -> u32 {
        let branches = &mut self.program.branches;
        branches.push(Branch {
            targets,
            viable: None,
        });
        branches.len() as u32 - 1
    }

    fn new_loop(&mut self, min: u32, max: u32) -> u32 {
        let enter = self.here();
        let loops = &mut self.program.loops;
        loops.push(LoopInfo {
            min,
            max,
            enter,
            first: enter,
            until: enter,
        });
        loops.len() as u32 - 1
    }
}

/// The condition with this number. What the locale calls a word is ASCII.
fn position(number: u32) -> Checked<At> {
    const POSITIONS: [At; 12] = [
        At::Beginning,
        At::BeginningLine,
        At::Beginning,
        At::Boundary(Word::Ascii),
        At::NonBoundary(Word::Ascii),
        At::End,
        At::EndLine,
        At::EndString,
        At::Boundary(Word::Ascii),
        At::NonBoundary(Word::Ascii),
        At::Boundary(Word::Unicode),
        At::NonBoundary(Word::Unicode),
    ];
    POSITIONS.get(number as usize).copied().ok_or(InvalidCode)
}
