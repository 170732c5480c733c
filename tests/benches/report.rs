//! Medians over the rounds, ratios to the first interpreter, and geometric means, as a table.

use crate::contest::{Pace, Sample, Score};
use crate::jobs::Set;
use std::fmt::Write;
use std::thread;

/// The middle of the values; `None` if there are none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some((values[last / 2] + values[values.len() / 2]) / 2.0)
}

pub(crate) fn geometric_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let logs: Vec<f64> = values.map(f64::ln).collect();
    let count = logs.len() as f64;
    (count > 0.0).then(|| (logs.iter().sum::<f64>() / count).exp())
}

impl Score {
    fn seconds(&self, contestant: usize) -> Option<f64> {
        median(self.samples[contestant].iter().map(|sample| sample.seconds))
    }

    /// The time relative to the first interpreter's: the median of the ratios of each round, in which
    /// both ran shortly after each other.
    pub(crate) fn ratio(&self, contestant: usize) -> Option<f64> {
        let pairs = self.samples[contestant].iter().zip(&self.samples[0]);
        median(pairs.map(|(mine, first)| mine.seconds / first.seconds))
    }

    /// How much more work two threads do than one in the same time.
    pub(crate) fn gain(&self, contestant: usize) -> Option<f64> {
        self.gain_over(contestant, |sample| sample.with_two)
    }

    /// How much more two processes do, which share nothing.
    pub(crate) fn gain_apart(&self, contestant: usize) -> Option<f64> {
        self.gain_over(contestant, |sample| sample.apart)
    }

    fn gain_over(&self, contestant: usize, other: fn(&Sample) -> Option<f64>) -> Option<f64> {
        let gain = |sample: &Sample| Some(sample.seconds / other(sample)?);
        median(self.samples[contestant].iter().filter_map(gain))
    }
}

pub(crate) fn markdown(set: Set, names: &[&str], scores: &[Score], pace: &Pace) -> String {
    render(set, names, scores, pace).expect("a String takes everything")
}

fn render(
    set: Set,
    names: &[&str],
    scores: &[Score],
    pace: &Pace,
) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let cores = thread::available_parallelism().map_or(0, usize::from);
    writeln!(text, "# Benchmarks: {}\n", set.name())?;
    writeln!(
        text,
        "```\ncargo run --release -p tython-tests --bin bench -- {}\n```\n",
        command(set, names)
    )?;
    writeln!(
        text,
        "Medians of {} rounds on {cores} cores; in each round every interpreter has its turn. {}\n",
        pace.rounds,
        match set {
            Set::Threads | Set::Allocation =>
                "Milliseconds for fixed work in one thread, relative to the first interpreter (lower is faster), \
                 and how much more work two threads do in the same time; two processes of one thread each, which \
                 share nothing, say what the machine has to give.",
            Set::Processes =>
                "Milliseconds from the start of a process to its end, the compiler's threads included; it runs the program \
                 as often as the first interpreter does in a second.",
            _ =>
                "Milliseconds of a warm run, and the time relative to the first interpreter (lower is faster), \
                 the median of the ratios of the rounds.",
        }
    )?;
    writeln!(text, "![the same as a plot]({}.svg)\n", set.name())?;
    head(&mut text, set, names)?;
    for score in scores {
        write!(text, "| {} |", score.name)?;
        for contestant in 0..names.len() {
            row(&mut text, set, score, contestant)?;
        }
        writeln!(text)?;
    }
    sum(&mut text, set, names, scores)?;
    for score in scores {
        for complaint in score.complaints() {
            writeln!(text, "\n**{}**: {complaint}", score.name)?;
        }
    }
    Ok(text)
}

fn command(set: Set, names: &[&str]) -> String {
    let which = match set {
        Set::Pyperformance => "--pyperformance DIR".to_string(),
        _ => format!("--set {}", set.name()),
    };
    let with: Vec<String> = names
        .iter()
        .map(|name| format!("--with {name}=PATH"))
        .collect();
    format!("{which} {}", with.join(" "))
}

fn head(text: &mut String, set: Set, names: &[&str]) -> std::fmt::Result {
    write!(text, "| program |")?;
    let mut columns = 0;
    for (index, name) in names.iter().enumerate() {
        let mut column = |title: String| {
            columns += 1;
            write!(text, " {title} |")
        };
        column(format!("{name}, ms"))?;
        if index > 0 {
            column(format!("{name} / {}", names[0]))?;
        }
        if set.is_threaded() {
            column(format!("{name}, gain"))?;
            column("two processes".to_string())?;
        }
    }
    writeln!(text, "\n| --- |{}", " --: |".repeat(columns))
}

fn row(text: &mut String, set: Set, score: &Score, contestant: usize) -> std::fmt::Result {
    cell(
        text,
        score.seconds(contestant).map(|seconds| seconds * 1e3),
        3,
    )?;
    if contestant > 0 {
        cell(text, score.ratio(contestant), 2)?;
    }
    if set.is_threaded() {
        cell(text, score.gain(contestant), 2)?;
        cell(text, score.gain_apart(contestant), 2)?;
    }
    Ok(())
}

pub(crate) fn cell(text: &mut String, value: Option<f64>, digits: usize) -> std::fmt::Result {
    match value {
        Some(value) => write!(text, " {value:.digits$} |"),
        None => write!(text, " failed |"),
    }
}

/// The last row: geometric means over the programs that ran.
fn sum(text: &mut String, set: Set, names: &[&str], scores: &[Score]) -> std::fmt::Result {
    write!(text, "| **geometric mean** |")?;
    for contestant in 0..names.len() {
        write!(text, " |")?;
        if contestant > 0 {
            cell(text, mean_ratio(scores, contestant), 2)?;
        }
        if set.is_threaded() {
            for gain in [Score::gain, Score::gain_apart] {
                let gains = scores.iter().filter_map(|score| gain(score, contestant));
                cell(text, geometric_mean(gains), 2)?;
            }
        }
    }
    writeln!(text)
}

pub(crate) fn mean_ratio(scores: &[Score], contestant: usize) -> Option<f64> {
    geometric_mean(scores.iter().filter_map(|score| score.ratio(contestant)))
}

#[cfg(test)]
mod tests {
    use super::{geometric_mean, median};

    #[test]
    fn medians_of_odd_and_even_counts() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), Some(2.0));
        assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), Some(2.5));
        assert_eq!(median([].into_iter()), None);
    }

    #[test]
    fn the_geometric_mean_treats_half_and_double_alike() {
        let mean = geometric_mean([0.5, 2.0].into_iter()).unwrap();
        assert!((mean - 1.0).abs() < 1e-12);
        assert_eq!(geometric_mean([].into_iter()), None);
    }
}
