//! Functions written in Python.

mod annotations;
mod attributes;
mod construct;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static FUNCTION = TypeDef {
        name: "function",
        layout: Some(layout::FUNCTION),
        doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
        ..TypeDef::NEW
    };
}

/// A function.
#[repr(C)]
#[derive(Debug)]
pub struct Function {
    header: Header,
    /// `__code__`.
    pub code: Slot,
    /// `__defaults__`: a tuple or None.
    pub defaults: Slot,
    /// `__kwdefaults__`: a dict or None.
    pub kwdefaults: Slot,
    /// `__closure__`: a tuple of cells or None.
    pub closure: Slot,
    /// `__name__`.
    pub name: Slot,
    /// `__qualname__`.
    pub qualname: Slot,
    /// `__doc__`.
    pub doc: Slot,
    /// `__module__`.
    pub module: Slot,
    /// `__dict__`: a dict, or unbound as long as nobody asked.
    pub dict: Slot,
    /// `__annotate__`: a function or None.
    pub annotate: Slot,
    /// `__annotations__`: a dict, or unbound as long as nobody asked.
    pub annotations: Slot,
    /// `__type_params__`: a tuple.
    pub type_params: Slot,
    /// `__globals__`.
    pub globals: Fixed,
    /// `__builtins__`.
    pub builtins: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Function {
    const LAYOUT: LayoutId = layout::FUNCTION;
}

/// A function of this code object with these globals.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn new(
    cx: &mut Cx,
    code: &'static CodeObject,
    globals: Value,
    builtins: Value,
    module: Value,
) -> R<&'static Function> {
    let data = code.data();
    let empty = cx.vm.empty_tuple.get();
    cx.create(&FUNCTION, |header| Function {
        header,
        code: Slot::new(code.value()),
        defaults: Slot::new(Value::NONE),
        kwdefaults: Slot::new(Value::NONE),
        closure: Slot::new(Value::NONE),
        name: Slot::new(data.name),
        qualname: Slot::new(data.qualname),
        doc: Slot::new(data.docstring),
        module: Slot::new(module),
        dict: Slot::new(Value::UNBOUND),
        annotate: Slot::new(Value::NONE),
        annotations: Slot::new(Value::UNBOUND),
        type_params: Slot::new(empty),
        globals: Fixed::new(globals),
        builtins: Fixed::new(builtins),
    })
}

/// The `__dict__` of a function, which is made when somebody asks.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn dict_of(cx: &mut Cx, function: &'static Function) -> R<&'static Dict> {
    if let Some(dict) = cx.load(function, &function.dict)?.cast::<Dict>() {
        return Ok(dict);
    }
    let dict = dict::new(cx)?;
    cx.store(function, &function.dict, dict.value())?;
    Ok(dict)
}
