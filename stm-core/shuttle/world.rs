//! What a scenario is made of, and how its schedules are drawn.
//!
//! A failure prints what it takes to see it again: a random schedule its seed (run the one test
//! with `SHUTTLE_RANDOM_SEED` set to it), every schedule itself (`shuttle::replay`).

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::thread::JoinHandle;
use shuttle::{MaxSteps, Runner};
use std::sync::Arc;
use std::time::Instant;
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::{Abort, Config, Stm, Thread};

pub(crate) type Memory = Arc<Stm<Arena>>;
pub(crate) type Tx = Thread<Arena>;

/// Steps of one execution beyond which somebody is taken to wait for ever.
const MAX_STEPS: usize = 200_000;
/// Priority changes of PCT: it finds a mistake that takes this many ordered events with a known
/// probability (Burckhardt et al., "A randomized scheduler with probabilistic guarantees of
/// finding bugs", 2010).
const DEPTH: usize = 4;

/// Runs `scenario` under `iterations` schedules drawn at random, and half as many drawn by PCT.
pub(crate) fn explore(name: &str, iterations: usize, scenario: fn()) {
    draw(name, "random", RandomScheduler::new(iterations), scenario);
    draw(
        name,
        "pct",
        PctScheduler::new(DEPTH, iterations / 2),
        scenario,
    );
}

fn draw(name: &str, how: &str, scheduler: impl Scheduler + 'static, scenario: fn()) {
    let mut config = shuttle::Config::new();
    config.max_steps = MaxSteps::FailAfter(MAX_STEPS);
    config.silence_warnings = true;
    let start = Instant::now();
    let count = Runner::new(scheduler, config).run(scenario);
    println!(
        "scenario {name}: {how}, {count} schedules, {:.1} s",
        start.elapsed().as_secs_f64()
    );
}

/// A memory in which conflicts are soon decided, and in which no thread takes the irrevocable turn
/// unasked: whoever gets through does so by patience and age.
pub(crate) fn memory() -> Memory {
    memory_with(|_| ())
}

/// The same, changed.
pub(crate) fn memory_with(change: impl FnOnce(&mut Config)) -> Memory {
    let mut config = Config {
        max_threads: 8,
        patience: 2,
        timid_tries: 1,
        irrevocable_after: u32::MAX,
        ..Config::default()
    };
    change(&mut config);
    Stm::new(Arena, config)
}

/// Shared objects whose first words are all `value`.
pub(crate) fn shared<const N: usize>(value: u64) -> [&'static Object; N] {
    std::array::from_fn(|_| {
        let object = Object::shared();
        object.word(0).store(int(value));
        object
    })
}

pub(crate) fn get(tx: &mut Tx, object: &'static Object) -> Result<u64, Abort> {
    tx.read(object.token(), object.word(0)).map(to_int)
}

pub(crate) fn set(tx: &mut Tx, object: &'static Object, value: u64) -> Result<(), Abort> {
    tx.write(object.unit(), 0, int(value))
}

pub(crate) fn add(tx: &mut Tx, object: &'static Object, by: u64) -> Result<(), Abort> {
    let value = get(tx, object)?;
    set(tx, object, value + by)
}

/// The first word when no thread runs any more.
pub(crate) fn peek(object: &'static Object) -> u64 {
    assert!(!object.token().inspect().is_owned(), "a leaked lock");
    to_int(object.word(0).load())
}

/// Runs `body` as a transaction that nobody waits for, and rolls it back wherever it got to.
pub(crate) fn give_up(tx: &mut Tx, body: impl FnOnce(&mut Tx) -> Result<(), Abort>) {
    tx.begin();
    let reason = body(tx).err().unwrap_or(Abort::Cancelled);
    tx.rollback(reason);
}

/// What one thread of a scenario does.
pub(crate) type Work = Box<dyn FnOnce(&mut Tx) + Send>;

/// Attaches a thread for each, then starts all of them, and waits until they have ended.
pub(crate) fn together<const N: usize>(memory: &Memory, works: [Work; N]) {
    let attached = works.map(|work| (memory.attach().expect("a slot"), work));
    join(attached.map(|(mut tx, work)| shuttle::thread::spawn(move || work(&mut tx))));
}

/// Waits for all of them.
pub(crate) fn join<R>(threads: impl IntoIterator<Item = JoinHandle<R>>) -> Vec<R> {
    let results = threads.into_iter().map(JoinHandle::join);
    results.map(|result| result.expect("no panic")).collect()
}
