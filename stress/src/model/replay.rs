//! Runs a program on the real thing beside the model, and cuts a program that differs down.

use super::action::{Action, OBJECTS, Op, SHARED, program};
use super::memory::{Answer, Content, Model, State};
use crate::rng::Rng;
use std::fmt::Write;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use stm_core::arena::{Arena, Object, WORDS};
use stm_core::{Abort, Config, Deferred, Savepoint, Stm, Thread, Token, Wake};

/// A program that takes so long waits for ever: some thousand operations take milliseconds.
const HANG: Duration = Duration::from_secs(20);

/// The real memory and its threads.
struct Real {
    stm: Arc<Stm<Arena>>,
    threads: Vec<Option<Thread<Arena>>>,
    objects: [Option<&'static Object>; OBJECTS],
    /// The savepoints of each thread's transaction.
    nested: Vec<Vec<Savepoint<Arena>>>,
}

struct Number {
    object: &'static Object,
    word: usize,
    value: u64,
}

impl Deferred<Arena> for Number {
    fn apply(&self, tx: &mut Thread<Arena>) -> Result<(), Abort> {
        tx.write(self.object.unit(), self.word, self.value)
    }

    fn visit(&self, _: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        token(self.object.token());
    }
}

impl Real {
    fn new(threads: usize, config: Config) -> Self {
        let stm = Stm::new(Arena, config);
        let handles = (0..threads).map(|_| Some(stm.attach().expect("there is room")));
        Real {
            threads: handles.collect(),
            objects: std::array::from_fn(|index| (index < SHARED).then(Object::shared)),
            nested: (0..threads).map(|_| Vec::new()).collect(),
            stm,
        }
    }

    fn content(&self, word: u64) -> Content {
        let Some(object) = Object::from_word(word) else {
            return Content::Number(word);
        };
        let known = |other: &Option<&'static Object>| {
            other.is_some_and(|other| std::ptr::eq(other, object))
        };
        Content::Link(self.objects.iter().position(known).unwrap_or(OBJECTS))
    }

    fn perform(
        &mut self,
        Op {
            thread: index,
            action,
        }: Op,
    ) -> Answer {
        match self.step(index, action) {
            Ok(answer) => answer,
            Err(reason) => {
                self.handle(index).rollback(reason);
                Answer::RolledBack(reason)
            }
        }
    }

    fn handle(&mut self, index: usize) -> &mut Thread<Arena> {
        self.threads[index]
            .as_mut()
            .expect("a thread is absent only while it restarts")
    }

    fn step(&mut self, index: usize, action: Action) -> Result<Answer, Abort> {
        let object = |object: usize| self.objects[object].expect("the model knows it");
        match action {
            Action::Begin => {
                self.nested[index].clear();
                self.handle(index).begin();
            }
            Action::Read(it, word) => {
                let it = object(it);
                let word = self.handle(index).read(it.token(), it.word(word))?;
                return Ok(Answer::Saw(self.content(word)));
            }
            Action::Write(it, word, value) => {
                let it = object(it);
                self.handle(index).write(it.unit(), word, value)?;
            }
            Action::Link(it, word, target) => {
                let (it, target) = (object(it), object(target));
                self.handle(index)
                    .write(it.unit(), word, target.to_word())?;
            }
            Action::Defer(it, word, value) => {
                let number = Number {
                    object: object(it),
                    word,
                    value,
                };
                self.handle(index).defer(it, number);
            }
            Action::New(it) => {
                self.objects[it] = Some(Object::new(self.handle(index).birth_token()))
            }
            Action::Savepoint => {
                let savepoint = self.handle(index).savepoint();
                self.nested[index].push(savepoint);
            }
            Action::Undo(parts) => {
                let inner = self.nested[index].len() - parts;
                self.nested[index].truncate(inner);
                let savepoint = self.nested[index].pop().expect("the model knows it");
                self.handle(index).undo_to(&savepoint);
            }
            Action::AdvanceSerial => self.handle(index).advance_serial(),
            Action::Irrevocable => self.handle(index).become_irrevocable()?,
            Action::Commit => self.handle(index).commit()?,
            Action::Cancel => return Err(Abort::Cancelled),
            Action::Wait => {
                let wake = self.handle(index).wait(Some(Duration::ZERO));
                return Ok(Answer::Woke(wake.expect("a sleep with a deadline ends")));
            }
            Action::Restart => {
                self.threads[index] = None;
                self.threads[index] = Some(self.stm.attach().expect("a slot is free"));
            }
            Action::Idle => self.handle(index).go_idle(),
            Action::Resume => self.handle(index).resume(),
        }
        Ok(Answer::Done)
    }

