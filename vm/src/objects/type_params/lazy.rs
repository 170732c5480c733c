//! Values that are computed when somebody asks, and the default that means none.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::generic_alias::type_repr;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{call_values, number, repr, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of `typing.NoDefault`.
    static NO_DEFAULT = TypeDef {
        name: "NoDefaultType",
        module: "typing",
        reserved: 1,
        doc: "The type of the NoDefault singleton.",
        ..TypeDef::NEW
    };
    /// The class of functions that give a value that is known.
    static CONST_EVALUATOR = TypeDef {
        name: "_ConstEvaluator",
        module: "_typing",
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// The format of annotations in which they are values.
const FORMAT_VALUE: i64 = 1;
/// The format in which they are text.
const FORMAT_STRING: i64 = 4;

/// Makes `typing.NoDefault`.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R<()> {
    let no_default = Instance::new(cx, NO_DEFAULT.class())?;
    cx.vm.no_default.set(no_default.value());
    Ok(())
}

#[native(NO_DEFAULT, "__new__(cls, /)", new, effect = pure)]
fn no_default_new(cx: &mut Cx, _cls: &'static Type) -> Value {
    cx.vm.no_default.get()
}

#[native(NO_DEFAULT, "__repr__(self, /)", slot, effect = pure)]
fn no_default_repr(_: &mut Cx, _this: Value) -> &'static str {
    "typing.NoDefault"
}

#[native(NO_DEFAULT, "__reduce__(self, /)", effect = pure)]
fn no_default_reduce(_: &mut Cx, _this: Value) -> &'static str {
    "NoDefault"
}

/// Two slots of an object: a value, and the function that computes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lazy {
    /// The slot of the value.
    pub(super) value: usize,
    /// The slot of the function.
    pub(super) evaluate: usize,
}

impl Lazy {
    /// The value, computed now if it was not before; `None` if there is neither.
    ///
    /// # Errors
    /// What the function raises.
    pub(super) fn get(self, cx: &mut Cx, object: &'static Instance) -> R<Option<Value>> {
        if let Some(value) = object.get(cx, self.value)?.bound() {
            return Ok(Some(value));
        }
        let Some(evaluate) = object.get(cx, self.evaluate)?.bound() else {
            return Ok(None);
        };
        let format = Value::small_int(FORMAT_VALUE).unwrap_or(Value::NONE);
        let value = call_values(cx, evaluate, &[format])?;
        object.set(cx, self.value, value)?;
        Ok(Some(value))
    }

    /// The function; one that gives the value if that was given, and None if there is neither.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn function(self, cx: &mut Cx, object: &'static Instance) -> R {
        if let Some(evaluate) = object.get(cx, self.evaluate)?.bound() {
            return Ok(evaluate);
        }
        let Some(value) = object.get(cx, self.value)?.bound() else {
            return Ok(Value::NONE);
        };
        let evaluator = Instance::new(cx, CONST_EVALUATOR.class())?;
        evaluator.set(cx, 0, value)?;
        Ok(evaluator.value())
    }
}

#[native(CONST_EVALUATOR, "__call__(self, format, /)", slot)]
fn evaluate(cx: &mut Cx, this: &'static Instance, format: Value) -> R {
    let value = this.get(cx, 0)?;
    let number = number::exact_int(cx, format)?;
    let Some(format) = number.and_then(|number| number.as_small_int()) else {
        let class = type_name(cx, format)?;
        return Err(cx.type_error(format_args!(
            "constevaluator.__call__() argument 1 must be int, not {class}"
        )));
    };
    if format != FORMAT_STRING {
        return Ok(value);
    }
    let text = match value.cast::<Tuple>() {
        Some(items) => {
            let mut texts = Vec::new();
            for item in items.as_slice() {
                texts.push(type_repr(cx, *item)?);
            }
            format!("({})", texts.join(", "))
        }
        None => type_repr(cx, value)?,
    };
    cx.str(&text)
}

#[native(CONST_EVALUATOR, "__repr__(self, /)", slot)]
fn evaluator_repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let value = this.get(cx, 0)?;
    let value = repr(cx, value)?;
    Ok(format!("<constevaluator {}>", str::to_string(value)))
}
