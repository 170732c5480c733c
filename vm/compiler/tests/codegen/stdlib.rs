//! All of the standard library that `python3.14` has here compiles to code that verifies.

use std::path::{Path, PathBuf};
use std::process::Command;

use tython_compiler::code::verify;
use tython_compiler::{codegen, parse, source};

/// The directory of the standard library of the interpreter on the path.
fn library() -> Option<PathBuf> {
    let program = "import os; print(os.path.dirname(os.__file__))";
    let output = Command::new("python3.14")
        .args(["-c", program])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.trim())).filter(|path| path.is_dir())
}

fn python_files(root: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(root) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            python_files(&path, files);
        } else if name.to_str().is_some_and(|name| {
            // CPython's own tests of bad syntax.
            name.ends_with(".py") && !name.starts_with("bad")
        }) {
            files.push(path);
        }
    }
}

#[test]
fn the_standard_library_compiles() {
    let Some(library) = library() else {
        println!("skipped: there is no python3.14 on the path");
        return;
    };
    let mut files = Vec::new();
    python_files(&library, &mut files);
    assert!(files.len() > 100, "{} has few files", library.display());
    let mut problems = Vec::new();
    for file in files {
        if let Err(problem) = check(&file) {
            problems.push(format!("{}: {problem}", file.display()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Compiles a file and verifies the code.
fn check(file: &Path) -> Result<(), String> {
    let name = file.to_string_lossy();
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let text =
        source::decode(&bytes, &name, source::Origin::File).map_err(|error| error.to_string())?;
    let options = (parse::Options::default(), codegen::Options::default());
    let compiled = codegen::compile(text, &name, options.0, options.1);
    verify(&compiled.map_err(|error| error.to_string())?.code)
}
