//! `staticmethod` and `classmethod`: wrappers of a function that change how it is bound.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::method;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, class_of};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class of static methods.
    pub static STATICMETHOD = TypeDef {
        name: "staticmethod",
        layout: Some(layout::WRAPPER),
        subclassable: true,
        doc: "Convert a function to be a static method.\n\nA static method does not receive an implicit first argument.\nTo declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, see the classmethod builtin.",
        ..TypeDef::NEW
    };
    /// The class of class methods.
    pub static CLASSMETHOD = TypeDef {
        name: "classmethod",
        layout: Some(layout::WRAPPER),
        subclassable: true,
        doc: "Convert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.",
        ..TypeDef::NEW
    };
}

/// A wrapper.
#[repr(C)]
#[derive(Debug)]
pub struct Wrapper {
    header: Header,
    /// `__func__`
    pub function: Slot,
    /// `__dict__`, or unbound as long as nobody asked.
    pub dict: Slot,
}

// SAFETY: a header and values.
unsafe impl HeapType for Wrapper {
    const LAYOUT: LayoutId = layout::WRAPPER;
}

/// A wrapper of this class around a function.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, cell: &TypeCell, function: Value) -> R {
    let wrapper = cx.create(cell, |header| Wrapper {
        header,
        function: Slot::new(function),
        dict: Slot::new(Value::UNBOUND),
    })?;
    Ok(wrapper.value())
}

/// An instance of `class` whose function `__init__` is yet to say.
fn empty(cx: &mut Cx, cell: &TypeCell, class: &'static Type) -> R {
    let wrapper = new(cx, cell, Value::NONE)?;
    if cell.is(class) {
        return Ok(wrapper);
    }
    let instance = Instance::new(cx, class)?;
    instance.set(cx, 0, wrapper)?;
    Ok(instance.value())
}

/// Create and return a new object.
#[native(STATICMETHOD, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn staticmethod_new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    empty(cx, &STATICMETHOD, cls)
}

/// Create and return a new object.
#[native(CLASSMETHOD, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn classmethod_new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    empty(cx, &CLASSMETHOD, cls)
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(STATICMETHOD, "__init__(self, function, /)", slot)]
#[native(CLASSMETHOD, "__init__(self, function, /)", slot)]
fn init(cx: &mut Cx, this: Value, function: Value) -> R<()> {
    if let Some(wrapper) = cx.payload::<Wrapper>(this)? {
        cx.store(wrapper, &wrapper.function, function)?;
    }
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let name = cx.vm.intern(cx, name)?;
        if let Some(value) = attribute::find(cx, function, name)? {
            attribute::set(cx, this, name, value)?;
        }
    }
    Ok(())
}

/// The `__dict__`.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn dict_of(cx: &mut Cx, wrapper: &'static Wrapper) -> R<&'static Dict> {
    if let Some(dict) = cx.load(wrapper, &wrapper.dict)?.cast::<Dict>() {
        return Ok(dict);
    }
    let dict = dict::new(cx)?;
    cx.store(wrapper, &wrapper.dict, dict.value())?;
    Ok(dict)
}

