//! What machine code calls and knows of a [`Thread`].

use super::world::{FACTOR, SHIFT, Thread, halve, mix};
use std::mem::offset_of;
use tython_jit::ir::{Helper, Layout, Op};
use tython_jit::lower::{
    Context, Host, HostLayout, PollWord, ReadTable, Returned, Runtime, Status,
};

/// The host.
pub(crate) struct Small;

fn thread<'t>(context: Context) -> &'t mut Thread {
    // SAFETY: compiled code passes on the context that it was entered with, a thread of this test, which nobody
    // else looks at until it has returned.
    unsafe { &mut *context.cast::<Thread>() }
}

fn unless_rolled_back(thread: &mut Thread, act: impl FnOnce(&mut Thread) -> Returned) -> Returned {
    if thread.rolls_back() {
        return Returned::failed(Status::RolledBack);
    }
    act(thread)
}

unsafe extern "C" fn open_read(context: Context, object: u64) -> Returned {
    unless_rolled_back(thread(context), |thread| {
        let token = thread.open_read(object);
        token.map_or(Returned::failed(Status::Leave), Returned::done)
    })
}

unsafe extern "C" fn open_write(context: Context, object: u64) -> Returned {
    unless_rolled_back(thread(context), |thread| match thread.open_write(object) {
        true => Returned::done(0),
        false => Returned::failed(Status::Leave),
    })
}

unsafe extern "C" fn alloc(context: Context, bytes: u64, length: u64) -> Returned {
    let length = Some(length as i64).filter(|length| *length != -1);
    let object = thread(context).make(bytes as usize / 8, length);
    object.map_or(Returned::failed(Status::Leave), Returned::done)
}

fn step(context: Context, op: Op) -> Returned {
    unless_rolled_back(thread(context), |thread| {
        thread.step(op);
        Returned::done(0)
    })
}

unsafe extern "C" fn atomic_enter(context: Context, _: u64) -> Returned {
    step(context, Op::AtomicEnter)
}

unsafe extern "C" fn atomic_leave(context: Context, _: u64) -> Returned {
    step(context, Op::AtomicLeave)
}

unsafe extern "C" fn nest(context: Context, _: u64) -> Returned {
    step(context, Op::Nest)
}

unsafe extern "C" fn irrevocable(context: Context, _: u64) -> Returned {
    step(context, Op::Irrevocable)
}

unsafe extern "C" fn commit(context: Context, _: u64) -> Returned {
    step(context, Op::Commit)
}

fn help(context: Context, name: &str, args: &[u64]) -> Returned {
    unless_rolled_back(thread(context), |thread| match thread.help(name, args) {
        Some(bits) => Returned::done(bits.unwrap_or_default()),
        None => Returned::failed(Status::Leave),
    })
}

unsafe extern "C" fn peek(context: Context, object: u64) -> Returned {
    help(context, "peek", &[object])
}

unsafe extern "C" fn bump(context: Context, object: u64, by: u64) -> Returned {
    help(context, "bump", &[object, by])
}

unsafe extern "C" fn maybe(context: Context, int: u64) -> Returned {
    help(context, "maybe", &[int])
}

unsafe extern "C" fn odd(context: Context, int: u64) -> Returned {
    help(context, "odd", &[int])
}

unsafe extern "C" fn next(context: Context) -> Returned {
    help(context, "next", &[])
}

extern "C" fn pure_mix(a: u64, b: u64) -> u64 {
    mix(a, b)
}

extern "C" fn pure_halve(bits: u64) -> u64 {
    halve(bits)
}

impl Host for Small {
    fn layout(&self) -> HostLayout {
        HostLayout {
            token: 0,
            thread_token: offset_of!(Thread, token) as i32,
            thread_base: offset_of!(Thread, base) as i32,
            read_limit: offset_of!(Thread, limit) as i32,
            poll: PollWord::InContext(offset_of!(Thread, poll) as i32),
            alone: Some(offset_of!(Thread, alone) as i32),
            turns: Some(offset_of!(Thread, turns) as i32),
            guards: Some(offset_of!(Thread, guards) as i32),
            read_table: Some(ReadTable {
                table: offset_of!(Thread, table) as i32,
                mask: offset_of!(Thread, mask) as i32,
                epoch: offset_of!(Thread, epoch) as i32,
                factor: FACTOR,
                shift: SHIFT,
            }),
        }
    }

    fn runtime(&self) -> Runtime {
        Runtime {
            open_read,
            open_write,
            alloc,
            atomic_enter,
            atomic_leave,
            nest,
            irrevocable,
            commit,
        }
    }

    fn helper(&self, helper: &Helper) -> Option<usize> {
        let helpers: [(&str, usize); 7] = [
            ("mix", pure_mix as *const () as usize),
            ("halve", pure_halve as *const () as usize),
            ("peek", peek as *const () as usize),
            ("bump", bump as *const () as usize),
            ("maybe", maybe as *const () as usize),
            ("odd", odd as *const () as usize),
            ("next", next as *const () as usize),
        ];
        let found = helpers.iter().find(|(name, _)| *name == helper.name);
        found.map(|(_, address)| *address)
    }

    fn layout_bits(&self, layout: &Layout) -> u64 {
        u64::from(layout.size)
    }

    fn counts(&self) -> bool {
        true
    }

    fn lists(&self) -> bool {
        true
    }
}
