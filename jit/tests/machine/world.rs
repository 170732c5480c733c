//! Memory, one thread, and what happens to them: the same for the evaluator and for machine code.

use std::sync::atomic::{AtomicU64, Ordering};
use tython_jit::eval::World;
use tython_jit::ir::{Field, Helper, Layout, Op, Type};
use tython_jit::resume::Builder;

/// Objects that were there before, each of so many words: token, shape, count, weight, next, flag, four items.
pub(crate) const OLD: usize = 4;
pub(crate) const WORDS: usize = 10;
pub(crate) const ITEMS: usize = 4;

/// Token arithmetic as in a real system: versions below, owned ones above.
const VERSION: u64 = 1 << 17;
const BASE: u64 = 1 << 63;

/// What can be seen of memory and of the thread.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Image {
    pub(crate) base: u64,
    pub(crate) words: Vec<u64>,
    /// Where each new object begins, and its length.
    pub(crate) objects: Vec<(usize, usize)>,
    /// Objects whose reads and writes were logged.
    pub(crate) logs: [Vec<u64>; 2],
    pub(crate) events: Vec<Op>,
    pub(crate) calls: Vec<(String, Vec<u64>)>,
}

/// A thread's context: compiled code knows the first words.
#[repr(C)]
pub(crate) struct Thread {
    pub(crate) token: u64,
    pub(crate) base: u64,
    pub(crate) limit: u64,
    pub(crate) table: *const u64,
    pub(crate) mask: u64,
    pub(crate) epoch: u64,
    pub(crate) poll: u64,
    pub(crate) turns: u32,
    pub(crate) guards: u32,
    pub(crate) alone: bool,
    memory: Box<[AtomicU64]>,
    homes: Box<[u64; 16]>,
    used: usize,
    objects: Vec<(usize, usize)>,
    logs: [Vec<u64>; 2],
    events: Vec<Op>,
    calls: Vec<(String, Vec<u64>)>,
    pub(crate) script: Script,
    ticks: u64,
}

/// What happens from outside, at which tick.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Script {
    /// The poll word is set.
    pub(crate) poll: Option<u64>,
    /// Another thread commits a change of this old object.
    pub(crate) commit: Option<(u64, usize)>,
    /// The heap is full after so many objects.
    pub(crate) objects: Option<usize>,
    /// This barrier or step of the transaction rolls back.
    pub(crate) rollback: Option<u64>,
    /// Who opens this old object has to wait.
    pub(crate) waits: Option<usize>,
}

impl Thread {
    /// A thread and its memory.
    pub(crate) fn new() -> Box<Thread> {
        let memory = (0..1 << 14).map(|_| AtomicU64::new(0)).collect();
        let homes = Box::new([0; 16]);
        let mut thread = Box::new(Thread {
            token: 0,
            base: 0,
            limit: 0,
            table: homes.as_ptr(),
            mask: 15,
            epoch: 1 << 48,
            poll: 0,
            turns: 0,
            guards: 0,
            alone: false,
            memory,
            homes,
            used: 0,
            objects: Vec::new(),
            logs: Default::default(),
            events: Vec::new(),
            calls: Vec::new(),
            script: Script::default(),
            ticks: 0,
        });
        thread.reset(0, Script::default());
        thread
    }

