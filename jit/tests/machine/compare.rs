//! Whether two runs did the same, as far as a program can see: new objects may lie elsewhere, or be
//! built later.

use super::world::{Image, OLD, WORDS};
use super::{Outcome, Run};
use std::collections::HashMap;
use tython_jit::ir::Type;

/// Complains if the runs differ.
pub(crate) fn compare(expected: &Run, got: &Run) -> Result<(), String> {
    let mut pairs = Pairs {
        images: [&expected.image, &got.image],
        known: [HashMap::new(), HashMap::new()],
    };
    for number in 0..OLD {
        // Tokens say how an object was opened.
        pairs.object(number * WORDS, number * WORDS, WORDS)?;
    }
    match (&expected.outcome, &got.outcome) {
        (Outcome::Exit(_, a), Outcome::Exit(_, b)) => {
            if a.len() != b.len() {
                return Err(format!("{a:?} and {b:?}"));
            }
            for (a, b) in a.iter().zip(b) {
                let registers = a.registers.iter().zip(&b.registers);
                let shape = |frame: &tython_jit::resume::Resumed| -> Vec<_> {
                    frame
                        .registers
                        .iter()
                        .map(|(register, ..)| *register)
                        .collect()
                };
                if a.point != b.point || shape(a) != shape(b) {
                    return Err(format!("{a:?} and {b:?}"));
                }
                for ((register, ty, a), (_, other, b)) in registers {
                    // A word that is a reference may have become one.
                    let same_type = ty == other
                        || [ty, other]
                            .iter()
                            .all(|ty| matches!(ty, Type::Ref | Type::Word));
                    if !same_type {
                        return Err(format!("{register}: {ty} and {other}"));
                    }
                    pairs
                        .word(*a, *b)
                        .map_err(|error| format!("{register}: {error}"))?;
                }
            }
            Ok(())
        }
        (a, b) if a == b => Ok(()),
        (Outcome::Link(a, left), Outcome::Link(b, right)) if a == b => {
            let mut args = left.iter().zip(right);
            args.try_for_each(|(a, b)| pairs.word(*a, *b))
        }
        (a, b) => Err(format!("{a:?} and {b:?}")),
    }
}

struct Pairs<'i> {
    images: [&'i Image; 2],
    /// Which new object of one run is which of the other.
    known: [HashMap<usize, usize>; 2],
}

impl Pairs<'_> {
    fn object(&mut self, a: usize, b: usize, words: usize) -> Result<(), String> {
        for word in 1..words {
            let (left, right) = (
                self.images[0].words[a + word],
                self.images[1].words[b + word],
            );
            self.word(left, right)
                .map_err(|error| format!("word {word} of {a}: {error}"))?;
        }
        Ok(())
    }

    fn new_object(&self, run: usize, word: u64) -> Option<(usize, usize)> {
        let image = self.images[run];
        let offset = word.checked_sub(image.base)?;
        let objects = image.objects.iter();
        objects
            .copied()
            .find(|(start, _)| 8 * *start as u64 == offset)
    }

    fn word(&mut self, a: u64, b: u64) -> Result<(), String> {
        match (self.new_object(0, a), self.new_object(1, b)) {
            (None, None) => {
                // Which of two NaNs an operation gives is the machine's choice.
                let is_nan = |bits| f64::from_bits(bits).is_nan();
                if a == b || is_nan(a) && is_nan(b) {
                    Ok(())
                } else {
                    Err(format!("{a:#x} and {b:#x}"))
                }
            }
            (Some((left, words)), Some((right, others))) if words == others => {
                match (self.known[0].get(&left), self.known[1].get(&right)) {
                    (Some(known), Some(back)) if *known == right && *back == left => Ok(()),
                    (None, None) => {
                        self.known[0].insert(left, right);
                        self.known[1].insert(right, left);
                        self.object(left, right, words)
                    }
                    _ => Err(format!("{a:#x} and {b:#x} are other objects")),
                }
            }
            _ => Err(format!("{a:#x} and {b:#x}")),
        }
    }
}
