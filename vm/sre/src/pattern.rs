//! A pattern whose code has been checked. What makes it run fast is found out when it first runs: programs compile many
//! patterns that they never use.

use crate::build::{Draft, InvalidCode};
use crate::program::Program;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A pattern, perhaps not ready to run yet.
#[derive(Debug)]
pub struct Pattern {
    program: OnceLock<Program>,
    /// What the program is made of; empty as soon as somebody makes it.
    draft: Mutex<Option<Draft>>,
    groups: usize,
    /// Bytes of the draft, about.
    bytes: usize,
}

impl Pattern {
    /// Checks the code of a pattern with so many groups.
    ///
    /// # Errors
    /// [`InvalidCode`]
    pub fn new(code: &[u32], groups: u32) -> Result<Pattern, InvalidCode> {
        let draft = Draft::new(code, groups)?;
        Ok(Pattern {
            program: OnceLock::new(),
            groups: groups as usize,
            bytes: draft.bytes(),
            draft: Mutex::new(Some(draft)),
        })
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The program, if it has been made.
    #[inline]
    pub fn ready(&self) -> Option<&Program> {
        self.program.get()
    }

    /// The program, which is made if nobody has yet.
    pub fn program(&self) -> &Program {
        self.program.get_or_init(|| {
            let mut draft = self.draft.lock().unwrap_or_else(PoisonError::into_inner);
            match draft.take() {
                Some(draft) => draft.finish(),
                None => unreachable!("a draft becomes a program once"),
            }
        })
    }

    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        size_of::<Pattern>() + self.ready().map_or(self.bytes, Program::bytes)
    }
}
