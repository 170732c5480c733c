//! The native stack of a thread, as a range of words that may refer to objects.
//!
//! Registers that a callee preserves may hold a reference that is nowhere on the stack; so they are
//! written there first. All others have been saved by the callers.

use std::arch::asm;
use std::cell::Cell;
use std::mem::MaybeUninit;

#[cfg(target_arch = "x86_64")]
const REGISTERS: usize = 6;
#[cfg(target_arch = "aarch64")]
const REGISTERS: usize = 20;

/// The part of a stack in use.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct StackRange {
    low: usize,
    high: usize,
}

thread_local! {
    static HIGH: Cell<usize> = const { Cell::new(0) };
}

/// Calls `body` with the calling thread's stack up to here. References that callers hold, also
/// in registers, are in that range, and stay there until `body` returns.
#[inline(never)]
pub(crate) fn with_stack<R>(body: impl FnOnce(StackRange) -> R) -> R {
    let mut registers = [0usize; REGISTERS];
    spill(&mut registers);
    let range = StackRange {
        low: registers.as_ptr() as usize,
        high: high(),
    };
    let result = call(body, range);
    // The array is alive, and therefore in memory, until here.
    std::hint::black_box(&registers);
    result
}

/// Not part of the frame of `with_stack`, so that nothing moves out of the range meanwhile.
#[inline(never)]
fn call<R>(body: impl FnOnce(StackRange) -> R, range: StackRange) -> R {
    body(range)
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn spill(registers: &mut [usize; REGISTERS]) {
    // SAFETY: six stores into the array.
    unsafe {
        asm!(
            "mov [{0}], rbx",
            "mov [{0} + 8], rbp",
            "mov [{0} + 16], r12",
            "mov [{0} + 24], r13",
            "mov [{0} + 32], r14",
            "mov [{0} + 40], r15",
            in(reg) registers.as_mut_ptr(),
            options(nostack, preserves_flags)
        );
    }
}

#[cfg(target_arch = "aarch64")]
#[inline(always)]
fn spill(registers: &mut [usize; REGISTERS]) {
    // SAFETY: ten stores of pairs into the array.
    unsafe {
        asm!(
            "stp x19, x20, [{0}]",
            "stp x21, x22, [{0}, #16]",
            "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]",
            "stp x27, x28, [{0}, #64]",
            "stp x29, x30, [{0}, #80]",
            "stp d8, d9, [{0}, #96]",
            "stp d10, d11, [{0}, #112]",
            "stp d12, d13, [{0}, #128]",
            "stp d14, d15, [{0}, #144]",
            in(reg) registers.as_mut_ptr(),
            options(nostack, preserves_flags)
        );
    }
}

/// Where the calling thread's stack begins: its highest address.
fn high() -> usize {
    HIGH.with(|high| {
        if high.get() == 0 {
            high.set(ask_high());
        }
        high.get()
    })
}

fn ask_high() -> usize {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let (mut start, mut bytes) = (std::ptr::null_mut(), 0);
    // SAFETY: the attributes are made by the first call, read by the second, and given back.
    unsafe {
        let failed = libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr());
        assert_eq!(failed, 0, "the system does not tell where the stack is");
        let failed = libc::pthread_attr_getstack(attributes.as_ptr(), &mut start, &mut bytes);
        assert_eq!(failed, 0, "the system does not tell where the stack is");
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
    }
    start as usize + bytes
}

impl StackRange {
    /// Visits every word.
    ///
    /// # Safety
    /// The thread is still where `with_stack` called, and its frames up to there do not change.
    pub(crate) unsafe fn each(self, visit: &mut dyn FnMut(u64)) {
        // SAFETY: says the caller.
        unsafe { each_word(self.low as *const u64, self.high as *const u64, visit) }
    }
}

/// Visits the words of a range.
///
/// # Safety
/// The range is readable memory, aligned, and nobody writes there.
pub(crate) unsafe fn each_word(from: *const u64, to: *const u64, visit: &mut dyn FnMut(u64)) {
    let mut place = from;
    while place < to {
        // SAFETY: in the range. Volatile, because no object that the compiler knows lies there.
        visit(unsafe { place.read_volatile() });
        place = place.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(range: StackRange, wanted: u64) -> bool {
        let mut found = false;
        // SAFETY: called from `with_stack`, on the same thread.
        unsafe { range.each(&mut |word| found |= word == wanted) };
        found
    }

    #[test]
    fn a_local_of_a_caller_is_seen() {
        let secret = std::hint::black_box(0x1234_5678_9abc_def0u64);
        let seen = with_stack(|range| contains(range, std::hint::black_box(0x1234_5678_9abc_def0)));
        assert!(seen);
        std::hint::black_box(secret);
    }

    #[test]
    fn the_whole_stack_is_readable() {
        let words = with_stack(|range| {
            let mut words = 0;
            // SAFETY: as in `contains`.
            unsafe { range.each(&mut |_| words += 1) };
            words
        });
        assert!(words > 10);
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn preserved_registers_are_seen() {
        let found: u64;
        let secret = 0x0fed_cba9_8765_4321u64;
        extern "C" fn look(inverted: u64) -> u64 {
            with_stack(|range| u64::from(contains(range, !inverted)))
        }
        // SAFETY: calls a function with a register set that it preserves; all others are given up.
        unsafe {
            asm!(
                "mov r15, rdi",
                "not r15",
                "call {look}",
                "xor r15d, r15d",
                look = sym look,
                inout("rdi") !secret => _,
                out("rax") found,
                out("r15") _,
                clobber_abi("C"),
            );
        }
        assert_eq!(found, 1);
    }
}
