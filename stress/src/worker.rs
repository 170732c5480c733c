//! One thread of a round: runs random programs as transactions and records each attempt.

use crate::history::{Log, Outcome, Value, Watch};
use crate::objects::{self, LINK, TAG};
use crate::program::{Place, Profile, Step};
use crate::rng::Rng;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use stm_core::arena::{Arena, Object, int};
use stm_core::{Abort, Deferred, Savepoint, Stm, Thread, Token};

type Tx = Thread<Arena>;

/// Rollbacks after which an attempt starts by becoming irrevocable.
const PATIENCE: u32 = 100;
/// Rollbacks of one transaction that are recorded; the rest would only fill the memory while the
/// thread that is in the way does not run.
const RECORDED: u32 = 200;
/// Percentage of reads between whose two looks at the token the thread gives its processor away.
const DAWDLE: usize = 2;
/// A sleep in `retry` ends by then; whatever the program waits for may never happen.
const SLEEP: Duration = Duration::from_micros(200);
/// Objects that a thread keeps at most.
const KEPT: usize = 16;

/// What the threads of a round share.
#[derive(Debug)]
pub struct Shared {
    /// The memory.
    pub stm: Arc<Stm<Arena>>,
    /// The objects that every thread knows.
    pub roots: Vec<&'static Object>,
    /// What the programs are like.
    pub profile: Profile,
    /// The common clock.
    pub watch: Watch,
    /// Objects handed from thread to thread behind the transactions' back.
    pub side_door: Mutex<Vec<&'static Object>>,
    /// Transactions that ended, to see that the round goes on.
    pub progress: AtomicU64,
}

/// One thread of a round.
#[derive(Debug)]
pub struct Worker<'a> {
    shared: &'a Shared,
    rng: Rng,
    /// What it did.
    pub log: Log,
    /// Name of the next object, and the distance to the one after it.
    names: (u32, u32),
    /// Objects that it allocated, or got through the side door.
    kept: Vec<&'static Object>,
    attempt: Attempt,
    /// Rollbacks by reason, in the order of `Abort::ALL`.
    pub rollbacks: [u64; Abort::ALL.len()],
}

/// What the running attempt knows.
#[derive(Debug, Default)]
struct Attempt {
    tries: u32,
    met: Vec<&'static Object>,
    born: Vec<&'static Object>,
    deferred: Vec<Number>,
    nested: Vec<Nested>,
}

#[derive(Debug)]
struct Nested {
    savepoint: Savepoint<Arena>,
    mark: u32,
    met: usize,
    born: usize,
    deferred: usize,
}

/// A number to be written at the commit; `over` gets the value that it replaced.
#[derive(Clone, Debug)]
struct Number {
    object: &'static Object,
    field: usize,
    value: Value,
    over: Arc<AtomicU64>,
}

impl Deferred<Arena> for Number {
    fn apply(&self, tx: &mut Tx) -> Result<(), Abort> {
        let over = replace(
            tx,
            self.object,
            objects::number_word(self.field),
            int(u64::from(self.value.0)),
        )?;
        self.over.store(over, Ordering::Relaxed);
        Ok(())
    }

    fn visit(&self, _: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        token(self.object.token());
    }
}

/// Writes a word and returns what it was before.
fn replace(tx: &mut Tx, object: &'static Object, word: usize, value: u64) -> Result<u64, Abort> {
    tx.open_write(object.unit(), word)?;
    let over = object.word(word).load();
    tx.write(object.unit(), word, value)?;
    Ok(over)
}

impl<'a> Worker<'a> {
    /// Thread `index` of `threads`.
    pub fn new(shared: &'a Shared, index: usize, threads: usize, seed: u64) -> Self {
        Worker {
            shared,
            rng: Rng::part(seed, index as u64),
            log: Log::new(index, threads),
            names: ((shared.roots.len() + index) as u32 + 1, threads as u32),
            kept: Vec::new(),
            attempt: Attempt::default(),
            rollbacks: [0; Abort::ALL.len()],
        }
    }

    /// Runs this many transactions, and returns the handle to go on with.
    pub fn run(&mut self, mut thread: Tx, transactions: u64) -> Tx {
        let mut steps = Vec::new();
        for _ in 0..transactions {
            if self.rng.below(1000) < self.shared.profile.pauses {
                thread = self.pause(thread);
            }
            if self.rng.percent(self.shared.profile.snapshots) {
                self.snapshot(&mut thread);
            } else {
                self.shared.profile.program(&mut self.rng, &mut steps);
                self.transaction(&mut thread, &steps);
            }
            // Relaxed: somebody looks at it now and then.
            self.shared.progress.fetch_add(1, Ordering::Relaxed);
        }
        thread
    }

