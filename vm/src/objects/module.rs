//! Modules.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Meta, layout};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::list;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, class_of};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static MODULE = TypeDef {
        name: "module",
        layout: Some(layout::MODULE),
        subclassable: true,
        doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
        ..TypeDef::NEW
    };
}

/// A module. Its attributes are the entries of its namespace.
#[repr(C)]
#[derive(Debug)]
pub struct Module {
    header: Header,
    /// `__dict__`.
    pub dict: Fixed,
}

// SAFETY: a header and a value.
unsafe impl HeapType for Module {
    const LAYOUT: LayoutId = layout::MODULE;
}

/// A module of this name, with the attributes that every module has.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, name: Value, doc: Value) -> R<&'static Module> {
    let module = bare(cx, MODULE.class())?;
    fill(cx, module, name, doc)?;
    Ok(module)
}

fn bare(cx: &mut Cx, class: &'static Type) -> R<&'static Module> {
    let dict = dict::new(cx)?;
    cx.create_shaped(class.instance_shape(), 0, |header| Module {
        header,
        dict: Fixed::new(dict.value()),
    })
}

fn fill(cx: &mut Cx, module: &'static Module, name: Value, doc: Value) -> R<()> {
    let namespace = module.namespace();
    for (key, value) in [
        (name!(cx, "__name__")?, name),
        (name!(cx, "__doc__")?, doc),
        (name!(cx, "__package__")?, Value::NONE),
        (name!(cx, "__loader__")?, Value::NONE),
        (name!(cx, "__spec__")?, Value::NONE),
    ] {
        dict::set_str(cx, namespace, key, value)?;
    }
    Ok(())
}

impl Module {
    /// The namespace.
    pub fn namespace(&self) -> &'static Dict {
        match self.dict.get().cast::<Dict>() {
            Some(dict) => dict,
            None => unreachable!("a module's namespace is a dict"),
        }
    }

    /// Gives it another class. The transaction is irrevocable.
    pub(crate) fn change_class(&self, class: &'static Type) {
        let meta = Meta::from_bits(self.header.meta.load());
        let meta = meta.with_shape(class.instance_shape());
        self.header.meta.store(meta.bits());
    }

    /// `__name__` as text, for messages.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn name_text(&'static self, cx: &mut Cx) -> R<String> {
        let key = name!(cx, "__name__")?;
        let name = dict::get_str(cx, self.namespace(), key)?;
        Ok(name.map_or_else(|| "?".to_owned(), str::to_string))
    }
}

/// Create and return a new object.
#[native(MODULE, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn module_new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    Ok(bare(cx, cls)?.value())
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(MODULE, "__init__(self, name, doc=None)", slot, effect = writes)]
fn init(cx: &mut Cx, this: &'static Module, name: Value, doc: Value) -> R<()> {
    fill(cx, this, name, doc)
}

/// Return getattr(self, name).
#[native(MODULE, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Module, name: Value) -> R {
    let name = attribute::checked_name(cx, name)?;
    let class = class_of(this.value());
    match attribute::generic(cx, this.value(), class, name)? {
        Some(value) => Ok(value),
        None => Err(attribute::missing(cx, this.value(), name)?),
    }
}

#[native(MODULE, "__dict__", getter, effect = pure)]
fn namespace_of(_: &mut Cx, this: &'static Module) -> R {
    Ok(this.dict.get())
}

/// Return repr(self).
#[native(MODULE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Module) -> R {
    let (importlib, function) = (name!(cx, "_frozen_importlib")?, name!(cx, "_module_repr")?);
    let importlib = match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => dict::get_str(cx, modules, importlib)?,
        None => None,
    };
    match importlib {
        Some(importlib) => call::call_method(cx, importlib, function, &[this.value()]),
        None => {
            let name = this.name_text(cx)?;
            cx.str(&format!("<module '{name}' (built-in)>"))
        }
    }
}

/// __dir__() -> list
/// specialized dir() implementation
#[native(MODULE, "__dir__(self, /)")]
fn dir(cx: &mut Cx, this: Value) -> R {
    let namespace = name!(cx, "__dict__")?;
    let namespace = attribute::get(cx, this, namespace)?;
    let Some(namespace) = cx.payload::<Dict>(namespace)? else {
        return Err(cx.type_error(format_args!("<module>.__dict__ is not a dictionary")));
    };
    let hook = name!(cx, "__dir__")?;
    if let Some(hook) = dict::get_str(cx, namespace, hook)? {
        return call::call_values(cx, hook, &[]);
    }
    let names = list::new(cx)?;
    let mut position = 0;
    while let Some((name, _)) = dict::next_entry(cx, namespace, &mut position)? {
        list::append(cx, names, name)?;
    }
    Ok(names.value())
}
