//! What a model is made of: a small heap, and bounded retries.

pub(crate) use crate::explore::explore;
use std::sync::Arc;
use std::sync::Mutex;
use stm_core::cards::{Card, CardHeap};
use stm_core::{Abort, Config, Heap, Stm, Thread, Token, TokenWord, Unit, Word};

/// An object: one unit of as few words as the model needs, because each copy of a pre-image takes
/// as many steps. Word values are even numbers, or odd references.
#[repr(C, align(64))]
pub(crate) struct Object {
    token: Token,
    words: Box<[Word]>,
}

impl Object {
    pub(crate) fn unit(&'static self) -> Unit {
        Unit {
            token: &self.token,
            words: &self.words,
        }
    }

    pub(crate) fn to_word(&'static self) -> u64 {
        self as *const Object as u64 | 1
    }

    pub(crate) fn from_word(word: u64) -> Option<&'static Object> {
        // SAFETY: words that end in 01 are made by `to_word` alone; objects live as long as the
        // execution that made them.
        (word & 3 == 1).then(|| unsafe { &*((word & !1) as *const Object) })
    }
}

/// Every object of one execution, freed at its end.
#[derive(Default)]
pub(crate) struct ModelHeap {
    objects: Mutex<Vec<usize>>,
    buffers: Mutex<Vec<usize>>,
}

struct Buffer {
    cards: Box<[Card]>,
}

impl ModelHeap {
    /// A new object with these words.
    pub(crate) fn object(&self, token: TokenWord, words: &[u64]) -> &'static Object {
        let object = Box::into_raw(Box::new(Object {
            token: Token::new(token),
            words: words.iter().map(|word| Word::new(*word)).collect(),
        }));
        self.objects
            .lock()
            .expect("not poisoned")
            .push(object as usize);
        // SAFETY: freed in `drop`, after the execution.
        unsafe { &*object }
    }

    /// A new object that is shared from the start.
    pub(crate) fn shared(&self, words: &[u64]) -> &'static Object {
        self.object(TokenWord::version(0), words)
    }
}

impl Drop for ModelHeap {
    fn drop(&mut self) {
        for object in self.objects.lock().expect("not poisoned").drain(..) {
            // SAFETY: made by `Box::into_raw` in `object`; the heap is dropped with the last thread.
            drop(unsafe { Box::from_raw(object as *mut Object) });
        }
        for buffer in self.buffers.lock().expect("not poisoned").drain(..) {
            // SAFETY: made by `Box::into_raw` in `new_buffer`; as above.
            drop(unsafe { Box::from_raw(buffer as *mut Buffer) });
        }
    }
}

impl Heap for ModelHeap {
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        if let Some(object) = Object::from_word(word) {
            visit(object.unit());
        } else if word & 3 == 3 {
            self.cards(word).iter().for_each(|card| visit(card.unit()));
        }
    }

    fn unit(&self, token: &'static Token) -> Unit {
        // SAFETY: tokens belong to objects, which begin with them at multiples of 64, and to cards.
        match unsafe { Card::of_token(token) } {
            Some(card) => card.unit(),
            // SAFETY: as above.
            None => unsafe { &*std::ptr::from_ref(token).cast::<Object>() }.unit(),
        }
    }
}

impl CardHeap for ModelHeap {
    fn new_buffer(&self, cards: usize, token: TokenWord) -> u64 {
        let cards = (0..cards).map(|number| Card::new(number, token)).collect();
        let buffer = Box::into_raw(Box::new(Buffer { cards })) as usize;
        self.buffers.lock().expect("not poisoned").push(buffer);
        buffer as u64 | 3
    }

    fn cards(&self, word: u64) -> &'static [Card] {
        assert_eq!(word & 3, 3, "not a reference to a buffer");
        // SAFETY: words that end in 11 are made by `new_buffer` alone; freed in `drop`.
        unsafe { &(*((word & !3) as *const Buffer)).cards }
    }
}

pub(crate) type Memory = Arc<Stm<ModelHeap>>;
pub(crate) type Tx = Thread<ModelHeap>;

/// A memory whose operations never wait for a revocable owner, and in which no thread takes the
/// irrevocable turn unasked.
pub(crate) fn memory() -> Memory {
    memory_with(|_| ())
}

/// The same, changed.
pub(crate) fn memory_with(change: impl FnOnce(&mut Config)) -> Memory {
    let mut config = Config {
        max_threads: 4,
        patience: 0,
        timid_tries: 100,
        irrevocable_after: 100,
        ..Config::default()
    };
    change(&mut config);
    Stm::new(ModelHeap::default(), config)
}

/// Runs `body` as a transaction, at most `tries` times.
pub(crate) fn attempt<R>(
    tx: &mut Tx,
    tries: usize,
    mut body: impl FnMut(&mut Tx) -> Result<R, Abort>,
) -> Option<R> {
    for _ in 0..tries {
        tx.begin();
        match body(tx).and_then(|result| tx.commit().map(|()| result)) {
            Ok(result) => return Some(result),
            Err(abort) => tx.rollback(abort),
        }
    }
    None
}

pub(crate) fn get(tx: &mut Tx, object: &'static Object, index: usize) -> Result<u64, Abort> {
    let unit = object.unit();
    tx.read(unit.token, &unit.words[index])
}

pub(crate) fn set(
    tx: &mut Tx,
    object: &'static Object,
    index: usize,
    value: u64,
) -> Result<(), Abort> {
    tx.write(object.unit(), index, value)
}

/// A word's value when no thread runs any more.
pub(crate) fn peek(object: &'static Object, index: usize) -> u64 {
    assert!(!object.unit().token.inspect().is_owned(), "a leaked lock");
    object.unit().words[index].load()
}

/// Spawns a thread of the model with its handle.
pub(crate) fn spawn<R: 'static>(
    memory: &Memory,
    work: impl FnOnce(&mut Tx) -> R + Send + 'static,
) -> loom::thread::JoinHandle<R> {
    let mut tx = memory.attach().expect("a slot");
    loom::thread::spawn(move || work(&mut tx))
}

/// Write skew, of which only the main thread's half differs from model to model: another thread reads
/// y and writes x if it found 0, while `body` looks at x and may write y. Not both may find 0.
pub(crate) fn against_write_skew(
    name: &str,
    preemptions: usize,
    change: fn(&mut Config),
    body: fn(&mut Tx, &'static Object, &'static Object) -> Result<(), Abort>,
) {
    explore(name, preemptions, move || {
        let stm = memory_with(change);
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| write_if(get(tx, y, 0)? == 0, tx, x));
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| body(tx, x, y));
        other.join().expect("no panic");
        assert!(peek(x, 0) + peek(y, 0) <= 2, "write skew");
    });
}

/// Writes 2 if the transaction found what it looked for.
pub(crate) fn write_if(found: bool, tx: &mut Tx, object: &'static Object) -> Result<(), Abort> {
    if found { set(tx, object, 0, 2) } else { Ok(()) }
}