    /// Back to the beginning, with words that come from the seed.
    pub(crate) fn reset(&mut self, seed: u64, script: Script) {
        for word in &self.memory[..self.used.max(OLD * WORDS)] {
            word.store(0, Ordering::Relaxed);
        }
        (self.token, self.base, self.limit) = (BASE + 8, BASE, 9 * VERSION);
        (self.poll, self.used, self.ticks) = (0, OLD * WORDS, 0);
        // They come round before they end.
        (self.turns, self.guards) = (0, 0);
        self.homes.fill(0);
        self.table = self.homes.as_ptr();
        self.objects.clear();
        self.logs = Default::default();
        self.events.clear();
        self.calls.clear();
        self.script = script;
        for number in 0..OLD {
            let mix = |salt: u64| {
                (seed ^ salt << 8 ^ number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40
            };
            let token = if number == 3 {
                BASE + 4
            } else {
                (number as u64 + 6) * VERSION
            };
            let next = self.old((number + 1) % OLD);
            let weight = (mix(2) as f64 / 7.0).to_bits();
            let words = [token, mix(0) % 3, mix(1) % 1000, weight, next, mix(9) % 2];
            for (word, bits) in words.into_iter().enumerate() {
                self.memory[number * WORDS + word].store(bits, Ordering::Relaxed);
            }
            for item in 0..ITEMS {
                self.memory[number * WORDS + 6 + item]
                    .store(mix(3 + item as u64) % 50, Ordering::Relaxed);
            }
        }
    }

    /// The address of an old object.
    pub(crate) fn old(&self, number: usize) -> u64 {
        self.start() + 8 * (number * WORDS) as u64
    }

    fn start(&self) -> u64 {
        self.memory.as_ptr().expose_provenance() as u64
    }

    fn word(&self, address: u64) -> &AtomicU64 {
        let offset = address.wrapping_sub(self.start());
        assert!(
            offset.is_multiple_of(8) && offset / 8 < self.used as u64,
            "no word at {address:#x}"
        );
        &self.memory[(offset / 8) as usize]
    }

    fn get(&self, address: u64) -> u64 {
        self.word(address).load(Ordering::Relaxed)
    }

    fn put(&self, address: u64, bits: u64) {
        self.word(address).store(bits, Ordering::Relaxed);
    }

    pub(crate) fn image(&self) -> Image {
        let words = self.memory[..self.used].iter();
        Image {
            base: self.start(),
            words: words.map(|word| word.load(Ordering::Relaxed)).collect(),
            objects: self.objects.clone(),
            logs: self.logs.clone(),
            events: self.events.clone(),
            calls: self.calls.clone(),
        }
    }

    fn is_mine(&self, token: u64) -> bool {
        token.wrapping_sub(self.base) <= self.token.wrapping_sub(self.base)
    }

    fn home(address: u64) -> usize {
        (address.wrapping_mul(FACTOR) >> SHIFT & 15) as usize
    }

    /// Something happens that others might notice.
    fn tick(&mut self) {
        self.ticks += 1;
        if self.script.poll == Some(self.ticks) {
            self.poll = 1;
        }
        if let Some((_, number)) = self.script.commit.filter(|(tick, _)| *tick == self.ticks) {
            let object = self.old(number);
            let token = self.get(object);
            if !self.is_mine(token) {
                self.put(object, token + VERSION);
                self.put(object + 16, self.ticks + 77);
            }
        }
    }

    /// Whether the script rolls back here.
    pub(crate) fn rolls_back(&mut self) -> bool {
        self.script.rollback.as_mut().is_some_and(|left| {
            *left = left.wrapping_sub(1);
            *left == u64::MAX
        })
    }

    /// The slow path of a read.
    pub(crate) fn open_read(&mut self, object: u64) -> Option<u64> {
        if self.has_to_wait(object) {
            return None;
        }
        let token = self.get(object);
        if !self.is_mine(token) {
            self.limit = self.limit.max(token + 1);
            self.logs[0].push(object);
            self.homes[Self::home(object)] = object ^ self.epoch;
        }
        Some(token)
    }

    /// The slow path of a write; false: the thread had to wait.
    pub(crate) fn open_write(&mut self, object: u64) -> bool {
        if self.has_to_wait(object) {
            return false;
        }
        self.logs[1].push(object);
        self.put(object, self.token);
        true
    }

    fn has_to_wait(&self, object: u64) -> bool {
        self.script.waits.is_some_and(|old| self.old(old) == object)
    }

    /// A step of the transaction.
    pub(crate) fn step(&mut self, op: Op) {
        self.events.push(op);
        if matches!(op, Op::Commit | Op::Nest) {
            self.token += 4;
        }
    }

    /// Memory for an object of so many words, and an array.
    pub(crate) fn make(&mut self, words: usize, length: Option<i64>) -> Option<u64> {
        let length = usize::try_from(length.unwrap_or(0)).ok()?;
        let is_full = self
            .script
            .objects
            .is_some_and(|most| self.objects.len() >= most);
        if is_full || length > 16 || self.used + words + length > self.memory.len() {
            return None;
        }
        let object = self.start() + 8 * self.used as u64;
        self.objects.push((self.used, words + length));
        self.used += words + length;
        self.put(object, self.token);
        Some(object)
    }

    /// What the helpers do.
    pub(crate) fn help(&mut self, name: &str, args: &[u64]) -> Option<Option<u64>> {
        self.calls.push((name.into(), args.to_vec()));
        match (name, args) {
            ("peek", &[object]) => {
                self.tick();
                Some(Some(self.get(object + 16)))
            }
            ("bump", &[object, by]) => {
                self.tick();
                let count = self.get(object + 16).wrapping_add(by);
                self.put(object + 16, count % 1000);
                Some(None)
            }
            ("maybe", &[int]) => (int % 7 != 3).then_some(Some(int ^ 1)),
            ("odd", &[int]) => Some(Some(int & 1)),
            ("next", []) => {
                self.tick();
                self.token += 4;
                self.limit += VERSION;
                (self.ticks % 11 != 10).then_some(None)
            }
            _ => panic!("no helper `{name}`"),
        }
    }
}

/// The place of an address in the table of reads.
pub(crate) const FACTOR: u64 = 1_327_217_885;
pub(crate) const SHIFT: u8 = 24;

/// What the pure helpers do.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    (a ^ b.rotate_left(7)) % 4096
}

