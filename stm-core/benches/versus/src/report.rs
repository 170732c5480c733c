//! Medians over the rounds, as a table.

use crate::plot;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use std::{fs, io, thread};

/// One point of the plot: a workload with its mix, on so many threads.
pub(crate) struct Row {
    pub(crate) workload: &'static str,
    pub(crate) mix: u64,
    pub(crate) label: &'static str,
    pub(crate) threads: usize,
    /// For each backend its name and its operations in a second, one for each round.
    pub(crate) throughputs: Vec<(&'static str, Vec<f64>)>,
}

impl Row {
    pub(crate) fn new(
        workload: &'static str,
        mix: u64,
        label: &'static str,
        threads: usize,
        backends: impl Iterator<Item = &'static str>,
    ) -> Self {
        Row {
            workload,
            mix,
            label,
            threads,
            throughputs: backends.map(|name| (name, Vec::new())).collect(),
        }
    }

    pub(crate) fn throughput(&self, backend: usize) -> f64 {
        median(self.throughputs[backend].1.iter().copied())
    }

    /// The median of the ratios of each round: both were measured within a second or so.
    fn ratio(&self, backend: usize, to: usize) -> f64 {
        let of = |backend: usize| self.throughputs[backend].1.iter();
        median(of(backend).zip(of(to)).map(|(mine, theirs)| mine / theirs))
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
}

pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) rounds: usize,
    pub(crate) duration: Duration,
}

impl Report {
    pub(crate) fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("versus.md"), self.markdown())?;
        fs::write(folder.join("versus.svg"), plot::svg(&self.rows))
    }

    pub(crate) fn markdown(&self) -> String {
        self.render().expect("a String takes everything")
    }

    fn render(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let cores = thread::available_parallelism().map_or(0, usize::from);
        writeln!(
            text,
            "# stm-core against a mutex, the `stm` crate and TL2\n"
        )?;
        writeln!(
            text,
            "```\ncargo run --release --target-dir target --manifest-path stm-core/benches/versus/Cargo.toml\n```\n"
        )?;
        writeln!(
            text,
            "Million operations a second on {cores} cores: medians of {} rounds of {} ms; in each round every \
             backend has its turn. In brackets: times the mutex, the median of the ratios of the rounds. The last \
             column is the ratio of tython to TL2.\n",
            self.rounds,
            self.duration.as_millis()
        )?;
        writeln!(text, "![the same as a plot](versus.svg)\n")?;
        let Some(first) = self.rows.first() else {
            return Ok(text);
        };
        let names: Vec<_> = first.throughputs.iter().map(|(name, _)| *name).collect();
        let last = names.len() - 1;
        writeln!(
            text,
            "| workload | threads | {} | {} / {} |",
            names.join(" | "),
            names[last],
            names[last - 1]
        )?;
        writeln!(text, "| --- | --: |{} --: |", " --: |".repeat(names.len()))?;
        for row in &self.rows {
            write!(
                text,
                "| {}, {} | {} |",
                row.workload, row.label, row.threads
            )?;
            for backend in 0..names.len() {
                write!(text, " {:.3}", row.throughput(backend) / 1e6)?;
                if backend > 0 {
                    write!(text, " ({:.2})", row.ratio(backend, 0))?;
                }
                write!(text, " |")?;
            }
            writeln!(text, " {:.2} |", row.ratio(last, last - 1))?;
        }
        Ok(text)
    }
}
