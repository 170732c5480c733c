//! `itertools`.
//!
//! The classes are iterators as those of the builtins are (`objects::iterators`): a function that makes
//! a step, and three fields whose meaning is said where the class is. Copying and pickling went in
//! Python 3.14, so the fields are nobody else's business.
//!
//! | file | what |
//! | --- | --- |
//! | `endless.rs` | `count`, `repeat`, `cycle` |
//! | `chain.rs` | `chain` |
//! | `select.rs` | `takewhile`, `dropwhile`, `filterfalse`, `compress` |
//! | `islice.rs` | `islice` |
//! | `windows.rs` | `pairwise`, `batched` |
//! | `apply.rs` | `accumulate`, `starmap` |
//! | `zip_longest.rs`, `groupby.rs`, `tee.rs` | the classes of these names |
//! | `product.rs`, `combinations.rs`, `permutations.rs` | combinatorics |
//! | `indices.rs` | what those count with |

mod apply;
mod chain;
mod combinations;
mod endless;
mod groupby;
mod indices;
mod islice;
mod permutations;
mod product;
mod select;
mod tee;
mod windows;
mod zip_longest;

use super::document;
use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::protocol;
use crate::value::Value;

native_module!("itertools", fill);

/// `__doc__`
const DOC: &str = "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)
}

/// The next value of the iterator that a field holds; `None` if it is unbound.
#[inline]
fn next_of(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    match iterator.bound() {
        Some(iterator) => protocol::next_within(cx, iterator),
        None => Ok(None),
    }
}

/// Declares a class of iterators, with the functions that all of them have.
macro_rules! iterator_type {
    ($(#[$doc:meta])* $cell:ident $name:literal $python_doc:literal) => {
        $crate::builtin_type! {
            $(#[$doc])*
            static $cell = $crate::types::TypeDef {
                name: $name,
                module: "itertools",
                layout: Some($crate::heap::layout::ITERATOR),
                subclassable: true,
                doc: $python_doc,
                ..$crate::types::TypeDef::NEW
            };
        }

        $crate::iterator_class!($cell);
    };
}

use iterator_type;
