//! Leaves, objects without references, have blocks of their own, and live and die like others.

use crate::world::{NODE, RAW, World, clean_stack, follow, get, set, small};
use std::collections::HashSet;
use tython_gc::{Extent, Object};

/// Bytes of a block.
const BLOCK: usize = 64 << 10;

#[test]
fn leaves_have_blocks_of_their_own() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let mut blocks = [NODE, RAW].map(|_| HashSet::new());
    for words in 0..300 {
        for (layout, blocks) in [NODE, RAW].into_iter().zip(&mut blocks) {
            let object = thread.alloc(layout, words);
            blocks.insert(object.to_value() as usize / BLOCK);
        }
    }
    let [nodes, leaves] = blocks;
    assert!(nodes.is_disjoint(&leaves));
}

#[test]
fn leaves_live_as_long_as_somebody_refers_to_them() {
    let world = World::new(small());
    // Small ones, and one with blocks to itself.
    let sizes = [1, 2, 7, 40, 1000, 20_000];
    let root = world.elsewhere(|thread| {
        let root = thread.alloc(NODE, sizes.len());
        for (index, words) in sizes.into_iter().enumerate() {
            for kept in [false, true] {
                let leaf = thread.alloc(RAW, words);
                set(leaf, words - 1, index as u64);
                if kept {
                    set(root, index, leaf.to_value());
                }
            }
        }
        root.to_value()
    });
    world.set_globals(&[root]);
    let mut thread = world.attach(0);
    for extent in [Extent::Young, Extent::All, Extent::Young] {
        clean_stack();
        thread.mutator.collect(extent, |_| ());
        assert_eq!(world.heap.stats().live_objects, 1 + sizes.len());
        // SAFETY: a global.
        let root = unsafe { Object::from_value(root) };
        for (index, words) in sizes.into_iter().enumerate() {
            assert_eq!(get(follow(root, index), words - 1), index as u64);
        }
    }
}
