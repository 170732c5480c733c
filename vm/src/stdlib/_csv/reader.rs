//! `_csv.reader`: an iterator over records.

use super::dialect::{self, settings};
use super::record::Record;
use super::{error, first};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::protocol::{iter, next, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static READER = TypeDef {
        name: "reader",
        module: "_csv",
        layout: Some(layout::INSTANCE),
        reserved: 4,
        doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
        ..TypeDef::NEW
    };
}

/// The slot with the iterator over lines.
const LINES: usize = 0;
/// The slot with the dialect.
const DIALECT: usize = 1;
/// The slot with the number of lines that were read.
const LINE_NUM: usize = 2;
/// The slot with the number of records that were read.
const RECORDS: usize = 3;

/// The class, as a value.
pub(super) fn class() -> Value {
    READER.value()
}

/// Return a reader object that will process lines from the given iterable.
///
/// The "iterable" argument can be any object that returns a line
/// of input for each iteration, such as a file object or a list.  The
/// optional "dialect" argument defines a CSV dialect.  The function
/// also accepts optional keyword arguments which override settings
/// provided by the dialect.
///
/// The returned object is an iterator.  Each iteration returns a row
/// of the CSV file (which can span multiple input lines).
#[native(module = "_csv", "reader(*args, **fmtparams)", opaque)]
fn reader(cx: &mut Cx, args: &[Value], fmtparams: Kwargs<'_>) -> R<&'static Instance> {
    let iterable = first(cx, "reader", args)?;
    let lines = iter(cx, iterable)?;
    let dialect = dialect::make(cx, fmtparams.forward(1))?;
    let this = Instance::new(cx, READER.class())?;
    this.set(cx, LINES, lines)?;
    this.set(cx, DIALECT, dialect)?;
    this.set(cx, LINE_NUM, Value::index(0))?;
    this.set(cx, RECORDS, Value::index(0))?;
    Ok(this)
}

/// Implement iter(self).
#[native(READER, "__iter__(self, /)", slot, effect = pure)]
fn iter_self(_: &mut Cx, this: &'static Instance) -> Value {
    this.value()
}

/// Adds one to the number in a slot.
fn count(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<()> {
    let number = this.get(cx, slot)?.as_small_int().unwrap_or(0);
    let next = cx.int(number + 1)?;
    this.set(cx, slot, next)
}

/// Implement next(self).
#[native(READER, "__next__(self, /)", slot)]
fn next_record(cx: &mut Cx, this: &'static Instance) -> R<&'static List> {
    let dialect = this.get(cx, DIALECT)?;
    let settings = settings(cx, dialect)?;
    let lines = this.get(cx, LINES)?;
    let records = this.get(cx, RECORDS)?;
    let mut record = Record::new(cx, settings)?;
    loop {
        let line = next(cx, lines)?;
        if this.get(cx, RECORDS)? != records {
            return Err(error(
                cx,
                format_args!("iterator has already advanced the reader"),
            ));
        }
        let Some(line) = line else {
            if record.end(cx)? {
                break;
            }
            return Err(cx.stop_iteration(Value::NONE));
        };
        let Some(text) = cx.payload::<Str>(line)? else {
            let class = type_name(cx, line)?;
            return Err(error(
                cx,
                format_args!(
                    "iterator should return strings, not {class} (the file should be opened in text mode)"
                ),
            ));
        };
        count(cx, this, LINE_NUM)?;
        record.line(cx, text)?;
        if record.is_complete() {
            break;
        }
    }
    count(cx, this, RECORDS)?;
    Ok(record.fields)
}

#[native(READER, "dialect", getter, effect = reads)]
fn dialect_of(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, DIALECT)
}

#[native(READER, "line_num", getter, effect = reads)]
fn line_num(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, LINE_NUM)
}
