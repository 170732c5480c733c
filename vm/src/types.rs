//! Builtin classes: where they are declared, and how Rust code finds them.
//!
//! A class is declared by one `static`, which the linker collects:
//!
//! ```ignore
//! builtin_type! {
//!     /// The class.
//!     pub static CELL = TypeDef { name: "cell", layout: Some(layout::CELL), ..TypeDef::NEW };
//! }
//! ```
//!
//! Its methods are the native functions whose owner it is (`native`). `runtime::bootstrap` makes the
//! class objects from both tables.

use crate::objects::type_object::Type;
use crate::shape::{Shape, ShapeId};
use crate::value::Value;
use linkme::distributed_slice;
use std::fmt;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use tython_gc::LayoutId;

/// Every builtin class.
#[distributed_slice]
pub static TYPES: [&'static TypeCell];

/// Declares builtin classes and enters them in [`TYPES`].
#[macro_export]
macro_rules! builtin_type {
    ($($(#[$doc:meta])* $vis:vis static $name:ident = $def:expr;)*) => {
        $(
            $(#[$doc])*
            $vis static $name: $crate::types::TypeCell = $crate::types::TypeCell::new($def);
            const _: () = {
                #[linkme::distributed_slice($crate::types::TYPES)]
                static ENTRY: &'static $crate::types::TypeCell = &$name;
            };
        )*
    };
}

/// What a builtin class is.
#[derive(Debug)]
pub struct TypeDef {
    /// `__name__`.
    pub name: &'static str,
    /// `__module__`.
    pub module: &'static str,
    /// The base class; `None` only for `object`.
    pub base: Option<&'static TypeCell>,
    /// The layout of its instances; `None`: that of the base.
    pub layout: Option<LayoutId>,
    /// Slots at the beginning of an instance that are not attributes (layout INSTANCE only).
    pub reserved: u32,
    /// Whether slot 0 of an instance holds a builtin object of the base class, which has a layout of its
    /// own.
    pub payload: bool,
    /// Whether Python classes may inherit from it.
    pub subclassable: bool,
    /// Whether instances of the class itself (not only of its subclasses) can have attributes of their
    /// own (layout INSTANCE only).
    pub attributes: bool,
    /// Whether there can be weak references to instances. Whatever has attributes allows that anyway.
    pub weakrefs: bool,
    /// Whether instances have a finaliser, `__del__` (layout INSTANCE only).
    pub finalizer: bool,
    /// The metaclass, if it is not `type`.
    pub metaclass: Option<&'static TypeCell>,
    /// `__doc__`.
    pub doc: &'static str,
}

impl TypeDef {
    /// What most declarations begin with: a class in `builtins`, derived from `object`, of which no
    /// Python class may inherit.
    pub const NEW: TypeDef = TypeDef {
        name: "",
        module: "builtins",
        base: Some(&crate::objects::object::OBJECT),
        layout: None,
        reserved: 0,
        payload: false,
        subclassable: false,
        attributes: false,
        weakrefs: false,
        finalizer: false,
        metaclass: None,
        doc: "",
    };
}

/// A builtin class: its declaration, and its object once that has been made.
pub struct TypeCell {
    /// What it is.
    pub def: TypeDef,
    class: AtomicU64,
    shape: AtomicU32,
}

impl TypeCell {
    /// The declaration of a class.
    pub const fn new(def: TypeDef) -> Self {
        TypeCell {
            def,
            class: AtomicU64::new(0),
            shape: AtomicU32::new(0),
        }
    }

    /// The class object.
    #[inline(always)]
    pub fn class(&self) -> &'static Type {
        // Relaxed: `fill` runs before any other thread starts, and never again.
        let word = self.class.load(Ordering::Relaxed);
        debug_assert_ne!(word, 0, "class {} is not made yet", self.def.name);
        // SAFETY: `fill` stores a class, which the virtual machine keeps alive.
        unsafe { &*((word & !7) as *const Type) }
    }

    /// The class object as a value.
    #[inline(always)]
    pub fn value(&self) -> Value {
        Value::from_bits(self.class.load(Ordering::Relaxed)) // Relaxed: as in `class`.
    }

    /// The shape of new instances.
    #[inline(always)]
    pub fn shape(&self) -> ShapeId {
        self.shape.load(Ordering::Relaxed) // Relaxed: as in `class`.
    }

    /// Whether `class` is this one.
    #[inline(always)]
    pub fn is(&self, class: &'static Type) -> bool {
        std::ptr::eq(self.class(), class)
    }

    /// Enters the class object, once, while the process has one thread.
    pub(crate) fn fill(&self, class: &'static Type, shape: &'static Shape) {
        self.class
            .store(Value::from(class).bits(), Ordering::Relaxed); // Relaxed: as in `class`.
        self.shape.store(shape.id, Ordering::Relaxed); // Relaxed: as in `class`.
    }
}

impl fmt::Debug for TypeCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypeCell({})", self.def.name)
    }
}