    /// Says how the objects differ from the model's. Forgets those that are gone.
    fn compare(&mut self, model: &Model) -> Result<(), String> {
        for (index, expected) in model.objects.iter().enumerate() {
            let Some(expected) = expected else {
                self.objects[index] = None;
                continue;
            };
            let object = self.objects[index].ok_or(format!("object {index} does not exist"))?;
            for word in 0..WORDS {
                let found = self.content(object.word(word).load());
                if found != expected.words[word] {
                    return Err(format!(
                        "object {index} word {word}: {found:?}, expected {:?}",
                        expected.words[word]
                    ));
                }
            }
            let token = object.token().inspect();
            let same = match expected.state {
                State::Shared(shared) => {
                    !token.is_owned() && token.commit_version() == shared.version
                }
                State::Owned(..) => token.is_owned(),
            };
            if !same {
                return Err(format!(
                    "object {index}: {token:?}, expected {:?}",
                    expected.state
                ));
            }
        }
        Ok(())
    }
}

impl Drop for Real {
    /// The irrevocable transaction is committed by the end of its thread, and may need what others
    /// own: they end first.
    fn drop(&mut self) {
        self.threads
            .retain(|thread| thread.as_ref().is_some_and(Thread::is_irrevocable));
    }
}

/// How often each answer was given: successes, rollbacks by reason, and sleeps by their end.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Operations that succeeded.
    pub done: usize,
    /// Rollbacks, in the order of `Abort::ALL`.
    pub rollbacks: [usize; Abort::ALL.len()],
    /// Sleeps that found a change at once, and that did not.
    pub sleeps: [usize; 2],
}

impl Tally {
    fn count(&mut self, answer: Answer) {
        match answer {
            Answer::Skip => {}
            Answer::Done | Answer::Saw(_) => self.done += 1,
            Answer::RolledBack(reason) => self.rollbacks[reason as usize] += 1,
            Answer::Woke(wake) => self.sleeps[usize::from(wake == Wake::TimedOut)] += 1,
        }
    }
}

/// Runs the program, or says how the real thing differs from the model.
fn run(ops: &[Op], threads: usize, config: &Config, tally: &mut Tally) -> Result<(), String> {
    let mut model = Model::new(threads);
    let mut real = Real::new(threads, config.clone());
    for (index, &op) in ops.iter().enumerate() {
        let expected = model.perform(op);
        if expected == Answer::Skip {
            continue;
        }
        tally.count(expected);
        let Ok(found) = catch_unwind(AssertUnwindSafe(|| real.perform(op))) else {
            // Its threads may be in any state.
            std::mem::forget(real);
            return Err(format!(
                "operation {index}: {op:?} panics, expected {expected:?}"
            ));
        };
        if found != expected {
            return Err(format!(
                "operation {index}: {op:?} gives {found:?}, expected {expected:?}"
            ));
        }
        real.compare(&model)
            .map_err(|difference| format!("after operation {index}: {op:?}: {difference}"))?;
    }
    Ok(())
}

/// Leaves out all that the difference does not need: halves first, then smaller pieces.
fn shrink(mut ops: Vec<Op>, differs: impl Fn(&[Op]) -> bool) -> Vec<Op> {
    let mut piece = ops.len().div_ceil(2);
    while piece > 0 {
        let mut start = 0;
        let mut smaller = false;
        while start < ops.len() {
            let mut candidate = ops.clone();
            candidate.drain(start..(start + piece).min(ops.len()));
            if differs(&candidate) {
                ops = candidate;
                smaller = true;
            } else {
                start += piece;
            }
        }
        if !(smaller && piece == 1) {
            piece /= 2;
        }
    }
    ops
}

