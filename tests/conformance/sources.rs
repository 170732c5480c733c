//! Whether a test exists in the tests at hand, told from their text: the version installed may be
//! another one than that which the list was made with.

use std::collections::HashSet;
use std::path::Path;

/// Every word in the sources of the tests.
pub(crate) struct Sources {
    words: HashSet<String>,
}

impl Sources {
    /// Reads the Python files in `DIR/test`, and in its packages.
    pub(crate) fn read(tests: &Path) -> Result<Self, String> {
        let mut sources = Sources {
            words: HashSet::new(),
        };
        sources
            .add_folder(&tests.join("test"), 2)
            .map_err(|error| format!("{}: {error}", tests.display()))?;
        Ok(sources)
    }

    fn add_folder(&mut self, folder: &Path, depth: usize) -> std::io::Result<()> {
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() && depth > 1 {
                self.add_folder(&path, depth - 1)?;
            } else if path.extension().is_some_and(|end| end == "py") {
                self.add(&String::from_utf8_lossy(&std::fs::read(&path)?));
            }
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        for word in words.filter(|word| !word.is_empty()) {
            if !self.words.contains(word) {
                self.words.insert(word.to_string());
            }
        }
    }

    /// Whether both the class and the method of an ID are named somewhere. A test whose name is made
    /// up while it runs is not found.
    pub(crate) fn contain(&self, id: &str) -> bool {
        let mut parts = id.rsplit('.').take(2);
        parts.all(|part| self.words.contains(part))
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;

    #[test]
    fn a_test_exists_if_class_and_method_do() {
        let mut sources = Sources {
            words: Default::default(),
        };
        sources.add("class DictTest(Base):\n    def test_clear(self): pass\n");
        assert!(sources.contain("test.test_dict.DictTest.test_clear"));
        assert!(!sources.contain("test.test_dict.DictTest.test_gone"));
        assert!(!sources.contain("test.test_dict.OtherTest.test_clear"));
    }
}