#[native(STATICMETHOD, "__dict__", getter, effect = writes)]
#[native(CLASSMETHOD, "__dict__", getter, effect = writes)]
fn namespace(cx: &mut Cx, this: &'static Wrapper) -> R<&'static Dict> {
    dict_of(cx, this)
}

/// Return an attribute of instance, which is of type owner.
#[native(STATICMETHOD, "__get__(self, instance, owner=None, /)", slot, effect = reads)]
fn staticmethod_get(cx: &mut Cx, this: &'static Wrapper, _instance: Value, _owner: Value) -> R {
    cx.load(this, &this.function)
}

/// Return an attribute of instance, which is of type owner.
#[native(CLASSMETHOD, "__get__(self, instance, owner=None, /)", slot, effect = reads)]
fn classmethod_get(cx: &mut Cx, this: &'static Wrapper, instance: Value, owner: Value) -> R {
    let function = cx.load(this, &this.function)?;
    let class = if owner.is_none() {
        class_of(instance).value()
    } else {
        owner
    };
    Ok(method::new(cx, function, class)?.value())
}

/// Call self as a function.
#[native(STATICMETHOD, "__call__(self, /, *args, **kwargs)", slot)]
fn staticmethod_call(cx: &mut Cx, this: &'static Wrapper, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let function = cx.load(this, &this.function)?;
    let mut values = args.to_vec();
    let mut names = Vec::new();
    for (name, value) in kwargs.iter() {
        names.push(name);
        values.push(value);
    }
    let values = crate::objects::tuple::new(cx, &values)?;
    let names = if names.is_empty() {
        None
    } else {
        Some(crate::objects::tuple::new(cx, &names)?)
    };
    call::call(
        cx,
        function,
        Args {
            values: values.as_slice(),
            kwnames: names,
        },
    )
}

#[native(STATICMETHOD, "__func__", getter, effect = reads)]
#[native(CLASSMETHOD, "__func__", getter, effect = reads)]
#[native(STATICMETHOD, "__wrapped__", getter, effect = reads)]
#[native(CLASSMETHOD, "__wrapped__", getter, effect = reads)]
fn function(cx: &mut Cx, this: &'static Wrapper) -> R {
    cx.load(this, &this.function)
}

macro_rules! passed_on {
    ($($get:ident $set:ident $delete:ident $name:literal;)*) => {
        $(
            #[native(STATICMETHOD, $name, getter)]
            #[native(CLASSMETHOD, $name, getter)]
            fn $get(cx: &mut Cx, this: &'static Wrapper) -> R {
                let (own, name) = (dict_of(cx, this)?, name!(cx, $name)?);
                if let Some(value) = dict::get_str(cx, own, name)? {
                    return Ok(value);
                }
                let function = cx.load(this, &this.function)?;
                let value = attribute::get(cx, function, name)?;
                dict::set_str(cx, own, name, value)?;
                Ok(value)
            }

            #[native(STATICMETHOD, $name, setter, effect = writes)]
            #[native(CLASSMETHOD, $name, setter, effect = writes)]
            fn $set(cx: &mut Cx, this: &'static Wrapper, value: Value) -> R<()> {
                let (own, name) = (dict_of(cx, this)?, name!(cx, $name)?);
                dict::set_str(cx, own, name, value)
            }

            #[native(STATICMETHOD, $name, deleter, effect = writes)]
            #[native(CLASSMETHOD, $name, deleter, effect = writes)]
            fn $delete(cx: &mut Cx, this: &'static Wrapper) -> R<()> {
                let (own, name) = (dict_of(cx, this)?, name!(cx, $name)?);
                match dict::remove(cx, own, name)? {
                    Some(_) => Ok(()),
                    None => Err(cx.attribute_error(format_args!($name))),
                }
            }
        )*
    };
}

passed_on! {
    annotations set_annotations delete_annotations "__annotations__";
    annotate set_annotate delete_annotate "__annotate__";
}

#[native(STATICMETHOD, "__isabstractmethod__", getter)]
#[native(CLASSMETHOD, "__isabstractmethod__", getter)]
fn is_abstract(cx: &mut Cx, this: &'static Wrapper) -> R<bool> {
    let function = cx.load(this, &this.function)?;
    let name = name!(cx, "__isabstractmethod__")?;
    match attribute::find(cx, function, name)? {
        Some(value) => crate::protocol::truth(cx, value),
        None => Ok(false),
    }
}

/// Return repr(self).
#[native(STATICMETHOD, "__repr__(self, /)", slot)]
#[native(CLASSMETHOD, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Wrapper) -> R<String> {
    let class = class_of(this.value()).name_text(cx)?;
    let function = cx.load(this, &this.function)?;
    let function = crate::protocol::repr(cx, function)?;
    Ok(format!("<{class}({})>", str::to_string(function)))
}
