//! One child process, with a limit on its time and on what it prints.
//!
//! The child gets a process group of its own. When it has to be stopped, that group is killed, so that
//! processes which the child itself has started do not outlive it; nothing else is ever signalled.

use rustix::process::{Pid, Signal, kill_process_group};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

/// What a child may use up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From its start to its end.
    pub time: Duration,
    /// Bytes on stdout, and bytes on stderr.
    pub output: u64,
}

impl Limits {
    /// So many seconds, and 16 MiB of output.
    pub fn seconds(seconds: u64) -> Self {
        Limits {
            time: Duration::from_secs(seconds),
            output: 16 << 20,
        }
    }
}

/// How a child ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this exit code.
    Exit(i32),
    /// By a signal that did not come from here.
    Signal(i32),
    /// It was killed after its time.
    OutOfTime,
    /// It was killed because it printed too much.
    TooMuchOutput,
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Ending::Exit(code) => write!(f, "exit {code}"),
            Ending::Signal(number) => write!(f, "signal {number}"),
            Ending::OutOfTime => write!(f, "out of time"),
            Ending::TooMuchOutput => write!(f, "too much output"),
        }
    }
}

/// What a child left.
#[derive(Debug)]
pub struct Outcome {
    /// All that it printed to stdout.
    pub stdout: Vec<u8>,
    /// All that it printed to stderr.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub ending: Ending,
    /// From its start to its end.
    pub wall: Duration,
}

/// Runs a command to its end, or to the end of its limits. Its stdin is empty.
///
/// # Errors
/// It cannot be started, or its output cannot be kept.
pub fn run(command: &mut Command, limits: Limits) -> io::Result<Outcome> {
    hear_interrupts();
    // Files and not pipes: a grandchild that lives on would keep a pipe open.
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let begun = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(stdout.try_clone()?)
        .stderr(stderr.try_clone()?)
        .process_group(0)
        .spawn()?;
    let ending = wait(&mut child, limits, begun, [&stdout, &stderr]);
    if ending.is_err() {
        stop(&mut child)?;
    }
    Ok(Outcome {
        ending: ending?,
        wall: begun.elapsed(),
        stdout: contents(&mut stdout, limits)?,
        stderr: contents(&mut stderr, limits)?,
    })
}

/// Children begin with SIGINT as it is by itself, also if this process was started with SIGINT ignored, as
/// a shell starts what runs in the background.
fn hear_interrupts() {
    static ONCE: Once = Once::new();
    // SAFETY: there is no handler, and nobody here counts on the signal being ignored.
    ONCE.call_once(|| unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
    });
}

fn wait(
    child: &mut Child,
    limits: Limits,
    begun: Instant,
    outputs: [&File; 2],
) -> io::Result<Ending> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(ending(status));
        }
        if begun.elapsed() > limits.time {
            stop(child)?;
            return Ok(Ending::OutOfTime);
        }
        for output in outputs {
            if output.metadata()?.len() > limits.output {
                stop(child)?;
                return Ok(Ending::TooMuchOutput);
            }
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

fn ending(status: ExitStatus) -> Ending {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ending::Exit(code),
        (None, signal) => Ending::Signal(signal.unwrap_or(0)),
    }
}

/// Kills the child's group while the child is not yet waited for, so that the number is still its own.
fn stop(child: &mut Child) -> io::Result<()> {
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        // It fails when the group has just ended, which is as well.
        let _ = kill_process_group(group, Signal::KILL);
    }
    child.wait().map(|_| ())
}

fn contents(file: &mut File, limits: Limits) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(limits.output + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Ending, Limits, run};
    use std::process::Command;
    use std::time::Duration;

    fn shell(script: &str, limits: Limits) -> super::Outcome {
        run(Command::new("sh").arg("-c").arg(script), limits).unwrap()
    }

    #[test]
    fn output_and_exit_code_are_kept_apart() {
        let outcome = shell("echo out; echo err >&2; exit 3", Limits::seconds(10));
        assert_eq!(outcome.stdout, b"out\n");
        assert_eq!(outcome.stderr, b"err\n");
        assert_eq!(outcome.ending, Ending::Exit(3));
    }

    #[test]
    fn a_child_without_end_is_killed_with_its_children() {
        let limits = Limits {
            time: Duration::from_millis(200),
            ..Limits::seconds(1)
        };
        let outcome = shell("sleep 60 & echo $!; wait", limits);
        assert_eq!(outcome.ending, Ending::OutOfTime);
        assert!(outcome.wall < Duration::from_secs(20));
        let grandchild = String::from_utf8(outcome.stdout).unwrap();
        let probe = format!(
            "sleep 0.2; kill -0 {} 2>/dev/null && ! grep -q 'State:.Z' /proc/{}/status",
            grandchild.trim(),
            grandchild.trim()
        );
        assert_ne!(shell(&probe, Limits::seconds(10)).ending, Ending::Exit(0));
    }

    #[test]
    fn a_child_that_prints_for_ever_is_killed() {
        let limits = Limits {
            output: 1 << 16,
            ..Limits::seconds(30)
        };
        let outcome = shell("yes", limits);
        assert_eq!(outcome.ending, Ending::TooMuchOutput);
        assert_eq!(outcome.stdout.len(), (1 << 16) + 1);
    }

    #[test]
    fn a_signal_is_told() {
        assert_eq!(
            shell("kill -TERM $$", Limits::seconds(10)).ending,
            Ending::Signal(15)
        );
    }
}
