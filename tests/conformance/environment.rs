//! A virtual environment (PEP 405) whose packages are CPython's tests: unlike `PYTHONPATH`, it holds in
//! the isolated processes (`-I`) that tests start as well.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Removed when dropped.
pub(crate) struct Environment {
    _root: TempDir,
    /// The interpreter to call.
    pub(crate) python: PathBuf,
}

/// Makes one for this interpreter, in which these folders are on `sys.path`.
pub(crate) fn make(python: &Path, folders: &[&Path]) -> Result<Environment, String> {
    fill(python, folders).map_err(|error| format!("{}: {error}", python.display()))
}

fn fill(python: &Path, folders: &[&Path]) -> std::io::Result<Environment> {
    let root = tempfile::tempdir()?;
    let bin = root.path().join("bin");
    fs::create_dir(&bin)?;
    let called = bin.join("python");
    std::os::unix::fs::symlink(python, &called)?;
    let home = python.parent().unwrap_or(Path::new("/"));
    let config = format!(
        "home = {}\ninclude-system-site-packages = false\n",
        home.display()
    );
    fs::write(root.path().join("pyvenv.cfg"), config)?;
    let paths: String = folders
        .iter()
        .map(|folder| format!("{}\n", folder.display()))
        .collect();
    // Where each of the interpreters looks.
    for version in ["tython3.14", "python3.14"] {
        let packages = root.path().join("lib").join(version).join("site-packages");
        fs::create_dir_all(&packages)?;
        fs::write(packages.join("tests.pth"), &paths)?;
    }
    Ok(Environment {
        _root: root,
        python: called,
    })
}
