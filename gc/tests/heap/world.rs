//! What the tests are made of: some layouts, a client, and one thread's poll loop.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use stm_core::TokenWord;
use tython_gc::{
    Aftermath, Client, Config, Cycle, Extent, Heap, Layout, LayoutId, Layouts, Marking, Mutator,
    Object, OutOfMemory, Units, Words,
};

/// Every word is a value.
pub(crate) const NODE: LayoutId = LayoutId::new(1);
/// No word is.
pub(crate) const RAW: LayoutId = LayoutId::new(96);
/// The first two words are values.
pub(crate) const PAIR: LayoutId = LayoutId::new(3);
/// A count, then values.
pub(crate) const COUNTED: LayoutId = LayoutId::new(4);
/// Values at odd places, traced in parts of eight words.
pub(crate) const ODD: LayoutId = LayoutId::new(5);
/// Two values, then the number that the drop function counts.
pub(crate) const DROPPED: LayoutId = LayoutId::with_drop(128);
/// Owns as many external bytes as its first word says.
pub(crate) const OWNER: LayoutId = LayoutId::with_drop(129);

/// How often each number of a [`DROPPED`] object was dropped.
pub(crate) static DROPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
/// External bytes that [`OWNER`]s have given back.
pub(crate) static GIVEN_BACK: AtomicUsize = AtomicUsize::new(0);

/// The first of `count` numbers that no other test uses.
pub(crate) fn numbers(count: usize) -> usize {
    let mut drops = DROPS.lock().expect("not poisoned");
    let first = drops.len();
    drops.resize(first + count, 0);
    first
}

pub(crate) fn drops_of(number: usize) -> u32 {
    DROPS.lock().expect("not poisoned")[number]
}

unsafe fn count_drop(object: Object) {
    // SAFETY: objects of this layout have three words.
    let number = unsafe { object.word(2) }.load() as usize;
    DROPS.lock().expect("not poisoned")[number] += 1;
}

unsafe fn give_back(object: Object) {
    // SAFETY: objects of this layout have a word.
    let bytes = unsafe { object.word(0) }.load() as usize;
    GIVEN_BACK.fetch_add(bytes, Ordering::Relaxed);
}

unsafe fn owned_bytes(object: Object) -> usize {
    // SAFETY: as above.
    unsafe { object.word(0) }.load() as usize
}

/// Word 0 says how many words there are.
unsafe fn trace_odd(object: Object, from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: objects of this layout have as many words as the first says.
    let word = |index| unsafe { object.word(index) }.load();
    let words = word(0) as usize;
    let end = words.min(from + 8);
    (from..end)
        .filter(|index| index % 2 == 1)
        .for_each(|index| visit(word(index)));
    (end < words).then_some(end)
}

pub(crate) fn layouts() -> Layouts {
    let mut layouts = Layouts::new();
    let layout = |name, words| Layout {
        words,
        ..Layout::raw(name)
    };
    let dropped = Layout {
        drop: Some(count_drop),
        ..layout("dropped", Words::First(2))
    };
    let owner = Layout {
        drop: Some(give_back),
        external_size: Some(owned_bytes),
        ..Layout::raw("owner")
    };
    let pair = Layout {
        units: Units::First(2),
        ..layout("pair", Words::First(2))
    };
    // SAFETY: the tests write values where these layouts say so.
    unsafe {
        layouts.register(NODE, layout("node", Words::All));
        layouts.register(RAW, Layout::raw("raw"));
        layouts.register(PAIR, pair);
        layouts.register(COUNTED, layout("counted", Words::Counted));
        layouts.register(ODD, layout("odd", Words::Custom(trace_odd)));
        layouts.register(DROPPED, dropped);
        layouts.register(OWNER, owner);
    }
    layouts
}

/// The most mutators of one world.
const MUTATORS: usize = 64;

