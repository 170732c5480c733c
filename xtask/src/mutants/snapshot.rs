//! stm-core as it was when the tool started, in memory: the mutants do not change under an editor.

use crate::source::scan;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// The files of a workspace that contains stm-core alone, by their path in it.
#[derive(Debug)]
pub(super) struct Snapshot {
    files: BTreeMap<PathBuf, String>,
    /// The sources, by path below `stm-core/src`, without what no model sees.
    fingerprints: BTreeMap<String, String>,
}

impl Snapshot {
    pub(super) fn take(root: &Path) -> Result<Snapshot, String> {
        let mut files = BTreeMap::new();
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
        };
        for name in ["Cargo.lock", "rust-toolchain.toml"] {
            files.insert(PathBuf::from(name), read(&root.join(name))?);
        }
        let manifest = read(&root.join("Cargo.toml"))?;
        files.insert("Cargo.toml".into(), alone(&manifest)?);
        let mut folders = vec![root.join("stm-core")];
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
        Ok(Snapshot::of(files))
    }

    fn of(files: BTreeMap<PathBuf, String>) -> Snapshot {
        let mut snapshot = Snapshot {
            files,
            fingerprints: BTreeMap::new(),
        };
        let prints = snapshot
            .sources()
            .map(|(file, text)| (file.to_string(), fingerprint(text)));
        snapshot.fingerprints = prints.collect();
        snapshot
    }

    /// Everything, by path below the workspace's root.
    pub(super) fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// One file of stm-core.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files
            .get(&Path::new("stm-core").join(path))
            .map(String::as_str)
    }

    /// The files below `stm-core/FOLDER`, by their path in it.
    fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        let folder = Path::new("stm-core").join(folder);
        self.files().filter_map(move |(path, text)| {
            Some((path.strip_prefix(&folder).ok()?.to_str()?, text))
        })
    }

    /// The sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.below("src")
    }

    /// A number for what the models run: the sources, with `text` in place of `file` if given.
    pub(super) fn source_hash(&self, changed: Option<(&str, &str)>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (file, print) in &self.fingerprints {
            match changed {
                Some((name, text)) if name == file => (file, &fingerprint(text)).hash(&mut hasher),
                _ => (file, print).hash(&mut hasher),
            }
        }
        for path in ["Cargo.toml", "stm-core/Cargo.toml", "rust-toolchain.toml"] {
            self.files.get(Path::new(path)).hash(&mut hasher);
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
            for (file, text) in self.below("models") {
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

/// The workspace's manifest with stm-core as its only member.
fn alone(manifest: &str) -> Result<String, String> {
    let mut manifest: toml::Table = manifest
        .parse()
        .map_err(|error| format!("Cargo.toml: {error}"))?;
    if let Some(workspace) = manifest
        .get_mut("workspace")
        .and_then(toml::Value::as_table_mut)
    {
        workspace.insert("members".to_string(), vec!["stm-core"].into());
    }
    Ok(manifest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot::of(
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
    fn only_stm_core_stays_a_member() {
        let manifest = alone(
            "[workspace]\nmembers = [\"stm-core\", \"xtask\"]\n[profile.models]\nopt-level = 2",
        )
        .unwrap();
        assert!(
            manifest.contains("members = [\"stm-core\"]") && manifest.contains("opt-level = 2")
        );
    }
}
