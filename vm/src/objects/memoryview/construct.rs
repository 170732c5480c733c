//! `memoryview(...)`, and the end of a view.

use super::base::{MEMORYVIEW, Memory, MemoryView, new};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, buffer};
use crate::value::Value;

#[native(MEMORYVIEW, "__new__(cls, object)", new, opaque)]
fn memoryview(cx: &mut Cx, _cls: &'static Type, object: Value) -> R<&'static MemoryView> {
    let view = buffer::view(cx, object, buffer::FULL_RO, "memoryview: ")?;
    if let Memory::ByteArray(array) = view.memory(cx)? {
        array.count_export(cx, 1)?;
        cx.store(view, &view.counted, Value::TRUE)?;
    }
    Ok(view)
}

/// Create a new memoryview object which references the given object.
#[native(MEMORYVIEW, "_from_flags(type, /, object, flags)", classmethod)]
fn from_flags(
    cx: &mut Cx,
    _class: &'static Type,
    object: Value,
    flags: i32,
) -> R<&'static MemoryView> {
    buffer::view(cx, object, flags, "memoryview: ")
}

/// Ends a view: from now on nothing can be read through it. Who has lent the memory is told.
///
/// # Errors
/// What a `__release_buffer__` method raises.
pub(crate) fn release(cx: &mut Cx, view: &'static MemoryView) -> R<()> {
    if view.is_released(cx)? {
        return Ok(());
    }
    let users = cx.load(view, &view.users)?.as_small_int().unwrap_or(0);
    if users != 0 {
        let s = if users == 1 { "" } else { "s" };
        return Err(cx.buffer_error(format_args!("memoryview has {users} exported buffer{s}")));
    }
    if let Memory::ByteArray(array) = view.memory(cx)? {
        if cx.load(view, &view.counted)? == Value::TRUE {
            array.count_export(cx, -1)?;
        }
        if cx.load(view, &view.entered)? == Value::TRUE {
            array.hold(cx, -1)?;
        }
    }
    cx.store(view, &view.memory, Value::UNBOUND)?;
    let Some(lent) = view.lent.get().cast::<MemoryView>() else {
        return Ok(());
    };
    let name = name!(cx, "__release_buffer__")?;
    attribute::call_special(cx, view.owner.get(), name, &[lent.value()])?;
    release(cx, lent)
}

/// Release the underlying buffer exposed by the memoryview object.
#[native(MEMORYVIEW, "release(self, /)")]
fn dunder_release(cx: &mut Cx, this: &'static MemoryView) -> R<()> {
    release(cx, this)
}

#[native(MEMORYVIEW, "__enter__(self, /)", effect = writes)]
fn enter(cx: &mut Cx, this: &'static MemoryView) -> R<&'static MemoryView> {
    if let Memory::ByteArray(array) = this.memory(cx)?
        && cx.load(this, &this.entered)? == Value::FALSE
    {
        array.hold(cx, 1)?;
        cx.store(this, &this.entered, Value::TRUE)?;
    }
    Ok(this)
}

/// Release the underlying buffer exposed by the memoryview object.
#[native(MEMORYVIEW, "__exit__(self, /, *exc_info)")]
fn exit(cx: &mut Cx, this: &'static MemoryView, exc_info: &[Value]) -> R<()> {
    let _ = exc_info;
    release(cx, this)
}

/// Return a readonly version of the memoryview.
#[native(MEMORYVIEW, "toreadonly(self, /)", effect = reads)]
fn toreadonly(cx: &mut Cx, this: &'static MemoryView) -> R<&'static MemoryView> {
    let mut window = this.window(cx)?;
    window.readonly = true;
    new(cx, &window)
}
