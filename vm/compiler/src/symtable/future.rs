//! `from __future__` imports.

use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::{Ranged, TextSize};

use crate::parse::{CompileError, Future, Phase, Program};

/// Features that have become the only way.
const MANDATORY: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// Finds the features that a program imports, and where the last of these imports ends.
pub(super) fn features(program: &Program) -> Result<(Future, TextSize), CompileError> {
    let mut future = program.options.future;
    let mut end = TextSize::new(0);
    let body = program.body();
    let docstring = usize::from(program.docstring(body).is_some());
    for statement in body.iter().skip(docstring) {
        let Some(import) = import(statement) else {
            break;
        };
        for alias in &import.names {
            add(&mut future, &alias.name).map_err(|message| {
                let mut error = program.error(alias.range, message);
                error.phase = Phase::SymbolTable;
                error
            })?;
        }
        end = import.end();
    }
    Ok((future, end))
}

/// The statement, if it imports from `__future__`.
pub(super) fn import(statement: &Stmt) -> Option<&ast::StmtImportFrom> {
    match statement {
        Stmt::ImportFrom(it) if it.level == 0 && it.module.as_deref() == Some("__future__") => {
            Some(it)
        }
        _ => None,
    }
}

fn add(future: &mut Future, feature: &str) -> Result<(), String> {
    match feature {
        "annotations" => future.annotations = true,
        "barry_as_FLUFL" => future.barry_as_flufl = true,
        "braces" => return Err("not a chance".to_owned()),
        feature if MANDATORY.contains(&feature) => {}
        feature => return Err(format!("future feature {feature} is not defined")),
    }
    Ok(())
}
