//! Marking beside a mutator that changes what is being marked: nothing that it can reach is lost.
//!
//! The heap is a handful of objects of two words, in `stm-core`'s transactions; the marker is the shipped
//! queue and the shipped mark bits around a loop of a few lines. The first stop has happened when a model
//! forks: the mutator stood in the middle of a transaction, say, and what it had logged is marked.

use crate::explore::explore;
use loom::cell::UnsafeCell;
use loom::sync::atomic::Ordering;
use loom::thread;
use std::array::from_fn;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use stm_core::ModelAtomicU64 as AtomicU64;
use stm_core::{Abort, Change, Config, Heap, Stm, Thread, Token, TokenWord, Unit, Word};
use tython_gc::gray::Gray;
use tython_gc::marks::{Marks, publish_born};

const OBJECTS: usize = 4;
/// From here everything is reached.
const ROOT: usize = 0;

/// An object, whose number is its granule.
#[derive(Debug)]
struct Object {
    token: Token,
    words: [Word; 2],
}

/// A reference: the number of the object, and a bit.
fn to(number: usize) -> u64 {
    number as u64 * 2 + 1
}

fn number(word: u64) -> Option<usize> {
    (word & 1 == 1).then_some((word / 2) as usize)
}

struct Graph {
    /// Set when there is a thread in which one of them may be born.
    objects: OnceLock<&'static [Object; OBJECTS]>,
    marks: Marks<1, AtomicU64>,
    gray: Gray<usize>,
    /// Changes between two parts of a model that loom orders.
    watches: AtomicBool,
}

impl Graph {
    fn objects(&self) -> &'static [Object; OBJECTS] {
        self.objects.get().expect("the model has begun")
    }

    fn unit(&self, number: usize) -> Unit {
        let Object { token, words } = &self.objects()[number];
        Unit { token, words }
    }

    fn number_of(&self, token: &'static Token) -> usize {
        let is_it = |object: &Object| std::ptr::eq(&raw const object.token, token);
        let found = self.objects().iter().position(is_it);
        found.expect("a token of this heap")
    }

    fn shade(&self, word: u64) {
        if let Some(number) = number(word)
            && self.marks.set(number)
        {
            self.gray.give(vec![number]);
        }
    }

    /// Traces what was given; a marker on its own.
    fn trace(&self) {
        self.gray.begin(1);
        self.gray.work(|packet| {
            let words = packet
                .iter()
                .flat_map(|number| &self.objects()[*number].words);
            words.for_each(|word| self.shade(word.load()));
        });
    }

    fn check(&self, seen: &mut [bool; OBJECTS], object: usize) {
        assert!(self.marks.has(object), "object {object} is lost");
        if !std::mem::replace(&mut seen[object], true) {
            let next = self.objects()[object].words.iter();
            next.filter_map(|word| number(word.load()))
                .for_each(|next| self.check(seen, next));
        }
    }
}

impl Heap for Graph {
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        number(word)
            .into_iter()
            .for_each(|number| visit(self.unit(number)));
    }

    fn unit(&self, token: &'static Token) -> Unit {
        self.unit(self.number_of(token))
    }

    fn watches(&self) -> bool {
        self.watches.load(Ordering::Relaxed)
    }

    fn committed(&self, _: &Thread<Self>, changes: &mut dyn Iterator<Item = Change<'_>>) {
        changes
            .flat_map(|change| change.before)
            .for_each(|word| self.shade(*word));
    }

    fn undone(&self, _: &Thread<Self>, changes: &mut dyn Iterator<Item = Change<'_>>) {
        for change in changes {
            change.words.iter().for_each(|word| self.shade(word.load()));
            change.before.iter().for_each(|word| self.shade(*word));
        }
    }
}

type Mutator = Thread<Graph>;

/// The objects are leaked for one execution, which frees them. The mutator is in a transaction, in which
/// `newborn` was made.
fn with_graph(newborn: Option<usize>, model: impl FnOnce(&Arc<Stm<Graph>>, Mutator)) {
    let graph = Graph {
        objects: OnceLock::new(),
        marks: Marks::new(from_fn(|_| AtomicU64::new(0))),
        gray: Gray::default(),
        watches: AtomicBool::new(false),
    };
    let config = Config {
        max_threads: 2,
        ..Config::default()
    };
    let stm = Stm::new(graph, config);
    let mut mutator = stm.attach().expect("a slot");
    mutator.begin();
    let objects = Box::into_raw(Box::new(from_fn(|number| Object {
        token: Token::new(match newborn {
            Some(newborn) if newborn == number => mutator.birth_token(),
            _ => TokenWord::version(0),
        }),
        words: CHAIN[number].map(Word::new),
    })));
    // SAFETY: freed below, when nobody refers to it any more.
    let set = stm.heap().objects.set(unsafe { &*objects });
    set.expect("a new graph");
    model(&stm, mutator);
    drop(stm);
    // SAFETY: made above; the graph and all threads are gone.
    drop(unsafe { Box::from_raw(objects) });
}

