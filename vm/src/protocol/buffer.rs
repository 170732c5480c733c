//! The bytes of objects that have some: CPython's buffer protocol, and the only door to it for native
//! code.
//!
//! | to | use |
//! | --- | --- |
//! | take a bytes-like object as an argument | [`BytesLike`], [`Utf8OrBytes`] |
//! | take one that is written into | [`Writable`] |
//! | read the bytes of any object | [`contents`], [`required`] |
//! | read them if they need not lie one after the other | [`flattened`] |
//! | look at them as items of a format | [`view`] |
//!
//! Nobody gets an address into a mutable object: its bytes are read as a copy, as of one moment, and
//! written through the transaction. A class offers its bytes by a method `__buffer__(flags)` that gives
//! a memoryview, whether it is written in Python or here (`objects::memoryview::over`).

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{ArgPlace, FromArg, FromDefault};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::instance::Instance;
use crate::objects::memoryview::{self, Memory, MemoryView};
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::protocol::{attribute, class_of, codec, type_name};
use crate::value::Value;
use std::borrow::Cow;

/// `inspect.BufferFlags.WRITABLE`
pub const WRITABLE: i32 = 1;
/// `inspect.BufferFlags.FULL_RO`: strides and a format may come with the bytes.
pub const FULL_RO: i32 = 0x11C;
/// The flag that says that the bytes need not lie one after the other.
const STRIDES: i32 = 0x10;
/// `inspect.BufferFlags.SIMPLE`
pub const SIMPLE: i32 = 0;

/// The bytes of an object, if it has some. They are borrowed if they can never change; the caller
/// keeps the object alive.
///
/// # Errors
/// BufferError if they do not lie one after the other, what a `__buffer__` method raises, and when the
/// transaction has to be rolled back.
pub fn contents(cx: &mut Cx, value: Value) -> R<Option<Cow<'static, [u8]>>> {
    read(cx, value, SIMPLE)
}

/// The same, where it does not matter why there are none.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn contents_or_none(cx: &mut Cx, value: Value) -> R<Option<Cow<'static, [u8]>>> {
    match contents(cx, value) {
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(None)
        }
        contents => contents,
    }
}

/// The bytes of an object's items, if it has some, one after the other.
///
/// # Errors
/// As [`contents`], but for the BufferError.
pub fn flattened(cx: &mut Cx, value: Value) -> R<Option<Cow<'static, [u8]>>> {
    read(cx, value, FULL_RO)
}

fn read(cx: &mut Cx, value: Value, flags: i32) -> R<Option<Cow<'static, [u8]>>> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(Some(Cow::Borrowed(bytes.as_slice())));
    }
    if let Some(array) = value.cast::<ByteArray>() {
        return Ok(Some(Cow::Owned(array.to_vec(cx)?)));
    }
    let Some(view) = exported(cx, value, flags)? else {
        return Ok(None);
    };
    let bytes = view.flat(cx)?;
    // What is borrowed belongs to a bytes object that perhaps only the view holds.
    let bytes = match value.cast::<MemoryView>() {
        Some(_) => bytes,
        None => {
            memoryview::release(cx, view)?;
            Cow::Owned(bytes.into_owned())
        }
    };
    Ok(Some(bytes))
}

/// The bytes of an object that must have some.
///
/// # Errors
/// TypeError if it has none.
pub fn required(cx: &mut Cx, value: Value) -> R<Cow<'static, [u8]>> {
    match contents(cx, value)? {
        Some(bytes) => Ok(bytes),
        None => Err(not_bytes_like(cx, value)?),
    }
}

/// The TypeError of what should have been bytes.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
pub fn not_bytes_like(cx: &mut Cx, value: Value) -> R<Exit> {
    let class = type_name(cx, value)?;
    Ok(cx.type_error(format_args!(
        "a bytes-like object is required, not '{class}'"
    )))
}

/// A new view of an object that must have bytes. `flags` say what the caller can do with them, `prefix`
/// begins the message of the TypeError if there are none.
///
/// # Errors
/// TypeError, BufferError if the bytes are not as the flags ask for, and what a `__buffer__` method
/// raises.
pub fn view(cx: &mut Cx, value: Value, flags: i32, prefix: &str) -> R<&'static MemoryView> {
    match exported(cx, value, flags)? {
        Some(view) => Ok(view),
        None => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!(
                "{prefix}a bytes-like object is required, not '{class}'"
            )))
        }
    }
}

/// A new view of an object, if it has bytes.
fn exported(cx: &mut Cx, value: Value, flags: i32) -> R<Option<&'static MemoryView>> {
    if let Some(view) = value.cast::<MemoryView>() {
        return same(cx, view, flags).map(Some);
    }
    if let Some(memory) = own_memory(cx, value)? {
        if flags & WRITABLE != 0 && !memory.is_mutable() {
            return Err(cx.buffer_error(format_args!("Object is not writable.")));
        }
        return memoryview::over(cx, memory, value).map(Some);
    }
    let name = name!(cx, "__buffer__")?;
    if class_of(value).lookup(cx, name)?.is_none() {
        return Ok(None);
    }
    let flags = Value::index(flags as usize);
    let Some(lent) = attribute::call_special(cx, value, name, &[flags])? else {
        return Ok(None);
    };
    match lent.cast::<MemoryView>() {
        Some(view) if is_native_method(cx, value, name)? => Ok(Some(view)),
        Some(view) => borrowed(cx, value, view).map(Some),
        None => Err(cx.type_error(format_args!("__buffer__ returned non-memoryview object"))),
    }
}

