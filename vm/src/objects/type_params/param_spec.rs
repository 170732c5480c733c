//! `typing.ParamSpec`, and what `P.args` and `P.kwargs` are.

use super::common::{self, BOUND, NAME, SLOTS, Variance};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of, is_instance};
use crate::stdlib::_typing::call_typing;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static PARAM_SPEC = TypeDef {
        name: "ParamSpec",
        module: "typing",
        reserved: SLOTS,
        attributes: true,
        doc: "Parameter specification variable.\n\nThe preferred way to construct a parameter specification is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere the use of '**' creates a parameter specification::\n\n    type IntFunc[**P] = Callable[P, int]\n\nThe following syntax creates a parameter specification that defaults\nto a callable accepting two positional-only arguments of types int\nand str:\n\n    type IntFuncDefault[**P = (int, str)] = Callable[P, int]\n\nFor compatibility with Python 3.11 and earlier, ParamSpec objects\ncan also be created as follows::\n\n    P = ParamSpec('P')\n    DefaultP = ParamSpec('DefaultP', default=(int, str))\n\nParameter specification variables exist primarily for the benefit of\nstatic type checkers.  They are used to forward the parameter types of\none callable to another callable, a pattern commonly found in\nhigher-order functions and decorators.  They are only valid when used\nin ``Concatenate``, or as the first argument to ``Callable``, or as\nparameters for user-defined Generics. See class Generic for more\ninformation on generic types.\n\nAn example for annotating a decorator::\n\n    def add_logging[**P, T](f: Callable[P, T]) -> Callable[P, T]:\n        '''A type-safe decorator to add logging to a function.'''\n        def inner(*args: P.args, **kwargs: P.kwargs) -> T:\n            logging.info(f'{f.__name__} was called')\n            return f(*args, **kwargs)\n        return inner\n\n    @add_logging\n    def add_two(x: float, y: float) -> float:\n        '''Add two numbers together.'''\n        return x + y\n\nParameter specification variables can be introspected. e.g.::\n\n    >>> P = ParamSpec(\"P\")\n    >>> P.__name__\n    'P'\n\nNote that parameter specification variables defined in the global\nscope can be pickled.\n",
        ..TypeDef::NEW
    };
    /// The class of `P.args`.
    pub(super) static PARAM_SPEC_ARGS = TypeDef {
        name: "ParamSpecArgs",
        module: "typing",
        reserved: 1,
        doc: "The args for a ParamSpec object.\n\nGiven a ParamSpec object P, P.args returns an instance of ParamSpecArgs.\n\nParamSpecArgs objects have a reference back to their ParamSpec::\n\n    >>> P = ParamSpec(\"P\")\n    >>> P.args.__origin__ is P\n    True\n\nThis type is meant for runtime introspection and has no special meaning\nto static type checkers.\n",
        ..TypeDef::NEW
    };
    /// The class of `P.kwargs`.
    pub(super) static PARAM_SPEC_KWARGS = TypeDef {
        name: "ParamSpecKwargs",
        module: "typing",
        reserved: 1,
        doc: "The kwargs for a ParamSpec object.\n\nGiven a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs.\n\nParamSpecKwargs objects have a reference back to their ParamSpec::\n\n    >>> P = ParamSpec(\"P\")\n    >>> P.kwargs.__origin__ is P\n    True\n\nThis type is meant for runtime introspection and has no special meaning\nto static type checkers.\n",
        ..TypeDef::NEW
    };
}

/// `[**P]`
///
/// # Errors
/// MemoryError.
pub fn param_spec(cx: &mut Cx, name: Value) -> R {
    let parameter = common::plain(cx, PARAM_SPEC.class(), name, Variance::INFERRED)?;
    Ok(parameter.value())
}

#[native(
    PARAM_SPEC,
    "__new__(cls, name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    new
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    name: Value,
    bound: Value,
    default: Option<Value>,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
) -> R<&'static Instance> {
    let variance = Variance {
        covariant,
        contravariant,
        infer: infer_variance,
    };
    variance.check(cx)?;
    let bound = if bound.is_none() {
        Value::NONE
    } else {
        call_typing(cx, "_type_check", &[bound], Some("Bound must be a type."))?
    };
    let parameter = common::called(cx, cls, name, variance, default)?;
    parameter.set(cx, BOUND.value, bound)?;
    Ok(parameter)
}

/// Represents positional arguments.
#[native(PARAM_SPEC, "args", getter, effect = writes)]
fn positional(cx: &mut Cx, this: Value) -> R {
    part(cx, &PARAM_SPEC_ARGS, this)
}

/// Represents keyword arguments.
#[native(PARAM_SPEC, "kwargs", getter, effect = writes)]
fn named(cx: &mut Cx, this: Value) -> R {
    part(cx, &PARAM_SPEC_KWARGS, this)
}

fn part(cx: &mut Cx, class: &TypeCell, origin: Value) -> R {
    let part = Instance::new(cx, class.class())?;
    part.set(cx, 0, origin)?;
    Ok(part.value())
}

#[native(PARAM_SPEC, "__typing_subst__(self, arg, /)")]
fn subst(cx: &mut Cx, this: Value, arg: Value) -> R {
    call_typing(cx, "_paramspec_subst", &[this, arg], None)
}

#[native(PARAM_SPEC, "__typing_prepare_subst__(self, alias, args, /)")]
fn prepare_subst(cx: &mut Cx, this: Value, alias: Value, args: Value) -> R {
    call_typing(cx, "_paramspec_prepare_subst", &[this, alias, args], None)
}

macro_rules! parts {
    ($($class:ident $suffix:literal;)*) => {
        $(
            const _: () = {
                #[native($class, "__new__(cls, origin)", new, effect = writes)]
                fn new(cx: &mut Cx, _cls: &'static Type, origin: Value) -> R {
                    part(cx, &$class, origin)
                }

                #[native($class, "__repr__(self, /)", slot)]
                fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
                    let origin = this.get(cx, 0)?;
                    let text = match origin.cast::<Instance>() {
                        Some(parameter) if is_instance(cx, origin, &PARAM_SPEC)? => {
                            parameter.get(cx, NAME)?
                        }
                        _ => protocol::repr(cx, origin)?,
                    };
                    Ok(format!("{}{}", str::to_string(text), $suffix))
                }

                #[native($class, "__eq__(self, value, /)", slot)]
                fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
                    let Some(other) = value.cast::<Instance>() else {
                        return Ok(Value::NOT_IMPLEMENTED);
                    };
                    if !$class.is(class_of(value)) {
                        return Ok(Value::NOT_IMPLEMENTED);
                    }
                    let (a, b) = (this.get(cx, 0)?, other.get(cx, 0)?);
                    Ok(Value::bool(protocol::equal(cx, a, b)?))
                }

                #[native($class, "__mro_entries__(self, bases, /)", opaque, effect = pure)]
                fn mro_entries(cx: &mut Cx, _this: &'static Instance, _bases: Value) -> R {
                    let class = $class.def.name;
                    Err(cx.type_error(format_args!("Cannot subclass an instance of {class}")))
                }

                #[native($class, "__origin__", getter, effect = reads)]
                fn origin(cx: &mut Cx, this: &'static Instance) -> R {
                    this.get(cx, 0)
                }
            };
        )*
    };
}

parts! {
    PARAM_SPEC_ARGS ".args";
    PARAM_SPEC_KWARGS ".kwargs";
}
