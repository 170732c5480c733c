//! Instructions that enclose others.
//!
//! ```text
//! BRANCH (skip body JUMP skip)* 0
//! REPEAT skip min max body MAX_UNTIL          (or MIN_UNTIL)
//! POSSESSIVE_REPEAT skip min max body SUCCESS
//! ASSERT skip back body SUCCESS               (or ASSERT_NOT)
//! ATOMIC_GROUP skip body SUCCESS
//! GROUPREF_EXISTS group skip body [JUMP skip body]
//! ```

use super::{Builder, Checked, InvalidCode};
use crate::opcodes::op;
use crate::program::{Inst, MAX_ALTERNATIVES};

/// An enclosure whose end has not been reached.
pub(super) struct Block {
    /// The place in the code of what ends it.
    end: usize,
    kind: Kind,
}

enum Kind {
    /// An alternative of the branch instruction at `branch`.
    Alternative {
        branch: u32,
        /// The instructions that the alternatives begin with.
        starts: Vec<u32>,
        /// The jumps at their ends, which all lead behind the branch.
        jumps: Vec<u32>,
        /// Where they lead, in the code.
        behind: Option<usize>,
    },
    /// The body of a loop.
    Loop { id: u32 },
    /// The body of a possessive loop.
    Possessive { id: u32 },
    /// What an assertion asserts; the instruction is at `start`.
    Assertion { start: u32 },
    /// An atomic group, which begins at `start`.
    Atomic { start: u32 },
    /// What is matched if a group took part; the condition is at `start`.
    Then { start: u32 },
    /// What is matched if not; at `jump` is the jump behind it.
    Otherwise { jump: u32 },
}

impl Block {
    pub(super) fn end(&self) -> usize {
        self.end
    }
}

/// Whether the instruction of this number encloses others, or goes on with the next enclosure.
pub(super) fn opens(number: u32) -> bool {
    matches!(
        number,
        op::BRANCH
            | op::REPEAT
            | op::POSSESSIVE_REPEAT
            | op::ASSERT
            | op::ASSERT_NOT
            | op::ATOMIC_GROUP
            | op::GROUPREF_EXISTS
            | op::JUMP
    )
}

