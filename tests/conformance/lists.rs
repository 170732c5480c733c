//! The two committed lists: the tests that must pass, and how many pass on CPython.

use crate::files::owns;
use crate::results::{Results, Verdict};
use crate::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tython_tests::interpreter;

const PASSING_HEAD: &str = "# CPython's tests that pass. Rewritten by: cargo run --release -p tython-tests --bin conformance -- --tests DIR --update\n";
const BASELINE_HEAD: &str = "# How many tests of each file pass on CPython 3.14. Rewritten by: conformance --tests DIR --with PYTHON --baseline\n";

/// Tests that compare how long things take, which a busy machine decides: counted, but not watched.
const TIMED: [&str; 1] = ["test_denial_of_service_prevented"];

fn is_watched(file: &str, id: &str) -> bool {
    owns(file, id) && !TIMED.iter().any(|name| id.contains(name))
}

/// The IDs of `passing.txt`.
pub(crate) struct Passing {
    ids: BTreeSet<String>,
}

impl Passing {
    pub(crate) fn read() -> Result<Self, String> {
        let ids = lines("passing.txt")?.into_iter().collect();
        Ok(Passing { ids })
    }

    pub(crate) fn write(&self) -> Result<(), String> {
        let lines: String = self.ids.iter().map(|id| format!("{id}\n")).collect();
        save("passing.txt", &format!("{PASSING_HEAD}{lines}"))
    }

    /// The listed tests of a file that did not pass, with what became of them. Those that do not
    /// exist in the sources at hand are passed over.
    pub(crate) fn lost(
        &self,
        file: &str,
        results: &Results,
        sources: &Sources,
    ) -> Vec<(String, &'static str)> {
        let mine = self.ids.iter().filter(|id| is_watched(file, id));
        mine.filter_map(|id| {
            let fate = match results.get(id) {
                Some(Verdict::Passed) => return None,
                Some(Verdict::Failed) => "fails",
                Some(Verdict::Skipped) => "is skipped",
                Some(Verdict::Unfinished) => "does not end",
                None if sources.contain(id) => "did not run",
                None => return None,
            };
            Some((id.clone(), fate))
        })
        .collect()
    }

    pub(crate) fn replace(&mut self, file: &str, results: &Results) {
        self.ids.retain(|id| !owns(file, id));
        let mine = results.passed().filter(|id| is_watched(file, id));
        self.ids.extend(mine.cloned());
    }
}

/// The counts of `cpython.txt`.
pub(crate) struct Baseline {
    counts: BTreeMap<String, usize>,
}

impl Baseline {
    pub(crate) fn read() -> Result<Self, String> {
        let mut counts = BTreeMap::new();
        for line in lines("cpython.txt")? {
            let (file, count) = line
                .split_once(' ')
                .and_then(|(file, count)| Some((file, count.parse().ok()?)))
                .ok_or_else(|| format!("cpython.txt: {line:?}"))?;
            counts.insert(file.to_string(), count);
        }
        Ok(Baseline { counts })
    }

    pub(crate) fn write(&self) -> Result<(), String> {
        let counts = self.counts.iter();
        let lines: String = counts
            .map(|(file, count)| format!("{file} {count}\n"))
            .collect();
        save("cpython.txt", &format!("{BASELINE_HEAD}{lines}"))
    }

    pub(crate) fn set(&mut self, file: &str, count: usize) {
        self.counts.insert(file.to_string(), count);
    }

    pub(crate) fn of(&self, file: &str) -> usize {
        self.counts.get(file).copied().unwrap_or(0)
    }
}

fn place(name: &str) -> PathBuf {
    interpreter::folder().join("conformance").join(name)
}

fn lines(name: &str) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(place(name)).map_err(|error| format!("{name}: {error}"))?;
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_string).collect())
}

fn save(name: &str, text: &str) -> Result<(), String> {
    std::fs::write(place(name), text).map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::Passing;
    use crate::results::Results;
    use crate::sources::Sources;

    #[test]
    fn what_stops_passing_is_told_and_what_does_not_exist_is_not() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("test")).unwrap();
        let source = "class C:\n    def test_a(): 1\n    def test_b(): 2\n    def test_c(): 3\n";
        std::fs::write(folder.path().join("test/test_x.py"), source).unwrap();
        let sources = Sources::read(folder.path()).unwrap();
        let id = |name: &str| format!("test.test_x.C.{name}");
        let ids = ["test_a", "test_b", "test_c", "test_gone"].map(id);
        let mut passing = Passing { ids: ids.into() };
        let output = "test_a (test.test_x.C.test_a) ... ok\ntest_b (test.test_x.C.test_b) ... FAIL\n\
                      test_d (test.test_x.C.test_d) ... ok\n";
        let results = Results::parse(output);
        let lost = passing.lost("test_x", &results, &sources);
        assert_eq!(
            lost,
            [(id("test_b"), "fails"), (id("test_c"), "did not run")]
        );
        assert!(passing.lost("test_xy", &results, &sources).is_empty());
        passing.replace("test_x", &results);
        assert_eq!(passing.ids, [id("test_a"), id("test_d")].into());
    }
}
