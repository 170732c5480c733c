//! What the runs of the models say of a mutant.

use super::scratch::{Outcome, Run};
use std::fmt;

/// How a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A model failed.
    Caught,
    /// No model failed, and in one loom met a schedule without an end.
    NoProgress,
    /// No model failed, and one ran ten times as long as it should.
    TimedOut,
    Survived,
    DidNotCompile,
    /// The change is in code that the loom build does not contain.
    NotModelled,
    /// Some models did not run yet.
    Undecided,
}

impl Verdict {
    /// Whether some model tells the mutant from the original.
    pub(super) fn is_noticed(self) -> bool {
        matches!(
            self,
            Verdict::Caught | Verdict::NoProgress | Verdict::TimedOut
        )
    }
}

/// A verdict with its witness.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trial {
    pub(super) verdict: Verdict,
    /// The model that decided.
    pub(super) model: Option<String>,
    /// How long that model ran, or all of them when it survived.
    pub(super) seconds: f64,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Caught => "caught",
            Verdict::NoProgress => "no progress",
            Verdict::TimedOut => "timed out",
            Verdict::Survived => "survived",
            Verdict::DidNotCompile => "did not compile",
            Verdict::NotModelled => "not modelled",
            Verdict::Undecided => "undecided",
        })
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        if let Some(model) = &self.model {
            write!(f, " by {model}")?;
        }
        if self.seconds > 0.0 {
            write!(f, ", {:.1} s", self.seconds)
        } else {
            Ok(())
        }
    }
}

/// The verdict that the models' runs amount to, and the model to run next if there is none yet.
///
/// One failure decides. After two models without an end the rest is spared.
pub(super) fn conclude(runs: Vec<(&str, Option<Run>)>) -> (Trial, Option<String>) {
    let decided = |verdict, model: Option<&str>, seconds| {
        (
            Trial {
                verdict,
                model: model.map(str::to_string),
                seconds,
            },
            None,
        )
    };
    let with = |wanted: Outcome| {
        runs.iter().filter_map(move |(model, run)| {
            run.filter(|run| run.outcome == wanted)
                .map(|run| (*model, run))
        })
    };
    if let Some((model, run)) = with(Outcome::Failed).next() {
        return decided(Verdict::Caught, Some(model), run.seconds);
    }
    let endless = with(Outcome::NoProgress).count() + with(Outcome::TimedOut).count();
    let next = runs
        .iter()
        .find(|(_, run)| run.is_none())
        .filter(|_| endless < 2);
    let total = runs
        .iter()
        .filter_map(|(_, run)| *run)
        .map(|run| run.seconds)
        .sum();
    if let Some((model, _)) = next {
        return (
            Trial {
                verdict: Verdict::Undecided,
                model: None,
                seconds: total,
            },
            Some(model.to_string()),
        );
    }
    if let Some((model, run)) = with(Outcome::NoProgress).next() {
        return decided(Verdict::NoProgress, Some(model), run.seconds);
    }
    if let Some((model, run)) = with(Outcome::TimedOut).next() {
        return decided(Verdict::TimedOut, Some(model), run.seconds);
    }
    decided(Verdict::Survived, None, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs<'a>(outcomes: &[(&'a str, Option<Outcome>)]) -> Vec<(&'a str, Option<Run>)> {
        let run = |outcome| Run {
            outcome,
            seconds: 2.0,
        };
        outcomes
            .iter()
            .map(|(model, outcome)| (*model, outcome.map(run)))
            .collect()
    }

    fn verdict(outcomes: &[(&str, Option<Outcome>)]) -> (Verdict, Option<String>, Option<String>) {
        let (trial, next) = conclude(runs(outcomes));
        (trial.verdict, trial.model, next)
    }

    #[test]
    fn one_failure_decides() {
        let passed = ("a", Some(Outcome::Passed));
        let name = |name: &str| Some(name.to_string());
        assert_eq!(
            verdict(&[passed, ("b", None)]),
            (Verdict::Undecided, None, name("b"))
        );
        assert_eq!(
            verdict(&[passed, ("b", Some(Outcome::Failed)), ("c", None)]),
            (Verdict::Caught, name("b"), None)
        );
        assert_eq!(verdict(&[passed]), (Verdict::Survived, None, None));
        assert_eq!(conclude(runs(&[passed, passed])).0.seconds, 4.0);
    }

    #[test]
    fn a_hang_gives_the_others_their_turn_once() {
        let name = |name: &str| Some(name.to_string());
        let hang = Some(Outcome::TimedOut);
        assert_eq!(
            verdict(&[("a", hang), ("b", None)]),
            (Verdict::Undecided, None, name("b"))
        );
        assert_eq!(
            verdict(&[("a", hang), ("b", Some(Outcome::Failed))]),
            (Verdict::Caught, name("b"), None)
        );
        assert_eq!(
            verdict(&[("a", hang), ("b", Some(Outcome::Passed))]),
            (Verdict::TimedOut, name("a"), None)
        );
        assert_eq!(
            verdict(&[("a", hang), ("b", Some(Outcome::NoProgress)), ("c", None)]),
            (Verdict::NoProgress, name("b"), None)
        );
    }
}
