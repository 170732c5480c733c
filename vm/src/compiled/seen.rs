//! Frames of inlined calls that Python code has got hold of, or has written variables of, while it was called by a trace.
//!
//! These frames are on the stack only as long as what is called runs (`record/frames.rs`). If a proxy has been made of one
//! that the trace does not know of, or a variable has been written through one (`f_locals`), the trace is left behind its call
//! ([`Seen::SOMETHING`]): the frame's proxy has a copy of the variables meanwhile, and gets the frame again that takes its place.

use crate::cx::{Cx, R};
use crate::interp::{Fr, leave};
use crate::objects::frame_object;
use crate::value::Value;

/// Frames of a trace at most: that of its entry, and those of inlined calls.
pub(crate) const MOST_FRAMES: usize = 12;

/// What has been seen of frames since a trace was entered.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Seen {
    /// What compiled code looks at: nothing of the kind, or [`Seen::WRITTEN`] and [`Seen::TAKEN`].
    pub(crate) flags: u64,
    /// The proxies of the frames that were taken off the stack, by their depth in the trace; else unbound.
    proxies: [Value; MOST_FRAMES],
    /// The depth of the newest of them, and the register that gets what was called for: the proxy does not have that.
    result: Option<(usize, usize)>,
}

impl Seen {
    /// A variable of a running frame has been written by a proxy.
    pub(crate) const WRITTEN: u64 = 1;
    /// A frame has been taken off the stack that has a proxy.
    const TAKEN: u64 = 2;

    pub(crate) const fn new() -> Seen {
        Seen {
            flags: 0,
            proxies: [Value::UNBOUND; MOST_FRAMES],
            result: None,
        }
    }

    /// A trace is entered: gives what the one that runs already has to be told when this is left.
    pub(crate) fn enter(&mut self) -> u64 {
        std::mem::take(&mut self.flags) & Seen::WRITTEN
    }

    /// It has been left.
    pub(crate) fn leave(&mut self, before: u64) {
        if self.flags & Seen::TAKEN != 0 {
            self.proxies = [Value::UNBOUND; MOST_FRAMES];
            self.result = None;
        }
        self.flags = self.flags & Seen::WRITTEN | before;
    }
}

/// Pops the newest frame of a trace that is at this depth, and comes back when the trace is left.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn take_off(cx: &mut Cx, depth: usize) -> R<()> {
    let fr = Fr(cx.frames.top());
    let proxy = fr.frame().proxy;
    if let Some(place) = cx.seen.proxies.get_mut(depth)
        && !proxy.is_unbound()
    {
        *place = proxy;
        cx.seen.flags |= Seen::TAKEN;
    }
    leave::detach(cx, fr)?;
    leave::pop(cx, fr);
    Ok(())
}

/// Pops so many frames of inlined calls, which go on in the trace. Bits say by depth of which it knows the proxies: these keep
/// them, and are not told. If others have proxies the trace is to be left. The newest frame gets a result in a register, or in none.
///
/// # Errors
/// As [`take_off`].
pub(crate) fn pop_inlined(cx: &mut Cx, count: usize, known: u64, result: i64) -> R<()> {
    if !is_as_known(cx, count, known) {
        cx.seen.flags |= Seen::TAKEN;
        cx.seen.result = usize::try_from(result)
            .ok()
            .map(|register| (count, register));
        return (1..=count).rev().try_for_each(|depth| take_off(cx, depth));
    }
    for _ in 0..count {
        let fr = Fr(cx.frames.top());
        fr.frame().proxy = Value::UNBOUND;
        leave::pop(cx, fr);
    }
    Ok(())
}

fn is_as_known(cx: &Cx, count: usize, known: u64) -> bool {
    let mut frame = cx.frames.top();
    let mut has_proxies = 0;
    for depth in (1..=count).rev() {
        let fr = Fr(frame);
        has_proxies |= u64::from(!fr.frame().proxy.is_unbound()) << depth;
        frame = fr.frame().caller;
    }
    has_proxies == known && cx.seen.flags == 0
}

/// A frame of that depth is there again: if one was taken off that had a proxy, that is the frame's, and its variables are what
/// it has. Whether there was one.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn put_back(cx: &mut Cx, fr: Fr, depth: usize) -> R<bool> {
    if cx.seen.flags & Seen::TAKEN == 0 {
        return Ok(false);
    }
    match cx.seen.proxies.get(depth) {
        Some(proxy) if !proxy.is_unbound() => {
            let result = cx.seen.result.filter(|(newest, _)| *newest == depth);
            frame_object::comes_back(cx, fr, *proxy, result.map(|(_, register)| register))?;
            Ok(true)
        }
        _ => Ok(false),
    }
}
