//! The crates that mutants are made of.

use std::path::PathBuf;

/// One of them, with its models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// Below the workspace's root.
    pub(super) folder: &'static str,
    pub(super) package: &'static str,
    /// Folders of the crates that it needs. Named mutants may lie there as well; their file begins with the
    /// folder.
    pub(super) needs: &'static [&'static str],
}

const ALL: [Subject; 2] = [
    Subject {
        folder: "stm-core",
        package: "stm-core",
        needs: &[],
    },
    Subject {
        folder: "gc",
        package: "tython-gc",
        needs: &["stm-core"],
    },
];

impl Default for Subject {
    fn default() -> Self {
        ALL[0]
    }
}

impl Subject {
    /// The crate in this folder.
    pub(super) fn named(folder: &str) -> Result<Subject, String> {
        let found = ALL.into_iter().find(|subject| subject.folder == folder);
        found.ok_or_else(|| format!("{folder} has no mutants"))
    }

    /// The folders of the crate and of those that it needs.
    pub(super) fn folders(self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.folder).chain(self.needs.iter().copied())
    }

    /// Where a mutant's file lies, below the workspace's root.
    pub(super) fn path(self, file: &str) -> PathBuf {
        let needed = self.needs.iter().find_map(|folder| {
            let rest = file.strip_prefix(folder)?.strip_prefix('/')?;
            Some([folder, "src", rest].iter().collect())
        });
        needed.unwrap_or_else(|| [self.folder, "src", file].iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_in_the_crate_or_in_one_that_it_needs() {
        let gc = Subject::named("gc").unwrap();
        let path = |subject: Subject, file| subject.path(file).display().to_string();
        assert_eq!(path(gc, "marks.rs"), "gc/src/marks.rs");
        assert_eq!(path(gc, "stm-core/tx/begin.rs"), "stm-core/src/tx/begin.rs");
        let file = "tx/begin.rs";
        assert_eq!(path(Subject::default(), file), "stm-core/src/tx/begin.rs");
        assert!(Subject::named("xtask").is_err());
    }
}