fn is_native_method(cx: &mut Cx, value: Value, name: Value) -> R<bool> {
    let method = class_of(value).lookup(cx, name)?;
    Ok(method.is_some_and(|method| method.is::<NativeFunction>()))
}

/// The memory of bytes and bytearrays, also of subclasses that do not say otherwise.
fn own_memory(cx: &mut Cx, value: Value) -> R<Option<Memory>> {
    if let Some(memory) = Memory::of(value) {
        return Ok(Some(memory));
    }
    if !value.is::<Instance>() {
        return Ok(None);
    }
    let Some(payload) = cx.payload_value(value)? else {
        return Ok(None);
    };
    let name = name!(cx, "__buffer__")?;
    match is_native_method(cx, value, name)? {
        true => Ok(Memory::of(payload)),
        false => Ok(None),
    }
}

/// Another view of what a view shows.
fn same(cx: &mut Cx, view: &'static MemoryView, flags: i32) -> R<&'static MemoryView> {
    let window = view.window(cx)?;
    if flags & WRITABLE != 0 && window.readonly {
        return Err(cx.buffer_error(format_args!(
            "memoryview: underlying buffer is not writable"
        )));
    }
    if flags & STRIDES == 0 && !view.geometry().is_c_contiguous() {
        return Err(cx.buffer_error(format_args!(
            "memoryview: underlying buffer is not C-contiguous"
        )));
    }
    memoryview::new(cx, &window)
}

/// A view of what `lent` shows, which a `__buffer__` method of `owner` has given.
fn borrowed(cx: &mut Cx, owner: Value, lent: &'static MemoryView) -> R<&'static MemoryView> {
    let window = lent.window(cx)?.lent_by(owner, lent.value());
    memoryview::new(cx, &window)
}

/// A bytes-like object as an argument of a native function.
#[derive(Debug)]
pub struct BytesLike(pub Cow<'static, [u8]>);

impl FromArg for BytesLike {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        required(cx, value).map(BytesLike)
    }
}

impl<D> FromDefault<D> for BytesLike {
    fn from_default(_: D) -> Self {
        BytesLike(Cow::Borrowed(&[]))
    }
}

/// A bytes-like object as an argument, or a string in its place: that means its UTF-8.
#[derive(Debug)]
pub struct Utf8OrBytes(pub Cow<'static, [u8]>);

impl FromArg for Utf8OrBytes {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        let Some(text) = cx.payload::<Str>(value)? else {
            return required(cx, value).map(Utf8OrBytes);
        };
        let bytes = codec::encode(cx, text, None, None)?;
        // A copy, for nobody holds the bytes object.
        let bytes = required(cx, bytes)?.into_owned();
        Ok(Utf8OrBytes(Cow::Owned(bytes)))
    }
}

/// Memory that a native function writes into, as an argument: `readinto(buffer)`, `recv_into(buffer)`.
#[derive(Clone, Copy, Debug)]
pub struct Writable {
    array: &'static ByteArray,
    start: usize,
    /// How many bytes there are.
    pub length: usize,
}

impl Writable {
    /// The memory of an object, if it has some that can be written, and that lies in one piece.
    ///
    /// # Errors
    /// What a `__buffer__` method raises, and when the transaction has to be rolled back.
    pub fn of(cx: &mut Cx, value: Value) -> R<Option<Writable>> {
        if let Some(array) = value.cast::<ByteArray>() {
            let length = array.len(cx)?;
            return Ok(Some(Writable {
                array,
                start: 0,
                length,
            }));
        }
        let view = match exported(cx, value, WRITABLE) {
            Ok(Some(view)) => view,
            Ok(None) => return Ok(None),
            Err(Exit::Raise) => {
                // Not writable, or not in one piece: the caller says so in its own words.
                cx.take_exception();
                return Ok(None);
            }
            Err(exit) => return Err(exit),
        };
        let geometry = view.geometry();
        match view.memory(cx)? {
            Memory::ByteArray(array) if !view.is_readonly() => Ok(Some(Writable {
                array,
                start: usize::try_from(geometry.offset).unwrap_or(0),
                length: geometry.bytes(),
            })),
            _ => Ok(None),
        }
    }

    /// Writes bytes from `at` on, as many as there is room for, and says how many that are.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn write(self, cx: &mut Cx, at: usize, bytes: &[u8]) -> R<usize> {
        let room = self.length.saturating_sub(at);
        let bytes = &bytes[..bytes.len().min(room)];
        match self.array.overwrite(cx, self.start + at, bytes)? {
            true => Ok(bytes.len()),
            false => Err(cx.buffer_error(format_args!("the object has become too short"))),
        }
    }

    /// The bytes that are there now.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn read(self, cx: &mut Cx) -> R<Vec<u8>> {
        self.array.part(cx, self.start..self.start + self.length)
    }
}

impl FromArg for Writable {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        match Writable::of(cx, value)? {
            Some(writable) => Ok(writable),
            None => Err(place.mismatch(cx, "read-write bytes-like object", value)),
        }
    }
}
