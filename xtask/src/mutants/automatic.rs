//! Mutants that need no author: every ordering one step weaker, every fence dropped.

use super::{Edit, Mutant};
use crate::source::{Kind, Role, Site, scan};
use std::collections::HashMap;

/// The orderings one step below `name`.
fn weaker(name: &str, role: Role) -> &'static [&'static str] {
    match (name, role) {
        ("SeqCst", Role::Load) => &["Acquire"],
        ("SeqCst", Role::Store) => &["Release"],
        ("SeqCst", _) => &["AcqRel"],
        ("AcqRel", _) => &["Acquire", "Release"],
        // There is no relaxed fence; dropping it is a mutant of its own.
        ("Acquire" | "Release", Role::Fence) => &[],
        ("Acquire" | "Release", _) => &["Relaxed"],
        _ => &[],
    }
}

/// The automatic mutants of one file.
///
/// An id is file, function, the how-manieth ordering (or fence) of that function, and the change.
pub(super) fn mutants(file: &str, text: &str) -> Result<Vec<Mutant>, String> {
    let mut ordinals: HashMap<(String, bool), usize> = HashMap::new();
    let mut mutants = Vec::new();
    for site in scan(text)?.sites {
        let fence = site.kind == Kind::Fence;
        let ordinal = ordinals.entry((site.function.clone(), fence)).or_default();
        *ordinal += 1;
        let place = format!(
            "{file}/{}",
            if site.function.is_empty() {
                "-"
            } else {
                &site.function
            }
        );
        let mut add = |site: &Site, id: String, replacement: String, what: String| {
            mutants.push(Mutant {
                id,
                file: file.to_string(),
                line: site.line,
                edits: vec![Edit {
                    range: site.range.clone(),
                    replacement,
                }],
                what,
                expect: Vec::new(),
                modelled: site.modelled,
            });
        };
        match &site.kind {
            Kind::Fence => {
                let what = format!("drop `{}`", &text[site.range.clone()]);
                add(
                    &site,
                    format!("{place}/fence{ordinal}/dropped"),
                    "()".to_string(),
                    what,
                );
            }
            Kind::Ordering(name, role) => {
                for weak in weaker(name, *role) {
                    let id = format!("{place}/{ordinal}/{name}-to-{weak}");
                    add(
                        &site,
                        id,
                        format!("Ordering::{weak}"),
                        format!("{name} to {weak}"),
                    );
                }
            }
        }
    }
    Ok(mutants)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "impl Cell {
        fn get(&self) -> u64 { self.0.load(Ordering::SeqCst) }
        fn swap(&self) { self.0.swap(1, Ordering::AcqRel); fence(Ordering::AcqRel); self.0.load(Ordering::Relaxed); }
        fn set(&self) { fence_after_rmw(); self.0.store(1, Ordering::SeqCst); }
    }";

    fn changes(text: &str) -> Vec<(String, String)> {
        let line = |mutant: &Mutant| {
            mutant
                .applied_to(text)
                .lines()
                .nth(mutant.line - 1)
                .unwrap()
                .trim()
                .to_string()
        };
        mutants("a.rs", text)
            .unwrap()
            .iter()
            .map(|mutant| (mutant.id.clone(), line(mutant)))
            .collect()
    }

    #[test]
    fn each_ordering_goes_down_one_step() {
        let changes = changes(SOURCE);
        let ids: Vec<&str> = changes.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "a.rs/Cell::get/1/SeqCst-to-Acquire",
                "a.rs/Cell::swap/1/AcqRel-to-Acquire",
                "a.rs/Cell::swap/1/AcqRel-to-Release",
                "a.rs/Cell::swap/fence1/dropped",
                "a.rs/Cell::swap/2/AcqRel-to-Acquire",
                "a.rs/Cell::swap/2/AcqRel-to-Release",
                "a.rs/Cell::set/fence1/dropped",
                "a.rs/Cell::set/1/SeqCst-to-Release",
            ]
        );
        assert_eq!(
            changes[0].1,
            "fn get(&self) -> u64 { self.0.load(Ordering::Acquire) }"
        );
        assert!(changes[3].1.contains("AcqRel); (); self"));
        assert!(
            changes[5]
                .1
                .contains("swap(1, Ordering::AcqRel); fence(Ordering::Release);")
        );
        assert_eq!(
            changes[6].1,
            "fn set(&self) { (); self.0.store(1, Ordering::SeqCst); }"
        );
    }

    #[test]
    fn ids_survive_edits_elsewhere() {
        let ids = |text: &str| {
            changes(text)
                .into_iter()
                .map(|(id, _)| id)
                .collect::<Vec<_>>()
        };
        let edited = SOURCE.replace(
            "impl Cell {",
            "//! Head.\nfn new(x: &A) { x.load(Ordering::Acquire) }\nimpl Cell {\n // why\n",
        );
        assert_eq!(ids(&edited)[1..], ids(SOURCE)[..]);
    }
}
