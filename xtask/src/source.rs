//! Reads Rust source as tokens and finds what the mutants and the tidy test ask for: every memory
//! ordering and every fence, with the function around it and the builds that contain it.
//!
//! Tokens, not a syntax tree, so that macros are read like everything else; and not text, so that
//! comments and strings are never mistaken for code.

mod cfg;
mod walk;

use std::ops::Range;

/// What stands at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `Ordering::X`: its name, and what it orders.
    Ordering(String, Role),
    /// A call of `fence` or `fence_after_rmw`, whole.
    Fence,
}

/// What an ordering is an argument of; it decides which weaker orderings make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A load, or the failure of a compare-and-swap.
    Load,
    /// A store.
    Store,
    /// A read-modify-write, or a function that hands its ordering on.
    Update,
    /// A fence.
    Fence,
}

/// One place where memory is ordered.
#[derive(Clone, Debug)]
pub struct Site {
    /// What stands there.
    pub kind: Kind,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its line, from 1.
    pub line: usize,
    /// The function around it: `module::Type::function`, empty outside functions.
    pub function: String,
    /// The line of that function's `fn`.
    pub function_line: usize,
    /// Whether the loom build contains it. If not, the build that is shipped does.
    pub modelled: bool,
}

/// What [`scan`] finds in one file.
#[derive(Debug, Default)]
pub struct Scan {
    /// Orderings and fences outside tests, in the order of the file.
    pub sites: Vec<Site>,
    /// All tokens that the loom build contains, without comments: equal for two versions of a file
    /// between which no model can tell.
    pub fingerprint: String,
    /// Every identifier of the file with its line, tests included.
    pub words: Vec<(String, usize)>,
}

/// Reads one file.
pub fn scan(text: &str) -> Result<Scan, String> {
    let tokens = text.parse().map_err(|error| format!("not Rust: {error}"))?;
    Ok(walk::file(tokens))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn functions(text: &str) -> Vec<(String, bool)> {
        scan(text)
            .unwrap()
            .sites
            .into_iter()
            .map(|site| (site.function, site.modelled))
            .collect()
    }

    #[test]
    fn roles_follow_the_call() {
        let text = "fn f() {
            a.load(Ordering::SeqCst);
            a.store(g(1, 2), Ordering::Release);
            a.compare_exchange(x, y, Ordering::AcqRel, Ordering::Acquire).is_ok();
            a.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |x| Some(x));
            debug_assert!(a.fetch_or(1, Ordering::AcqRel) == 0);
            crate::sync::fence(Ordering::SeqCst);
            fence_after_rmw();
            a.cmp(b) == Ordering::Less; // Ordering::SeqCst
        }";
        let found: Vec<_> = scan(text)
            .unwrap()
            .sites
            .into_iter()
            .map(|site| (site.kind, &text[site.range]))
            .collect();
        let ordering = |name: &str, role| Kind::Ordering(name.to_string(), role);
        assert_eq!(
            found,
            [
                (ordering("SeqCst", Role::Load), "Ordering::SeqCst"),
                (ordering("Release", Role::Store), "Ordering::Release"),
                (ordering("AcqRel", Role::Update), "Ordering::AcqRel"),
                (ordering("Acquire", Role::Load), "Ordering::Acquire"),
                (ordering("AcqRel", Role::Update), "Ordering::AcqRel"),
                (ordering("Relaxed", Role::Load), "Ordering::Relaxed"),
                (ordering("AcqRel", Role::Update), "Ordering::AcqRel"),
                (Kind::Fence, "crate::sync::fence(Ordering::SeqCst)"),
                (ordering("SeqCst", Role::Fence), "Ordering::SeqCst"),
                (Kind::Fence, "fence_after_rmw()"),
            ]
        );
    }

    #[test]
    fn functions_are_named_with_their_types() {
        let text = "
            mod inner { impl<H: Heap<'static>> fmt::Debug for Guard<'_, H> where H: Fn(u8) -> u8 {
                fn fmt<A, B>(&self) -> bool { self.0.load(Ordering::Acquire) }
            } }
            impl<T> Cell<T> { fn get(&self) { if a { b } else { fence(Ordering::Acquire) } } }
            fn fence() {}
            static X: u8 = f(Ordering::Acquire);";
        let names: Vec<String> = functions(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["inner::Guard::fmt", "Cell::get", "Cell::get", ""]);
    }

    #[test]
    fn builds_are_told_apart() {
        let text = r#"
            fn f() {
                #[cfg(not(feature = "loom"))]
                if a { x.load(Ordering::Acquire) } else { x.load(Ordering::Acquire) };
                #[cfg(feature = "loom")]
                fence(Ordering::Acquire);
                g(#[cfg(feature = "shuttle")] Ordering::Acquire, Ordering::Acquire);
            }
            #[cfg(all(test, not(feature = "loom")))]
            mod tests { fn g() { fence_after_rmw() } }
            #[cfg(test)] use x;
            fn h() { fence_after_rmw() }"#;
        let builds: Vec<bool> = functions(text)
            .into_iter()
            .map(|(_, modelled)| modelled)
            .collect();
        assert_eq!(builds, [false, false, true, true, true, true]);
    }

    #[test]
    fn a_fingerprint_ignores_comments_and_tests_only() {
        let print = |text| scan(text).unwrap().fingerprint;
        let plain = print("fn f() -> u8 { 1 }");
        assert_eq!(
            plain,
            print("//! Doc.\n/// Doc.\nfn f() -> u8 { 1 /* one */ }\n#[cfg(test)] mod t { }")
        );
        assert_ne!(plain, print("fn f() -> u8 { 2 }"));
        assert_ne!(plain, print("#[inline] fn f() -> u8 { 1 }"));
        assert_ne!(print("x((a), b);"), print("x((a, b));"));
    }
}
