//! Warnings that the virtual machine itself gives.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::exception::{self, classes};
use crate::protocol::{attribute, call_values, is_instance};
use crate::runtime::import;
use crate::types::TypeCell;
use crate::value::Value;
use tython_compiler::parse::{CompileError, ErrorKind, Phase, Warning, WarningKind};

/// The module `warnings`, which is imported for the first warning; none if that fails.
fn module(cx: &mut Cx) -> R<Option<Value>> {
    match import::module(cx, "warnings") {
        Ok(module) => Ok(Some(module)),
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(None)
        }
        Err(exit) => Err(exit),
    }
}

/// `warnings.warn(message, category)`.
///
/// # Errors
/// The warning itself, where a filter makes an exception of it.
#[cold]
pub fn warn(cx: &mut Cx, category: &TypeCell, message: &str) -> R<()> {
    let Some(warnings) = module(cx)? else {
        return Ok(());
    };
    let name = name!(cx, "warn")?;
    let warn = attribute::get(cx, warnings, name)?;
    let message = cx.str(message)?;
    call_values(cx, warn, &[message, category.value()]).map(|_| ())
}

/// A warning of the compiler about the program in a file.
///
/// # Errors
/// SyntaxError, where a filter makes an exception of the warning.
pub fn of_compiler(cx: &mut Cx, warning: &Warning, filename: &str) -> R<()> {
    let category = match warning.kind {
        WarningKind::Syntax => &classes::SYNTAX_WARNING,
        WarningKind::Deprecation => &classes::DEPRECATION_WARNING,
    };
    let Some(warnings) = module(cx)? else {
        return Ok(());
    };
    let name = name!(cx, "warn_explicit")?;
    let function = attribute::get(cx, warnings, name)?;
    let (message, file) = (cx.str(&warning.message)?, cx.str(filename)?);
    let line = Value::index(warning.span.line as usize);
    match call_values(cx, function, &[message, category.value(), file, line]) {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, category)? {
                return Err(Exit::Raise);
            }
            let error = CompileError {
                kind: ErrorKind::Syntax,
                phase: Phase::Compiler,
                message: warning.error_message(),
                filename: filename.to_owned(),
                span: Some(warning.span),
                text: None,
            };
            let exception = exception::from_compile_error(cx, &error)?;
            Err(cx.raise_in_context(exception))
        }
        other => other.map(|_| ()),
    }
}
