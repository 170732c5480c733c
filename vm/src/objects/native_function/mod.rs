//! Native functions as objects, and their descriptors in classes.
//!
//! | class | what |
//! | --- | --- |
//! | `builtin_function_or_method` | a function of a module, a static method, `__new__`; or bound |
//! | `method_descriptor` | a method in its class |
//! | `wrapper_descriptor` | a special method in its class |
//! | `classmethod_descriptor` | a class method in its class |
//! | `getset_descriptor` | a computed attribute in its class |
//! | `method-wrapper` | a special method bound to an object |
//!
//! The bound ones are [`BoundNative`]s, the others [`NativeFunction`]s. Both point to a row of the table
//! of native functions, whose kind says which class the object has.

mod attributes;
mod descriptor;
mod repr;

pub(crate) use descriptor::compute;
pub use descriptor::{delete, get, set};

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::native::{Args, Effect, Kind, NativeCall, NativeDef, Owner, of_class};
use crate::objects::instance_attributes::is_one;
use crate::protocol::call::prepend;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use std::mem::offset_of;

builtin_type! {
    /// The class of functions of modules, and of bound methods.
    pub static BUILTIN_FUNCTION = TypeDef {
        name: "builtin_function_or_method",
        layout: Some(layout::NATIVE),
        ..TypeDef::NEW
    };
    /// The class of methods in their classes.
    pub static METHOD_DESCRIPTOR = TypeDef { name: "method_descriptor", ..DESCRIPTOR };
    /// The class of special methods in their classes.
    pub static WRAPPER_DESCRIPTOR = TypeDef { name: "wrapper_descriptor", ..DESCRIPTOR };
    /// The class of class methods in their classes.
    pub static CLASSMETHOD_DESCRIPTOR = TypeDef { name: "classmethod_descriptor", ..DESCRIPTOR };
    /// The class of computed attributes in their classes.
    pub static GETSET_DESCRIPTOR = TypeDef { name: "getset_descriptor", ..DESCRIPTOR };
    /// The class of bound special methods.
    pub static METHOD_WRAPPER = TypeDef {
        name: "method-wrapper",
        layout: Some(layout::BOUND_NATIVE),
        ..TypeDef::NEW
    };
}

const DESCRIPTOR: TypeDef = TypeDef {
    layout: Some(layout::NATIVE),
    ..TypeDef::NEW
};

/// A native function, or a descriptor of one.
#[repr(C)]
#[derive(Debug)]
pub struct NativeFunction {
    header: Header,
    /// The address of a `NativeDef`.
    def: Raw,
    /// The address of the function that a call comes down to, or 0 if there is more to a call.
    direct: Raw,
    /// The address of the setter's `NativeDef`, or 0.
    setter: Raw,
    /// The address of the deleter's `NativeDef`, or 0.
    deleter: Raw,
    /// The class or the module that it belongs to.
    pub owner: Fixed,
    /// `__module__`.
    pub module: Slot,
}

// SAFETY: a header, values, and words that look like integers.
unsafe impl HeapType for NativeFunction {
    const LAYOUT: LayoutId = layout::NATIVE;
}

/// A native function that has its receiver.
#[repr(C)]
#[derive(Debug)]
pub struct BoundNative {
    header: Header,
    /// The address of a `NativeDef`.
    def: Raw,
    /// `__self__`.
    pub receiver: Fixed,
}

// SAFETY: as above.
unsafe impl HeapType for BoundNative {
    const LAYOUT: LayoutId = layout::BOUND_NATIVE;
}

/// The word for a declaration; 0 for none.
fn word(def: Option<&'static NativeDef>) -> Raw {
    Raw::new(def.map_or(0, |def| std::ptr::from_ref(def) as u64))
}

fn def_of(word: &Raw) -> Option<&'static NativeDef> {
    // SAFETY: null or what `word` made of a static.
    unsafe { (word.get() as *const NativeDef).as_ref() }
}

impl NativeFunction {
    /// Its declaration; of a computed attribute that of whichever part comes first.
    #[inline(always)]
    pub fn def(&self) -> &'static NativeDef {
        // SAFETY: `new` stored the address of a static.
        unsafe { &*(self.def.get() as *const NativeDef) }
    }

    /// The function that takes the arguments of a call, if nothing else has to be done.
    #[inline(always)]
    pub fn direct(&self) -> Option<NativeCall> {
        let address = self.direct.get();
        // SAFETY: `new` stored the address of such a function, or 0, which is no function.
        unsafe { std::mem::transmute::<usize, Option<NativeCall>>(address as usize) }
    }

    /// Whether it is a computed attribute.
    #[inline(always)]
    pub fn is_computed_attribute(&self) -> bool {
        is_part(self.def().kind)
    }
}

