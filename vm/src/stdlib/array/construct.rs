//! `array(...)`, copies, and the attributes.

use super::change::extend_with;
use super::convert::append_text;
use super::item::{CODES, Item};
use super::{ARRAY, Array, new};
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::native::{Kwargs, native};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::memoryview::{self, Memory, MemoryView, Window};
use crate::objects::str::{Str, character};
use crate::objects::type_object::Type;
use crate::protocol::{buffer, type_name};
use crate::value::Value;

/// The type code: a string of one character.
fn code(cx: &mut Cx, value: Value) -> R<u32> {
    let Some(text) = cx.payload::<Str>(value)? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "array() argument 1 must be a unicode character, not {class}"
        )));
    };
    match (text.len(), text.text().get(0)) {
        (1, Some(code)) => Ok(code),
        (length, _) => Err(cx.type_error(format_args!(
            "array() argument 1 must be a unicode character, not a string of length {length}"
        ))),
    }
}

#[native(ARRAY, "__new__(cls, /, *args, **kwargs)", new, opaque)]
fn array_new(cx: &mut Cx, cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if ARRAY.is(cls) && !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("array.array() takes no keyword arguments")));
    }
    let (typecode, initial) = match *args {
        [typecode] => (typecode, None),
        [typecode, initial] => (typecode, Some(initial)),
        [] => {
            return Err(cx.type_error(format_args!("array() takes at least 1 argument (0 given)")));
        }
        _ => {
            let count = args.len();
            return Err(cx.type_error(format_args!(
                "array() takes at most 2 arguments ({count} given)"
            )));
        }
    };
    let code = code(cx, typecode)?;
    let is_character = matches!(char::from_u32(code), Some('u' | 'w'));
    if let Some(initial) = initial
        && !is_character
    {
        let shown = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        if cx.payload::<Str>(initial)?.is_some() {
            return Err(cx.type_error(format_args!(
                "cannot use a str to initialize an array with typecode '{shown}'"
            )));
        }
        let other = Array::of_value(cx, initial)?;
        if other.is_some_and(|other| other.item.is_character()) {
            return Err(cx.type_error(format_args!(
                "cannot use a unicode array to initialize an array with typecode '{shown}'"
            )));
        }
    }
    let Some(item) = u8::try_from(code).ok().and_then(Item::of) else {
        let codes: Vec<String> = CODES.iter().map(|code| char::from(*code).into()).collect();
        let codes = codes.join(", ").replace(", d", " or d");
        return Err(cx.value_error(format_args!("bad typecode (must be {codes})")));
    };
    let instance = new(cx, cls, item, b"")?;
    if let Some(initial) = initial {
        fill(cx, instance, initial)?;
    }
    Ok(instance.value())
}

fn fill(cx: &mut Cx, instance: &'static Instance, initial: Value) -> R<()> {
    let array = Array::of(cx, instance)?;
    if let Some(text) = cx.payload::<Str>(initial)? {
        return append_text(cx, array, text);
    }
    let is_bytes = cx.payload::<Bytes>(initial)?.is_some();
    if is_bytes || cx.payload::<ByteArray>(initial)?.is_some() {
        let bytes = buffer::required(cx, initial)?;
        return super::convert::append_bytes(cx, array, &bytes);
    }
    if let Some(other) = Array::of_value(cx, initial)?
        && other.item == array.item
    {
        let bytes = other.storage.to_vec(cx)?;
        return array.append(cx, &bytes);
    }
    extend_with(cx, array, initial)
}

/// Return a copy of the array.
#[native(ARRAY, "__copy__(self, /)", effect = reads)]
fn copy(cx: &mut Cx, this: &'static Instance) -> R {
    let array = Array::of(cx, this)?;
    let bytes = array.storage.to_vec(cx)?;
    array.another(cx, &bytes)
}

/// Return a copy of the array.
#[native(ARRAY, "__deepcopy__(self, unused, /)", effect = reads)]
fn deepcopy(cx: &mut Cx, this: &'static Instance, unused: Value) -> R {
    let _ = unused;
    copy(cx, this)
}

/// the typecode character used to create the array
#[native(ARRAY, "typecode", getter, effect = reads)]
fn typecode(cx: &mut Cx, this: &'static Instance) -> R<&'static Str> {
    let code = Array::of(cx, this)?.item.code;
    character(cx, code.into())
}

/// the size, in bytes, of one array item
#[native(ARRAY, "itemsize", getter, effect = reads)]
fn itemsize(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    Ok(Array::of(cx, this)?.item.size())
}

/// Return a buffer object that exposes the underlying memory of the object.
#[native(ARRAY, "__buffer__(self, flags, /)", slot, effect = reads)]
fn dunder_buffer(cx: &mut Cx, this: &'static Instance, flags: i32) -> R<&'static MemoryView> {
    let _ = flags;
    let Array { storage, item } = Array::of(cx, this)?;
    let format = match item.code {
        b'u' => "w".to_owned(),
        code => char::from(code).to_string(),
    };
    let memory = Memory::ByteArray(storage);
    let window = Window::items(cx, memory, this.value(), &format, item.size())?;
    memoryview::new(cx, &window)
}

/// Size of the array in memory, in bytes.
#[native(ARRAY, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    parts::size_of(cx, this.value())
}

/// Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.
///
/// The length should be multiplied by the itemsize attribute to calculate
/// the buffer length in bytes.
#[native(ARRAY, "buffer_info(self, /)", effect = reads)]
fn buffer_info(cx: &mut Cx, this: &'static Instance) -> R {
    let array = Array::of(cx, this)?;
    let address = crate::protocol::id(array.storage.value());
    let (address, length) = (cx.int(address as i64)?, array.len(cx)?);
    cx.tuple(&[address, Value::index(length)])
}

/// See PEP 585
#[native(ARRAY, "__class_getitem__(type, object, /)", classmethod)]
fn class_getitem(cx: &mut Cx, class: Value, object: Value) -> R {
    generic_alias::new(cx, class, object)
}
