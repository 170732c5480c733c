//! The results as text: a line while running, a table at the end, and what was lost.

use crate::results::{Results, Verdict};
use std::fmt::Write;

/// One file in the table.
pub(crate) struct Row {
    file: String,
    results: Results,
    /// How many pass on CPython.
    baseline: usize,
    lost: Vec<(String, &'static str)>,
}

impl Row {
    pub(crate) fn new(
        file: &str,
        results: Results,
        baseline: usize,
        lost: Vec<(String, &'static str)>,
    ) -> Self {
        Row {
            file: file.to_string(),
            results,
            baseline,
            lost,
        }
    }

    fn passed(&self) -> usize {
        self.results.count(Verdict::Passed)
    }

    /// Of what: CPython's count, unless this version of the tests has more.
    fn out_of(&self) -> usize {
        let ran = self.passed()
            + self.results.count(Verdict::Failed)
            + self.results.count(Verdict::Unfinished);
        self.baseline.max(ran)
    }

    fn remark(&self) -> String {
        match (&self.results.ending, self.results.unfinished()) {
            (Some(ending), Some(test)) => format!("{ending} in {test}"),
            (Some(ending), None) => format!("{ending}: {}", self.results.last),
            (None, _) => String::new(),
        }
    }
}

/// Said as soon as a file has run.
pub(crate) fn line(file: &str, results: &Result<Results, String>) -> String {
    match results {
        Ok(results) => format!(
            "{file}: {} passed in {:.1} s",
            results.passed().count(),
            results.wall.as_secs_f64()
        ),
        Err(error) => format!("{file}: {error}"),
    }
}

fn percent(passed: usize, out_of: usize) -> f64 {
    100.0 * passed as f64 / out_of.max(1) as f64
}

/// All files in Markdown, the sum in the last row.
pub(crate) fn table(rows: &[Row]) -> String {
    render(rows).expect("a String takes everything")
}

fn render(rows: &[Row]) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "| file | passed | of | % | failed | skipped | s | |")?;
    writeln!(text, "| --- | --: | --: | --: | --: | --: | --: | --- |")?;
    let (mut passed, mut out_of) = (0, 0);
    for row in rows {
        let failed = row.results.count(Verdict::Failed) + row.results.count(Verdict::Unfinished);
        writeln!(
            text,
            "| {} | {} | {} | {:.1} | {failed} | {} | {:.1} | {} |",
            row.file,
            row.passed(),
            row.out_of(),
            percent(row.passed(), row.out_of()),
            row.results.count(Verdict::Skipped),
            row.results.wall.as_secs_f64(),
            row.remark()
        )?;
        passed += row.passed();
        out_of += row.out_of();
    }
    writeln!(
        text,
        "| **all** | {passed} | {out_of} | {:.1} | | | | |",
        percent(passed, out_of)
    )?;
    Ok(text)
}

/// The tests that stopped passing; empty if none did.
pub(crate) fn lost(rows: &[Row]) -> String {
    let lost = rows.iter().flat_map(|row| &row.lost);
    lost.map(|(id, fate)| format!("NO LONGER PASSING: {id} {fate}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Row, lost, table};
    use crate::results::Results;

    #[test]
    fn the_share_is_that_of_cpythons_tests() {
        let results = Results::parse("test_a (m.T.test_a) ... ok\ntest_b (m.T.test_b) ... FAIL\n");
        let rows = [Row::new(
            "test_x",
            results,
            4,
            vec![("m.T.test_c".into(), "fails")],
        )];
        assert!(table(&rows).contains("| test_x | 1 | 4 | 25.0 | 1 | 0 |"));
        assert_eq!(lost(&rows), "NO LONGER PASSING: m.T.test_c fails\n");
        let more = Results::parse("test_a (m.T.test_a) ... ok\n");
        assert!(
            table(&[Row::new("test_y", more, 0, Vec::new())])
                .contains("| test_y | 1 | 1 | 100.0 |")
        );
    }
}
