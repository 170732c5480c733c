//! What a workload asks of a backend: objects of seven words, and bodies that run atomically.
//!
//! A word is a reference when its lowest bit is set and a number, stored doubled, otherwise (the
//! convention of `stm_core::arena`), so that the data lies in memory alike for every backend.
//! `read` and `write` take several words of one object at once: some backends pay for each object
//! and not for each word, and none should pay for the interface.
//!
//! A backend never frees an object. A removed one may be written again, transactionally.

use std::ptr;

/// Words in one object.
pub(crate) const WORDS: usize = 7;

/// A handle of an object.
pub(crate) trait Object: Copy + Send + Sync + 'static {
    fn to_word(self) -> u64;

    /// The object that `word` refers to, if it is a reference.
    fn from_word(word: u64) -> Option<Self>;
}

/// What the body of a transaction may do.
pub(crate) trait Read {
    type Object: Object;

    /// Why a body ends early; it only travels back to the backend.
    type Abort;

    fn read<const N: usize>(
        &mut self,
        object: Self::Object,
        words: [usize; N],
    ) -> Result<[u64; N], Self::Abort>;

    /// For a body that sees what no consistent state can hold. Only a backend whose doomed
    /// transactions see such states answers; the others panic.
    fn impossible(&mut self) -> Self::Abort {
        panic!("a transaction saw an inconsistent state")
    }
}

/// What the body of an updating transaction may do.
pub(crate) trait Write: Read {
    fn write<const N: usize>(
        &mut self,
        object: Self::Object,
        words: [(usize, u64); N],
    ) -> Result<(), Self::Abort>;

    /// A new object. If the transaction does not make it reachable it must not be used again.
    fn alloc(&mut self, words: [u64; WORDS]) -> Self::Object;
}

/// A way to make transactions.
pub(crate) trait Backend: Sync + Sized {
    const NAME: &'static str;

    type Object: Object;
    type Abort;
    type Reader: Read<Object = Self::Object, Abort = Self::Abort>;
    type Writer: Write<Object = Self::Object, Abort = Self::Abort>;

    /// What one thread holds while it makes transactions.
    type Thread;

    fn new() -> Self;

    fn attach(&self) -> Self::Thread;

    /// An object of zeros that every thread may touch from the start.
    fn root(&self) -> Self::Object;

    fn atomically<R>(
        thread: &mut Self::Thread,
        body: impl Fn(&mut Self::Writer) -> Result<R, Self::Abort>,
    ) -> R;

    /// The same for a body that only reads.
    fn read_only<R>(
        thread: &mut Self::Thread,
        body: impl Fn(&mut Self::Reader) -> Result<R, Self::Abort>,
    ) -> R;
}

/// A number as a word. The highest bit is lost.
#[inline(always)]
pub(crate) fn int(value: u64) -> u64 {
    value << 1
}

/// The number in a word that [`int`] made.
#[inline(always)]
pub(crate) fn to_int(word: u64) -> u64 {
    word >> 1
}

/// A leaked `T` as an object.
pub(crate) struct Leaked<T: 'static>(pub(crate) &'static T);

impl<T> Leaked<T> {
    pub(crate) fn new(value: T) -> Self {
        const {
            assert!(
                align_of::<T>() > 1,
                "the lowest bit of an address must be free"
            )
        };
        Leaked(Box::leak(Box::new(value)))
    }
}

impl<T> Clone for Leaked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Leaked<T> {}

impl<T: Send + Sync> Object for Leaked<T> {
    #[inline(always)]
    fn to_word(self) -> u64 {
        ptr::from_ref(self.0).expose_provenance() as u64 | 1
    }

    #[inline(always)]
    fn from_word(word: u64) -> Option<Self> {
        let address = ptr::with_exposed_provenance::<T>((word & !1) as usize);
        // SAFETY: odd words are made by `to_word` alone, of the same backend, hence of the same
        // type; what was leaked is never freed.
        (word & 1 == 1).then(|| Leaked(unsafe { &*address }))
    }
}
