//! A crate as it was when the tool started, in memory: the mutants do not change under an editor.

use super::subject::Subject;
use crate::source::scan;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// The files of a workspace that contains the crate and what it needs, by their path in it.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) subject: Subject,
    files: BTreeMap<PathBuf, String>,
    /// The sources, also of what the crate needs, by their path, without what no model sees.
    fingerprints: BTreeMap<PathBuf, String>,
}

impl Snapshot {
    pub(super) fn take(root: &Path, subject: Subject) -> Result<Snapshot, String> {
        let mut files = BTreeMap::new();
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
        };
        for name in ["Cargo.lock", "rust-toolchain.toml"] {
            files.insert(PathBuf::from(name), read(&root.join(name))?);
        }
        let manifest = read(&root.join("Cargo.toml"))?;
        files.insert("Cargo.toml".into(), alone(&manifest, subject)?);
        let mut folders: Vec<_> = subject.folders().map(|folder| root.join(folder)).collect();
        while let Some(folder) = folders.pop() {
            for entry in folder
                .read_dir()
                .map_err(|error| format!("{}: {error}", folder.display()))?
            {
                let path = entry.map_err(|error| error.to_string())?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path
                    .extension()
                    .is_some_and(|extension| extension == "rs" || extension == "toml")
                {
                    let name = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
                    files.insert(name, read(&path)?);
                }
            }
        }
        Ok(Snapshot::of(subject, files))
    }

    fn of(subject: Subject, files: BTreeMap<PathBuf, String>) -> Snapshot {
        let folders: Vec<PathBuf> = subject
            .folders()
            .map(|folder| Path::new(folder).join("src"))
            .collect();
        let is_source = |path: &Path| folders.iter().any(|folder| path.starts_with(folder));
        let sources = files.iter().filter(|(path, _)| is_source(path));
        let fingerprints = sources
            .map(|(path, text)| (path.clone(), fingerprint(text)))
            .collect();
        Snapshot {
            subject,
            files,
            fingerprints,
        }
    }

    /// Everything, by path below the workspace's root.
    pub(super) fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// What `mutants.toml` says.
    pub(super) fn catalogue(&self) -> &str {
        let path = Path::new(self.subject.folder).join("mutants.toml");
        self.files.get(&path).map_or("", String::as_str)
    }

    /// The text of a mutant's file.
    pub(super) fn source(&self, file: &str) -> Option<&str> {
        self.files.get(&self.subject.path(file)).map(String::as_str)
    }

    /// The files below a folder of a crate, by their path in it.
    fn below(&self, package: &str, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        let folder = Path::new(package).join(folder);
        self.files().filter_map(move |(path, text)| {
            Some((path.strip_prefix(&folder).ok()?.to_str()?, text))
        })
    }

    /// The crate's sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.below(self.subject.folder, "src")
    }

    /// A number for what the models run: the sources, with `text` in place of `file` if given.
    pub(super) fn source_hash(&self, changed: Option<(&str, &str)>) -> u64 {
        let mut hasher = DefaultHasher::new();
        let changed = changed.map(|(file, text)| (self.subject.path(file), text));
        for (path, print) in &self.fingerprints {
            match &changed {
                Some((name, text)) if name == path => (path, &fingerprint(text)).hash(&mut hasher),
                _ => (path, print).hash(&mut hasher),
            }
        }
        let manifests = self
            .subject
            .folders()
            .map(|folder| Path::new(folder).join("Cargo.toml"));
        let general = ["Cargo.toml", "rust-toolchain.toml"].map(PathBuf::from);
        for path in manifests.chain(general) {
            self.files.get(&path).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// A number for each model: its file, and the files that belong to no model in particular.
    ///
    /// Model `skew::two_cells` lives in `models/skew.rs` or below `models/skew/`.
    pub(super) fn model_hashes(&self, models: &[String]) -> BTreeMap<String, u64> {
        let module = |name: &str| name.split("::").next().unwrap_or_default().to_string();
        let of_file = |file: &str| {
            file.split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs")
                .to_string()
        };
        let modules: Vec<String> = models.iter().map(|model| module(model)).collect();
        let hash = |model: &str| {
            let mut hasher = DefaultHasher::new();
            model.hash(&mut hasher);
            for (file, text) in self.below(self.subject.folder, "models") {
                let owner = of_file(file);
                if owner == module(model) || !modules.contains(&owner) {
                    let declaration =
                        |line: &&str| !(line.starts_with("mod ") && line.ends_with(';'));
                    let text: String = text
                        .lines()
                        .filter(declaration)
                        .flat_map(|line| [line, "\n"])
                        .collect();
                    fingerprint(&text).hash(&mut hasher);
                }
            }
            hasher.finish()
        };
        models
            .iter()
            .map(|model| (model.clone(), hash(model)))
            .collect()
    }
}

/// What the loom build sees of a file. What does not parse does not compile either, and stands for
/// itself.
fn fingerprint(text: &str) -> String {
    scan(text).map_or(text.to_string(), |scan| scan.fingerprint)
}

/// The workspace's manifest with the crate and what it needs as its only members.
fn alone(manifest: &str, subject: Subject) -> Result<String, String> {
    let mut manifest: toml::Table = manifest
        .parse()
        .map_err(|error| format!("Cargo.toml: {error}"))?;
    if let Some(workspace) = manifest
        .get_mut("workspace")
        .and_then(toml::Value::as_table_mut)
    {
        let members: Vec<_> = subject.folders().collect();
        workspace.insert("members".to_string(), members.into());
    }
    Ok(manifest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot::of(
            Subject::default(),
            files
                .iter()
                .map(|(path, text)| (path.into(), text.to_string()))
                .collect(),
        )
    }

    #[test]
    fn a_new_model_leaves_the_others_as_they_were() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| name.to_string())
                .collect::<Vec<_>>()
        };
        let main = ("stm-core/models/main.rs", "mod skew;\n");
        let skew = ("stm-core/models/skew.rs", "fn a() {}");
        let before = snapshot(&[main, skew]).model_hashes(&names(&["skew::a"]));
        let main = ("stm-core/models/main.rs", "mod other;\nmod skew;\n");
        let other = ("stm-core/models/other.rs", "fn b() {}");
        let after = snapshot(&[main, skew, other]).model_hashes(&names(&["skew::a", "other::b"]));
        assert_eq!(before["skew::a"], after["skew::a"]);
        let support = ("stm-core/models/support.rs", "fn c() {}");
        let third =
            snapshot(&[main, skew, other, support]).model_hashes(&names(&["skew::a", "other::b"]));
        assert_ne!(after["skew::a"], third["skew::a"]);
    }

    #[test]
    fn a_source_has_one_number_whatever_its_comments() {
        let hash = |text: &str| snapshot(&[("stm-core/src/a.rs", text)]).source_hash(None);
        assert_eq!(hash("fn f() {}"), hash("//! Doc.\nfn f() {}"));
        assert_ne!(hash("fn f() {}"), hash("fn g() {}"));
        let original = snapshot(&[("stm-core/src/a.rs", "fn f() {}")]);
        assert_eq!(
            original.source_hash(Some(("a.rs", "fn g() {}"))),
            hash("fn g() {}")
        );
    }

    #[test]
    fn only_the_crate_stays_a_member() {
        let manifest = alone(
            "[workspace]\nmembers = [\"stm-core\", \"xtask\"]\n[profile.models]\nopt-level = 2",
            Subject::default(),
        )
        .unwrap();
        assert!(
            manifest.contains("members = [\"stm-core\"]") && manifest.contains("opt-level = 2")
        );
    }
}
