//! `typing.TypeAliasType`: what `type A = ...` binds.

use super::common::calling_module;
use super::lazy::Lazy;
use super::type_var_tuple::{TYPE_VAR_TUPLE, unpack, unpacked_iter};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::list;
use crate::objects::str::STR;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::union;
use crate::protocol::{attribute, is_instance, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(crate) static TYPE_ALIAS = TypeDef {
        name: "TypeAliasType",
        module: "typing",
        reserved: 5,
        doc: "Type alias.\n\nType aliases are created through the type statement::\n\n    type Alias = int\n\nIn this example, Alias and int will be treated equivalently by static\ntype checkers.\n\nAt runtime, Alias is an instance of TypeAliasType. The __name__\nattribute holds the name of the type alias. The value of the type alias\nis stored in the __value__ attribute. It is evaluated lazily, so the\nvalue is computed only if the attribute is accessed.\n\nType aliases can also be generic::\n\n    type ListOrSet[T] = list[T] | set[T]\n\nIn this case, the type parameters of the alias are stored in the\n__type_params__ attribute.\n\nSee PEP 695 for more information.\n",
        ..TypeDef::NEW
    };
}

/// `__name__`
const NAME: usize = 0;
/// `__value__`
const VALUE: Lazy = Lazy {
    value: 1,
    evaluate: 2,
};
/// `__type_params__`: a tuple.
const PARAMS: usize = 3;
/// `__module__`, or unbound: that of the function that computes the value.
const MODULE: usize = 4;

/// `type name[params] = ...`
///
/// # Errors
/// MemoryError.
pub fn type_alias(cx: &mut Cx, name: Value, params: Value, evaluate: Value) -> R {
    let alias = Instance::new(cx, TYPE_ALIAS.class())?;
    let params = if params.is::<Tuple>() {
        params
    } else {
        cx.vm.empty_tuple.get()
    };
    alias.set(cx, NAME, name)?;
    alias.set(cx, VALUE.evaluate, evaluate)?;
    alias.set(cx, PARAMS, params)?;
    Ok(alias.value())
}

#[native(TYPE_ALIAS, "__new__(cls, name, value, *, type_params=())", new)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    name: Value,
    value: Value,
    type_params: Option<Value>,
) -> R<&'static Instance> {
    if !is_instance(cx, name, &STR)? {
        let class = type_name(cx, name)?;
        return Err(cx.type_error(format_args!(
            "typealias() argument 'name' must be str, not {class}"
        )));
    }
    let params = match type_params {
        Some(params) if params.is::<Tuple>() => params,
        Some(_) => {
            return Err(cx.type_error(format_args!("type_params must be a tuple")));
        }
        None => cx.vm.empty_tuple.get(),
    };
    check_params(cx, params)?;
    let alias = Instance::new(cx, cls)?;
    alias.set(cx, NAME, name)?;
    alias.set(cx, VALUE.value, value)?;
    alias.set(cx, PARAMS, params)?;
    let module = calling_module(cx)?.unwrap_or(Value::NONE);
    alias.set(cx, MODULE, module)?;
    Ok(alias)
}

/// A parameter without a default must not follow one with a default.
fn check_params(cx: &mut Cx, params: Value) -> R<()> {
    let mut default_seen = false;
    let name = name!(cx, "__default__")?;
    for param in params.cast::<Tuple>().map_or(&[][..], Tuple::as_slice) {
        let default = attribute::find(cx, *param, name)?;
        let has_default = default.is_some_and(|default| default != cx.vm.no_default.get());
        if default_seen && !has_default {
            let param = crate::protocol::repr(cx, *param)?;
            let param = crate::objects::str::to_string(param);
            return Err(cx.type_error(format_args!(
                "non-default type parameter '{param}' follows default type parameter"
            )));
        }
        default_seen |= has_default;
    }
    Ok(())
}

#[native(TYPE_ALIAS, "__repr__(self, /)", slot, effect = reads)]
#[native(TYPE_ALIAS, "__reduce__(self, /)", opaque, effect = reads)]
#[native(TYPE_ALIAS, "__name__", getter, effect = reads)]
fn name(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, NAME)
}

#[native(TYPE_ALIAS, "__value__", getter)]
fn value(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(VALUE.get(cx, this)?.unwrap_or(Value::NONE))
}

#[native(TYPE_ALIAS, "evaluate_value", getter, effect = writes)]
fn evaluate_value(cx: &mut Cx, this: &'static Instance) -> R {
    VALUE.function(cx, this)
}

#[native(TYPE_ALIAS, "__type_params__", getter, effect = reads)]
fn type_params(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, PARAMS)
}

#[native(TYPE_ALIAS, "__module__", getter)]
fn module(cx: &mut Cx, this: &'static Instance) -> R {
    if let Some(module) = this.get(cx, MODULE)?.bound() {
        return Ok(module);
    }
    let evaluate = this.get(cx, VALUE.evaluate)?;
    let name = name!(cx, "__module__")?;
    match evaluate.bound() {
        Some(function) => attribute::get(cx, function, name),
        None => Ok(Value::NONE),
    }
}

/// `__parameters__`: the parameters, with `Unpack` around tuples of them.
#[native(TYPE_ALIAS, "__parameters__", getter)]
fn parameters(cx: &mut Cx, this: &'static Instance) -> R<&'static Tuple> {
    let params = this.get(cx, PARAMS)?;
    with_unpack(cx, params)
}

/// A tuple of type parameters in which TypeVarTuples are unpacked.
///
/// # Errors
/// What importing `typing` raises.
pub(super) fn with_unpack(cx: &mut Cx, params: Value) -> R<&'static Tuple> {
    let all = list::new(cx)?;
    for param in params.cast::<Tuple>().map_or(&[][..], Tuple::as_slice) {
        let param = if is_instance(cx, *param, &TYPE_VAR_TUPLE)? {
            unpack(cx, *param)?
        } else {
            *param
        };
        list::append(cx, all, param)?;
    }
    tuple::of_list(cx, all)
}

#[native(TYPE_ALIAS, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let params = this.get(cx, PARAMS)?.cast::<Tuple>();
    if params.is_none_or(|params| params.is_empty()) {
        return Err(cx.type_error(format_args!("Only generic type aliases are subscriptable")));
    }
    generic_alias::new(cx, this.value(), key)
}

#[native(TYPE_ALIAS, "__iter__(self, /)", slot)]
fn iterate(cx: &mut Cx, this: Value) -> R {
    unpacked_iter(cx, this)
}

#[native(TYPE_ALIAS, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    union::of(cx, this, value)
}

#[native(TYPE_ALIAS, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    union::of(cx, value, this)
}
