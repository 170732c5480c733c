//! A short cycle of a large directed graph: strongly connected components, then a breadth-first
//! search in the smallest.

use std::collections::VecDeque;

/// The edges of a graph, sorted by where they start.
pub(super) struct Edges {
    /// Where the edges of each node begin in `targets`, and the end.
    first: Vec<u32>,
    targets: Vec<u32>,
}

impl Edges {
    /// The graph with nodes `0..nodes` and these edges, none of them from a node to itself.
    pub(super) fn new(nodes: usize, pairs: &[(u32, u32)]) -> Self {
        let mut first = vec![0; nodes + 2];
        for &(from, _) in pairs {
            first[from as usize + 2] += 1;
        }
        for node in 2..nodes + 2 {
            first[node] += first[node - 1];
        }
        let mut targets = vec![0; pairs.len()];
        for &(from, to) in pairs {
            let place = &mut first[from as usize + 1];
            targets[*place as usize] = to;
            *place += 1;
        }
        first.pop();
        Edges { first, targets }
    }

    fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    fn of(&self, node: usize) -> &[u32] {
        &self.targets[self.first[node] as usize..self.first[node + 1] as usize]
    }
}

/// The nodes of a short cycle, in order; none if there is no cycle. Nodes from `real` on are
/// auxiliary and do not count for its length.
pub(super) fn shortest(edges: &Edges, real: usize) -> Option<Vec<usize>> {
    let component = components(edges)
        .into_iter()
        .min_by_key(|nodes| nodes.len())?;
    let mut inside = vec![false; edges.nodes()];
    component.iter().for_each(|&node| inside[node] = true);
    let mut search = Search {
        edges,
        real,
        inside,
        came_from: vec![usize::MAX; edges.nodes()],
    };
    let mut best: Option<Vec<usize>> = None;
    // Each search costs at most the component; a huge one is sampled.
    let searches = (20_000_000 / component.len()).clamp(1, 10_000);
    for &start in component.iter().filter(|&&node| node < real).take(searches) {
        let cycle = search.back_to(start);
        let length = |cycle: &[usize]| cycle.iter().filter(|&&node| node < real).count();
        if best
            .as_ref()
            .is_none_or(|best| length(&cycle) < length(best))
        {
            best = Some(cycle);
        }
    }
    best
}

/// The strongly connected components of more than one node: Tarjan, "Depth-first search and
/// linear graph algorithms" (SIAM Journal on Computing, 1972), with its own stack.
fn components(edges: &Edges) -> Vec<Vec<usize>> {
    const NEW: u32 = u32::MAX;
    const DONE: u32 = u32::MAX - 1;
    // The order of discovery, then the oldest node on the stack that can be reached.
    let mut low = vec![NEW; edges.nodes()];
    let mut discovered = 0;
    let mut open: Vec<usize> = Vec::new();
    // A node, its order of discovery, and which edge to follow next.
    let mut path: Vec<(usize, u32, usize)> = Vec::new();
    let mut found = Vec::new();
    for root in 0..edges.nodes() {
        if low[root] != NEW {
            continue;
        }
        path.push((root, discovered, 0));
        while let Some((node, order, next)) = path.last_mut() {
            if *next == 0 && low[*node] == NEW {
                low[*node] = *order;
                discovered += 1;
                open.push(*node);
            }
            let (node, order) = (*node, *order);
            if let Some(&target) = edges.of(node).get(*next) {
                *next += 1;
                match low[target as usize] {
                    NEW => path.push((target as usize, discovered, 0)),
                    DONE => {}
                    other => low[node] = low[node].min(other),
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, ..)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order {
                let start = open
                    .iter()
                    .rposition(|&member| member == node)
                    .expect("it was pushed");
                let component = open.split_off(start);
                component.iter().for_each(|&member| low[member] = DONE);
                if component.len() > 1 {
                    found.push(component);
                }
            }
        }
    }
    found
}

struct Search<'a> {
    edges: &'a Edges,
    real: usize,
    inside: Vec<bool>,
    came_from: Vec<usize>,
}

impl Search<'_> {
    /// The shortest cycle through `start`, a real node of the component: breadth first, a step to
    /// an auxiliary node costs nothing and so goes to the front of the queue.
    fn back_to(&mut self, start: usize) -> Vec<usize> {
        let mut queue = VecDeque::from([start]);
        let mut met = Vec::new();
        let mut last = None;
        while let Some(node) = queue.pop_front() {
            for &target in self.edges.of(node) {
                let target = target as usize;
                if target == start {
                    last = Some(node);
                    break;
                }
                if !self.inside[target] || self.came_from[target] != usize::MAX {
                    continue;
                }
                self.came_from[target] = node;
                met.push(target);
                if target < self.real {
                    queue.push_back(target)
                } else {
                    queue.push_front(target)
                }
            }
            if last.is_some() {
                break;
            }
        }
        let mut cycle = vec![];
        let mut node = last.expect("a component has a way back");
        while node != start {
            cycle.push(node);
            node = self.came_from[node];
        }
        cycle.push(start);
        cycle.reverse();
        met.into_iter()
            .for_each(|node| self.came_from[node] = usize::MAX);
        cycle
    }
}
