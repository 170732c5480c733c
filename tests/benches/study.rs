//! Programs that measure themselves, each in a process: what they found, interpreter by interpreter.
//!
//! The lines that they print are `figure VALUE NAME`, where a value of `-` is one that this interpreter
//! cannot give, and `point X Y`, for a curve.

use crate::contest::{Contestant, Pace};
use crate::jobs;
use crate::report::median;
use std::path::PathBuf;

/// A process may take so long: ten million requests are some minutes, and a slow interpreter has more.
const SECONDS: u64 = 3600;

/// What is studied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Study {
    /// Live and peak memory of many programs.
    Memory,
    /// How long a program waits beside a large heap.
    Pauses,
    /// The live size of a server over ten million requests.
    Server,
}

impl Study {
    pub(crate) const ALL: [Study; 3] = [Study::Memory, Study::Pauses, Study::Server];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Study::Memory => "memory",
            Study::Pauses => "pauses",
            Study::Server => "server",
        }
    }

    /// In how many rounds: sizes hardly differ from one to the next, and the server is a long run itself.
    fn rounds(self, pace: &Pace) -> usize {
        match self {
            Study::Memory | Study::Server => 1,
            Study::Pauses => pace.rounds.min(3),
        }
    }

    /// The processes of each interpreter: what each is called in the table, and its arguments.
    fn tasks(self, quick: bool) -> Result<Vec<Task>, String> {
        let script = jobs::folder()
            .join("gc")
            .join(self.name())
            .with_extension("py");
        if self != Study::Memory {
            let mut arguments = vec![script];
            arguments.extend(quick.then(|| PathBuf::from("--quick")));
            let name = self.name().to_string();
            return Ok(vec![Task { name, arguments }]);
        }
        let mut tasks = Vec::new();
        for group in ["gc/allocation", "gc/structures", "programs"] {
            for path in jobs::programs(&jobs::folder().join(group))? {
                tasks.push(Task {
                    name: jobs::stem(&path),
                    arguments: vec![script.clone(), path],
                });
            }
        }
        Ok(tasks)
    }
}

struct Task {
    name: String,
    arguments: Vec<PathBuf>,
}

/// A number that a program found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    pub(crate) name: String,
    value: Option<f64>,
    /// Behind the point, as the program printed it.
    digits: usize,
}

/// What one process printed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Findings {
    figures: Vec<Figure>,
    points: Vec<(f64, f64)>,
}

/// What all interpreters found with one program.
pub(crate) struct Outcome {
    pub(crate) name: String,
    /// For each contestant its rounds.
    rounds: Vec<Vec<Findings>>,
    pub(crate) complaints: Vec<String>,
}

impl Outcome {
    /// The names of the figures, with their digits, in the order in which they are printed.
    pub(crate) fn figures(&self) -> Vec<(&str, usize)> {
        let mut names: Vec<(&str, usize)> = Vec::new();
        for figure in self.rounds.iter().flatten().flat_map(|one| &one.figures) {
            match names.iter_mut().find(|(name, _)| *name == figure.name) {
                Some((_, digits)) => *digits = figure.digits.max(*digits),
                None => names.push((&figure.name, figure.digits)),
            }
        }
        names
    }

    /// Whether the interpreter got to the end.
    pub(crate) fn ran(&self, contestant: usize) -> bool {
        !self.rounds[contestant].is_empty()
    }

    /// The median over the rounds; `None` if there is no such figure.
    pub(crate) fn value(&self, contestant: usize, name: &str) -> Option<f64> {
        let rounds = self.rounds[contestant].iter();
        let figures = rounds.flat_map(|one| &one.figures);
        median(
            figures
                .filter(|figure| figure.name == name)
                .filter_map(|figure| figure.value),
        )
    }

