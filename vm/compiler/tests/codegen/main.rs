//! Code generation: the whole standard library through the verifier.

mod stdlib;

use std::sync::Arc;

use tython_compiler::code::{Code, Const, verify};
use tython_compiler::{codegen, parse};

/// Compiles a module and verifies the code.
fn compile(source: &str) -> Arc<Code> {
    compile_with(
        source,
        parse::Options::default(),
        codegen::Options::default(),
    )
}

fn compile_with(source: &str, parsing: parse::Options, options: codegen::Options) -> Arc<Code> {
    let compiled = codegen::compile(source.to_owned(), "<test>", parsing, options);
    let code = compiled
        .unwrap_or_else(|error| panic!("{error}\n{source}"))
        .code;
    verify(&code).unwrap_or_else(|problem| panic!("{problem}\n{source}"));
    code
}

/// The code object of that qualified name inside another.
fn find(code: &Arc<Code>, qualname: &str) -> Option<Arc<Code>> {
    if &*code.qualname == qualname {
        return Some(code.clone());
    }
    code.consts.iter().find_map(|value| match value {
        Const::Code(inner) => find(&inner.0, qualname),
        _ => None,
    })
}
