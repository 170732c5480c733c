//! Transfers between random accounts; with auditors, one operation in a hundred sums all accounts,
//! and must always find the same sum.

use super::{Worker, Workload};
use crate::backend::{Backend, Read, Write, int, to_int};

const ACCOUNTS: u64 = 1_024;
const OPENING_BALANCE: u64 = 1_000;
const LARGEST_TRANSFER: u64 = 100;

pub(crate) struct Bank<B: Backend>(Vec<B::Object>);

impl<B: Backend> Bank<B> {
    #[inline(always)]
    fn transfer(&self, worker: &mut Worker<B>) {
        let from = worker.random.below(ACCOUNTS);
        let to = (from + 1 + worker.random.below(ACCOUNTS - 1)) % ACCOUNTS;
        let (from, to) = (self.0[from as usize], self.0[to as usize]);
        let amount = 1 + worker.random.below(LARGEST_TRANSFER);
        B::atomically(&mut worker.thread, |tx| {
            let [available] = tx.read(from, [0])?;
            let Some(rest) = to_int(available).checked_sub(amount) else {
                return Ok(());
            };
            let [balance] = tx.read(to, [0])?;
            tx.write(from, [(0, int(rest))])?;
            tx.write(to, [(0, int(to_int(balance) + amount))])
        });
    }

    #[inline(always)]
    fn sum(&self, thread: &mut B::Thread) -> u64 {
        B::read_only(thread, |tx| {
            let mut sum = 0;
            for &account in &self.0 {
                let [balance] = tx.read(account, [0])?;
                sum += to_int(balance);
            }
            Ok(sum)
        })
    }
}

impl<B: Backend> Workload<B> for Bank<B> {
    const NAME: &'static str = "bank";
    const MIXES: &'static [(u64, &'static str)] = &[(0, "transfers"), (1, "1 % auditors")];

    fn build(backend: &B, worker: &mut Worker<B>) -> Self {
        let accounts: Vec<_> = (0..ACCOUNTS).map(|_| backend.root()).collect();
        for &account in &accounts {
            B::atomically(&mut worker.thread, |tx| {
                tx.write(account, [(0, int(OPENING_BALANCE))])
            });
        }
        worker.ledger += (ACCOUNTS * OPENING_BALANCE) as i64;
        Bank(accounts)
    }

    #[inline(always)]
    fn step(&self, worker: &mut Worker<B>, audits: u64) {
        if worker.random.chance(audits) {
            assert_eq!(
                self.sum(&mut worker.thread),
                ACCOUNTS * OPENING_BALANCE,
                "an audit found another sum"
            );
        } else {
            self.transfer(worker);
        }
    }

    fn census(&self, thread: &mut B::Thread) -> i64 {
        self.sum(thread) as i64
    }
}
