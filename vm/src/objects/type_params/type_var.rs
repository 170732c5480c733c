//! `typing.TypeVar`.

use super::common::{self, BOUND, CONSTRAINTS, SLOTS, Variance};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::list;
use crate::objects::str;
use crate::objects::tuple;
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, is_identical};
use crate::stdlib::_typing::call_typing;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static TYPE_VAR = TypeDef {
        name: "TypeVar",
        module: "typing",
        reserved: SLOTS,
        attributes: true,
        doc: "Type variable.\n\nThe preferred way to construct a type variable is via the dedicated\nsyntax for generic functions, classes, and type aliases::\n\n    class Sequence[T]:  # T is a TypeVar\n        ...\n\nThis syntax can also be used to create bound and constrained type\nvariables::\n\n    # S is a TypeVar bound to str\n    class StrSequence[S: str]:\n        ...\n\n    # A is a TypeVar constrained to str or bytes\n    class StrOrBytesSequence[A: (str, bytes)]:\n        ...\n\nType variables can also have defaults:\n\n    class IntDefault[T = int]:\n        ...\n\nHowever, if desired, reusable type variables can also be constructed\nmanually, like so::\n\n   T = TypeVar('T')  # Can be anything\n   S = TypeVar('S', bound=str)  # Can be any subtype of str\n   A = TypeVar('A', str, bytes)  # Must be exactly str or bytes\n   D = TypeVar('D', default=int)  # Defaults to int\n\nType variables exist primarily for the benefit of static type\ncheckers.  They serve as the parameters for generic types as well\nas for generic function and type alias definitions.\n\nThe variance of type variables is inferred by type checkers when they\nare created through the type parameter syntax and when\n``infer_variance=True`` is passed. Manually created type variables may\nbe explicitly marked covariant or contravariant by passing\n``covariant=True`` or ``contravariant=True``. By default, manually\ncreated type variables are invariant. See PEP 484 and PEP 695 for more\ndetails.\n",
        ..TypeDef::NEW
    };
}

/// `[T]`
///
/// # Errors
/// MemoryError.
pub fn type_var(cx: &mut Cx, name: Value) -> R {
    let parameter = common::plain(cx, TYPE_VAR.class(), name, Variance::INFERRED)?;
    Ok(parameter.value())
}

/// `[T: bound]`
///
/// # Errors
/// MemoryError.
pub fn type_var_bound(cx: &mut Cx, name: Value, evaluate: Value) -> R {
    let parameter = common::plain(cx, TYPE_VAR.class(), name, Variance::INFERRED)?;
    parameter.set(cx, BOUND.evaluate, evaluate)?;
    Ok(parameter.value())
}

/// `[T: (constraint, constraint)]`
///
/// # Errors
/// MemoryError.
pub fn type_var_constraints(cx: &mut Cx, name: Value, evaluate: Value) -> R {
    let parameter = common::plain(cx, TYPE_VAR.class(), name, Variance::INFERRED)?;
    parameter.set(cx, CONSTRAINTS.evaluate, evaluate)?;
    Ok(parameter.value())
}

#[native(
    TYPE_VAR,
    "__new__(cls, name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    new
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    name: Value,
    constraints: &[Value],
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
        None
    } else {
        Some(call_typing(
            cx,
            "_type_check",
            &[bound],
            Some("Bound must be a type."),
        )?)
    };
    match (constraints.len(), bound) {
        (1, _) => {
            return Err(cx.type_error(format_args!("A single constraint is not allowed")));
        }
        (2.., Some(_)) => {
            return Err(cx.type_error(format_args!(
                "Constraints cannot be combined with bound=..."
            )));
        }
        _ => {}
    }
    let checked = list::new(cx)?;
    for constraint in constraints {
        let message = Some("TypeVar(name, constraint, ...): constraints must be types.");
        let constraint = call_typing(cx, "_type_check", &[*constraint], message)?;
        list::append(cx, checked, constraint)?;
    }
    let parameter = common::called(cx, cls, name, variance, default)?;
    if let Some(bound) = bound {
        parameter.set(cx, BOUND.value, bound)?;
    }
    if !constraints.is_empty() {
        let constraints = tuple::of_list(cx, checked)?;
        parameter.set(cx, CONSTRAINTS.value, constraints.value())?;
    }
    Ok(parameter)
}

#[native(TYPE_VAR, "__constraints__", getter)]
fn constraints(cx: &mut Cx, this: &'static Instance) -> R {
    let none = cx.vm.empty_tuple.get();
    Ok(CONSTRAINTS.get(cx, this)?.unwrap_or(none))
}

#[native(TYPE_VAR, "evaluate_bound", getter, effect = writes)]
fn evaluate_bound(cx: &mut Cx, this: &'static Instance) -> R {
    BOUND.function(cx, this)
}

#[native(TYPE_VAR, "evaluate_constraints", getter, effect = writes)]
fn evaluate_constraints(cx: &mut Cx, this: &'static Instance) -> R {
    CONSTRAINTS.function(cx, this)
}

#[native(TYPE_VAR, "__typing_subst__(self, arg, /)")]
fn subst(cx: &mut Cx, this: Value, arg: Value) -> R {
    call_typing(cx, "_typevar_subst", &[this, arg], None)
}

#[native(TYPE_VAR, "__typing_prepare_subst__(self, alias, args, /)")]
fn prepare_subst(cx: &mut Cx, this: &'static Instance, alias: Value, args: Value) -> R {
    let name = name!(cx, "__parameters__")?;
    let parameters = attribute::get(cx, alias, name)?;
    let parameters = tuple::of_iterable(cx, parameters)?.as_slice();
    let place = parameters
        .iter()
        .position(|other| is_identical(*other, this.value()));
    let given = tuple::of_iterable(cx, args)?;
    if place.is_none_or(|place| place < given.len()) {
        return Ok(args);
    }
    let default = common::default_of(cx, this)?;
    if default == cx.vm.no_default.get() {
        let alias = protocol::str(cx, alias)?;
        let alias = str::to_string(alias);
        return Err(cx.type_error(format_args!("Too few arguments for {alias}")));
    }
    let more = tuple::with(cx, given.len() + 1, |index| {
        given.get(index).unwrap_or(default)
    })?;
    Ok(more.value())
}