    /// The curve, each point of which is the median over the rounds.
    pub(crate) fn curve(&self, contestant: usize) -> Vec<(f64, f64)> {
        let rounds = &self.rounds[contestant];
        let Some(first) = rounds.first() else {
            return Vec::new();
        };
        let heights = |index: usize| rounds.iter().filter_map(move |one| one.points.get(index));
        let points = first.points.iter().enumerate();
        points
            .filter_map(|(index, (x, _))| Some((*x, median(heights(index).map(|(_, y)| *y))?)))
            .collect()
    }
}

/// Runs all programs of a study on all interpreters, in turns.
pub(crate) fn run(
    study: Study,
    contestants: &[Contestant],
    pace: &Pace,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Outcome>, String> {
    let mut tasks = study.tasks(pace.quick)?;
    tasks.retain(|task| wanted(&task.name) || study != Study::Memory);
    let mut outcomes: Vec<Outcome> = tasks
        .iter()
        .map(|task| Outcome {
            name: task.name.clone(),
            rounds: vec![Vec::new(); contestants.len()],
            complaints: Vec::new(),
        })
        .collect();
    for round in 0..study.rounds(pace) {
        for (task, outcome) in tasks.iter().zip(&mut outcomes) {
            for turn in 0..contestants.len() {
                let index = (turn + round) % contestants.len();
                let contestant = &contestants[index];
                match attempt(task, contestant)? {
                    Ok(findings) => outcome.rounds[index].push(findings),
                    Err(why) => outcome
                        .complaints
                        .push(format!("{} fails: {why}", contestant.name)),
                }
                eprint!(".");
            }
        }
    }
    eprintln!(" {}", study.name());
    Ok(outcomes)
}

/// One process; errors are those of [`Contestant::output`].
fn attempt(task: &Task, contestant: &Contestant) -> Result<Result<Findings, String>, String> {
    let mut command = contestant.command();
    command.args(&task.arguments);
    let output = contestant.output(&mut command, SECONDS)?;
    Ok(output.and_then(|output| {
        let findings = parse(&output);
        if findings.figures.is_empty() {
            Err("it printed no figures".to_string())
        } else {
            Ok(findings)
        }
    }))
}

fn parse(output: &str) -> Findings {
    let mut findings = Findings::default();
    for line in output.lines() {
        if let Some((value, name)) = line
            .strip_prefix("figure ")
            .and_then(|rest| rest.split_once(' '))
        {
            findings.figures.push(Figure {
                name: name.to_string(),
                value: value.parse().ok(),
                digits: value.split_once('.').map_or(0, |(_, digits)| digits.len()),
            });
        } else if let Some((x, y)) = line
            .strip_prefix("point ")
            .and_then(|rest| rest.split_once(' '))
            && let (Ok(x), Ok(y)) = (x.parse(), y.parse())
        {
            findings.points.push((x, y));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{Outcome, parse};

    fn outcome(outputs: &[&str]) -> Outcome {
        Outcome {
            name: "x".to_string(),
            rounds: vec![outputs.iter().map(|output| parse(output)).collect()],
            complaints: Vec::new(),
        }
    }

    #[test]
    fn figures_keep_their_digits_and_may_be_missing() {
        let outcome = outcome(&["figure 1.50 live, MiB\nsomething else\nfigure - share, %\n"]);
        assert_eq!(outcome.figures(), [("live, MiB", 2), ("share, %", 0)]);
        assert_eq!(outcome.value(0, "live, MiB"), Some(1.5));
        assert_eq!(outcome.value(0, "share, %"), None);
    }

    #[test]
    fn rounds_are_summed_up_by_their_median() {
        let outcome = outcome(&[
            "figure 1 a\npoint 1 10\npoint 2 20",
            "figure 3 a\npoint 1 30\npoint 2 40",
            "figure 2 a\npoint 1 20\npoint 2 60",
        ]);
        assert_eq!(outcome.value(0, "a"), Some(2.0));
        assert_eq!(outcome.curve(0), [(1.0, 20.0), (2.0, 40.0)]);
    }
}