/// What the mutator holds, as numbers.
type Held = Vec<usize>;

/// The first stop: after it the mutator goes on, and the marker begins.
fn stop(stm: &Stm<Graph>, mutator: &mut Mutator, held: &[usize]) {
    let graph = stm.heap();
    graph.watches.store(true, Ordering::Relaxed);
    graph.shade(to(ROOT));
    held.iter().for_each(|number| graph.shade(to(*number)));
    mutator.visit_roots(&mut |word| graph.shade(word), &mut |token| {
        graph.shade(to(graph.number_of(token)));
    });
    mutator.advance_serial();
}

/// Runs `before`, the first stop, and then `beside` beside the marker; the second stop, and looks
/// whether all is marked that is reached from the root or from what `beside` says that it holds. With at most
/// `bound` preemptions.
fn mark_beside(
    name: &str,
    bound: usize,
    newborn: Option<usize>,
    before: fn(&mut Mutator, &Graph) -> Held,
    beside: impl Fn(&mut Mutator, &Graph) -> Held + Send + Sync + 'static,
) {
    explore(name, bound, move || {
        with_graph(newborn, |stm, mut mutator| {
            let held = before(&mut mutator, stm.heap());
            stop(stm, &mut mutator, &held);
            let marker = {
                let stm = Arc::clone(stm);
                thread::spawn(move || stm.heap().trace())
            };
            let held = beside(&mut mutator, stm.heap());
            marker.join().expect("no panic");
            let graph = stm.heap();
            mutator.visit_roots(&mut |word| graph.shade(word), &mut |_| ());
            graph.trace();
            let mut seen = [false; OBJECTS];
            graph.check(&mut seen, ROOT);
            held.iter()
                .for_each(|number| graph.check(&mut seen, *number));
            graph.watches.store(false, Ordering::Relaxed);
            drop(mutator);
        });
    });
}

fn read(mutator: &mut Mutator, graph: &Graph, object: usize, word: usize) -> u64 {
    let Unit { token, words } = graph.unit(object);
    mutator.read(token, &words[word]).expect("one mutator")
}

fn write(mutator: &mut Mutator, graph: &Graph, object: usize, word: usize, value: u64) {
    mutator
        .write(graph.unit(object), word, value)
        .expect("one mutator");
}

/// Root -> 1 -> 2 -> 3, and the second words are free.
const CHAIN: [[u64; 2]; OBJECTS] = [[3, 0], [5, 0], [7, 0], [0, 0]];

/// Takes what `from` refers to out of it, and puts it into `place`.
fn move_out(mutator: &mut Mutator, graph: &Graph, from: usize, place: (usize, usize)) {
    let value = read(mutator, graph, from, 0);
    write(mutator, graph, from, 0, 0);
    write(mutator, graph, place.0, place.1, value);
}

fn nothing(_: &mut Mutator, _: &Graph) -> Held {
    Held::new()
}

/// The only reference to an object moves from where the marker has not been to where it has; then the
/// transaction ends.
fn move_beside(name: &str, bound: usize, end: fn(&mut Mutator)) {
    mark_beside(name, bound, None, nothing, move |mutator, graph| {
        move_out(mutator, graph, 1, (ROOT, 1));
        end(mutator);
        Held::new()
    });
}

fn commit(mutator: &mut Mutator) {
    mutator.commit().expect("one mutator");
}

fn rollback(mutator: &mut Mutator) {
    mutator.rollback(Abort::Cancelled);
}

#[test]
fn what_moves_is_not_lost() {
    move_beside("what_moves_is_not_lost", 3, commit);
}

/// A rollback brings back what the marker has not seen where it was.
#[test]
fn what_a_rollback_brings_back_is_not_lost() {
    move_beside("what_a_rollback_brings_back_is_not_lost", 2, rollback);
}

/// The second stop comes before the transaction's end.
#[test]
fn what_a_running_transaction_moves_is_not_lost() {
    move_beside("what_a_running_transaction_moves_is_not_lost", 4, |_| ());
}

