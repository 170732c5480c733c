//! stm-core, as its users call it.

use crate::backend::{self, Backend, Read, WORDS, Write};
use std::sync::Arc;
use stm_core::arena::{Arena, Object};
use stm_core::{Abort, Config, Stm, Thread};

type Ref = &'static Object;

pub(crate) struct Tython(Arc<Stm<Arena>>);

impl backend::Object for Ref {
    #[inline(always)]
    fn to_word(self) -> u64 {
        Object::to_word(self)
    }

    #[inline(always)]
    fn from_word(word: u64) -> Option<Self> {
        Object::from_word(word)
    }
}

impl Read for Thread<Arena> {
    type Object = Ref;
    type Abort = Abort;

    #[inline(always)]
    fn read<const N: usize>(&mut self, object: Ref, words: [usize; N]) -> Result<[u64; N], Abort> {
        self.view(object.token(), || {
            words.map(|word| object.word(word).load())
        })
    }
}

impl Write for Thread<Arena> {
    #[inline(always)]
    fn write<const N: usize>(
        &mut self,
        object: Ref,
        words: [(usize, u64); N],
    ) -> Result<(), Abort> {
        for (word, value) in words {
            Thread::write(self, object.unit(), word, value)?;
        }
        Ok(())
    }

    fn alloc(&mut self, words: [u64; WORDS]) -> Ref {
        let object = Object::new(self.birth_token());
        for (word, value) in words.into_iter().enumerate() {
            object.word(word).store(value);
        }
        object
    }
}

impl Backend for Tython {
    const NAME: &'static str = "tython";

    type Object = Ref;
    type Abort = Abort;
    type Reader = Thread<Arena>;
    type Writer = Thread<Arena>;
    type Thread = Thread<Arena>;

    fn new() -> Self {
        Tython(Stm::new(Arena, Config::default()))
    }

    fn attach(&self) -> Thread<Arena> {
        self.0
            .attach()
            .expect("there are slots for many more threads")
    }

    fn root(&self) -> Ref {
        Object::shared()
    }

    #[inline(always)]
    fn atomically<R>(
        thread: &mut Thread<Arena>,
        body: impl Fn(&mut Thread<Arena>) -> Result<R, Abort>,
    ) -> R {
        thread.atomically(body).expect("no workload waits")
    }

    #[inline(always)]
    fn read_only<R>(
        thread: &mut Thread<Arena>,
        body: impl Fn(&mut Thread<Arena>) -> Result<R, Abort>,
    ) -> R {
        Self::atomically(thread, body)
    }
}
