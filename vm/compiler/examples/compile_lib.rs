//! Compiles every Python file under the directories given, verifies the code, and says how long it
//! took: `cargo run --release -p tython-compiler --example compile_lib -- DIRECTORY...`
//!
//! With `--dis FILE` it shows a file's code instead.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tython_compiler::{code, codegen, dis, parse};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, file] = &*arguments
        && flag == "--dis"
    {
        show(Path::new(file));
        return;
    }
    let mut files = Vec::new();
    arguments
        .iter()
        .for_each(|root| python_files(Path::new(root), &mut files));
    files.sort();
    let mut spent = Duration::ZERO;
    let (mut bytes, mut failed) = (0, 0);
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        bytes += text.len();
        let start = Instant::now();
        let result = compile(text, file);
        spent += start.elapsed();
        let result = result.and_then(|code| code::verify(&code));
        if let Err(problem) = result {
            failed += 1;
            println!("{}: {problem}", file.display());
        }
    }
    println!(
        "{} files, {bytes} bytes, {failed} failed, {spent:?}",
        files.len()
    );
}

fn compile(text: String, file: &Path) -> Result<std::sync::Arc<code::Code>, String> {
    let name = file.to_string_lossy();
    let options = (parse::Options::default(), codegen::Options::default());
    let compiled = codegen::compile(text, &name, options.0, options.1);
    compiled
        .map(|compiled| compiled.code)
        .map_err(|error| error.to_string())
}

fn show(file: &Path) {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    match text.and_then(|text| compile(text, file)) {
        Ok(code) => {
            print!("{}", dis::listing(&code));
            if let Err(problem) = code::verify(&code) {
                println!("{problem}");
            }
        }
        Err(problem) => println!("{problem}"),
    }
}

fn python_files(root: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(root) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}
