//! Running a program by the interpreter, by CPython, and by compiled code in several ways: all have to print the same.

use crate::process::{self, Ending, Limits, Outcome};
use crate::{interpreter, snippet};
use std::io;
use std::path::Path;
use std::process::Command;

/// Ways to run a program: when loops are compiled, what chaos there is, and whether there is another thread.
const SETTINGS: &[(&str, &str, bool)] = &[
    ("1", "", false),
    ("2", "", false),
    ("2", "guards=7", false),
    ("2", "guards=23,collect-polls=97", false),
    ("2", "guards=11,collect-allocations=41", false),
    ("30", "", false),
    ("2", "", true),
    ("2", "guards=7,rollback=300", true),
];

/// Those for a program: some of them, so that many programs are run rather than a few in all ways.
fn settings(seed: u64) -> impl Iterator<Item = &'static (&'static str, &'static str, bool)> {
    (0..3).map(move |turn| &SETTINGS[((seed + 3 * turn) % SETTINGS.len() as u64) as usize])
}

/// Such a run.
fn compiled(
    build: &Path,
    threshold: &str,
    chaos: &str,
    is_shared: bool,
    program: &Path,
) -> Command {
    let mut command = interpreter::command(build);
    command.env("TYTHON_CHAOS", chaos);
    command.args(["-X", &format!("jit={threshold}")]);
    command.arg(program);
    command.args(is_shared.then_some("shared"));
    command
}

/// What is wrong with the outputs of the program of that number, which is in this file: of the interpreter, of another one if there
/// is one, and of compiled code.
///
/// # Errors
/// A program cannot be started.
pub fn compare(
    build: &Path,
    peer: Option<&Path>,
    seed: u64,
    file: &Path,
) -> io::Result<Vec<String>> {
    let mut complaints = Vec::new();
    let interpreted = start(&mut compiled(build, "off", "", false, file))?;
    if interpreted.ending != Ending::Exit(0) {
        let told = String::from_utf8_lossy(&interpreted.stderr);
        complaints.push(format!("interpreted: {}: {told}", interpreted.ending));
    }
    if let Some(peer) = peer {
        let outcome = start(interpreter::command(peer).arg(file))?;
        complaints.extend(difference("peer", &interpreted, &outcome));
    }
    for (threshold, chaos, beside) in settings(seed) {
        let outcome = start(&mut compiled(build, threshold, chaos, *beside, file))?;
        let how = format!(
            "jit={threshold} {chaos}{}",
            if *beside { " shared" } else { "" }
        );
        complaints.extend(difference(&how, &interpreted, &outcome));
    }
    Ok(complaints)
}

fn start(command: &mut Command) -> io::Result<Outcome> {
    process::run(command, Limits::seconds(100))
}

fn difference(how: &str, expected: &Outcome, found: &Outcome) -> Option<String> {
    if expected.ending != found.ending {
        let told = String::from_utf8_lossy(&found.stderr);
        let end = told.trim_end().rsplit('\n').next().unwrap_or_default();
        return Some(format!("{how}: {} ({end})", found.ending));
    }
    let (line, wanted, given) = snippet::first_difference(&expected.stdout, &found.stdout)?;
    Some(format!("{how}: line {line}: {wanted} is {given}"))
}