fn config(rng: &mut Rng) -> Config {
    let mut pick = |numbers: &[usize]| numbers[rng.below(numbers.len())];
    Config {
        max_threads: 8,
        patience: 0,
        timid_tries: u32::MAX,
        irrevocable_after: u32::MAX,
        small_words: pick(&[16, 16, 3]),
        card_words: pick(&[2, 3]),
        words_before_card: pick(&[0, 1, 3]) as u32,
        read_slots: pick(&[2, 8, 1024]),
        ..Config::default()
    }
}

/// Runs one random program.
///
/// # Errors
/// A shortest program found that differs, and how.
pub fn check(seed: u64, length: usize, tally: &mut Tally) -> Result<(), String> {
    let mut rng = Rng::new(seed);
    let threads = 2 + rng.below(3);
    let config = config(&mut rng);
    let ops = program(&mut rng, threads, length);
    run(&ops, threads, &config, tally).map_err(|_| {
        let again = |ops: &[Op]| run(ops, threads, &config, &mut Tally::default());
        let least = shrink(ops, |ops| again(ops).is_err());
        let difference = again(&least).expect_err("it differed while it was cut down");
        let mut text = format!("seed {seed:#x}: {difference}\n{config:?}\n");
        for (index, Op { thread, action }) in least.iter().enumerate() {
            writeln!(text, "{index:3}: T{thread} {action:?}").expect("a String takes everything");
        }
        text
    })
}

/// Runs random programs of this length with all these seeds. A program that waits, though the
/// model says that it does not, ends the process.
///
/// # Errors
/// As [`check`].
pub fn check_all(seeds: Range<u64>, length: usize) -> Result<Tally, String> {
    let now = AtomicU64::new(seeds.start);
    let end = seeds.end;
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        scope.spawn(|| watch_over(&now, end));
        let result = seeds.into_iter().try_for_each(|seed| {
            now.store(seed, Ordering::Relaxed);
            check(seed, length, &mut tally)
        });
        now.store(end, Ordering::Relaxed);
        result
    })
    .map(|()| tally)
}

fn watch_over(now: &AtomicU64, end: u64) {
    let mut last = (end, Instant::now());
    while now.load(Ordering::Relaxed) != end {
        std::thread::sleep(Duration::from_millis(1));
        let seed = now.load(Ordering::Relaxed);
        if seed != last.0 {
            last = (seed, Instant::now());
        } else if last.1.elapsed() > HANG {
            eprintln!("the program of seed {seed:#x} waits");
            std::process::exit(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_threads_agree_with_the_model() {
        let tally = check_all(0..20_000, 200).unwrap_or_else(|difference| panic!("{difference}"));
        // Each prediction was put to the test.
        assert!(tally.done > 20_000 * 50, "{tally:?}");
        for reason in [
            Abort::Owned,
            Abort::Held,
            Abort::Stale,
            Abort::Turn,
            Abort::Cancelled,
        ] {
            assert!(
                tally.rollbacks[reason as usize] > 100,
                "{reason:?}: {tally:?}"
            );
        }
        assert!(tally.sleeps.iter().all(|&count| count > 100), "{tally:?}");
    }

    #[test]
    fn a_program_is_cut_down_to_what_matters() {
        let op = |thread, action| Op { thread, action };
        let ops: Vec<Op> = (0..50)
            .map(|number| op(number % 3, Action::New(number % OBJECTS)))
            .collect();
        let pair = |ops: &[Op]| {
            let first = ops.iter().position(|op| op.action == Action::New(7));
            first.is_some_and(|first| ops[first..].iter().any(|op| op.action == Action::New(4)))
        };
        let least = shrink(ops, pair);
        assert_eq!(least.len(), 2, "{least:?}");
    }
}
