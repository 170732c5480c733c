//! The `stm` crate: an object is one `TVar` of seven words.
//!
//! The crate validates at commit only, so a doomed transaction may see objects of different
//! moments, and may walk in circles; the workloads notice and say `impossible`. The answer,
//! `Retry`, waits until something that was read has changed, which then is already so.

use crate::backend::{Backend, Leaked, Read, WORDS, Write};
use stm::{StmError, StmResult, TVar, Transaction, atomically};

type Cell = TVar<[u64; WORDS]>;

pub(crate) struct StmCrate;

impl Read for Transaction {
    type Object = Leaked<Cell>;
    type Abort = StmError;

    #[inline(always)]
    fn read<const N: usize>(
        &mut self,
        object: Leaked<Cell>,
        words: [usize; N],
    ) -> StmResult<[u64; N]> {
        let all = object.0.read(self)?;
        Ok(words.map(|word| all[word]))
    }

    fn impossible(&mut self) -> StmError {
        StmError::Retry
    }
}

impl Write for Transaction {
    #[inline(always)]
    fn write<const N: usize>(
        &mut self,
        object: Leaked<Cell>,
        words: [(usize, u64); N],
    ) -> StmResult<()> {
        let mut all = if N == WORDS {
            [0; WORDS]
        } else {
            object.0.read(self)?
        };
        for (word, value) in words {
            all[word] = value;
        }
        object.0.write(self, all)
    }

    fn alloc(&mut self, words: [u64; WORDS]) -> Leaked<Cell> {
        Leaked::new(TVar::new(words))
    }
}

impl Backend for StmCrate {
    const NAME: &'static str = "stm crate";

    type Object = Leaked<Cell>;
    type Abort = StmError;
    type Reader = Transaction;
    type Writer = Transaction;
    type Thread = ();

    fn new() -> Self {
        StmCrate
    }

    fn attach(&self) {}

    fn root(&self) -> Leaked<Cell> {
        Leaked::new(TVar::new([0; WORDS]))
    }

    fn atomically<R>(_: &mut (), body: impl Fn(&mut Transaction) -> StmResult<R>) -> R {
        atomically(body)
    }

    fn read_only<R>(_: &mut (), body: impl Fn(&mut Transaction) -> StmResult<R>) -> R {
        atomically(body)
    }
}
