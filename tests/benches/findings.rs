//! The tables of the studies: a row for each figure, or for each program with its memory.

use crate::contest::Pace;
use crate::plot::{self, Line};
use crate::report::{cell, geometric_mean};
use crate::study::{Outcome, Study};
use std::fmt::{Error, Write};
use std::thread;

/// What is measured of memory, and what a program needs to have that figure.
const LIVE: &str = "live, MiB";
const PEAK: &str = "peak, MiB";
const WHOLE: &str = "whole, MiB";

pub(crate) fn markdown(study: Study, names: &[&str], outcomes: &[Outcome], pace: &Pace) -> String {
    render(study, names, outcomes, pace).expect("a String takes everything")
}

fn render(
    study: Study,
    names: &[&str],
    outcomes: &[Outcome],
    pace: &Pace,
) -> Result<String, Error> {
    let mut text = String::new();
    let with: String = names
        .iter()
        .map(|name| format!(" --with {name}=PATH"))
        .collect();
    let quick = if pace.quick { " --quick" } else { "" };
    let cores = thread::available_parallelism().map_or(0, usize::from);
    writeln!(text, "# Benchmarks: {}\n", study.name())?;
    writeln!(
        text,
        "```\ncargo run --release -p tython-tests --bin bench -- --set {}{with}{quick}\n```\n",
        study.name()
    )?;
    writeln!(text, "On {cores} cores. {}\n", about(study))?;
    writeln!(text, "![the same as a plot]({}.svg)\n", study.name())?;
    match study {
        Study::Memory => {
            memory(&mut text, names, outcomes, &[LIVE, PEAK])?;
            memory(&mut text, names, outcomes, &[WHOLE])?;
        }
        Study::Pauses | Study::Server => {
            for outcome in outcomes {
                figures(&mut text, names, outcome)?;
            }
        }
    }
    for outcome in outcomes {
        for complaint in &outcome.complaints {
            writeln!(text, "\n**{}**: {complaint}", outcome.name)?;
        }
    }
    text.truncate(text.trim_end().len());
    writeln!(text)?;
    Ok(text)
}

fn about(study: Study) -> &'static str {
    match study {
        Study::Memory => {
            "*Live*: what is resident while the program's data is kept, after a collection; *peak*: the most \
             that ever was; both less what the interpreter had resident before the program was loaded. *Whole*: \
             the peak of the process with the interpreter itself, for programs that need little besides. \
             `tests/benches/gc/memory.py` has the rules."
        }
        Study::Pauses => {
            "Pauses of a thread that allocates at full speed beside a large live heap, without the time that it \
             was ready and waited for a core; medians of the rounds. `tests/benches/gc/pauses.py` has the rules."
        }
        Study::Server => {
            "The live size over the requests of a server-like loop, taken after collections. \
             `tests/benches/gc/server.py` says what a request does."
        }
    }
}

/// A row for each figure, a column for each interpreter.
fn figures(text: &mut String, names: &[&str], outcome: &Outcome) -> Result<(), Error> {
    write!(text, "| |")?;
    for name in names {
        write!(text, " {name} |")?;
    }
    writeln!(text, "\n| --- |{}", " --: |".repeat(names.len()))?;
    for (figure, digits) in outcome.figures() {
        write!(text, "| {figure} |")?;
        for contestant in 0..names.len() {
            match outcome.value(contestant, figure) {
                None if outcome.ran(contestant) => write!(text, " n/a |")?,
                value => cell(text, value, digits)?,
            }
        }
        writeln!(text)?;
    }
    Ok(())
}

/// A row for each program that has the first of these figures.
fn memory(
    text: &mut String,
    names: &[&str],
    outcomes: &[Outcome],
    figures: &[&str],
) -> Result<(), Error> {
    let outcomes: Vec<&Outcome> = having(outcomes, figures[0]).collect();
    if outcomes.is_empty() {
        return Ok(());
    }
    write!(text, "| program |")?;
    let mut columns = 0;
    for (index, name) in names.iter().enumerate() {
        for figure in figures {
            columns += 1;
            write!(text, " {name}, {figure} |")?;
            if index > 0 {
                columns += 1;
                write!(text, " / {} |", names[0])?;
            }
        }
    }
    writeln!(text, "\n| --- |{}", " --: |".repeat(columns))?;
    for outcome in &outcomes {
        write!(text, "| {} |", outcome.name)?;
        for contestant in 0..names.len() {
            for figure in figures {
                cell(text, outcome.value(contestant, figure), 1)?;
                if contestant > 0 {
                    cell(text, ratio(outcome, contestant, figure), 2)?;
                }
            }
        }
        writeln!(text)?;
    }
    write!(text, "| **geometric mean** |")?;
    for contestant in 0..names.len() {
        for figure in figures {
            write!(text, " |")?;
            if contestant > 0 {
                cell(text, mean(&outcomes, contestant, figure), 2)?;
            }
        }
    }
    writeln!(text, "\n")
}

fn having<'a>(outcomes: &'a [Outcome], figure: &str) -> impl Iterator<Item = &'a Outcome> {
    outcomes
        .iter()
        .filter(move |outcome| outcome.figures().iter().any(|(name, _)| *name == figure))
}

/// To the first interpreter.
fn ratio(outcome: &Outcome, contestant: usize, figure: &str) -> Option<f64> {
    Some(outcome.value(contestant, figure)? / outcome.value(0, figure)?)
}

fn mean(outcomes: &[&Outcome], contestant: usize, figure: &str) -> Option<f64> {
    let ratios = outcomes.iter();
    geometric_mean(ratios.filter_map(|outcome| ratio(outcome, contestant, figure)))
}

/// The ratios of memory as a plot.
pub(crate) fn memory_plot(names: &[&str], outcomes: &[Outcome]) -> String {
    let mut lines = Vec::new();
    for figure in [LIVE, PEAK, WHOLE] {
        let what = figure.trim_end_matches(", MiB");
        let outcomes: Vec<&Outcome> = having(outcomes, figure).collect();
        for outcome in &outcomes {
            lines.push(Line {
                label: format!("{}, {what}", outcome.name),
                values: (0..names.len())
                    .map(|contestant| ratio(outcome, contestant, figure))
                    .collect(),
            });
        }
        lines.push(Line {
            label: format!("geometric mean, {what}"),
            values: (0..names.len())
                .map(|contestant| mean(&outcomes, contestant, figure))
                .collect(),
        });
    }
    let what = "memory relative to the first interpreter: less is smaller";
    plot::render(what, true, names, &lines).expect("a String takes everything")
}
