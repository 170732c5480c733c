//! `BufferedRWPair`: a reader and a writer that together look like one file.

use super::super::base::{Ability, check_able, in_any_case, is_closed};
use super::super::bases::BUFFERED_IO_BASE;
use super::classes::{BUFFERED_READER, BUFFERED_WRITER};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::instance::Instance;
use crate::protocol::call::{self, call_method};
use crate::protocol::truth;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static BUFFERED_RW_PAIR = TypeDef {
        name: "BufferedRWPair",
        module: "_io",
        base: Some(&BUFFERED_IO_BASE),
        reserved: (WRITER + 1) as u32,
        subclassable: true,
        attributes: true,
        doc: "A buffered reader and writer object together.",
        ..TypeDef::NEW
    };
}

/// Slot: the `BufferedReader`.
const READER: usize = super::super::base::FIELDS;
/// Slot: the `BufferedWriter`.
const WRITER: usize = READER + 1;

#[native(
    BUFFERED_RW_PAIR,
    "__init__(self, reader, writer, buffer_size=131072, /)",
    slot
)]
fn init(
    cx: &mut Cx,
    this: &'static Instance,
    reader: Value,
    writer: Value,
    buffer_size: Value,
) -> R<()> {
    check_able(cx, reader, Ability::Read)?;
    check_able(cx, writer, Ability::Write)?;
    for (slot, cell, raw) in [
        (READER, &BUFFERED_READER, reader),
        (WRITER, &BUFFERED_WRITER, writer),
    ] {
        let file = call::instantiate(cx, cell.class(), Args::positional(&[raw, buffer_size]))?;
        this.set(cx, slot, file)?;
    }
    Ok(())
}

fn half(cx: &mut Cx, this: &'static Instance, slot: usize) -> R {
    match this.get(cx, slot)?.bound() {
        Some(file) => Ok(file),
        None => Err(cx.value_error(format_args!("I/O operation on uninitialized object"))),
    }
}

fn forward(cx: &mut Cx, this: &'static Instance, slot: usize, name: Value, args: &[Value]) -> R {
    let file = half(cx, this, slot)?;
    call_method(cx, file, name, args)
}

macro_rules! forwarded {
    ($($method:literal $slot:ident;)*) => {
        $(
            const _: () = {
                #[native(BUFFERED_RW_PAIR, $method, opaque)]
                fn forwarded(
                    cx: &mut Cx,
                    this: &'static Instance,
                    args: &[Value],
                    _kwargs: Kwargs<'_>,
                ) -> R {
                    let method = $method;
                    let name = method.split('(').next().unwrap_or_default();
                    let name = cx.vm.intern(cx, name)?;
                    forward(cx, this, $slot, name, args)
                }
            };
        )*
    };
}

forwarded! {
    "read(self, *args, **kwargs)" READER;
    "read1(self, *args, **kwargs)" READER;
    "peek(self, *args, **kwargs)" READER;
    "readinto(self, *args, **kwargs)" READER;
    "readinto1(self, *args, **kwargs)" READER;
    "readable(self, *args, **kwargs)" READER;
    "write(self, *args, **kwargs)" WRITER;
    "flush(self, *args, **kwargs)" WRITER;
    "writable(self, *args, **kwargs)" WRITER;
}

#[native(BUFFERED_RW_PAIR, "close(self, /)")]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let name = name!(cx, "close")?;
    let written = forward(cx, this, WRITER, name, &[]).map(|_| ());
    in_any_case(cx, written, |cx| {
        forward(cx, this, READER, name, &[]).map(|_| ())
    })
}

#[native(BUFFERED_RW_PAIR, "isatty(self, /)")]
fn isatty(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let name = name!(cx, "isatty")?;
    for slot in [WRITER, READER] {
        let answer = forward(cx, this, slot, name, &[])?;
        if truth(cx, answer)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[native(BUFFERED_RW_PAIR, "closed", getter)]
fn closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let file = half(cx, this, WRITER)?;
    is_closed(cx, file)
}
