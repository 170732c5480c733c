//! What TypeVar, ParamSpec and TypeVarTuple have in common.

use super::lazy::Lazy;
use super::param_spec::PARAM_SPEC;
use super::type_var::TYPE_VAR;
use super::type_var_tuple::TYPE_VAR_TUPLE;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::str::{self, STR};
use crate::objects::type_object::Type;
use crate::objects::union;
use crate::protocol::{attribute, class_of, is_instance, type_name};
use crate::value::Value;

/// `__name__`
pub(super) const NAME: usize = 0;
/// `__bound__`
pub(super) const BOUND: Lazy = Lazy {
    value: 1,
    evaluate: 2,
};
/// `__constraints__`
pub(super) const CONSTRAINTS: Lazy = Lazy {
    value: 3,
    evaluate: 4,
};
/// `__default__`
pub(super) const DEFAULT: Lazy = Lazy {
    value: 5,
    evaluate: 6,
};
/// `__covariant__`
pub(super) const COVARIANT: usize = 7;
/// `__contravariant__`
pub(super) const CONTRAVARIANT: usize = 8;
/// `__infer_variance__`
pub(super) const INFER: usize = 9;
/// How many slots a parameter has.
pub(super) const SLOTS: u32 = 10;

/// Whether a parameter is covariant, contravariant, or what else its uses say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variance {
    pub(super) covariant: bool,
    pub(super) contravariant: bool,
    pub(super) infer: bool,
}

impl Variance {
    /// What the compiler makes.
    pub(super) const INFERRED: Variance = Variance {
        covariant: false,
        contravariant: false,
        infer: true,
    };

    /// TypeError or ValueError unless at most one is said.
    ///
    /// # Errors
    /// That one.
    pub(super) fn check(self, cx: &mut Cx) -> R<()> {
        if self.covariant && self.contravariant {
            return Err(cx.value_error(format_args!("Bivariant types are not supported.")));
        }
        if self.infer && (self.covariant || self.contravariant) {
            return Err(cx.value_error(format_args!(
                "Variance cannot be specified with infer_variance."
            )));
        }
        Ok(())
    }
}

/// A parameter without a bound, constraints or a default.
///
/// # Errors
/// MemoryError.
pub(super) fn plain(
    cx: &mut Cx,
    class: &'static Type,
    name: Value,
    variance: Variance,
) -> R<&'static Instance> {
    let parameter = Instance::new(cx, class)?;
    parameter.set(cx, NAME, name)?;
    parameter.set(cx, COVARIANT, Value::bool(variance.covariant))?;
    parameter.set(cx, CONTRAVARIANT, Value::bool(variance.contravariant))?;
    parameter.set(cx, INFER, Value::bool(variance.infer))?;
    Ok(parameter)
}

/// A parameter that a program makes by a call: it gets `__module__` and maybe a default.
///
/// # Errors
/// TypeError if the name is no string.
pub(super) fn called(
    cx: &mut Cx,
    class: &'static Type,
    name: Value,
    variance: Variance,
    default: Option<Value>,
) -> R<&'static Instance> {
    if !is_instance(cx, name, &STR)? {
        let (class, given) = (class.name_text(cx)?, type_name(cx, name)?);
        return Err(cx.type_error(format_args!(
            "{class}() argument 'name' must be str, not {given}"
        )));
    }
    variance.check(cx)?;
    let parameter = plain(cx, class, name, variance)?;
    if let Some(default) = default {
        parameter.set(cx, DEFAULT.value, default)?;
    }
    if let Some(module) = calling_module(cx)? {
        let name = name!(cx, "__module__")?;
        attribute::set(cx, parameter.value(), name, module)?;
    }
    Ok(parameter)
}

/// The `__name__` of the module whose code runs.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn calling_module(cx: &mut Cx) -> R<Option<Value>> {
    let top = cx.frames.top();
    if top.is_null() {
        return Ok(None);
    }
    let name = name!(cx, "__name__")?;
    match Fr(top).frame().globals.cast::<Dict>() {
        Some(globals) => dict::get_str(cx, globals, name),
        None => Ok(None),
    }
}

/// A parameter's default, as a function that computes it.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn set_default(cx: &mut Cx, parameter: Value, evaluate: Value) -> R<()> {
    match parameter.cast::<Instance>() {
        Some(parameter) => parameter.set(cx, DEFAULT.evaluate, evaluate),
        None => Err(cx.system_error(format_args!("a default of no type parameter"))),
    }
}

