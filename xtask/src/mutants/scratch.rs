//! A workspace of its own below `target/mutants`, where one mutant at a time is built and run.
//!
//! Its target folder is kept, and a file is only written when it differs, so that a mutant costs
//! the compilation of the crate and of the models alone.

use super::snapshot::Snapshot;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How one model ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    /// loom gave up: some schedule goes on for ever.
    NoProgress,
    TimedOut,
    /// Not a model's outcome: there was nothing to run.
    DidNotCompile,
}

impl Outcome {
    const ALL: [Outcome; 5] = [
        Outcome::Passed,
        Outcome::Failed,
        Outcome::NoProgress,
        Outcome::TimedOut,
        Outcome::DidNotCompile,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::NoProgress => "no-progress",
            Outcome::TimedOut => "timed-out",
            Outcome::DidNotCompile => "did-not-compile",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Outcome> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// One run of one model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) outcome: Outcome,
    pub(super) seconds: f64,
}

#[derive(Debug)]
pub(super) struct Scratch {
    root: PathBuf,
    threads: usize,
}

impl Scratch {
    /// Copy number `job`, to be built with so many threads.
    pub(super) fn new(folder: &Path, job: usize, threads: usize) -> Scratch {
        Scratch {
            root: folder.join(format!("job-{job}")),
            threads,
        }
    }

    /// Makes its folder.
    pub(super) fn create(&self) -> Result<(), String> {
        std::fs::create_dir_all(&self.root)
            .map_err(|error| format!("{}: {error}", self.root.display()))
    }

    /// Builds the models on the snapshot, with `text` in place of the source `file` if given.
    /// The inner result is the binary, or the compiler's first error.
    pub(super) fn build(
        &self,
        snapshot: &Snapshot,
        changed: Option<(&str, &str)>,
    ) -> Result<Result<PathBuf, String>, String> {
        let changed = changed.map(|(file, text)| (snapshot.subject.path(file), text));
        for folder in snapshot.subject.folders() {
            self.remove_strangers(&self.root.join(folder), snapshot)?;
        }
        for (path, text) in snapshot.files() {
            let text = changed
                .as_ref()
                .filter(|(name, _)| name == path)
                .map_or(text, |(_, text)| text);
            self.write(path, text)
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let output = Command::new(env!("CARGO"))
            .args([
                "test",
                "--no-run",
                "--message-format=json",
                "--profile",
                "models",
            ])
            .args(["-p", snapshot.subject.package])
            .args(["--features", "loom", "--test", "models"])
            .args(["--jobs", &self.threads.to_string()])
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .current_dir(&self.root)
            .output()
            .map_err(|error| format!("cargo: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let binary = text
            .lines()
            .filter_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next())
            .next_back();
        Ok(match binary {
            Some(path) if output.status.success() => Ok(PathBuf::from(path)),
            _ => {
                let message = text.lines().find_map(|line| {
                    line.contains("\"level\":\"error\"")
                        .then(|| Some(line.split_once("\"rendered\":\"")?.1))?
                });
                let message = message.map_or(
                    String::from_utf8_lossy(&output.stderr).to_string(),
                    |message| message.split("\\n").next().unwrap_or_default().to_string(),
                );
                Err(message)
            }
        })
    }

    fn write(&self, path: &Path, text: &str) -> std::io::Result<()> {
        let path = self.root.join(path);
        // Cargo drops the other members from its lock file; putting them back would only make it
        // do so again.
        if path.ends_with("Cargo.lock") && path.exists() {
            return Ok(());
        }
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        std::fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        std::fs::write(path, text)
    }

    /// Removes files that the snapshot does not have, for cargo finds tests and examples by itself.
    fn remove_strangers(&self, folder: &Path, snapshot: &Snapshot) -> Result<(), String> {
        let Ok(entries) = folder.read_dir() else {
            return Ok(());
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                self.remove_strangers(&path, snapshot)?;
            } else if !snapshot
                .files()
                .any(|(name, _)| self.root.join(name) == path)
            {
                std::fs::remove_file(&path)
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        Ok(())
    }

    /// The names of all models in a binary.
    pub(super) fn models(binary: &Path) -> Result<Vec<String>, String> {
        let output = Command::new(binary)
            .args(["--list", "--format", "terse"])
            .output();
        let output = output.map_err(|error| format!("{}: {error}", binary.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text
            .lines()
            .filter_map(|line| line.strip_suffix(": test"))
            .map(str::to_string)
            .collect())
    }

    /// Runs one model for at most `limit`; with the outcome comes the message of its first panic.
    pub(super) fn run(
        &self,
        binary: &Path,
        model: &str,
        limit: Duration,
    ) -> Result<(Run, String), String> {
        let log = self.root.join("output.txt");
        let file = File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let copy = file.try_clone().map_err(|error| error.to_string())?;
        let started = Instant::now();
        let mut child = Command::new(binary)
            .args([model, "--exact", "--nocapture"])
            .env("RUST_BACKTRACE", "0")
            // Most mistakes need few preemptions, and a survivor runs every model.
            .env("MODEL_BOUND", "2")
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(copy)
            .spawn()
            .map_err(|error| format!("{}: {error}", binary.display()))?;
        let status = loop {
            if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
                break Some(status);
            }
            if started.elapsed() > limit {
                child
                    .kill()
                    .and_then(|()| child.wait())
                    .map_err(|error| error.to_string())?;
                break None;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let seconds = started.elapsed().as_secs_f64();
        let output = String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).into_owned();
        let (outcome, reason) = match status {
            None => (Outcome::TimedOut, String::new()),
            Some(status) if status.success() => (Outcome::Passed, String::new()),
            Some(status) => failure(&output, &status.to_string()),
        };
        Ok((Run { outcome, seconds }, reason))
    }
}

/// What a failed model says of itself: the first panic's message, or how the process ended.
fn failure(output: &str, status: &str) -> (Outcome, String) {
    let mut lines = output
        .lines()
        .skip_while(|line| !line.contains("panicked at"))
        .skip(1);
    let message = lines.next().unwrap_or(status).to_string();
    // loom's own message when one schedule takes more steps than it allows.
    let endless = message.contains("exceeded maximum number of branches");
    (
        if endless {
            Outcome::NoProgress
        } else {
            Outcome::Failed
        },
        message,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_schedule_is_no_failed_assertion() {
        let output = "running 1 test\nthread 'a' panicked at src/a.rs:1:\nModel exceeded maximum number of branches. This";
        assert_eq!(failure(output, "").0, Outcome::NoProgress);
        let output =
            "thread 'a' panicked at models/skew.rs:1:\nassertion failed: sum == 2\nnote: run";
        assert_eq!(
            failure(output, ""),
            (Outcome::Failed, "assertion failed: sum == 2".to_string())
        );
        assert_eq!(
            failure("", "signal: 11"),
            (Outcome::Failed, "signal: 11".to_string())
        );
    }
}
