//! A snippet is a small Python program `NAME.py` and beside it `NAME.out`, what CPython printed.
//!
//! The recorded text is stdout, and after it, where the program does not simply end:
//!
//! ```text
//! --- exit 1
//! --- stderr ValueError: the last line of stderr
//! ```
//!
//! A program whose second line is `# stderr: whole` has every line of its stderr there. Snippets run
//! in their folder, under their bare name, and the folder is left out of what they print, so that a
//! traceback is the same on every machine.

use crate::interpreter;
use crate::process::{self, Ending, Limits, Outcome};
use std::io;
use std::path::{Path, PathBuf};

/// How long a snippet may take, on a machine with other work: what takes longer hangs.
const SECONDS: u64 = 60;

/// What asks for all of stderr, on the second line.
const WHOLE_STDERR: &str = "# stderr: whole";

/// A program with its recorded output.
#[derive(Clone, Debug)]
pub struct Snippet {
    /// The file's name without `.py`.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
    /// Its first line says what it shows.
    pub head: String,
    whole_stderr: bool,
}

/// All snippets of a folder, in the order of their names.
///
/// # Errors
/// The folder or a program in it cannot be read.
pub fn collect(folder: &Path) -> io::Result<Vec<Snippet>> {
    let mut snippets = Vec::new();
    for entry in folder.read_dir()? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".py") else {
            continue;
        };
        let source = std::fs::read_to_string(folder.join(&file))?;
        let mut lines = source.lines();
        snippets.push(Snippet {
            name: name.to_string(),
            folder: folder.to_path_buf(),
            head: lines.next().unwrap_or_default().to_string(),
            whole_stderr: lines.next() == Some(WHOLE_STDERR),
        });
    }
    snippets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(snippets)
}

impl Snippet {
    /// The file with the recorded output.
    pub fn record(&self) -> PathBuf {
        self.folder.join(&self.name).with_extension("out")
    }

    /// What CPython printed.
    ///
    /// # Errors
    /// It was not recorded.
    pub fn expected(&self) -> io::Result<Vec<u8>> {
        std::fs::read(self.record())
    }

    /// Runs it and returns what can be compared with [`Snippet::expected`].
    ///
    /// # Errors
    /// The interpreter cannot be started.
    pub fn run(&self, interpreter: &Path) -> io::Result<Vec<u8>> {
        self.run_with(interpreter, &[])
    }

    /// The same, with these environment variables.
    ///
    /// # Errors
    /// As [`Snippet::run`].
    pub fn run_with(&self, interpreter: &Path, variables: &[(&str, &str)]) -> io::Result<Vec<u8>> {
        let mut command = interpreter::command(interpreter);
        command
            .envs(variables.iter().copied())
            .current_dir(&self.folder)
            .arg(format!("{}.py", self.name));
        let outcome = process::run(&mut command, Limits::seconds(SECONDS))?;
        let folder = self.folder.canonicalize()?;
        let folder = format!("{}/", folder.display());
        let text = transcript(outcome, self.whole_stderr);
        Ok(without(&text, folder.as_bytes()))
    }
}

/// The text without any mention of `what`.
fn without(text: &[u8], what: &[u8]) -> Vec<u8> {
    let mut rest = text;
    let mut kept = Vec::with_capacity(text.len());
    while let Some((first, others)) = rest.split_first() {
        if rest.starts_with(what) {
            rest = &rest[what.len()..];
        } else {
            kept.push(*first);
            rest = others;
        }
    }
    kept
}

/// Stdout, and the rest in lines that begin with `---`.
fn transcript(outcome: Outcome, whole_stderr: bool) -> Vec<u8> {
    let mut text = outcome.stdout;
    if text.last().is_some_and(|byte| *byte != b'\n') {
        text.extend_from_slice(b"\n--- stdout does not end its line\n");
    }
    if outcome.ending != Ending::Exit(0) {
        text.extend_from_slice(format!("--- {}\n", outcome.ending).as_bytes());
    }
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    let mut lines: Vec<&str> = stderr.lines().collect();
    if !whole_stderr {
        lines.drain(..lines.len().saturating_sub(1));
    }
    for line in lines {
        text.extend_from_slice(format!("--- stderr {line}\n").as_bytes());
    }
    text
}

/// The first line in which two texts differ: its number, what was expected there, and what came.
pub fn first_difference(expected: &[u8], actual: &[u8]) -> Option<(usize, String, String)> {
    let (expected, actual) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(actual),
    );
    let (mut wanted, mut got) = (expected.split('\n'), actual.split('\n'));
    for number in 1.. {
        match (wanted.next(), got.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => return Some((number, shown(a), shown(b))),
        }
    }
    None
}

fn shown(line: Option<&str>) -> String {
    line.map_or_else(|| "(the end)".to_string(), |line| format!("{line:?}"))
}

#[cfg(test)]
mod tests {
    use super::{first_difference, transcript, without};
    use crate::process::{Ending, Outcome};
    use std::time::Duration;

    fn outcome(stdout: &str, stderr: &str, ending: Ending) -> Outcome {
        Outcome {
            stdout: stdout.into(),
            stderr: stderr.into(),
            ending,
            wall: Duration::ZERO,
        }
    }

    fn text(outcome: Outcome, whole: bool) -> String {
        String::from_utf8(transcript(outcome, whole)).unwrap()
    }

    #[test]
    fn a_program_that_just_ends_is_its_stdout() {
        assert_eq!(text(outcome("1\n", "", Ending::Exit(0)), false), "1\n");
    }

    #[test]
    fn stderr_is_its_last_line_unless_all_is_asked_for() {
        let failed = || outcome("1\n", "Traceback\nValueError: x\n", Ending::Exit(1));
        let last = "1\n--- exit 1\n--- stderr ValueError: x\n";
        let whole = "1\n--- exit 1\n--- stderr Traceback\n--- stderr ValueError: x\n";
        assert_eq!(text(failed(), false), last);
        assert_eq!(text(failed(), true), whole);
    }

    #[test]
    fn the_folder_is_left_out() {
        let text = without(b"File \"/a/b/x.py\", /a/b//a/", b"/a/b/");
        assert_eq!(text, b"File \"x.py\", /a/");
    }

    #[test]
    fn a_hang_and_a_crash_are_told() {
        assert_eq!(
            text(outcome("", "", Ending::OutOfTime), false),
            "--- out of time\n"
        );
        assert_eq!(
            text(outcome("", "", Ending::Signal(11)), false),
            "--- signal 11\n"
        );
    }

    #[test]
    fn an_unfinished_line_is_told() {
        let told = "1\n--- stdout does not end its line\n";
        assert_eq!(text(outcome("1", "", Ending::Exit(0)), false), told);
    }

    #[test]
    fn differences_are_found_at_their_line() {
        let differ = |a: &str, b: &str| first_difference(a.as_bytes(), b.as_bytes());
        assert_eq!(differ("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            differ("a\nb\n", "a\nc\n"),
            Some((2, "\"b\"".into(), "\"c\"".into()))
        );
        assert_eq!(
            differ("a", "a\nb"),
            Some((2, "(the end)".into(), "\"b\"".into()))
        );
    }
}
