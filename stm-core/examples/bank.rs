//! Tellers move money between accounts, while one auditor adds everything up in transactions and
//! another in snapshots: `cargo run --release --example bank [TELLERS [TRANSFERS OF EACH]]`.
//!
//! Without a number of transfers, the bank is open for a second.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::{Abort, Config, Stats, Stm, Thread};

const ACCOUNTS: usize = 64;
const MONEY: u64 = 1_000;
/// Transfers of one teller from one receipt to the next.
const RECEIPT: u64 = 10_000;

type Account = &'static Object;

/// Reads and writes fail when the transaction has to start again; `?` hands that to `atomically`.
fn transfer(tx: &mut Thread<Arena>, from: Account, to: Account, amount: u64) -> Result<(), Abort> {
    let balance = to_int(tx.read(from.token(), from.word(0))?);
    let amount = amount.min(balance);
    tx.write(from.unit(), 0, int(balance - amount))?;
    let balance = to_int(tx.read(to.token(), to.word(0))?);
    tx.write(to.unit(), 0, int(balance + amount))
}

/// One transaction: the closure runs until it commits. It fails only where `retry` would sleep for
/// ever, which is not used here.
fn serve(thread: &mut Thread<Arena>, from: Account, to: Account, receipt: bool) {
    let served = thread.atomically(|tx| {
        transfer(tx, from, to, 10)?;
        if receipt {
            // From here on nothing can make it run again, so it might print, for example.
            tx.become_irrevocable()?;
        }
        Ok(())
    });
    served.expect("no retry");
}

/// An ordinary transaction: it may have to run again, but never sees half a transfer.
fn audit(thread: &mut Thread<Arena>, accounts: &[Account]) -> u64 {
    let audited = thread.atomically(|tx| {
        let mut total = 0;
        for account in accounts {
            total += to_int(tx.read(account.token(), account.word(0))?);
        }
        Ok(total)
    });
    audited.expect("no retry")
}

/// One instant of the bank: it is never rolled back, and makes no teller wait.
fn photograph(thread: &mut Thread<Arena>, accounts: &[Account]) -> u64 {
    let mut snapshot = thread.snapshot();
    let mut balance = |account: &Account| to_int(snapshot.read(account.unit(), 0));
    accounts.iter().map(&mut balance).sum()
}

#[derive(Clone, Copy, PartialEq)]
enum Job {
    Teller,
    Auditor,
    Photographer,
}

struct Bank {
    accounts: Vec<Account>,
    opened: Instant,
    /// Transfers of each teller; none: the bank closes after a second.
    transfers: Option<u64>,
    /// Who still serves.
    tellers: AtomicU64,
    totals: Mutex<BTreeSet<u64>>,
}

impl Bank {
    /// Does the job until the bank closes; returns how often.
    fn work(&self, thread: &mut Thread<Arena>, job: Job) -> u64 {
        match job {
            Job::Teller => self.serve_all(thread),
            Job::Auditor => self.look(thread, audit),
            Job::Photographer => self.look(thread, photograph),
        }
    }

    fn is_open(&self, served: u64) -> bool {
        match self.transfers {
            Some(transfers) => served < transfers,
            None => !served.is_multiple_of(64) || self.opened.elapsed() < Duration::from_secs(1),
        }
    }

    fn serve_all(&self, thread: &mut Thread<Arena>) -> u64 {
        let mut seed = thread.slot() as u64;
        let mut random = || {
            // A linear congruential generator with Knuth's constants; its high bits are good.
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            self.accounts[(seed >> 33) as usize % ACCOUNTS]
        };
        let mut served = 0;
        while self.is_open(served) {
            serve(thread, random(), random(), served % RECEIPT == 0);
            served += 1;
        }
        self.tellers.fetch_sub(1, Relaxed);
        served
    }

    fn look(
        &self,
        thread: &mut Thread<Arena>,
        total: fn(&mut Thread<Arena>, &[Account]) -> u64,
    ) -> u64 {
        let mut looks = 0;
        while looks == 0 || self.tellers.load(Relaxed) > 0 {
            let total = total(thread, &self.accounts);
            self.totals.lock().expect("no panic").insert(total);
            looks += 1;
        }
        looks
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse());
    let tellers = arguments.next().transpose()?.unwrap_or(4);
    let transfers = arguments.next().transpose()?;

    let stm = Stm::new(Arena, Config::default());
    let accounts: Vec<Account> = (0..ACCOUNTS).map(|_| Object::shared()).collect();
    for account in &accounts {
        // Nobody else knows the account yet, so this needs no transaction.
        account.word(0).store(int(MONEY));
    }
    let bank = Bank {
        accounts,
        opened: Instant::now(),
        transfers,
        tellers: AtomicU64::new(tellers),
        totals: Mutex::default(),
    };

    let reports: Vec<(Job, u64, Stats)> = thread::scope(|scope| {
        let tellers = (0..tellers).map(|_| Job::Teller);
        let jobs = tellers.chain([Job::Auditor, Job::Photographer]);
        let clerks = jobs.map(|job| {
            // Each thread has a handle of its own. Dropping it detaches the thread.
            let (bank, mut thread) = (&bank, stm.attach().expect("room for a thread"));
            scope.spawn(move || (job, bank.work(&mut thread, job), thread.stats().clone()))
        });
        let clerks: Vec<_> = clerks.collect();
        clerks
            .into_iter()
            .map(|clerk| clerk.join().expect("no panic"))
            .collect()
    });
    let seconds = bank.opened.elapsed().as_secs_f64();

    let times = |job| -> u64 {
        let same = reports.iter().filter(|(other, ..)| *other == job);
        same.map(|(_, times, _)| times).sum()
    };
    let sum = |count: &dyn Fn(&Stats) -> u64| -> u64 {
        reports.iter().map(|(.., stats)| count(stats)).sum()
    };
    println!(
        "{} transfers by {tellers} tellers: {:.0} per second",
        times(Job::Teller),
        times(Job::Teller) as f64 / seconds
    );
    println!(
        "{} audits and {} snapshots found {:?} in {ACCOUNTS} accounts of {MONEY} each",
        times(Job::Auditor),
        times(Job::Photographer),
        bank.totals.lock().expect("no panic")
    );
    println!(
        "{} commits, {} of them irrevocable; {} rollbacks:",
        sum(&|stats| stats.commits),
        sum(&|stats| stats.irrevocable),
        sum(&Stats::all_rollbacks)
    );
    for reason in Abort::ALL {
        println!("{:>10}  {reason}", sum(&|stats| stats.rollbacks(*reason)));
    }
    let expected = BTreeSet::from([ACCOUNTS as u64 * MONEY]);
    if *bank.totals.lock().expect("no panic") != expected {
        return Err("a total is wrong".into());
    }
    Ok(())
}
