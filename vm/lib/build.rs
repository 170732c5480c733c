//! Packs Lib: every file that a program may ask for, each compressed by itself, and an index.
//!
//! The files are those of `rustpython-pylib` (CPython 3.14's Lib); what lies in `overlay/` takes their
//! place or is added; `patches.rs` says what else is changed.

#[path = "build/patches.rs"]
mod patches;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of programs with windows, and of what only makes sense in CPython's own tree.
const LEFT_OUT: &[&str] = &["idlelib", "tkinter", "turtledemo", "__pycache__"];

/// Files of modules that the folders above belong to, and pages about somebody else's tree.
const LEFT_OUT_FILES: &[&str] = &["turtle.py", "README.md", "_dummy_os.py", "_dummy_thread.py"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=overlay");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = BTreeMap::new();
    for root in [Path::new(rustpython_pylib::LIB_PATH), Path::new("overlay")] {
        collect(root, "", &mut files)?;
    }
    let (mut pack, mut index) = (Vec::new(), String::from("&[\n"));
    for (path, file) in &files {
        let contents = patches::apply(path, fs::read(file)?)?;
        let packed = lz4_flex::compress(&contents);
        let (offset, size, length) = (pack.len(), packed.len(), contents.len());
        let _ = writeln!(
            index,
            "    File {{ path: {path:?}, offset: {offset}, packed: {size}, length: {length} }},"
        );
        pack.extend_from_slice(&packed);
    }
    index.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("lib.pack"), pack)?;
    fs::write(out.join("index.rs"), index)
}

/// Enters the files below `folder`, by their paths from the root on.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string();
        let name = name.map_err(|_| io::Error::other("a name that is not UTF-8"))?;
        let (path, is_folder) = (entry.path(), entry.file_type()?.is_dir());
        let full = format!("{prefix}{name}");
        if is_folder && !LEFT_OUT.contains(&&*name) {
            collect(&path, &format!("{full}/"), files)?;
        } else if !is_folder && !LEFT_OUT_FILES.contains(&&*full) {
            files.insert(full, path);
        }
    }
    Ok(())
}
