//! The rounds: each interpreter runs each program in a process of its own, and the answers are kept.

use crate::jobs::{self, Job, Set};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tython_tests::interpreter;
use tython_tests::process::{self, Ending, Limits};

/// A process may take so long.
const SECONDS: u64 = 300;

/// An interpreter with the name that it has in the table.
pub(crate) struct Contestant {
    pub(crate) name: String,
    path: PathBuf,
}

/// What a name may end with, to run the single-threaded programs in the company of a second thread.
const COMPANY: [&str; 2] = ["before", "after"];

impl Contestant {
    pub(crate) fn new(name: &str, path: PathBuf) -> Self {
        Contestant {
            name: name.to_string(),
            path,
        }
    }

    /// What the driver is told about a second thread.
    fn company(&self) -> Option<&str> {
        let (_, end) = self.name.split_once('+')?;
        COMPANY.contains(&end).then_some(end)
    }

    /// A command that runs it.
    pub(crate) fn command(&self) -> Command {
        interpreter::command(&self.path)
    }

    /// What such a command prints. The outer error is that of an interpreter which cannot be started at
    /// all, the inner one that of a program which fails.
    pub(crate) fn output(
        &self,
        command: &mut Command,
        seconds: u64,
    ) -> Result<Result<String, String>, String> {
        let outcome = process::run(command, Limits::seconds(seconds))
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        if outcome.ending == Ending::Exit(0) {
            return Ok(Ok(String::from_utf8_lossy(&outcome.stdout).into_owned()));
        }
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        let last = stderr.lines().last().unwrap_or_default();
        Ok(Err(format!("{}: {last}", outcome.ending)))
    }

    /// From `NAME=PATH`; a path without a slash is looked up like any command.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .ok_or_else(|| format!("{text} is not NAME=PATH"))?;
        let path = Path::new(path);
        let is_command = path.components().count() == 1;
        let path = if is_command {
            path.to_path_buf()
        } else {
            interpreter::absolute(path)
        };
        Ok(Contestant::new(name, path))
    }
}

/// How often and how long.
#[derive(Clone)]
pub(crate) struct Pace {
    pub(crate) rounds: usize,
    /// Measurements in each process, or runs where that is measured as a whole.
    pub(crate) repeats: usize,
    /// Seconds, handed to the driver as they are.
    pub(crate) warmup: String,
    /// Whether studies take their short form.
    pub(crate) quick: bool,
}

impl Pace {
    pub(crate) const QUICK: Pace = Pace {
        rounds: 1,
        repeats: 1,
        warmup: String::new(),
        quick: true,
    };
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            rounds: 5,
            repeats: 5,
            warmup: "1".to_string(),
            quick: false,
        }
    }
}

/// What one process said of one program.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) name: String,
    /// Seconds with one thread; with two, and in two processes, where that was asked.
    pub(crate) seconds: f64,
    pub(crate) with_two: Option<f64>,
    pub(crate) apart: Option<f64>,
    result: String,
}

/// All samples of a program.
pub(crate) struct Score {
    pub(crate) name: String,
    /// For each contestant its rounds.
    pub(crate) samples: Vec<Vec<Sample>>,
    complaints: Vec<String>,
}

impl Score {
    fn new(name: &str, contestants: usize) -> Self {
        Score {
            name: name.to_string(),
            samples: vec![Vec::new(); contestants],
            complaints: Vec::new(),
        }
    }

    /// What went wrong, if anything did.
    pub(crate) fn complaints(&self) -> impl Iterator<Item = &String> {
        self.complaints.iter()
    }

    fn complain(&mut self, text: String) {
        if !self.complaints.contains(&text) {
            self.complaints.push(text);
        }
    }

    fn add(&mut self, index: usize, contestant: &str, sample: Sample) {
        let first = self.samples.iter().flatten().next();
        if let Some(first) = first.filter(|first| first.result != sample.result) {
            let text = format!(
                "{contestant} says {} instead of {}",
                sample.result, first.result
            );
            self.complain(text);
        }
        self.samples[index].push(sample);
    }
}

/// Runs all rounds, with a dot on stderr for each process.
pub(crate) fn run(
    jobs: &[Job],
    contestants: &[Contestant],
    pace: &Pace,
) -> Result<Vec<Score>, String> {
    let mut scores: Vec<Score> = Vec::new();
    let paces: Vec<Pace> = jobs
        .iter()
        .map(|job| pace_of(job, &contestants[0], pace))
        .collect::<Result<_, _>>()?;
    for round in 0..pace.rounds {
        for (job, pace) in jobs.iter().zip(&paces) {
            for turn in 0..contestants.len() {
                // Nobody is always the first, or always after the slowest.
                let index = (turn + round) % contestants.len();
                let contestant = &contestants[index];
                match attempt(job, contestant, pace)? {
                    Ok(samples) => {
                        for sample in samples {
                            find(&mut scores, &sample.name, contestants.len()).add(
                                index,
                                &contestant.name,
                                sample,
                            );
                        }
                    }
                    Err(why) => find(&mut scores, &job.name, contestants.len())
                        .complain(format!("{} fails: {why}", contestant.name)),
                }
                eprint!(".");
            }
        }
        eprintln!(" {} of {}", round + 1, pace.rounds);
    }
    Ok(scores)
}

