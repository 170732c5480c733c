//! Runs every snippet and compares it byte for byte with what CPython printed.
//!
//! `cargo test -p tython-tests --test snippets`, followed by `--` and any of
//! - words: only the snippets with one of them in their name, each with its first difference
//! - `--update`: rewrite `snippets/known.txt`, the list of those that pass
//! - `--record PYTHON`: rewrite the recorded outputs with what this interpreter prints
//!
//! The interpreter is the one that the environment's `TYTHON` names, or the newest build of `tython`.
//! A snippet in `known.txt` that does not pass is an error; the others may fail. One whose first line says `not under
//! chaos` is passed over if the environment has a TYTHON_CHAOS: what it prints depends on when collections happen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tython_tests::snippet::{self, Snippet};
use tython_tests::{interpreter, pool};

/// How many run at a time.
const WIDTH: usize = 2;

const KNOWN_HEAD: &str = "# The snippets that pass. Rewritten by: cargo test -p tython-tests --test snippets -- --update\n";

#[derive(Default)]
struct Options {
    words: Vec<String>,
    update: bool,
    record: Option<PathBuf>,
}

impl Options {
    /// Options of libtest, which `cargo test --workspace -- OPTION` gives to every test, are passed over.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--update" => options.update = true,
                "--record" => {
                    let path = arguments.next().ok_or("--record needs an interpreter")?;
                    options.record = Some(interpreter::absolute(Path::new(&path)));
                }
                word if !word.starts_with('-') => options.words.push(argument),
                _ => {}
            }
        }
        Ok(options)
    }

    fn wants(&self, snippet: &Snippet) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| snippet.name.contains(word))
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("snippets: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, String> {
    let folder = interpreter::folder().join("snippets");
    let mut snippets = snippet::collect(&folder).map_err(|error| error.to_string())?;
    if let Some(python) = &options.record {
        snippets.retain(|snippet| options.wants(snippet));
        return record(python, &snippets);
    }
    let list = folder.join("known.txt");
    let known = read_known(&list)?;
    check_shape(&snippets, &known)?;
    let Some(tython) = interpreter::find()? else {
        println!(
            "snippets: skipped, there is no build of tython and {} is not set",
            interpreter::VARIABLE
        );
        return Ok(true);
    };
    let has_chaos = std::env::var_os("TYTHON_CHAOS").is_some_and(|chaos| !chaos.is_empty());
    snippets.retain(|snippet| {
        let is_left_out = has_chaos && snippet.head.contains("not under chaos");
        if is_left_out {
            println!("snippets: {} is passed over under chaos", snippet.name);
        }
        !is_left_out && options.wants(snippet)
    });
    let verdicts = pool::map(WIDTH, &snippets, |snippet| verdict(snippet, &tython));
    let verdicts: Vec<_> = snippets.iter().zip(verdicts).collect();
    let right = report(&verdicts, &known, options);
    if options.update {
        write_known(&list, &known, &verdicts)?;
        return Ok(true);
    }
    Ok(right)
}

/// What is wrong with it, if anything.
type Verdict = Option<String>;

fn verdict(snippet: &Snippet, tython: &Path) -> Verdict {
    let compared = snippet
        .expected()
        .and_then(|expected| Ok((expected, snippet.run(tython)?)));
    match compared {
        Err(error) => Some(error.to_string()),
        Ok((expected, actual)) => snippet::first_difference(&expected, &actual)
            .map(|(line, wanted, got)| format!("line {line}: expected {wanted}, got {got}")),
    }
}

/// Prints what matters, and returns whether all known ones pass.
fn report(verdicts: &[(&Snippet, Verdict)], known: &BTreeSet<String>, options: &Options) -> bool {
    let mut right = true;
    let mut passing = 0;
    for (snippet, verdict) in verdicts {
        let listed = known.contains(&snippet.name);
        match verdict {
            None => {
                passing += 1;
                if !listed {
                    println!("newly passing: {}", snippet.name);
                }
            }
            Some(difference) if listed => {
                right = false;
                println!("FAILED: {}: {difference}", snippet.name);
            }
            Some(difference) if !options.words.is_empty() => {
                println!("fails: {}: {difference}", snippet.name);
            }
            Some(_) => {}
        }
    }
    println!(
        "snippets: {passing} of {} pass, {} are known to",
        verdicts.len(),
        known.len()
    );
    right
}

/// What has to be true of the folder, whatever the interpreter does.
fn check_shape(snippets: &[Snippet], known: &BTreeSet<String>) -> Result<(), String> {
    let mut complaints = Vec::new();
    for snippet in snippets {
        if !snippet.head.starts_with("# ") {
            complaints.push(format!("{}.py does not begin with a comment", snippet.name));
        }
        if !snippet.record().is_file() {
            complaints.push(format!("{}.py has no recorded output", snippet.name));
        }
    }
    let exists = |name: &String| snippets.iter().any(|snippet| snippet.name == *name);
    let strangers = known.iter().filter(|name| !exists(name));
    complaints.extend(strangers.map(|name| format!("known.txt: there is no {name}.py")));
    if snippets.is_empty() {
        complaints.push("there are no snippets".to_string());
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints.join("\n"))
    }
}

fn read_known(list: &Path) -> Result<BTreeSet<String>, String> {
    let text = std::fs::read_to_string(list).map_err(|error| format!("known.txt: {error}"))?;
    let names = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(names.map(str::to_string).collect())
}

/// Those that were not run keep their place in the list.
fn write_known(
    list: &Path,
    known: &BTreeSet<String>,
    verdicts: &[(&Snippet, Verdict)],
) -> Result<(), String> {
    let mut names = known.clone();
    for (snippet, verdict) in verdicts {
        if verdict.is_none() {
            names.insert(snippet.name.clone());
        } else {
            names.remove(&snippet.name);
        }
    }
    let lines: String = names.iter().map(|name| format!("{name}\n")).collect();
    std::fs::write(list, format!("{KNOWN_HEAD}{lines}"))
        .map_err(|error| format!("known.txt: {error}"))
}

/// Writes what `python` prints. Each snippet runs twice: an output that differs from itself is refused.
fn record(python: &Path, snippets: &[Snippet]) -> Result<bool, String> {
    let runs = pool::map(WIDTH, snippets, |snippet| {
        Ok((snippet.run(python)?, snippet.run(python)?))
    });
    let mut right = true;
    for (snippet, run) in snippets.iter().zip(runs) {
        let (first, second) =
            run.map_err(|error: std::io::Error| format!("{}: {error}", snippet.name))?;
        if first != second {
            right = false;
            println!("not deterministic: {}", snippet.name);
        } else {
            std::fs::write(snippet.record(), first).map_err(|error| error.to_string())?;
        }
    }
    println!("recorded {} snippets", snippets.len());
    Ok(right)
}
