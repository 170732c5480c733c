//! All of Python's standard library compiles to code that verifies.

use tython_compiler::code::verify;
use tython_compiler::{codegen, parse, source};

#[test]
fn the_standard_library_compiles() {
    let sources = tython_lib::files().filter(|file| file.path.ends_with(".py"));
    let problems: Vec<String> = sources
        .filter_map(|file| {
            let problem = check(file.path, &file.contents()).err()?;
            Some(format!("{}: {problem}", file.path))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Compiles a file and verifies the code.
fn check(name: &str, bytes: &[u8]) -> Result<(), String> {
    let text =
        source::decode(bytes, name, source::Origin::File).map_err(|error| error.to_string())?;
    let options = (parse::Options::default(), codegen::Options::default());
    let compiled = codegen::compile(text, name, options.0, options.1);
    verify(&compiled.map_err(|error| error.to_string())?.code)
}