/// How long a program runs: as a whole process, as often as the first interpreter does in a second.
fn pace_of(job: &Job, first: &Contestant, pace: &Pace) -> Result<Pace, String> {
    if job.set != Set::Processes {
        return Ok(pace.clone());
    }
    let mut command = driver(job, first);
    command.arg("0");
    let output = first.output(&mut command, SECONDS)??;
    let times = output
        .lines()
        .find_map(|line| line.strip_prefix("times ")?.parse().ok());
    let repeats = times.ok_or_else(|| format!("{}: it printed no number", job.name))?;
    Ok(Pace {
        repeats,
        ..pace.clone()
    })
}

/// The command that runs a program, but for the numbers.
fn driver(job: &Job, contestant: &Contestant) -> Command {
    let mut command = contestant.command();
    command
        .arg(jobs::folder().join(job.set.driver()))
        .arg(&job.path);
    command
}

/// The score with this name; programs of pyperformance may have several of other names.
fn find<'a>(scores: &'a mut Vec<Score>, name: &str, contestants: usize) -> &'a mut Score {
    let index = scores
        .iter()
        .position(|score| score.name == name)
        .unwrap_or_else(|| {
            scores.push(Score::new(name, contestants));
            scores.len() - 1
        });
    &mut scores[index]
}

/// One process; errors are those of [`Contestant::output`].
fn attempt(
    job: &Job,
    contestant: &Contestant,
    pace: &Pace,
) -> Result<Result<Vec<Sample>, String>, String> {
    let mut command = driver(job, contestant);
    if !job.set.is_threaded() && job.set != Set::Processes {
        command.arg(if pace.warmup.is_empty() {
            "0"
        } else {
            &pace.warmup
        });
    }
    command.arg(pace.repeats.to_string());
    if let Some(company) = contestant.company().filter(|_| job.set == Set::Programs) {
        command.arg(company);
    }
    let begun = Instant::now();
    let output = contestant.output(&mut command, SECONDS)?;
    let whole = begun.elapsed().as_secs_f64();
    Ok(output.and_then(|output| {
        let lines = output.lines();
        let samples: Vec<Sample> = lines
            .filter_map(|line| parse(line, job.set, whole))
            .collect();
        if samples.is_empty() {
            Err("it printed no result".to_string())
        } else {
            Ok(samples)
        }
    }))
}

/// A line of a driver: `result NAME SECONDS [SECONDS SECONDS] RESULT`, or without any seconds where the whole process was
/// measured.
fn parse(line: &str, set: Set, whole: f64) -> Option<Sample> {
    let mut words = line.strip_prefix("result ")?.split(' ');
    let name = words.next()?.to_string();
    let mut seconds = || {
        words
            .next()?
            .parse()
            .ok()
            .filter(|seconds: &f64| *seconds > 0.0)
    };
    let one = match set {
        Set::Processes => whole,
        _ => seconds()?,
    };
    let (with_two, apart) = if set.is_threaded() {
        (Some(seconds()?), Some(seconds()?))
    } else {
        (None, None)
    };
    Some(Sample {
        name,
        seconds: one,
        with_two,
        apart,
        result: words.collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::{Contestant, Score, parse};
    use crate::jobs::Set;

    #[test]
    fn lines_of_the_drivers_are_read() {
        let sample = parse("result nbody 0.125000000 (1, 2)", Set::Programs, 0.0).unwrap();
        assert_eq!(
            (sample.name.as_str(), sample.seconds, sample.with_two),
            ("nbody", 0.125, None)
        );
        assert_eq!(sample.result, "(1, 2)");
        let sample = parse("result queens 0.5 0.25 0.3 352", Set::Threads, 0.0).unwrap();
        assert_eq!(
            (sample.with_two, sample.apart, sample.result.as_str()),
            (Some(0.25), Some(0.3), "352")
        );
        let sample = parse("result nbody 'x y'", Set::Processes, 1.5).unwrap();
        assert_eq!((sample.seconds, sample.result.as_str()), (1.5, "'x y'"));
        assert_eq!(parse("something else", Set::Programs, 0.0), None);
        assert_eq!(parse("result x 0.0 1", Set::Programs, 0.0), None);
    }

    #[test]
    fn another_result_is_complained_about() {
        let mut score = Score::new("x", 2);
        let sample =
            |text: &str| parse(&format!("result x 1.0 {text}"), Set::Programs, 0.0).unwrap();
        score.add(0, "a", sample("5"));
        score.add(1, "b", sample("5"));
        assert_eq!(score.complaints().count(), 0);
        score.add(1, "b", sample("6"));
        assert_eq!(
            score.complaints().collect::<Vec<_>>(),
            ["b says 6 instead of 5"]
        );
    }

    #[test]
    fn contestants_are_names_and_paths() {
        assert_eq!(
            Contestant::parse("a=/bin/sh").unwrap().path.to_str(),
            Some("/bin/sh")
        );
        assert_eq!(
            Contestant::parse("a=python3").unwrap().path.to_str(),
            Some("python3")
        );
        assert!(Contestant::parse("/bin/sh").is_err());
        assert_eq!(
            Contestant::parse("a+after=/bin/sh").unwrap().company(),
            Some("after")
        );
        assert_eq!(Contestant::parse("a+b=/bin/sh").unwrap().company(), None);
    }
}
