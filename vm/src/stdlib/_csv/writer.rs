//! `_csv.writer`: writes records to a file.

use super::dialect::{self, Settings, settings};
use super::line::Line;
use super::{Quoting, error, first};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::protocol::{
    call::is_callable, call_values, class_of, get_attr_or_none, is_instance, iter, next, type_name,
};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static WRITER = TypeDef {
        name: "writer",
        module: "_csv",
        layout: Some(layout::INSTANCE),
        reserved: 2,
        doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
        ..TypeDef::NEW
    };
}

/// The slot with the file's `write`.
const WRITE: usize = 0;
/// The slot with the dialect.
const DIALECT: usize = 1;

/// The class, as a value.
pub(super) fn class() -> Value {
    WRITER.value()
}

/// Return a writer object that will write user data on the given file object.
///
/// The "fileobj" argument can be any object that supports the file API.
/// The optional "dialect" argument defines a CSV dialect.  The function
/// also accepts optional keyword arguments which override settings
/// provided by the dialect.
#[native(module = "_csv", "writer(*args, **fmtparams)", opaque)]
fn writer(cx: &mut Cx, args: &[Value], fmtparams: Kwargs<'_>) -> R<&'static Instance> {
    let file = first(cx, "writer", args)?;
    let name = name!(cx, "write")?;
    let write = match get_attr_or_none(cx, file, name)? {
        Some(write) if is_callable(cx, write)? => write,
        _ => {
            return Err(cx.type_error(format_args!("argument 1 must have a \"write\" method")));
        }
    };
    let dialect = dialect::make(cx, fmtparams.forward(1))?;
    let this = Instance::new(cx, WRITER.class())?;
    this.set(cx, WRITE, write)?;
    this.set(cx, DIALECT, dialect)?;
    Ok(this)
}

/// Whether a field is to be quoted whatever is in it.
fn is_quoted(cx: &mut Cx, settings: &Settings, field: Value) -> R<bool> {
    match settings.quoting {
        Quoting::All => Ok(true),
        Quoting::NotNull => Ok(!field.is_none()),
        Quoting::Strings => Ok(cx.payload::<Str>(field)?.is_some()),
        Quoting::NonNumeric => Ok(!is_number(cx, field)?),
        Quoting::Minimal | Quoting::None => Ok(false),
    }
}

/// Whether a value is a number: it can be made an int, a float or an index.
fn is_number(cx: &mut Cx, value: Value) -> R<bool> {
    for name in [
        name!(cx, "__index__")?,
        name!(cx, "__int__")?,
        name!(cx, "__float__")?,
    ] {
        if class_of(value).lookup(cx, name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(value.is::<crate::objects::complex::ComplexObject>())
}

/// The iterator over the fields of a row.
fn fields(cx: &mut Cx, row: Value) -> R {
    match iter(cx, row) {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &TYPE_ERROR)? {
                return Err(cx.raise(exception));
            }
            cx.take_exception();
            let class = type_name(cx, row)?;
            Err(error(cx, format_args!("iterable expected, not {class}")))
        }
        fields => fields,
    }
}

fn write_row(cx: &mut Cx, this: &'static Instance, row: Value) -> R {
    let dialect = this.get(cx, DIALECT)?;
    let settings = settings(cx, dialect)?;
    let fields = fields(cx, row)?;
    let mut line = Line::new(settings);
    let mut null = false;
    while let Some(field) = next(cx, fields)? {
        let quoted = is_quoted(cx, settings, field)?;
        null = field.is_none();
        if null {
            line.field(cx, None, quoted)?;
            continue;
        }
        let text = match cx.payload::<Str>(field)? {
            Some(text) => text,
            None => {
                let text = crate::protocol::str(cx, field)?;
                cx.payload::<Str>(text)?.unwrap_or(str::empty(cx))
            }
        };
        line.field(cx, Some(text.text()), quoted)?;
    }
    let line = line.finish(cx, null)?;
    let write = this.get(cx, WRITE)?;
    call_values(cx, write, &[line.value()])
}

/// Construct and write a CSV record from an iterable of fields.
///
/// Non-string elements will be converted to string.
#[native(WRITER, "writerow(self, row, /)")]
fn writerow(cx: &mut Cx, this: &'static Instance, row: Value) -> R {
    write_row(cx, this, row)
}

/// Construct and write a series of iterables to a csv file.
///
/// Non-string elements will be converted to string.
#[native(WRITER, "writerows(self, rows, /)")]
fn writerows(cx: &mut Cx, this: &'static Instance, rows: Value) -> R<()> {
    let rows = iter(cx, rows)?;
    while let Some(row) = next(cx, rows)? {
        write_row(cx, this, row)?;
    }
    Ok(())
}

#[native(WRITER, "dialect", getter, effect = reads)]
fn dialect_of(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, DIALECT)
}
