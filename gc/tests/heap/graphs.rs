//! Random graphs against a model: what the model reaches is alive and unchanged, and everything
//! else dies. (Where a test runs as a mutator, a stray word on its native stack may hold a little of
//! it; so graphs are built, and collected, by threads of their own.)

use crate::world::{
    COUNTED, DROPPED, NODE, ODD, PAIR, Random, Thread, World, clean_stack, drops_of, follow, get,
    numbers, set, small,
};
use std::collections::{HashMap, HashSet};
use tython_gc::{Config, Extent, Heap, LayoutId, Object, Zeal};

/// Addresses in disguise: what a test knows of an object must not keep it alive.
fn hide(object: Object) -> u64 {
    !object.to_value()
}

fn reveal(hidden: u64) -> Object {
    // SAFETY: made by `hide`.
    unsafe { Object::from_value(!hidden) }
}

/// A random graph of droppable objects, each with up to two references, and its model.
struct Graph {
    first: usize,
    hidden: Vec<u64>,
    edges: HashMap<usize, [Option<usize>; 2]>,
    roots: Vec<usize>,
}

fn build(thread: &mut Thread, random: &mut Random, count: usize) -> Graph {
    let first = numbers(count);
    let mut graph = Graph {
        first,
        hidden: Vec::new(),
        edges: HashMap::new(),
        roots: Vec::new(),
    };
    for number in 0..count {
        // Now and then with room for more, so that many size classes take part.
        let words = if random.below(10) == 0 {
            random.below(3000)
        } else {
            0
        };
        let object = thread.alloc(DROPPED, 3 + words);
        set(object, 2, (first + number) as u64);
        graph.hidden.push(hide(object));
    }
    for number in 0..count {
        let edges = [0, 1].map(|_| (random.below(3) > 0).then(|| random.below(count)));
        for (index, edge) in edges.iter().enumerate() {
            let value = edge.map_or(0, |target| reveal(graph.hidden[target]).to_value());
            set(reveal(graph.hidden[number]), index, value);
        }
        graph.edges.insert(number, edges);
    }
    graph.roots = (0..count / 50).map(|_| random.below(count)).collect();
    graph
}

impl Graph {
    fn reached(&self) -> HashSet<usize> {
        let mut seen: HashSet<usize> = self.roots.iter().copied().collect();
        let mut work: Vec<usize> = seen.iter().copied().collect();
        while let Some(number) = work.pop() {
            let next = self.edges[&number].iter().flatten();
            work.extend(next.filter(|target| seen.insert(**target)));
        }
        seen
    }

    fn values(&self) -> Vec<u64> {
        let value = |number: &usize| reveal(self.hidden[*number]).to_value();
        self.roots.iter().map(value).collect()
    }

    /// What is not reached is not found either, whether it has been swept or not.
    fn check_dead(&self, heap: &Heap) {
        let reached = self.reached();
        let dead = (0..self.hidden.len()).filter(|number| !reached.contains(number));
        for number in dead {
            let value = reveal(self.hidden[number]).to_value();
            assert_eq!(heap.find_exact(value), None);
        }
    }

    /// Checks everything that is reached; returns how much else is still there.
    fn check(&self, heap: &Heap) -> usize {
        let reached = self.reached();
        for number in &reached {
            let object = reveal(self.hidden[*number]);
            assert_eq!(heap.find_exact(object.to_value()), Some(object));
            assert_eq!(object.meta().shape(), 7);
            assert_eq!(get(object, 2), (self.first + number) as u64);
            assert_eq!(drops_of(self.first + number), 0);
            for (index, edge) in self.edges[number].iter().enumerate() {
                let value = edge.map_or(0, |target| reveal(self.hidden[target]).to_value());
                assert_eq!(get(object, index), value);
            }
        }
        let others = (0..self.hidden.len()).filter(|number| !reached.contains(number));
        let drops: Vec<u32> = others.map(|number| drops_of(self.first + number)).collect();
        assert!(drops.iter().all(|drops| *drops <= 1));
        drops.iter().filter(|drops| **drops == 0).count()
    }
}