impl Builder<'_> {
    /// The instruction of this number, which has been read.
    pub(super) fn open(&mut self, number: u32) -> Checked {
        match number {
            op::BRANCH => {
                let branch = self.emit(Inst::Fail);
                self.alternative(branch, Vec::new(), Vec::new(), None)
            }
            op::REPEAT | op::POSSESSIVE_REPEAT => self.open_loop(number == op::REPEAT),
            op::ASSERT | op::ASSERT_NOT => {
                let end = self.enclosure()?;
                let back = self.code.next()?;
                let start = self.emit(match number {
                    op::ASSERT => Inst::Assert { back, next: 0 },
                    _ => Inst::AssertNot { back, next: 0 },
                });
                self.push(end, Kind::Assertion { start })
            }
            op::ATOMIC_GROUP => {
                let end = self.enclosure()?;
                let start = self.emit(Inst::Atomic);
                self.push(end, Kind::Atomic { start })
            }
            op::GROUPREF_EXISTS => {
                let from = self.code.at();
                let group = self.code.next()?;
                self.check_group(group)?;
                let end = from + self.code.next()? as usize;
                let start = self.emit(Inst::IfGroup {
                    group,
                    otherwise: 0,
                });
                self.push(end, Kind::Then { start })
            }
            _ => self.otherwise(),
        }
    }

    /// Opens an enclosure that ends at `end`, inside the one that is open.
    fn push(&mut self, end: usize, kind: Kind) -> Checked {
        let outer = self.blocks.last().map_or(self.code.last(), Block::end);
        if end < self.code.at() || end > outer {
            return Err(InvalidCode);
        }
        self.label();
        self.blocks.push(Block { end, kind });
        Ok(())
    }

    /// Reads the distance to behind an enclosure; the place of its last number.
    fn enclosure(&mut self) -> Checked<usize> {
        self.code.skip()?.checked_sub(1).ok_or(InvalidCode)
    }

    fn open_loop(&mut self, ordinary: bool) -> Checked {
        let end = self.code.skip()?;
        let (min, max) = self.bounds()?;
        let id = self.new_loop(min, max);
        self.emit(Inst::Enter(id));
        if ordinary {
            return self.push(end, Kind::Loop { id });
        }
        self.program.loops[id as usize].first = self.emit(Inst::Try(id));
        self.push(end, Kind::Possessive { id })
    }

    /// Begins the next alternative of a branch, or ends it.
    fn alternative(
        &mut self,
        branch: u32,
        mut starts: Vec<u32>,
        jumps: Vec<u32>,
        behind: Option<usize>,
    ) -> Checked {
        if self.code.peek() == Some(op::FAILURE) {
            self.code.next()?;
            if behind.is_some_and(|behind| behind != self.code.at()) {
                return Err(InvalidCode);
            }
            self.end_branch(branch, starts, &jumps);
            return Ok(());
        }
        let next = self.code.skip()?;
        let end = next.checked_sub(2).ok_or(InvalidCode)?;
        starts.push(self.label());
        let kind = Kind::Alternative {
            branch,
            starts,
            jumps,
            behind,
        };
        self.push(end, kind)
    }

    fn end_branch(&mut self, branch: u32, mut starts: Vec<u32>, jumps: &[u32]) {
        // Of too many alternatives, the last ones become a branch of their own.
        while starts.len() > MAX_ALTERNATIVES {
            let rest = starts.split_off(starts.len() - MAX_ALTERNATIVES);
            let id = self.new_branch(rest);
            starts.push(self.emit(Inst::Branch(id)));
        }
        let behind = self.label();
        for jump in jumps {
            self.program.insts[*jump as usize] = Inst::Jump(behind);
        }
        if !starts.is_empty() {
            let id = self.new_branch(starts);
            self.program.insts[branch as usize] = Inst::Branch(id);
        }
    }

    /// A jump: it must be the one between the two parts of a condition.
    fn otherwise(&mut self) -> Checked {
        let end = self.code.skip()?;
        match self.blocks.pop() {
            Some(Block {
                end: then_end,
                kind: Kind::Then { start },
            }) if then_end == self.code.at() => {
                let jump = self.emit(Inst::Fail);
                self.set_otherwise(start);
                self.push(end, Kind::Otherwise { jump })
            }
            _ => Err(InvalidCode),
        }
    }

    /// The condition at `start` leads here if it does not hold.
    fn set_otherwise(&mut self, start: u32) {
        let here = self.label();
        if let Inst::IfGroup { otherwise, .. } = &mut self.program.insts[start as usize] {
            *otherwise = here;
        }
    }

    /// Ends an enclosure.
    pub(super) fn close(&mut self, block: Block) -> Checked {
        match block.kind {
            Kind::Alternative {
                branch,
                starts,
                mut jumps,
                behind,
            } => {
                self.code.expect(op::JUMP)?;
                let target = self.code.skip()?;
                if behind.is_some_and(|behind| behind != target) {
                    return Err(InvalidCode);
                }
                jumps.push(self.emit(Inst::Fail));
                self.alternative(branch, starts, jumps, Some(target))?;
            }
            Kind::Loop { id } => {
                let until = match self.code.next()? {
                    op::MAX_UNTIL => Inst::Until(id),
                    op::MIN_UNTIL => Inst::LazyUntil(id),
                    _ => return Err(InvalidCode),
                };
                self.program.loops[id as usize].first = self.here();
                self.end_loop(id, until);
            }
            Kind::Possessive { id } => {
                self.code.expect(op::SUCCESS)?;
                self.end_loop(id, Inst::Again(id));
            }
            Kind::Assertion { start } => {
                self.code.expect(op::SUCCESS)?;
                self.end_assertion(start);
            }
            Kind::Atomic { start } => {
                self.code.expect(op::SUCCESS)?;
                self.emit(Inst::EndAtomic { start });
                self.label();
            }
            Kind::Then { start } => self.set_otherwise(start),
            Kind::Otherwise { jump } => {
                let behind = self.label();
                self.program.insts[jump as usize] = Inst::Jump(behind);
            }
        }
        Ok(())
    }

    fn end_loop(&mut self, id: u32, until: Inst) {
        let place = self.emit(until);
        self.program.loops[id as usize].until = place;
        self.label();
    }

    fn end_assertion(&mut self, start: u32) {
        let behind = self.here() + 1;
        let end = match &mut self.program.insts[start as usize] {
            Inst::Assert { next, .. } => {
                *next = behind;
                Inst::EndAssert
            }
            Inst::AssertNot { next, .. } => {
                *next = behind;
                Inst::EndAssertNot
            }
            _ => unreachable!("an assertion begins with one"),
        };
        self.emit(end);
        self.label();
    }
}
