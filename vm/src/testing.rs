//! The one machine of a process that runs unit tests. Classes are statics, so there is no second.

use crate::cx::Cx;
use crate::runtime::bootstrap;
use crate::vm::Vm;
use std::sync::{OnceLock, mpsc};
use tython_text::hash::HashKey;

/// Bytes of native stack that a test thread certainly has.
const STACK: usize = 1 << 20;

/// No collections: a test keeps objects where no collector looks, and waits at no safe point.
fn heap() -> tython_gc::Config {
    tython_gc::Config {
        min_allocation: 1 << 40,
        ..Default::default()
    }
}

/// The machine. The thread that makes it stays attached, so that no other is alone.
fn machine() -> &'static Vm {
    static MACHINE: OnceLock<&'static Vm> = OnceLock::new();
    MACHINE.get_or_init(|| {
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            let mut cx = bootstrap::start(STACK, HashKey::from_seed(0), heap()).expect("starts");
            cx.tx.commit().expect("alone");
            assert!(cx.tx.leave_solo());
            cx.tx.go_idle();
            send.send(cx.vm).expect("somebody waits");
            loop {
                std::thread::park();
            }
        });
        receive.recv().expect("made")
    })
}

/// A context for the calling thread, outside of transactions.
pub(crate) fn context() -> Cx {
    let vm = machine();
    Cx::new(vm, vm.stm.attach().expect("room for a thread"), STACK)
}
