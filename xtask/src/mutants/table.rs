//! `MUTANTS.md` of a crate.

use super::Mutant;
use super::bench::Bench;
use super::catalogue::Catalogue;
use super::verdict::{Trial, Verdict};
use std::fmt::Write;

/// One line of the table.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) mutant: &'a Mutant,
    pub(super) trial: Trial,
    /// The proof, and the pattern that it stands under.
    explained: Option<(&'a str, &'a str)>,
}

impl<'a> Row<'a> {
    pub(super) fn new(mutant: &'a Mutant, trial: Trial, catalogue: &'a Catalogue) -> Self {
        // A proof counts where nothing noticed the mutant, and nowhere else.
        let proof = catalogue
            .explanation(&mutant.id)
            .filter(|_| !trial.verdict.is_noticed());
        Row {
            mutant,
            trial,
            explained: proof.map(|proof| (proof.text.as_str(), proof.id.as_str())),
        }
    }

    /// Neither noticed nor explained.
    pub(super) fn is_open(&self) -> bool {
        !self.trial.verdict.is_noticed() && self.explained.is_none()
    }
}

/// Writes the file if every mutant has its verdict.
pub(super) fn write(rows: &[Row<'_>], bench: &Bench, catalogue: &Catalogue) -> Result<(), String> {
    let undecided = rows
        .iter()
        .filter(|row| row.trial.verdict == Verdict::Undecided)
        .count();
    if undecided > 0 {
        println!("MUTANTS.md is left alone: {undecided} mutants have no verdict yet");
        return Ok(());
    }
    for proof in &catalogue.explained {
        if !rows
            .iter()
            .any(|row| row.explained.is_some_and(|(_, id)| id == proof.id))
        {
            println!("explained, but there is no such survivor: {}", proof.id);
        }
    }
    let path = crate::root().join(bench.folder()).join("MUTANTS.md");
    println!("written: {}/MUTANTS.md", bench.folder());
    std::fs::write(&path, document(rows, bench))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// The whole file.
fn document(rows: &[Row<'_>], bench: &Bench) -> String {
    let (models, seconds) = bench.models();
    let folder = bench.folder();
    let mut text = format!(
        "# Mutants of {folder}\n\n\
         Written by `cargo xtask mutants --crate {folder}`; not edited by hand. Each row is the crate with one change, and the\n\
         loom model that notices it ({models} models, {seconds:.0} s on the unchanged source).\n\n\
         *caught*: the model fails. *no progress*: no model fails, but loom meets a schedule that never ends.\n\
         *timed out*: no model fails, but this one runs ten times as long as it should; a hang counts as caught.\n\
         *not modelled*: the change is in code that the loom build does not contain. A mutant that nothing noticed\n\
         needs a proof, from `mutants.toml`.\n\n"
    );
    for verdict in [
        Verdict::Caught,
        Verdict::NoProgress,
        Verdict::TimedOut,
        Verdict::Survived,
        Verdict::NotModelled,
        Verdict::DidNotCompile,
    ] {
        let count = rows
            .iter()
            .filter(|row| row.trial.verdict == verdict)
            .count();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {verdict}: {count}");
    }
    let open = rows.iter().filter(|row| row.is_open()).count();
    let _ = writeln!(text, "- unexplained: {open}\n");
    text.push_str("| id | where | mutation | verdict | model | seconds | explained |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

fn line(row: &Row<'_>) -> String {
    let Row {
        mutant,
        trial,
        explained,
    } = row;
    format!(
        "| {} | {}:{} | {} | {} | {} | {:.1} | {} |\n",
        cell(&mutant.id),
        mutant.file,
        mutant.line,
        cell(&mutant.what),
        trial.verdict,
        trial.model.as_deref().unwrap_or(""),
        trial.seconds,
        cell(explained.map_or("", |(text, _)| text)),
    )
}

fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(verdict: Verdict, explained: Option<(&'static str, &'static str)>) -> String {
        let mutant = Mutant {
            id: "a.rs/f/fence1/dropped".to_string(),
            file: "a.rs".to_string(),
            line: 3,
            edits: Vec::new(),
            what: "drop `a | b`\n  c".to_string(),
            expect: Vec::new(),
            modelled: true,
        };
        let row = Row {
            mutant: &mutant,
            trial: Trial {
                verdict,
                model: None,
                seconds: 1.25,
            },
            explained,
        };
        format!("{}{}", row.is_open(), line(&row))
    }

    #[test]
    fn a_row_is_one_line() {
        assert_eq!(
            row(Verdict::Survived, None),
            "true| a.rs/f/fence1/dropped | a.rs:3 | drop `a \\| b` c | survived |  | 1.2 |  |\n"
        );
        assert!(row(Verdict::Survived, Some(("proof", "*"))).starts_with("false"));
        assert!(row(Verdict::DidNotCompile, None).starts_with("true"));
        assert!(row(Verdict::TimedOut, None).starts_with("false"));
    }
}
