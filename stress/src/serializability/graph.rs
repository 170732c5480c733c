//! The graph of all attempts: an edge from each to those that must come later.

use super::cycle::Edges;
use super::versions::{Look, Versions};
use super::{Dependency, Edge, Finding, Order};
use crate::history::History;

/// The attempts, by number, then the auxiliary nodes of real time.
pub(super) struct Graph {
    pub(super) edges: Edges,
}

impl Graph {
    pub(super) fn new(
        history: &History,
        versions: &Versions,
        order: Order,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut pairs = Vec::with_capacity(history.len() * 12);
        let mut scratch = versions.scratch();
        for number in 0..history.len() {
            let missed = versions.looks(history, number, &mut scratch, |look| {
                let before = versions.writer(look, number).unwrap_or_else(|fate| {
                    let writer = versions.author(look.value).map(|writer| history.id(writer));
                    let Look {
                        variable, value, ..
                    } = look;
                    findings.push(Finding::DirtyRead {
                        reader: history.id(number),
                        variable,
                        value,
                        writer,
                        fate,
                    });
                    None
                });
                pairs.extend(before.map(|before| pair(before, number)));
                pairs.extend(
                    versions
                        .next(look)
                        .filter(|&after| after != number)
                        .map(|after| pair(number, after)),
                );
            });
            findings.extend(missed);
        }
        for thread in history.first().windows(2) {
            pairs.extend((thread[0] + 1..thread[1]).map(|number| pair(number - 1, number)));
        }
        let nodes = match order {
            Order::Program => history.len(),
            Order::RealTime => add_real_time(history, &mut pairs),
        };
        Graph {
            edges: Edges::new(nodes, &pairs),
        }
    }
}

fn pair(from: usize, to: usize) -> (u32, u32) {
    (from as u32, to as u32)
}

/// Edges from everything that ended to everything that began later, over a chain of auxiliary
/// nodes: each stands for a moment, has an edge from what ended before it and from the previous
/// one, and to what began after it and before the next. Returns the number of nodes.
fn add_real_time(history: &History, pairs: &mut Vec<(u32, u32)>) -> usize {
    let times = |time: fn(&crate::history::Attempt) -> u64| {
        let mut times: Vec<_> = (0..history.len())
            .map(|number| (time(&history.attempt(number).0), number))
            .collect();
        times.sort_unstable();
        times
    };
    let starts = times(|attempt| attempt.start);
    let mut ends = times(|attempt| attempt.end).into_iter().peekable();
    let mut moment = None;
    let mut nodes = history.len();
    for (start, number) in starts {
        let mut before = moment;
        while let Some((_, ended)) = ends.next_if(|&(end, _)| end < start) {
            if before == moment {
                pairs.extend(moment.map(|moment| pair(moment, nodes)));
                before = Some(nodes);
                nodes += 1;
            }
            pairs.extend(before.map(|before| pair(ended, before)));
        }
        moment = before;
        pairs.extend(moment.map(|moment| pair(moment, number)));
    }
    nodes
}

/// Says why each attempt of a cycle comes before the next.
pub(super) fn explain(history: &History, versions: &Versions, cycle: &[usize]) -> Vec<Edge> {
    let real: Vec<usize> = cycle
        .iter()
        .copied()
        .filter(|&node| node < history.len())
        .collect();
    let direct = |from: usize, to: usize| {
        cycle
            .iter()
            .zip(cycle.iter().cycle().skip(1))
            .any(|pair| pair == (&from, &to))
    };
    let edges = real.iter().zip(real.iter().cycle().skip(1));
    edges
        .map(|(&from, &to)| {
            let why = if direct(from, to) {
                dependency(history, versions, from, to)
            } else {
                Dependency::RealTime
            };
            Edge {
                from: history.id(from),
                to: history.id(to),
                why,
            }
        })
        .collect()
}

fn dependency(history: &History, versions: &Versions, from: usize, to: usize) -> Dependency {
    let mut why = Dependency::Program;
    let mut scratch = versions.scratch();
    versions.looks(history, from, &mut scratch, |look| {
        if versions.next(look) == Some(to) {
            why = Dependency::ReadWrite(look.variable, look.value);
        }
    });
    versions.looks(history, to, &mut scratch, |look| {
        if versions.writer(look, to) == Ok(Some(from)) {
            why = match look.replaced {
                true => Dependency::WriteWrite(look.variable, look.value),
                false => Dependency::WriteRead(look.variable, look.value),
            };
        }
    });
    why
}
