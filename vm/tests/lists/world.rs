//! A virtual machine for tests, and contexts in it.

use std::sync::{Mutex, OnceLock};
use stm_core::AttachError;
use tython::cx::Cx;
use tython::runtime::bootstrap;
use tython::value::Value;
use tython::vm::Vm;
use tython_text::hash::HashKey;

const STACK: usize = 1 << 20;

/// The machine of this process. Its first thread has gone: what that made belongs to nobody.
pub(crate) fn vm() -> &'static Vm {
    static STARTED: OnceLock<()> = OnceLock::new();
    STARTED.get_or_init(|| {
        elsewhere(|| {
            let mut cx = bootstrap::start(STACK, HashKey::from_seed(7), heap()).expect("a machine");
            cx.tx.commit().expect("nobody else is there");
        })
    });
    Vm::get().expect("started above")
}

/// No collections: a test keeps objects where no collector looks, and waits at no safe point.
fn heap() -> tython_gc::Config {
    tython_gc::Config {
        min_allocation: 1 << 40,
        ..Default::default()
    }
}

/// Runs `body` on another thread.
fn elsewhere<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(body).join().expect("no panic"))
}

/// A new context, in a transaction that others may disturb.
pub(crate) fn context() -> Cx {
    let vm = vm();
    let tx = loop {
        match vm.stm.attach() {
            Ok(mut tx) => {
                tx.leave_solo();
                break tx;
            }
            // The first thread is about to leave the solo mode, or to end.
            Err(AttachError::Solo) => std::thread::yield_now(),
            Err(error) => panic!("{error}"),
        }
    };
    let mut cx = Cx::new(vm, tx, STACK);
    cx.begin();
    cx
}

/// Runs `body` in a transaction that commits.
pub(crate) fn with_cx<T>(body: impl FnOnce(&mut Cx) -> T) -> T {
    let mut cx = context();
    let result = body(&mut cx);
    cx.tx.commit().expect("no conflict");
    result
}

/// What `body` makes on a thread that is gone afterwards, so that it is shared, and nobody's.
pub(crate) fn shared<T: Send>(body: impl FnOnce(&mut Cx) -> T + Send) -> T {
    vm();
    elsewhere(|| with_cx(body))
}

/// Tests take turns: who else is there decides how transactions run.
pub(crate) fn turn() -> std::sync::MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// A number.
pub(crate) fn int(value: i64) -> Value {
    Value::small_int(value).expect("small")
}

/// Random numbers: xorshift.
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// From `-bound` to `bound`.
    pub(crate) fn around(&mut self, bound: usize) -> i64 {
        self.below(2 * bound + 1) as i64 - bound as i64
    }
}
