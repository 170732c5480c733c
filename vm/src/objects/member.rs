//! Descriptors of `__slots__`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{class_of, full_type_name, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static MEMBER = TypeDef {
        name: "member_descriptor",
        layout: Some(layout::MEMBER),
        ..TypeDef::NEW
    };
}

/// The descriptor of one slot.
#[repr(C)]
#[derive(Debug)]
pub struct Member {
    header: Header,
    /// `__name__`.
    pub name: Fixed,
    /// `__objclass__`.
    pub class: Fixed,
    /// Which slot of the instance, a small integer.
    slot: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Member {
    const LAYOUT: LayoutId = layout::MEMBER;
}

/// The descriptor of slot number `slot` of the instances of `class`.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, class: &'static Type, name: Value, slot: usize) -> R {
    let member = cx.create(&MEMBER, |header| Member {
        header,
        name: Fixed::new(name),
        class: Fixed::new(class.value()),
        slot: Fixed::new(Value::index(slot)),
    })?;
    Ok(member.value())
}

impl Member {
    /// Which slot of the instance.
    pub fn slot(&self) -> usize {
        self.slot.get().as_small_int().unwrap_or(0) as usize
    }

    fn instance(&'static self, cx: &mut Cx, object: Value) -> R<(&'static Instance, usize)> {
        let slot = self.slot();
        if let (Some(instance), Some(class)) =
            (object.cast::<Instance>(), self.class.get().cast::<Type>())
            && class_of(object).is_subclass(cx, class)?
        {
            return Ok((instance, slot));
        }
        let class = match self.class.get().cast::<Type>() {
            Some(class) => class.name_text(cx)?,
            None => String::new(),
        };
        let (name, other) = (str::to_string(self.name.get()), type_name(cx, object)?);
        Err(cx.type_error(format_args!(
            "descriptor '{name}' for '{class}' objects doesn't apply to a '{other}' object"
        )))
    }

    fn unset(&'static self, cx: &mut Cx, object: Value) -> R {
        let class = full_type_name(cx, object)?;
        let name = str::to_string(self.name.get());
        Err(cx.attribute_error(format_args!("'{class}' object has no attribute '{name}'")))
    }
}

/// Return an attribute of instance, which is of type owner.
#[native(MEMBER, "__get__(self, instance, owner=None, /)", slot, effect = reads)]
fn get(cx: &mut Cx, this: &'static Member, instance: Value, _owner: Value) -> R {
    if instance.is_none() {
        return Ok(this.value());
    }
    let (object, slot) = this.instance(cx, instance)?;
    match object.get(cx, slot)?.bound() {
        Some(value) => Ok(value),
        None => this.unset(cx, instance),
    }
}

/// Set an attribute of instance to value.
#[native(MEMBER, "__set__(self, instance, value, /)", slot, effect = writes)]
fn set(cx: &mut Cx, this: &'static Member, instance: Value, value: Value) -> R<()> {
    let (object, slot) = this.instance(cx, instance)?;
    object.set(cx, slot, value)
}

/// Delete an attribute of instance.
#[native(MEMBER, "__delete__(self, instance, /)", slot, effect = writes)]
fn delete(cx: &mut Cx, this: &'static Member, instance: Value) -> R<()> {
    let (object, slot) = this.instance(cx, instance)?;
    if object.get(cx, slot)?.is_unbound() {
        let name = str::to_string(this.name.get());
        return Err(cx.attribute_error(format_args!("{name}")));
    }
    object.set(cx, slot, Value::UNBOUND)
}

/// Return repr(self).
#[native(MEMBER, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Member) -> R<String> {
    let class = match this.class.get().cast::<Type>() {
        Some(class) => class.name_text(cx)?,
        None => String::new(),
    };
    let name = str::to_string(this.name.get());
    Ok(format!("<member '{name}' of '{class}' objects>"))
}

#[native(MEMBER, "__name__", getter, effect = pure)]
fn name(_: &mut Cx, this: &'static Member) -> R {
    Ok(this.name.get())
}

#[native(MEMBER, "__objclass__", getter, effect = pure)]
fn objclass(_: &mut Cx, this: &'static Member) -> R {
    Ok(this.class.get())
}

#[native(MEMBER, "__qualname__", getter, effect = reads)]
fn qualname(cx: &mut Cx, this: &'static Member) -> R<String> {
    let class = match this.class.get().cast::<Type>() {
        Some(class) => str::to_string(cx.load(class, &class.qualname)?),
        None => String::new(),
    };
    Ok(format!("{class}.{}", str::to_string(this.name.get())))
}