fn random_graphs(config: Config) {
    // What is hidden is not to be collected while a graph is being built.
    let world = World::new(Config {
        min_allocation: usize::MAX / 4,
        ..config
    });
    let mut random = Random::new(11);
    for _ in 0..20 {
        let count = 100 + random.below(3000);
        let mut graph = world.elsewhere(|thread| build(thread, &mut random, count));
        // Fewer and fewer roots, and the rest is cut loose, part by part.
        while !graph.roots.is_empty() {
            world.set_globals(&graph.values());
            world.elsewhere(|thread| thread.mutator.collect(Extent::All, |_| ()));
            graph.check_dead(world.heap);
            // The second collection sweeps what the first found dead.
            world.elsewhere(|thread| thread.mutator.collect(Extent::All, |_| ()));
            assert_eq!(graph.check(world.heap), 0, "dead objects are left");
            graph.roots.truncate(graph.roots.len() / 2);
        }
        world.set_globals(&[]);
    }
}

#[test]
fn what_the_model_reaches_is_alive() {
    random_graphs(small());
}

#[test]
fn a_mark_stack_that_is_too_small_loses_nothing() {
    for mark_stack in [1, 2, 40] {
        random_graphs(Config {
            zeal: Zeal {
                mark_stack,
                ..Zeal::default()
            },
            ..small()
        });
    }
}

/// Wraps `inner` in an object of this layout, at the last place where it holds a value.
fn wrap(thread: &mut Thread, layout: LayoutId, words: usize, inner: Object) -> (Object, usize) {
    let object = thread.alloc(layout, words);
    let place = match layout {
        PAIR => 1,
        ODD => (words - 1) / 2 * 2 - 1,
        _ => words - 1,
    };
    if layout == COUNTED {
        set(object, 0, words as u64 - 1);
    } else if layout == ODD {
        set(object, 0, words as u64);
    }
    set(object, place, inner.to_value());
    (object, place)
}

#[test]
fn every_layout_is_traced_to_its_end() {
    let world = World::new(small());
    for layout in [NODE, PAIR, COUNTED, ODD] {
        for words in [4, 5, 257, 258, 1000, 5000, 50_000] {
            let number = numbers(1);
            let (outer, inner, place) = world.elsewhere(|thread| {
                let inner = thread.object(DROPPED, &[0, 0, number as u64]);
                let (outer, place) = wrap(thread, layout, words, inner);
                (hide(outer), hide(inner), place)
            });
            world.set_globals(&[reveal(outer).to_value()]);
            world.elsewhere(|thread| thread.mutator.collect(Extent::All, |_| ()));
            world.elsewhere(|thread| thread.mutator.collect(Extent::All, |_| ()));
            assert_eq!(drops_of(number), 0, "{layout:?} of {words} words");
            assert_eq!(follow(reveal(outer), place), reveal(inner));
        }
    }
}

#[test]
fn raw_words_hold_nothing() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(200);
    #[inline(never)]
    fn build(thread: &mut Thread, first: usize) -> Vec<u64> {
        let mut values = Vec::new();
        for number in first..first + 200 {
            let inner = thread.object(DROPPED, &[0, 0, number as u64]);
            let outer = thread.object(PAIR, &[0, 0, inner.to_value()]);
            values.push(outer.to_value());
        }
        values
    }
    let values = build(&mut thread, first);
    world.set_globals(&values);
    clean_stack();
    thread.collect_all();
    let dropped: u32 = (first..first + 200).map(drops_of).sum();
    assert!(dropped > 190, "{dropped} of 200");
}

#[test]
fn a_long_list_does_not_overflow_the_native_stack() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let mut list = thread.object(PAIR, &[0, 0]);
    for index in 0..300_000 {
        list = thread.object(PAIR, &[list.to_value(), index << 1]);
    }
    thread.mutator.collect(Extent::All, |_| ());
    let mut length = 0;
    while get(list, 0) != 0 {
        list = follow(list, 0);
        length += 1;
    }
    assert_eq!(length, 300_000);
}

#[test]
fn references_to_elsewhere_are_ignored() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let stranger = Box::new([0u64; 4]);
    let address = stranger.as_ptr() as u64;
    world.set_globals(&[address | 1, 1, u64::MAX << 3 | 1, 12, 0b101]);
    thread.mutator.collect(Extent::All, |_| ());
    assert_eq!(world.heap.stats().live_objects, 0);
}
