//! loom models of the shipped code: `cargo test --profile models -p tython-jit --features loom --test models`.

mod code;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use tython_jit::hooks::{Action, Hooks, Profile, Refusal, Site, State, Thresholds};
use tython_jit::ir::TraceId;

/// Every back-edge is hot, and the second failure closes a site.
fn profile() -> Profile {
    Profile::new(Thresholds {
        loops: 1,
        entries: 1,
        exits: 1,
        tries: 2,
    })
}

/// Two threads come past a site. One of them records, and puts a trace there; whoever enters it finds
/// it complete, and nobody else records.
#[test]
fn a_trace_is_made_once_and_complete_when_it_is_entered() {
    loom::model(|| {
        let site = Arc::new(Site::default());
        let trace = Arc::new(AtomicUsize::new(0));
        let recordings = Arc::new(AtomicUsize::new(0));
        let run = {
            let (site, trace) = (Arc::clone(&site), Arc::clone(&trace));
            let recordings = Arc::clone(&recordings);
            move || match profile().back_edge(&site) {
                Action::GoOn => {}
                Action::Record(claim) => {
                    // Relaxed: a count, looked at after the threads have been joined.
                    recordings.fetch_add(1, Ordering::Relaxed);
                    // Relaxed: the site's word hands it over.
                    trace.store(7, Ordering::Relaxed);
                    claim.install(TraceId(7));
                }
                Action::Enter(id) => {
                    assert_eq!(id, TraceId(7));
                    assert_eq!(trace.load(Ordering::Relaxed), 7); // Relaxed: as above.
                }
            }
        };
        let other = thread::spawn(run.clone());
        run();
        other.join().unwrap();
        assert_eq!(recordings.load(Ordering::Relaxed), 1); // Relaxed: joined.
        assert_eq!(site.state(), State::Ready(TraceId(7)));
    });
}

/// Two threads record for nothing. If both had a turn, the site is closed; else it has one try left.
#[test]
fn every_failure_is_counted_once() {
    loom::model(|| {
        let site = Arc::new(Site::default());
        let run = {
            let site = Arc::clone(&site);
            move || match profile().back_edge(&site) {
                Action::Record(claim) => {
                    claim.refuse(Refusal::TooLong);
                    1
                }
                _ => 0,
            }
        };
        let other = thread::spawn(run.clone());
        let failures = run() + other.join().unwrap();
        let state = match failures {
            1 => State::Cold,
            2 => State::Closed,
            _ => panic!("nobody recorded"),
        };
        assert_eq!(site.state(), state);
    });
}

/// A trace is retired by two threads at once: one of them does it.
#[test]
fn a_trace_is_retired_once() {
    loom::model(|| {
        let site = Arc::new(Site::default());
        if let Action::Record(claim) = profile().back_edge(&site) {
            claim.install(TraceId(7));
        }
        let retire = {
            let site = Arc::clone(&site);
            move || u32::from(site.retire(TraceId(7), Refusal::Invalidated, 2))
        };
        let other = thread::spawn(retire.clone());
        let retired = retire() + other.join().unwrap();
        assert_eq!(retired, 1);
        assert_eq!(site.state(), State::Cold);
    });
}
