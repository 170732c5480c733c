//! One `parking_lot::Mutex` around everything.

use super::Line;
use crate::backend::{Backend, Leaked, Read, WORDS, Write};
use crossbeam_utils::CachePadded;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

type Lock = Arc<CachePadded<parking_lot::Mutex<()>>>;

pub(crate) struct Mutex(Lock);

/// Whoever has one holds the lock.
pub(crate) struct Locked(());

impl Read for Locked {
    type Object = Leaked<Line>;
    type Abort = Infallible;

    #[inline(always)]
    fn read<const N: usize>(
        &mut self,
        object: Leaked<Line>,
        words: [usize; N],
    ) -> Result<[u64; N], Infallible> {
        Ok(words.map(|word| object.0.words[word].load(Relaxed)))
    }
}

impl Write for Locked {
    #[inline(always)]
    fn write<const N: usize>(
        &mut self,
        object: Leaked<Line>,
        words: [(usize, u64); N],
    ) -> Result<(), Infallible> {
        for (word, value) in words {
            object.0.words[word].store(value, Relaxed);
        }
        Ok(())
    }

    fn alloc(&mut self, words: [u64; WORDS]) -> Leaked<Line> {
        Leaked::new(Line::new(words))
    }
}

impl Backend for Mutex {
    const NAME: &'static str = "mutex";

    type Object = Leaked<Line>;
    type Abort = Infallible;
    type Reader = Locked;
    type Writer = Locked;
    type Thread = Lock;

    fn new() -> Self {
        Mutex(Lock::default())
    }

    fn attach(&self) -> Lock {
        Arc::clone(&self.0)
    }

    fn root(&self) -> Leaked<Line> {
        Leaked::new(Line::new([0; WORDS]))
    }

    #[inline(always)]
    fn atomically<R>(lock: &mut Lock, body: impl Fn(&mut Locked) -> Result<R, Infallible>) -> R {
        let _guard = lock.lock();
        let Ok(result) = body(&mut Locked(()));
        result
    }

    #[inline(always)]
    fn read_only<R>(lock: &mut Lock, body: impl Fn(&mut Locked) -> Result<R, Infallible>) -> R {
        Self::atomically(lock, body)
    }
}
