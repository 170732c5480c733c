//! Warnings that the virtual machine itself gives.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, classes};
use crate::protocol::{attribute, call_values, is_instance};
use crate::types::TypeCell;
use crate::value::Value;
use tython_compiler::parse::{CompileError, ErrorKind, Phase, Warning, WarningKind};

/// The module `warnings`, if somebody has imported it.
fn module(cx: &mut Cx) -> R<Option<Value>> {
    let name = name!(cx, "warnings")?;
    match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => dict::get_str(cx, modules, name),
        None => Ok(None),
    }
}

/// `warnings.warn(message, category)`; nothing happens as long as nobody has imported that module.
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
                message: warning.message.clone(),
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