    /// Between two transactions: swaps an object through the side door, and the thread ends and
    /// another one begins, or it idles.
    fn pause(&mut self, mut thread: Tx) -> Tx {
        {
            let mut door = self.shared.side_door.lock().expect("nobody panics with it");
            let taken = if door.len() > 4 {
                Some(door.swap_remove(0))
            } else {
                None
            };
            door.extend(self.kept.pop());
            self.kept.extend(taken);
        }
        match self.rng.below(3) {
            0 if !thread.is_solo() => {
                // First the new one: a thread that is alone might become solo.
                let fresh = self
                    .shared
                    .stm
                    .attach()
                    .expect("there is room for one more");
                drop(thread);
                fresh
            }
            1 => {
                thread.go_idle();
                std::thread::yield_now();
                thread.resume();
                thread
            }
            _ => {
                std::thread::yield_now();
                thread
            }
        }
    }

    fn transaction(&mut self, thread: &mut Tx, steps: &[Step]) {
        self.attempt.tries = 0;
        loop {
            self.attempt = Attempt {
                tries: self.attempt.tries,
                ..Attempt::default()
            };
            self.log.begin(self.shared.watch.now());
            thread.begin();
            let body = self.body(thread, steps);
            let outcome = match body.and_then(|()| thread.commit()) {
                Ok(()) => {
                    self.log_deferred();
                    Outcome::Committed
                }
                Err(abort) => {
                    self.rollbacks[abort as usize] += 1;
                    self.take_back(thread, abort);
                    Outcome::RolledBack
                }
            };
            if outcome == Outcome::Committed {
                self.log.end(self.shared.watch.now(), outcome);
                break;
            }
            if self.attempt.tries < RECORDED {
                self.log.end(self.shared.watch.now(), outcome);
            } else {
                self.log.forget();
                std::thread::yield_now();
            }
            self.attempt.tries += 1;
        }
        for object in self.attempt.born.drain(..) {
            if self.kept.len() < KEPT {
                self.kept.push(object);
            } else {
                let index = self.rng.below(KEPT);
                self.kept[index] = object;
            }
        }
    }

    fn take_back(&self, thread: &mut Tx, abort: Abort) {
        match abort {
            Abort::Retry => {
                let wake = thread.wait(Some(SLEEP));
                assert!(wake.is_ok(), "a sleep with a deadline ends: {wake:?}");
            }
            abort => thread.rollback(abort),
        }
    }

    fn body(&mut self, tx: &mut Tx, steps: &[Step]) -> Result<(), Abort> {
        if self.attempt.tries > PATIENCE {
            tx.become_irrevocable()?;
        }
        steps.iter().try_for_each(|step| self.step(tx, *step))
    }

    fn step(&mut self, tx: &mut Tx, step: Step) -> Result<(), Abort> {
        let first_try = self.attempt.tries == 0 && !tx.is_irrevocable();
        match step {
            Step::Read(place, field) => self.read_number(tx, self.object(place), field),
            Step::Write(place, field) => self.write_number(tx, self.object(place), field),
            Step::Defer(place, field) => {
                self.defer(tx, self.object(place), field);
                Ok(())
            }
            Step::Follow(place) => {
                let target = self.read_link(tx, self.object(place))?;
                self.attempt.met.extend(target);
                Ok(())
            }
            Step::Allocate => {
                self.allocate(tx);
                Ok(())
            }
            Step::Link(from, to) => self.write_link(tx, self.object(from), Some(self.object(to))),
            Step::Unlink(place) => self.write_link(tx, self.object(place), None),
            Step::Savepoint => {
                self.begin_nested(tx);
                Ok(())
            }
            Step::Undo(parts) => {
                self.undo(tx, parts);
                Ok(())
            }
            Step::AdvanceSerial => {
                tx.advance_serial();
                Ok(())
            }
            Step::Irrevocable => tx.become_irrevocable(),
            Step::Poll => tx.poll().map(|_| ()),
            Step::Yield => {
                std::thread::yield_now();
                Ok(())
            }
            Step::Cancel if first_try => Err(Abort::Cancelled),
            Step::Retry if first_try => tx.retry(),
            Step::Cancel | Step::Retry => Ok(()),
        }
    }

