//! Python's standard library, packed into the program.
//!
//! The files are CPython 3.14's Lib without its tests, as `rustpython-pylib` distributes it, under the
//! licence of the Python Software Foundation (`PSF-LICENSE` in the pack). `build.rs` compresses each file
//! by itself, so that a program's start reads only what it needs.
//!
//! ```
//! let file = tython_lib::find("keyword.py").expect("it is part of Lib");
//! assert!(file.contents().starts_with(b"\"\"\"Keywords"));
//! assert!(tython_lib::is_folder("json"));
//! ```

/// A file of the library.
#[derive(Debug)]
pub struct File {
    /// Its path below the root of the library, with slashes.
    pub path: &'static str,
    /// Where its compressed bytes begin.
    offset: usize,
    /// How many these are.
    packed: usize,
    /// How many bytes the file has.
    pub length: usize,
}

/// All files, by path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/index.rs"));

/// The compressed files, one after the other.
static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lib.pack"));

/// The file with this path, if there is one.
#[must_use]
pub fn find(path: &str) -> Option<&'static File> {
    let index = FILES.binary_search_by(|file| file.path.cmp(path)).ok()?;
    FILES.get(index)
}

/// The files whose paths begin with this text, in order.
fn with_prefix(prefix: &str) -> impl Iterator<Item = &'static File> {
    let first = FILES.partition_point(|file| file.path < prefix);
    FILES[first..]
        .iter()
        .take_while(move |file| file.path.starts_with(prefix))
}

/// All files, in the order of their paths.
pub fn files() -> impl Iterator<Item = &'static File> {
    FILES.iter()
}

/// Whether there is a folder with this path; the root's is empty.
#[must_use]
pub fn is_folder(path: &str) -> bool {
    path.is_empty() || with_prefix(&format!("{path}/")).next().is_some()
}

/// The names of the files and folders in a folder, sorted.
#[must_use]
pub fn list(folder: &str) -> Vec<&'static str> {
    let prefix = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let mut names: Vec<&str> = with_prefix(&prefix)
        .map(|file| {
            let rest = &file.path[prefix.len()..];
            rest.split_once('/').map_or(rest, |(folder, _)| folder)
        })
        .collect();
    names.dedup();
    names
}

impl File {
    /// What the file holds.
    ///
    /// # Panics
    /// When the program's own data are damaged.
    #[must_use]
    pub fn contents(&self) -> Vec<u8> {
        let packed = &PACK[self.offset..self.offset + self.packed];
        lz4_flex::decompress(packed, self.length).expect("the pack is as it was built")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn every_file_comes_out_whole() {
        assert!(FILES.len() > 500);
        for file in FILES {
            assert_eq!(file.contents().len(), file.length, "{}", file.path);
        }
    }

    #[test]
    fn folders_are_listed() {
        assert!(is_folder("") && is_folder("json") && is_folder("importlib/metadata"));
        assert!(!is_folder("json/decoder.py") && !is_folder("jso"));
        let names = list("json");
        assert!(names.contains(&"decoder.py") && names.contains(&"__init__.py"));
        assert!(list("").contains(&"json"));
        assert_eq!(list("nowhere"), [""; 0]);
    }

    #[test]
    fn no_trace_of_another_interpreter() {
        for path in ["site.py", "sysconfig/__init__.py"] {
            let text = String::from_utf8(find(path).unwrap().contents()).unwrap();
            assert!(!text.to_lowercase().contains("rustpython"), "{path}");
        }
    }
}