/// `__default__`
///
/// # Errors
/// What the function that computes it raises.
pub(super) fn default_of(cx: &mut Cx, parameter: &'static Instance) -> R {
    let none = cx.vm.no_default.get();
    Ok(DEFAULT.get(cx, parameter)?.unwrap_or(none))
}

macro_rules! of_all {
    ($($(#[$meta:meta])* $signature:literal $kind:ident [$($effect:tt)*]
       fn $name:ident($cx:ident, $this:ident: $receiver:ty $(, $arg:ident)*) -> $result:ty $body:block)*) => {
        $(
            $(#[$meta])*
            #[native(TYPE_VAR, $signature, $kind $($effect)*)]
            #[native(PARAM_SPEC, $signature, $kind $($effect)*)]
            #[native(TYPE_VAR_TUPLE, $signature, $kind $($effect)*)]
            fn $name($cx: &mut Cx, $this: $receiver $(, $arg: Value)*) -> $result $body
        )*
    };
}

of_all! {
    "__name__" getter [, effect = reads]
    fn name(cx, this: &'static Instance) -> R {
        this.get(cx, NAME)
    }

    /// The default value for this type parameter.
    "__default__" getter []
    fn default(cx, this: &'static Instance) -> R {
        default_of(cx, this)
    }

    "evaluate_default" getter [, effect = writes]
    fn evaluate_default(cx, this: &'static Instance) -> R {
        DEFAULT.function(cx, this)
    }

    "__reduce__(self, /)" opaque [, effect = reads]
    fn reduce(cx, this: &'static Instance) -> R {
        this.get(cx, NAME)
    }

    "has_default(self, /)" opaque [, effect = reads]
    fn has_default(cx, this: &'static Instance) -> R<bool> {
        if this.get(cx, DEFAULT.evaluate)?.bound().is_some() {
            return Ok(true);
        }
        let default = this.get(cx, DEFAULT.value)?.bound();
        Ok(default.is_some_and(|default| default != cx.vm.no_default.get()))
    }

    "__mro_entries__(self, bases, /)" opaque []
    fn mro_entries(cx, this: &'static Instance, _bases) -> R {
        let class = type_name(cx, this.value())?;
        Err(cx.type_error(format_args!("Cannot subclass an instance of {class}")))
    }
}

macro_rules! of_two {
    ($($name:literal $rust:ident $slot:ident;)*) => {
        $(
            #[native(TYPE_VAR, $name, getter, effect = reads)]
            #[native(PARAM_SPEC, $name, getter, effect = reads)]
            fn $rust(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $slot)
            }
        )*
    };
}

of_two! {
    "__covariant__" covariant COVARIANT;
    "__contravariant__" contravariant CONTRAVARIANT;
    "__infer_variance__" infer INFER;
}

/// The upper bound of this type parameter.
#[native(TYPE_VAR, "__bound__", getter)]
#[native(PARAM_SPEC, "__bound__", getter)]
fn bound(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(BOUND.get(cx, this)?.unwrap_or(Value::NONE))
}

#[native(TYPE_VAR, "__or__(self, value, /)", slot)]
#[native(PARAM_SPEC, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    union::checked(cx, &[this, value])
}

#[native(TYPE_VAR, "__ror__(self, value, /)", slot)]
#[native(PARAM_SPEC, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    union::checked(cx, &[value, this])
}

#[native(TYPE_VAR, "__repr__(self, /)", slot, effect = reads)]
#[native(PARAM_SPEC, "__repr__(self, /)", slot, effect = reads)]
#[native(TYPE_VAR_TUPLE, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let name = this.get(cx, NAME)?;
    let name = str::to_string(name);
    let is_tuple = TYPE_VAR_TUPLE.is(class_of(this.value()));
    if is_tuple || this.get(cx, INFER)? == Value::TRUE {
        return Ok(name);
    }
    let sign = if this.get(cx, COVARIANT)? == Value::TRUE {
        '+'
    } else if this.get(cx, CONTRAVARIANT)? == Value::TRUE {
        '-'
    } else {
        '~'
    };
    Ok(format!("{sign}{name}"))
}