    fn object(&self, place: Place) -> &'static Object {
        let pick = |objects: &[&'static Object], index: usize| match objects.len() {
            0 => self.shared.roots[index % self.shared.roots.len()],
            count => objects[index % count],
        };
        match place {
            Place::Root(index) => pick(&self.shared.roots, index),
            Place::Met(index) => pick(&self.attempt.met, index),
            Place::Kept(index) => pick(&self.kept, index),
        }
    }

    fn read_number(
        &mut self,
        tx: &mut Tx,
        object: &'static Object,
        field: usize,
    ) -> Result<(), Abort> {
        let word = object.word(objects::number_word(field));
        let word = if self.rng.percent(DAWDLE) {
            tx.view(object.token(), || {
                std::thread::yield_now();
                word.load()
            })?
        } else {
            tx.read(object.token(), word)?
        };
        self.log.read(
            objects::number_variable(object, field),
            objects::number_value(word),
        );
        Ok(())
    }

    fn write_number(
        &mut self,
        tx: &mut Tx,
        object: &'static Object,
        field: usize,
    ) -> Result<(), Abort> {
        let value = self.log.fresh();
        let over = replace(
            tx,
            object,
            objects::number_word(field),
            int(u64::from(value.0)),
        )?;
        self.log.write(
            objects::number_variable(object, field),
            objects::number_value(over),
            value,
        );
        Ok(())
    }

    fn defer(&mut self, tx: &mut Tx, object: &'static Object, field: usize) {
        let number = Number {
            object,
            field,
            value: self.log.fresh(),
            over: Arc::default(),
        };
        self.attempt.deferred.push(number.clone());
        tx.defer(object.to_word() as usize, number);
    }

    /// The commit has applied what was deferred.
    fn log_deferred(&mut self) {
        for number in self.attempt.deferred.drain(..) {
            let over = objects::number_value(number.over.load(Ordering::Relaxed));
            self.log.write(
                objects::number_variable(number.object, number.field),
                over,
                number.value,
            );
        }
    }

    fn read_link(
        &mut self,
        tx: &mut Tx,
        object: &'static Object,
    ) -> Result<Option<&'static Object>, Abort> {
        let (link, tag) = if self.rng.percent(50) {
            let dawdle = self.rng.percent(DAWDLE);
            tx.view(object.token(), || {
                let link = object.word(LINK).load();
                if dawdle {
                    std::thread::yield_now();
                }
                (link, object.word(TAG).load())
            })?
        } else {
            (
                tx.read(object.token(), object.word(LINK))?,
                tx.read(object.token(), object.word(TAG))?,
            )
        };
        let target = Object::from_word(link);
        self.log.read(
            objects::link_variable(object),
            objects::tagged_value(target, tag),
        );
        Ok(target)
    }

    fn write_link(
        &mut self,
        tx: &mut Tx,
        object: &'static Object,
        target: Option<&'static Object>,
    ) -> Result<(), Abort> {
        let value = self.log.fresh();
        let link = replace(tx, object, LINK, target.map_or(0, Object::to_word))?;
        let tag = replace(tx, object, TAG, objects::tag(target, value))?;
        let over = objects::tagged_value(Object::from_word(link), tag);
        self.log.write(objects::link_variable(object), over, value);
        Ok(())
    }

    fn allocate(&mut self, tx: &mut Tx) {
        let object = Object::new(tx.birth_token());
        objects::christen(object, self.names.0);
        self.names.0 += self.names.1;
        self.attempt.met.push(object);
        self.attempt.born.push(object);
    }

    fn begin_nested(&mut self, tx: &mut Tx) {
        let Attempt {
            met,
            born,
            deferred,
            nested,
            ..
        } = &mut self.attempt;
        nested.push(Nested {
            savepoint: tx.savepoint(),
            mark: self.log.mark(),
            met: met.len(),
            born: born.len(),
            deferred: deferred.len(),
        });
    }

    fn undo(&mut self, tx: &mut Tx, parts: usize) {
        let Attempt {
            met,
            born,
            deferred,
            nested,
            ..
        } = &mut self.attempt;
        if parts < nested.len() {
            nested.truncate(nested.len() - parts);
            let to = nested.pop().expect("one more is open");
            tx.undo_to(&to.savepoint);
            self.log.undo_to(to.mark);
            met.truncate(to.met);
            born.truncate(to.born);
            deferred.truncate(to.deferred);
        }
    }

    /// Reads some roots and what hangs on them, as of one moment.
    fn snapshot(&mut self, thread: &mut Tx) {
        self.log.begin(self.shared.watch.now());
        let mut snapshot = thread.snapshot();
        let first = self.rng.below(self.shared.roots.len());
        let mut object = self.shared.roots[first];
        for _ in 0..self.rng.below(30) {
            let field = self.rng.below(objects::NUMBERS);
            let word = snapshot.read(object.unit(), objects::number_word(field));
            self.log.read(
                objects::number_variable(object, field),
                objects::number_value(word),
            );
            if self.rng.percent(20) {
                std::thread::yield_now();
            }
            let target = Object::from_word(snapshot.read(object.unit(), LINK));
            let tag = snapshot.read(object.unit(), TAG);
            self.log.read(
                objects::link_variable(object),
                objects::tagged_value(target, tag),
            );
            let root = self.shared.roots[self.rng.below(self.shared.roots.len())];
            object = target.unwrap_or(root);
        }
        drop(snapshot);
        self.log.end(self.shared.watch.now(), Outcome::Committed);
    }

    /// Reads all that hangs on the roots, in one transaction, which nobody disturbs but chaos.
    pub fn read_everything(&mut self, thread: &mut Tx) {
        loop {
            self.log.begin(self.shared.watch.now());
            thread.begin();
            match self.read_graph(thread).and_then(|()| thread.commit()) {
                Ok(()) => return self.log.end(self.shared.watch.now(), Outcome::Committed),
                Err(abort) => {
                    thread.rollback(abort);
                    self.log.forget();
                }
            }
        }
    }

    fn read_graph(&mut self, tx: &mut Tx) -> Result<(), Abort> {
        let mut met = std::collections::HashSet::new();
        let mut work = self.shared.roots.clone();
        while let Some(object) = work.pop() {
            if met.insert(objects::name(object)) {
                (0..objects::NUMBERS).try_for_each(|field| self.read_number(tx, object, field))?;
                work.extend(self.read_link(tx, object)?);
            }
        }
        Ok(())
    }
}
