//! `mutants.toml` of a crate: mutants with an author, hints, and the proofs of survivors.

use super::subject::Subject;
use super::{Edit, Mutant};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Catalogue {
    /// Ids that `--sample` runs.
    pub(super) sample: Vec<String>,
    /// For each source file the models that are likely to notice a change in it.
    pub(super) order: BTreeMap<String, Vec<String>>,
    mutant: Vec<Named>,
    pub(super) explained: Vec<Explained>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    file: String,
    find: String,
    replace: String,
    /// Further places of the same file, for a mistake that is more than one.
    #[serde(default)]
    also: Vec<Also>,
    why: String,
    #[serde(default)]
    expect: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    find: String,
    replace: String,
}

/// Why a survivor may stay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Explained {
    /// An id, in which `*` stands for any text.
    pub(super) id: String,
    /// The proof, or where it is written.
    pub(super) text: String,
}

impl Catalogue {
    pub(super) fn parse(text: &str) -> Result<Catalogue, String> {
        toml::from_str(text).map_err(|error| format!("mutants.toml: {error}"))
    }

    /// The named mutants of one file.
    pub(super) fn mutants(&self, file: &str, text: &str) -> Result<Vec<Mutant>, String> {
        self.mutant
            .iter()
            .filter(|named| named.file == file)
            .map(|named| named.locate(text))
            .collect()
    }

    /// The files with named mutants that are not the crate's own.
    pub(super) fn elsewhere(&self, subject: Subject) -> BTreeSet<&str> {
        let files = self.mutant.iter().map(|named| named.file.as_str());
        files
            .filter(|file| !subject.path(file).starts_with(subject.folder))
            .collect()
    }

    /// What [`Self::mutants`] cannot see: names that name nothing, or two things.
    pub(super) fn check(&self, mutants: &[Mutant]) -> Result<(), String> {
        let count = |id: &String| mutants.iter().filter(|mutant| mutant.id == *id).count();
        for named in &self.mutant {
            match count(&named.id) {
                0 => {
                    return Err(format!(
                        "mutant {}: there is no file {}",
                        named.id, named.file
                    ));
                }
                1 => {}
                _ => return Err(format!("two mutants are named {}", named.id)),
            }
        }
        match self.sample.iter().find(|id| count(id) == 0) {
            Some(id) => Err(format!("sample: there is no mutant {id}")),
            None => Ok(()),
        }
    }

    /// The proof that stands for a mutant.
    pub(super) fn explanation(&self, id: &str) -> Option<&Explained> {
        self.explained
            .iter()
            .find(|explained| matches(&explained.id, id))
    }
}

impl Named {
    fn locate(&self, text: &str) -> Result<Mutant, String> {
        let first = self.edit(text, &self.find, &self.replace)?;
        let line = 1 + text[..first.range.start].matches('\n').count();
        let mut edits = vec![first];
        for also in &self.also {
            edits.push(self.edit(text, &also.find, &also.replace)?);
        }
        edits.sort_by_key(|edit| edit.range.start);
        if edits
            .windows(2)
            .any(|pair| pair[0].range.end > pair[1].range.start)
        {
            return Err(format!("mutant {}: its places overlap", self.id));
        }
        Ok(Mutant {
            id: self.id.clone(),
            file: self.file.clone(),
            line,
            edits,
            what: self.why.clone(),
            expect: self.expect.clone(),
            modelled: true,
        })
    }

    fn edit(&self, text: &str, find: &str, replace: &str) -> Result<Edit, String> {
        let mut found = text.match_indices(find);
        let problem = match (found.next(), found.next()) {
            (Some((start, _)), None) => {
                return Ok(Edit {
                    range: start..start + find.len(),
                    replacement: replace.to_string(),
                });
            }
            (None, _) => "does not occur",
            _ => "occurs more than once",
        };
        Err(format!(
            "mutant {}: this {problem} in {}:\n{find}",
            self.id, self.file
        ))
    }
}

/// Whether `text` is `pattern`, where `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => text.strip_prefix(head).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| matches(tail, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        sample = ["twice"]
        [order]
        "a.rs" = ["skew"]
        [[mutant]]
        id = "twice"
        file = "a.rs"
        find = """
        b();
"""
        replace = ""
        why = "b is needed"
        [[explained]]
        id = "a.rs/f/*/dropped"
        text = "proof"
    "#;

    #[test]
    fn a_named_mutant_replaces_the_one_place() {
        let catalogue = Catalogue::parse(TEXT).unwrap();
        let source = "fn f() {\n        a();\n        b();\n}\n";
        let mutants = catalogue.mutants("a.rs", source).unwrap();
        assert_eq!(
            (mutants[0].line, mutants[0].applied_to(source).as_str()),
            (3, "fn f() {\n        a();\n}\n")
        );
        assert!(catalogue.mutants("b.rs", source).unwrap().is_empty());
        assert_eq!(catalogue.check(&mutants), Ok(()));
    }

    #[test]
    fn a_text_that_is_missing_or_ambiguous_is_an_error() {
        let catalogue = Catalogue::parse(TEXT).unwrap();
        let error = |source: &str| catalogue.mutants("a.rs", source).unwrap_err();
        assert!(error("fn f() {}").contains("does not occur"));
        assert!(error("        b();\n        b();\n").contains("more than once"));
        assert!(catalogue.check(&[]).unwrap_err().contains("no file"));
        assert!(Catalogue::parse("[[mutant]]\nidd = 1").is_err());
    }

    #[test]
    fn a_mistake_may_have_several_places() {
        let text = r#"
            [[mutant]]
            id = "swapped"
            file = "a.rs"
            find = "b"
            replace = "a"
            also = [{ find = "a", replace = "b" }]
            why = "order"
        "#;
        let mutants = |source| Catalogue::parse(text).unwrap().mutants("a.rs", source);
        assert_eq!(mutants("a; b;").unwrap()[0].applied_to("a; b;"), "b; a;");
        assert!(mutants("a; c;").is_err());
        let overlapping =
            Catalogue::parse(&text.replace(r#"find = "a""#, r#"find = " b""#)).unwrap();
        assert!(
            overlapping
                .mutants("a.rs", "a; b;")
                .unwrap_err()
                .contains("overlap")
        );
    }

    #[test]
    fn patterns_match_whole_ids() {
        let catalogue = Catalogue::parse(TEXT).unwrap();
        assert!(catalogue.explanation("a.rs/f/fence1/dropped").is_some());
        assert!(catalogue.explanation("a.rs/f/fence1/dropped/x").is_none());
        assert!(matches("*", "") && matches("a*b*", "axbx") && !matches("a*b", "axbx"));
    }
}