type Survey = Box<dyn FnMut(&Marking<'_>) + Send>;
type AfterMark = Box<dyn FnMut(&mut Aftermath<'_, '_>) + Send>;

/// Globals, poll words, and what a test wants to do after marking.
pub(crate) struct World {
    pub(crate) heap: &'static Heap,
    shared: Arc<Shared>,
}

struct Shared {
    globals: Mutex<Vec<u64>>,
    polls: Vec<AtomicBool>,
    survey: Mutex<Option<Survey>>,
    after_mark: Mutex<Option<AfterMark>>,
    delays: AtomicUsize,
}

struct TestClient(Arc<Shared>);

impl Client for TestClient {
    fn request(&self, tag: usize) {
        self.0.polls[tag].store(true, Ordering::Release);
    }

    fn roots(&self, visit: &mut dyn FnMut(u64)) {
        let globals = self.0.globals.lock().expect("not poisoned");
        globals.iter().for_each(|value| visit(*value));
    }

    fn survey(&self, marking: &Marking<'_>) {
        if let Some(hook) = &mut *self.0.survey.lock().expect("not poisoned") {
            hook(marking);
        }
    }

    fn after_mark(&self, dead: &mut Aftermath<'_, '_>) {
        if let Some(hook) = &mut *self.0.after_mark.lock().expect("not poisoned") {
            hook(dead);
        }
    }

    fn cycle_ended(&self, cycle: &Cycle) {
        self.0.delays.fetch_add(cycle.delays, Ordering::Relaxed);
    }
}

/// A heap that is as small as most tests like it.
pub(crate) fn small() -> Config {
    Config {
        max_heap: Some(256 << 20),
        min_allocation: 1 << 20,
        ..Config::default()
    }
}

impl World {
    pub(crate) fn new(config: Config) -> World {
        let heap = Heap::create(config, layouts()).expect("addresses");
        let shared = Arc::new(Shared {
            globals: Mutex::new(Vec::new()),
            polls: (0..MUTATORS).map(|_| AtomicBool::new(false)).collect(),
            survey: Mutex::new(None),
            after_mark: Mutex::new(None),
            delays: AtomicUsize::new(0),
        });
        heap.set_client(Box::new(TestClient(Arc::clone(&shared))));
        World { heap, shared }
    }

    pub(crate) fn attach(&self, tag: usize) -> Thread {
        Thread {
            mutator: self.heap.attach(tag),
            shared: Arc::clone(&self.shared),
            tag,
        }
    }

    /// Runs `body` as a mutator on a thread of its own, whose stack holds nothing old.
    pub(crate) fn elsewhere<R: Send>(&self, body: impl FnOnce(&mut Thread) -> R + Send) -> R {
        std::thread::scope(|scope| {
            let handle = scope.spawn(|| body(&mut self.attach(0)));
            handle.join().expect("no panic")
        })
    }

    pub(crate) fn set_globals(&self, values: &[u64]) {
        *self.shared.globals.lock().expect("not poisoned") = values.to_vec();
    }

    /// How often a thread was delayed, in collections that have ended.
    pub(crate) fn delays(&self) -> usize {
        self.shared.delays.load(Ordering::Relaxed)
    }

    pub(crate) fn survey(&self, hook: impl FnMut(&Marking<'_>) + Send + 'static) {
        *self.shared.survey.lock().expect("not poisoned") = Some(Box::new(hook));
    }

    pub(crate) fn after_mark(&self, hook: impl FnMut(&mut Aftermath<'_, '_>) + Send + 'static) {
        *self.shared.after_mark.lock().expect("not poisoned") = Some(Box::new(hook));
    }
}

/// A mutator with its poll word.
pub(crate) struct Thread {
    pub(crate) mutator: Mutator,
    shared: Arc<Shared>,
    tag: usize,
}

impl Thread {
    pub(crate) fn try_alloc(
        &mut self,
        layout: LayoutId,
        words: usize,
    ) -> Result<Object, OutOfMemory> {
        self.mutator.alloc(layout, words, 7, TokenWord::version(0))
    }

    pub(crate) fn alloc(&mut self, layout: LayoutId, words: usize) -> Object {
        self.try_alloc(layout, words).expect("memory")
    }

    /// A new object with these words.
    pub(crate) fn object(&mut self, layout: LayoutId, words: &[u64]) -> Object {
        let object = self.alloc(layout, words.len());
        for (index, value) in words.iter().enumerate() {
            set(object, index, *value);
        }
        object
    }

    pub(crate) fn poll(&mut self) {
        if self.shared.polls[self.tag].swap(false, Ordering::Acquire) {
            self.mutator.safepoint(|_| ());
        }
    }

    /// Collects; and again, so that everything that the first collection found dead is swept.
    pub(crate) fn collect_all(&mut self) {
        self.mutator.collect(Extent::All, |_| ());
        self.mutator.collect(Extent::All, |_| ());
    }
}

pub(crate) fn set(object: Object, index: usize, value: u64) {
    // SAFETY: the tests keep to the lengths that they asked for.
    unsafe { object.word(index) }.store(value);
}

pub(crate) fn get(object: Object, index: usize) -> u64 {
    // SAFETY: as above.
    unsafe { object.word(index) }.load()
}

/// The object that a word of another refers to.
pub(crate) fn follow(object: Object, index: usize) -> Object {
    // SAFETY: the tests follow references only.
    unsafe { Object::from_value(get(object, index)) }
}

/// Overwrites what dead frames have left on the stack.
#[inline(never)]
pub(crate) fn clean_stack() {
    std::hint::black_box([0u64; 4096]);
}

/// Random numbers that repeat: xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
