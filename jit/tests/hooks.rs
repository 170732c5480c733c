//! The hooks, as a small interpreter uses them.

use tython_jit::hooks::{Action, Hooks, Off, Profile, Refusal, Site, State, Thresholds};
use tython_jit::ir::TraceId;

const TRACE: TraceId = TraceId(7);

fn thresholds(loops: u16, entries: u16, tries: u8) -> Thresholds {
    Thresholds {
        loops,
        entries,
        exits: entries,
        tries,
    }
}

/// Comes past a loop header up to `limit` times, until there is something to do; which time that is.
fn turns<'s>(hooks: &mut impl Hooks, site: &'s Site, limit: u32) -> (u32, Action<'s>) {
    for turn in 1..=limit {
        let action = hooks.back_edge(site);
        if action != Action::GoOn {
            return (turn, action);
        }
    }
    (limit, Action::GoOn)
}

/// Records a loop and fails; the turn on which that was.
fn fail(hooks: &mut impl Hooks, site: &Site, refusal: Refusal) -> u32 {
    match turns(hooks, site, 100_000) {
        (turn, Action::Record(claim)) => {
            claim.refuse(refusal);
            turn
        }
        (_, other) => panic!("{other:?}"),
    }
}

#[test]
fn a_loop_is_hot_on_exactly_its_threshold() {
    for threshold in [1, 2, 3, 1000, u16::MAX] {
        let site = Site::default();
        let mut profile = Profile::new(thresholds(threshold, 5, 4));
        assert_eq!(
            fail(&mut profile, &site, Refusal::TooLong),
            u32::from(threshold)
        );
    }
}

#[test]
fn loops_and_entries_are_counted_apart() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(4, 3, 4));
    for _ in 0..2 {
        assert_eq!(profile.back_edge(&site), Action::GoOn);
        assert_eq!(profile.entry(&site), Action::GoOn);
    }
    assert!(matches!(profile.entry(&site), Action::Record(_)));
}

#[test]
fn each_try_takes_more_than_twice_as_long_until_none_is_left() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(10, 10, 4));
    let tries: Vec<u32> = (0..4)
        .map(|_| fail(&mut profile, &site, Refusal::Unsupported))
        .collect();
    assert_eq!(tries, [10, 21, 42, 83]);
    assert_eq!(site.state(), State::Closed);
    assert_eq!(turns(&mut profile, &site, 100_000), (100_000, Action::GoOn));
    // Nor does another thread try.
    let mut other = Profile::new(thresholds(1, 1, 4));
    assert_eq!(other.back_edge(&site), Action::GoOn);
}

#[test]
fn what_is_hopeless_is_not_tried_again() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(1, 1, 4));
    fail(&mut profile, &site, Refusal::Hopeless);
    assert_eq!(site.state(), State::Closed);
}

#[test]
fn interruptions_use_up_no_try() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(1, 1, 1));
    for _ in 0..20 {
        fail(&mut profile, &site, Refusal::Interrupted);
        assert_eq!(site.state(), State::Cold);
    }
}

#[test]
fn a_claim_that_is_dropped_was_interrupted() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(1, 1, 1));
    let action = profile.back_edge(&site);
    assert_eq!(site.state(), State::Busy);
    drop(action);
    assert_eq!(site.state(), State::Cold);
}

#[test]
fn one_thread_records_at_a_time_and_all_enter() {
    let site = Site::default();
    let mut mine = Profile::new(thresholds(1, 1, 4));
    let mut other = Profile::new(thresholds(1, 1, 4));
    let Action::Record(claim) = mine.back_edge(&site) else {
        panic!("the first turn is hot");
    };
    assert_eq!(other.back_edge(&site), Action::GoOn);
    claim.install(TRACE);
    assert_eq!(other.back_edge(&site), Action::Enter(TRACE));
    assert_eq!(mine.back_edge(&site), Action::Enter(TRACE));
}

#[test]
fn a_retired_trace_costs_a_try() {
    let site = Site::default();
    let mut profile = Profile::new(thresholds(1, 1, 2));
    for state in [State::Cold, State::Closed] {
        match turns(&mut profile, &site, 100) {
            (_, Action::Record(claim)) => claim.install(TRACE),
            (_, other) => panic!("{other:?}"),
        }
        assert!(
            !site.retire(TraceId(8), Refusal::Invalidated, 2),
            "of another trace"
        );
        assert!(site.retire(TRACE, Refusal::Invalidated, 2));
        assert!(
            !site.retire(TRACE, Refusal::Invalidated, 2),
            "a second time"
        );
        assert_eq!(site.state(), state);
    }
}

#[test]
fn nothing_is_hot_when_the_threshold_is_zero() {
    let site = Site::default();
    let mut profile = Profile::new(Thresholds::NEVER);
    assert_eq!(turns(&mut profile, &site, 200_000), (200_000, Action::GoOn));
    assert_eq!(turns(&mut Off, &site, 3), (3, Action::GoOn));
    assert_eq!(Off.entry(&site), Action::GoOn);
}

/// The inline cache word of an instruction, which begins as 0, can be a site.
#[test]
fn a_site_is_one_word() {
    assert_eq!(size_of::<Site>(), size_of::<u64>());
    assert_eq!(align_of::<Site>(), align_of::<u64>());
}

#[test]
fn reasons_have_messages_of_their_own() {
    let messages: Vec<_> = Refusal::ALL.iter().map(|reason| reason.message()).collect();
    for (place, message) in messages.iter().enumerate() {
        assert!(!messages[..place].contains(message), "{message}");
    }
}