/// A reference is taken out, and the mutator only holds it.
#[test]
fn what_is_only_held_is_not_lost() {
    let name = "what_is_only_held_is_not_lost";
    mark_beside(name, 3, None, nothing, |mutator, graph| {
        let held = number(read(mutator, graph, 1, 0));
        write(mutator, graph, 1, 0, 0);
        commit(mutator);
        held.into_iter().collect()
    });
}

/// A part of a transaction is undone.
#[test]
fn what_a_savepoint_brings_back_is_not_lost() {
    let name = "what_a_savepoint_brings_back_is_not_lost";
    mark_beside(name, 2, None, nothing, |mutator, graph| {
        let before = mutator.savepoint();
        move_out(mutator, graph, 1, (ROOT, 1));
        mutator.undo_to(&before);
        commit(mutator);
        Held::new()
    });
}

/// An object was made before the first stop, and is changed after it. Nobody else reaches it, so it was written
/// without a log until then.
#[test]
fn what_a_newborn_object_loses_is_not_lost() {
    mark_beside(
        "what_a_newborn_object_loses_is_not_lost",
        3,
        Some(1),
        |_, _| vec![1],
        |mutator, graph| {
            move_out(mutator, graph, 1, (ROOT, 1));
            commit(mutator);
            Held::new()
        },
    );
}

/// The transaction had opened both objects, and moved one, before the first stop.
#[test]
fn what_was_opened_before_is_logged_again() {
    mark_beside(
        "what_was_opened_before_is_logged_again",
        4,
        None,
        |mutator, graph| {
            // Root -> 1 -> 3, and 3 was reached through 2 alone.
            move_out(mutator, graph, 2, (1, 0));
            Held::new()
        },
        |mutator, graph| {
            move_out(mutator, graph, 1, (ROOT, 1));
            commit(mutator);
            Held::new()
        },
    );
}

/// The transaction had moved an object before the first stop, and gives up after it.
#[test]
fn what_was_logged_before_is_a_root() {
    mark_beside(
        "what_was_logged_before_is_a_root",
        4,
        None,
        |mutator, graph| {
            move_out(mutator, graph, 1, (ROOT, 1));
            Held::new()
        },
        |mutator, _| {
            rollback(mutator);
            Held::new()
        },
    );
}

/// A new object is marked before anybody can meet it, and so nobody looks into it while it is made.
#[test]
fn nobody_traces_what_is_being_made() {
    struct Shared {
        marks: Marks<1, AtomicU64>,
        word: AtomicU64,
        memory: UnsafeCell<u64>,
    }
    // SAFETY: whether the cell has one user at a time is what loom looks at.
    unsafe impl Sync for Shared {}
    // SAFETY: as above.
    unsafe impl Send for Shared {}
    explore("nobody_traces_what_is_being_made", 4, || {
        let shared = Arc::new(Shared {
            marks: Marks::new(from_fn(|_| AtomicU64::new(0))),
            word: AtomicU64::new(0),
            memory: UnsafeCell::new(0),
        });
        let mutator = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.marks.set_born(2, 6, 2);
                publish_born();
                // Relaxed, as a reference is stored into an object.
                shared.word.store(to(4), Ordering::Relaxed);
                // SAFETY: loom would find a second user.
                shared.memory.with_mut(|memory| unsafe { *memory = 7 });
            })
        };
        if let Some(number) = number(shared.word.load(Ordering::Relaxed))
            && shared.marks.set(number)
        {
            // SAFETY: as above.
            shared
                .memory
                .with(|memory| unsafe { assert_eq!(*memory, 7) });
        }
        mutator.join().expect("no panic");
        assert!(shared.marks.has(4) && !shared.marks.has(3));
    });
}

/// Of two markers that meet an object one traces it, and who returns first leaves nothing undone.
#[test]
fn markers_share_and_end_together() {
    explore("markers_share_and_end_together", 3, || {
        let state = Arc::new((
            Gray::<usize>::default(),
            Marks::<1, AtomicU64>::new(from_fn(|_| AtomicU64::new(0))),
        ));
        let traced = Arc::new(AtomicU64::new(0));
        state.0.begin(2);
        state.0.give(vec![0, 1]);
        let work = {
            let (state, traced) = (Arc::clone(&state), Arc::clone(&traced));
            move || {
                state.0.work(|packet| {
                    for number in packet {
                        traced.fetch_add(1 << (8 * number), Ordering::Relaxed);
                        // Both lead to 2, which is given away.
                        if number < 2 && state.1.set(2) {
                            state.0.give(vec![2]);
                        }
                    }
                });
                assert_eq!(traced.load(Ordering::Relaxed), 0x01_01_01);
            }
        };
        let other = thread::spawn(work.clone());
        work();
        other.join().expect("no panic");
    });
}