/// See [`mix`].
pub(crate) fn halve(bits: u64) -> u64 {
    (f64::from_bits(bits) / 2.0).to_bits()
}

fn address(object: u64, field: &Field, index: Option<i64>) -> u64 {
    let element = index.map_or(0, |index| index as u64 * u64::from(field.stride.unwrap()));
    object + u64::from(field.offset) + element
}

impl World for Thread {
    fn load(&mut self, object: u64, field: &Field, index: Option<i64>) -> u64 {
        self.get(address(object, field, index))
    }

    fn store(&mut self, object: u64, field: &Field, index: Option<i64>, bits: u64) {
        self.put(address(object, field, index), bits);
    }

    fn alloc(&mut self, layout: &Layout, length: Option<i64>) -> Option<u64> {
        self.make(layout.size as usize / 8, length)
    }

    fn token(&mut self, object: u64) -> u64 {
        self.get(object)
    }

    fn open(&mut self, op: Op, object: u64) -> bool {
        let token = self.get(object);
        let done = match op {
            Op::OpenReadShared => {
                let is_logged = self.homes[Self::home(object)] ^ object == self.epoch;
                self.is_mine(token)
                    || token < self.limit && is_logged
                    || self.open_read(object).is_some()
            }
            Op::OpenWriteSolo | Op::OpenWriteShared if token != self.token => {
                self.open_write(object)
            }
            _ => true,
        };
        !done
    }

    fn is_valid(&mut self) -> bool {
        true
    }

    fn poll(&mut self) -> bool {
        self.poll != 0
    }

    fn transact(&mut self, op: Op) {
        self.step(op);
    }

    fn call(&mut self, helper: &Helper, args: &[u64]) -> Option<Option<u64>> {
        match (helper.name.as_str(), args) {
            ("mix", &[a, b]) => Some(Some(mix(a, b))),
            ("halve", &[bits]) => Some(Some(halve(bits))),
            (name, _) => self.help(name, args),
        }
    }
}

impl Builder for Thread {
    fn alloc(&mut self, layout: &Layout) -> Option<u64> {
        self.make(layout.size as usize / 8, None)
    }

    fn fill(&mut self, object: u64, field: &Field, _: Type, bits: u64) {
        self.put(address(object, field, None), bits);
    }
}