impl BoundNative {
    /// Where compiled code finds the declaration's address.
    pub(crate) const DEF: usize = offset_of!(BoundNative, def);

    /// What lies there.
    pub(crate) fn def_bits(&self) -> i64 {
        self.def.bits() as i64
    }

    /// Its declaration.
    #[inline(always)]
    pub fn def(&self) -> &'static NativeDef {
        // SAFETY: `bound` stored the address of a static.
        unsafe { &*(self.def.get() as *const NativeDef) }
    }
}

fn is_part(kind: Kind) -> bool {
    matches!(kind, Kind::Getter | Kind::Setter | Kind::Deleter)
}

fn class_for(kind: Kind) -> &'static TypeCell {
    match kind {
        Kind::Function | Kind::StaticMethod | Kind::New => &BUILTIN_FUNCTION,
        Kind::Method => &METHOD_DESCRIPTOR,
        Kind::Slot => &WRAPPER_DESCRIPTOR,
        Kind::ClassMethod => &CLASSMETHOD_DESCRIPTOR,
        Kind::Getter | Kind::Setter | Kind::Deleter => &GETSET_DESCRIPTOR,
    }
}

/// The object of a declaration. `owner`: the class or module that it belongs to.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, def: &'static NativeDef, owner: Value) -> R<&'static NativeFunction> {
    let module = match def.owner {
        Owner::Module(module) => cx.vm.intern(cx, module)?,
        Owner::Class(_) => Value::NONE,
    };
    let part = |kind: Kind| {
        let cell = def.class().filter(|_| is_part(def.kind))?;
        of_class(cell).find(|other| other.kind == kind && other.name == def.name)
    };
    let (setter, deleter) = (part(Kind::Setter), part(Kind::Deleter));
    let is_direct = !is_part(def.kind) && def.effect != Effect::Enters;
    let direct = if is_direct { def.call as usize } else { 0 };
    cx.create(class_for(def.kind), |header| NativeFunction {
        header,
        def: word(Some(def)),
        direct: Raw::new(direct as u64),
        setter: word(setter),
        deleter: word(deleter),
        owner: Fixed::new(owner),
        module: Slot::new(module),
    })
}

/// What stands in the namespace of a builtin class: names and objects, each name once. Static methods
/// are bare functions, which the caller puts into a `staticmethod`.
///
/// # Errors
/// What `enter` gives, and MemoryError.
pub fn class_attributes(
    cx: &mut Cx,
    cell: &'static TypeCell,
    mut enter: impl FnMut(&mut Cx, &'static NativeDef, &'static NativeFunction) -> R<()>,
) -> R<()> {
    for def in of_class(cell) {
        let is_later_part = is_part(def.kind) && first_part(cell, def.name) != Some(def.kind);
        if is_later_part || is_one(def) {
            continue;
        }
        let object = new(cx, def, cell.value())?;
        enter(cx, def, object)?;
    }
    Ok(())
}

/// The kind of the part that stands for a computed attribute.
fn first_part(cell: &'static TypeCell, name: &str) -> Option<Kind> {
    let parts = [Kind::Getter, Kind::Setter, Kind::Deleter];
    let has = |kind: &Kind| of_class(cell).any(|def| def.kind == *kind && def.name == name);
    parts.into_iter().find(has)
}

/// `def` with its receiver, which the caller has checked.
///
/// # Errors
/// MemoryError.
pub fn bound(cx: &mut Cx, def: &'static NativeDef, receiver: Value) -> R<&'static BoundNative> {
    // A class shared with unbound functions: the shape says the class, the layout the memory.
    let class = match def.kind {
        Kind::Slot => &METHOD_WRAPPER,
        _ => &BUILTIN_FUNCTION,
    };
    cx.create(class, |header| BoundNative {
        header,
        def: word(Some(def)),
        receiver: Fixed::new(receiver),
    })
}

/// Calls a native function, or a descriptor of one: the receiver, if it has one, is the first argument.
///
/// # Errors
/// The function's, and TypeError for a computed attribute.
#[inline]
pub fn call(cx: &mut Cx, function: &'static NativeFunction, args: Args<'_>) -> R {
    if function.is_computed_attribute() {
        return Err(cx.type_error(format_args!("'getset_descriptor' object is not callable")));
    }
    (function.def().call)(cx, args)
}

/// Calls a bound native function.
///
/// # Errors
/// The function's.
#[inline]
pub fn call_bound(cx: &mut Cx, bound: &'static BoundNative, args: Args<'_>) -> R {
    let def = bound.def();
    prepend(cx, bound.receiver.get(), args, |cx, args| {
        (def.call)(cx, args)
    })
}
