//! What `python -m unittest -v` says about each test, read from its stderr.
//!
//! A test is announced as `name (id) ... `, or as `name (id)`, a line of its docstring and ` ... `; its
//! verdict follows on the same line or, when the test itself printed something, on a later one. Failed
//! parts of a test have an indented line of their own and leave the test without a verdict.

use std::collections::BTreeMap;
use std::time::Duration;
use tython_tests::process::Ending;

/// What became of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Also one that fails as its author expects.
    Passed,
    Failed,
    Skipped,
    /// The process ended in it.
    Unfinished,
}

/// The tests of one file.
#[derive(Default)]
pub(crate) struct Results {
    tests: BTreeMap<String, Verdict>,
    /// Whether unittest came to its summary.
    pub(crate) finished: bool,
    /// How the process ended, if not as unittest ends one.
    pub(crate) ending: Option<Ending>,
    pub(crate) wall: Duration,
    /// The last line on stderr: why there is no summary, perhaps.
    pub(crate) last: String,
    current: Option<String>,
}

impl Results {
    pub(crate) fn parse(stderr: &str) -> Self {
        let mut results = Results::default();
        let mut summary = false;
        for line in stderr.lines() {
            summary |= line.starts_with("======");
            if summary {
                results.read_summary(line);
            } else {
                results.read_line(line);
            }
            if !line.trim().is_empty() {
                results.last = line.trim().to_string();
            }
            results.finished |= line.starts_with("Ran ") && line.contains(" test");
        }
        results
    }

    fn read_line(&mut self, line: &str) {
        let part = line.starts_with("  ");
        if let Some((id, _)) = announced(line.trim_start()) {
            if !is_fixture(&id) {
                self.tests.entry(id.clone()).or_insert(Verdict::Unfinished);
            }
            self.current = Some(id);
        }
        let Some(verdict) = verdict(line) else {
            return;
        };
        if let Some(known) = self.current.as_ref().and_then(|id| self.tests.get_mut(id)) {
            // A part that was skipped says nothing about the others.
            let settles = if part {
                verdict == Verdict::Failed
            } else {
                *known != Verdict::Failed
            };
            if settles {
                *known = verdict;
            }
        }
    }

    fn read_summary(&mut self, line: &str) {
        let failed = ["ERROR: ", "FAIL: ", "UNEXPECTED SUCCESS: "];
        let what = failed.iter().find_map(|head| line.strip_prefix(head));
        if let Some((id, _)) = what.and_then(announced)
            && let Some(known) = self.tests.get_mut(&id)
        {
            *known = Verdict::Failed;
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<Verdict> {
        self.tests.get(id).copied()
    }

    pub(crate) fn passed(&self) -> impl Iterator<Item = &String> {
        let passed = self
            .tests
            .iter()
            .filter(|(_, verdict)| **verdict == Verdict::Passed);
        passed.map(|(id, _)| id)
    }

    pub(crate) fn count(&self, verdict: Verdict) -> usize {
        self.tests
            .values()
            .filter(|other| **other == verdict)
            .count()
    }

    pub(crate) fn unfinished(&self) -> Option<&str> {
        let mut tests = self.tests.iter();
        let found = tests.find(|(_, verdict)| **verdict == Verdict::Unfinished);
        found.map(|(id, _)| id.as_str())
    }
}

/// The ID in `name (id)...`, always ending in the name, and what comes behind it.
fn announced(line: &str) -> Option<(String, &str)> {
    let (name, rest) = line.split_once(" (")?;
    let (id, rest) = rest.split_once(')')?;
    let is_word = |text: &str| {
        let mut characters = text.chars();
        !text.is_empty() && characters.all(|c| c.is_alphanumeric() || "_.<>".contains(c))
    };
    if !is_word(name) || !is_word(id) || !id.contains('.') {
        return None;
    }
    let full = id.rsplit('.').next() == Some(name);
    let id = if full {
        id.to_string()
    } else {
        format!("{id}.{name}")
    };
    Some((id, rest))
}

fn is_fixture(id: &str) -> bool {
    let fixtures = [
        "setUpClass",
        "tearDownClass",
        "setUpModule",
        "tearDownModule",
    ];
    fixtures.iter().any(|name| id.ends_with(name)) || id.starts_with("unittest.")
}

/// The verdict at the end of a line.
fn verdict(line: &str) -> Option<Verdict> {
    let said = line.rsplit_once(" ... ").map_or(line, |(_, said)| said);
    if said.starts_with("skipped ") {
        return Some(Verdict::Skipped);
    }
    // What a test printed without a line break stands before its verdict.
    let ends = [
        ("unexpected success", Verdict::Failed),
        ("expected failure", Verdict::Passed),
        ("ok", Verdict::Passed),
        ("FAIL", Verdict::Failed),
        ("ERROR", Verdict::Failed),
    ];
    let end = ends.iter().find(|(end, _)| said.ends_with(end));
    end.map(|(_, verdict)| *verdict)
}

#[cfg(test)]
mod tests {
    use super::{Results, Verdict};

    const OUTPUT: &str = "\
test_a (m.T.test_a)
A docstring. ... 
  test_a (m.T.test_a) (i=1)
A docstring. ... FAIL
test_b (m.T.test_b) ... printed
ok
test_c (m.T.test_c) ... skipped 'no\\nway'
test_d (m.T.test_d) ... expected failure
test_e (m.T.test_e) ... unexpected success
test_f (m.T.test_f) ... 
  test_f (m.T.test_f) [message] (i=1) ... skipped 'part'
ok
test_g (m.T.test_g) ... ERROR
test_h (m.T.test_h) ... printed without a line breakok
test_i (m.T.test_i)
Another docstring. ... ok
test_j (m.T.test_j) ... ok
setUpClass (m.U) ... ERROR
chapter (m.__test__)
Doctest: m.__test__.chapter ... ok

======================================================================
ERROR: test_g (m.T.test_g)
----------------------------------------------------------------------
======================================================================
FAIL: test_j (m.T.test_j) (i=1)
----------------------------------------------------------------------
Ran 10 tests in 0.002s

FAILED (failures=1, errors=2)
";

    #[test]
    fn every_form_of_a_verdict_is_read() {
        let results = Results::parse(OUTPUT);
        let verdicts: String = ('a'..='j')
            .map(|letter| match results.get(&format!("m.T.test_{letter}")) {
                Some(Verdict::Passed) => 'p',
                Some(Verdict::Failed) => 'f',
                Some(Verdict::Skipped) => 's',
                Some(Verdict::Unfinished) => 'u',
                None => '?',
            })
            .collect();
        assert_eq!(verdicts, "fpspfpfppf");
        assert_eq!(results.get("m.__test__.chapter"), Some(Verdict::Passed));
        assert_eq!(results.get("m.U.setUpClass"), None);
        assert!(results.finished);
    }

    #[test]
    fn the_test_in_which_the_process_ended_is_unfinished() {
        let results = Results::parse(
            "test_a (m.T.test_a) ... ok\ntest_b (m.T.test_b) ... Segmentation fault",
        );
        assert_eq!(results.unfinished(), Some("m.T.test_b"));
        assert!(!results.finished);
        assert_eq!(results.passed().collect::<Vec<_>>(), ["m.T.test_a"]);
    }

    #[test]
    fn a_module_that_cannot_be_imported_has_no_tests() {
        let output =
            "test_x (unittest.loader._FailedTest.test_x) ... ERROR\n\nRan 1 test in 0.000s\n";
        assert_eq!(Results::parse(output).count(Verdict::Failed), 0);
    }
}
