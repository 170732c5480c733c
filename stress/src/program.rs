//! Random transactions, as lists of steps.
//!
//! A step names its object by [`Place`]: one of the round's shared roots, one that the attempt has
//! met by following a link or by allocation, or one that the thread kept from an earlier
//! transaction (private, unless it was linked). So every program makes sense, whatever it meets.

use crate::rng::Rng;

/// Which object; the number counts modulo how many there are.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A shared root.
    Root(usize),
    /// One that this attempt met; a root if there is none.
    Met(usize),
    /// One that this thread allocated earlier; a root if there is none.
    Kept(usize),
}

/// One step. Fields are numbered as in [`crate::objects`].
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Reads a number.
    Read(Place, usize),
    /// Writes a fresh number.
    Write(Place, usize),
    /// Leaves a fresh number to be written at the commit.
    Defer(Place, usize),
    /// Reads the link, and meets the object behind it.
    Follow(Place),
    /// Meets a new object.
    Allocate,
    /// Links the first object to the second.
    Link(Place, Place),
    /// Clears the link.
    Unlink(Place),
    /// Starts a nested part.
    Savepoint,
    /// Takes back this many nested parts and one, if so many are open.
    Undo(usize),
    /// Moves the serial on, as a collector's handshake does.
    AdvanceSerial,
    /// Becomes irrevocable.
    Irrevocable,
    /// Looks at the poll word.
    Poll,
    /// Gives the processor away.
    Yield,
    /// Gives the transaction up, at the first try only.
    Cancel,
    /// Waits until something that was read changes, at the first try only.
    Retry,
}

const KINDS: usize = 15;

/// What the programs of one round are like.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Shared roots; few make many conflicts.
    pub roots: usize,
    /// How often each kind of step comes, in parts of the sum.
    weights: [usize; KINDS],
    /// Steps of an ordinary program, at most.
    steps: usize,
    /// Percentage of programs that are twenty times as long.
    long: usize,
    /// Percentage of transactions that only read a snapshot.
    pub snapshots: usize,
    /// Per thousand transactions: the thread ends, or idles, before it.
    pub pauses: usize,
}

impl Profile {
    /// A random one.
    pub fn random(rng: &mut Rng) -> Self {
        let mut pick = |numbers: &[usize]| numbers[rng.below(numbers.len())];
        Profile {
            roots: pick(&[2, 3, 5, 8, 16, 40]),
            weights: [
                pick(&[10, 30, 60]),
                pick(&[2, 10, 30, 60]),
                pick(&[0, 5]),
                pick(&[5, 15]),
                pick(&[0, 5]),
                pick(&[0, 2, 10]),
                pick(&[0, 2]),
                pick(&[0, 3]),
                pick(&[0, 3]),
                pick(&[0, 3]),
                pick(&[0, 0, 1, 3]),
                pick(&[0, 3]),
                pick(&[0, 1, 3]),
                pick(&[0, 1]),
                pick(&[0, 0, 1]),
            ],
            steps: pick(&[4, 8, 16]),
            long: pick(&[0, 0, 2]),
            snapshots: pick(&[0, 0, 10]),
            pauses: pick(&[0, 1, 20]),
        }
    }

    /// Puts a random program into `steps`.
    pub fn program(&self, rng: &mut Rng, steps: &mut Vec<Step>) {
        let long = if rng.percent(self.long) { 20 } else { 1 };
        let count = 1 + rng.below(self.steps * long);
        steps.clear();
        steps.extend((0..count).map(|_| self.step(rng)));
    }

    fn step(&self, rng: &mut Rng) -> Step {
        let mut left = rng.below(self.weights.iter().sum());
        let kind = self.weights.iter().position(|&weight| {
            let here = left < weight;
            left = left.wrapping_sub(weight);
            here
        });
        let place = |rng: &mut Rng| match rng.below(10) {
            0..5 => Place::Root(rng.below(self.roots)),
            5..8 => Place::Met(rng.below(8)),
            _ => Place::Kept(rng.below(8)),
        };
        let field = rng.below(crate::objects::NUMBERS);
        match kind {
            Some(0) => Step::Read(place(rng), field),
            Some(1) => Step::Write(place(rng), field),
            Some(2) => Step::Defer(place(rng), field),
            Some(3) => Step::Follow(place(rng)),
            Some(4) => Step::Allocate,
            Some(5) => Step::Link(place(rng), place(rng)),
            Some(6) => Step::Unlink(place(rng)),
            Some(7) => Step::Savepoint,
            Some(8) => Step::Undo(rng.below(3)),
            Some(9) => Step::AdvanceSerial,
            Some(10) => Step::Irrevocable,
            Some(11) => Step::Poll,
            Some(12) => Step::Yield,
            Some(13) => Step::Cancel,
            _ => Step::Retry,
        }
    }
}
