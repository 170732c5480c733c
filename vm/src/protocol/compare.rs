//! Comparison, equality, membership, hashes.

use crate::cx::{Cx, R};
use crate::interned::Name;
use crate::name;
use crate::objects::complex::COMPLEX;
use crate::objects::float::to_f64;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::object;
use crate::objects::str::Str;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{TYPE, Type};
use crate::protocol::{
    attribute, builtin, class_of, inherited, is_identical, iter, next, truth, type_name,
};
use crate::value::Value;

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compare {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Compare {
    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// The comparison that `b op a` is of `a op b`.
    pub const fn swapped(self) -> Compare {
        match self {
            Compare::Lt => Compare::Gt,
            Compare::Le => Compare::Ge,
            Compare::Gt => Compare::Lt,
            Compare::Ge => Compare::Le,
            same => same,
        }
    }

    /// The name of the method.
    pub(super) fn method(self) -> &'static Name {
        static NAMES: [Name; 6] = [
            Name::new("__lt__"),
            Name::new("__le__"),
            Name::new("__eq__"),
            Name::new("__ne__"),
            Name::new("__gt__"),
            Name::new("__ge__"),
        ];
        &NAMES[self as usize]
    }

    fn name(self, cx: &mut Cx) -> R {
        self.method().get(cx)
    }
}

/// `a op b`.
///
/// # Errors
/// TypeError if there is no order, and what the methods raise.
#[inline(never)]
pub fn rich_compare(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R {
    if a.is::<Instance>() {
        if let Some(holds) = inherited::order(cx, a, b, op)? {
            return Ok(Value::bool(holds));
        }
    } else if let Some(holds) = builtin::order(a, b, op) {
        return Ok(Value::bool(holds));
    }
    cx.deeper_for(" in comparison", |cx| compare_objects(cx, a, b, op))
}

fn compare_objects(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R {
    let known = if a.is::<Instance>() || b.is::<Instance>() {
        inherited::compare(cx, a, b, op)?
    } else if builtin::are_unrelated(a, b) {
        return by_identity(cx, op, a, b);
    } else {
        builtin::compare_sequences(cx, a, b, op)?
    };
    if let Some(result) = known {
        return Ok(result);
    }
    if are_plain(cx, a, b, op)? {
        return by_identity(cx, op, a, b);
    }
    let (left, right) = (class_of(a), class_of(b));
    let (forward, reflected) = (op.name(cx)?, op.swapped().name(cx)?);
    let mut tried = false;
    if !std::ptr::eq(left, right) && right.is_subclass(cx, left)? {
        tried = true;
        let result = try_method(cx, reflected, b, a)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    let result = try_method(cx, forward, a, b)?;
    if result != Value::NOT_IMPLEMENTED {
        return Ok(result);
    }
    if !tried {
        let result = try_method(cx, reflected, b, a)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    by_identity(cx, op, a, b)
}

/// The special method that `a op b` of an instance calls first, if it is a function in Python.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn first_method(
    cx: &mut Cx,
    op: Compare,
    a: Value,
    b: Value,
) -> R<Option<&'static Function>> {
    let (left, right) = (class_of(a), class_of(b));
    // A subclass goes first.
    if !std::ptr::eq(left, right) && right.is_subclass(cx, left)? {
        return Ok(None);
    }
    let name = op.name(cx)?;
    let method = left.lookup(cx, name)?;
    Ok(method.and_then(|method| method.cast::<Function>()))
}

/// `a op b` when [`first_method`] has given NotImplemented.
///
/// # Errors
/// As [`rich_compare`].
pub(crate) fn after_first(cx: &mut Cx, op: Compare, a: Value, b: Value) -> R {
    let reflected = op.swapped().name(cx)?;
    let result = try_method(cx, reflected, b, a)?;
    match result == Value::NOT_IMPLEMENTED {
        true => by_identity(cx, op, a, b),
        false => Ok(result),
    }
}

/// `a op b` of objects that do not know how.
/// Whether both are equal if they are one, because they have no other `__eq__` than all objects have.
fn are_plain(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<bool> {
    let own = match op {
        Compare::Eq => cx.vm.object_eq.get(),
        Compare::Ne => cx.vm.object_ne.get(),
        _ => return Ok(false),
    };
    let (left, right) = (class_of(a), class_of(b));
    let is_plain = |cx: &mut Cx, class: &'static Type| -> R<bool> {
        let name = op.name(cx)?;
        if class.lookup(cx, name)? != Some(own) {
            return Ok(false);
        }
        // `object.__ne__` asks `__eq__`.
        let eq = name!(cx, "__eq__")?;
        Ok(op == Compare::Eq || class.lookup(cx, eq)? == Some(cx.vm.object_eq.get()))
    };
    Ok(is_plain(cx, left)? && (std::ptr::eq(left, right) || is_plain(cx, right)?))
}

fn by_identity(cx: &mut Cx, op: Compare, a: Value, b: Value) -> R {
    match op {
        Compare::Eq => Ok(Value::bool(is_identical(a, b))),
        Compare::Ne => Ok(Value::bool(!is_identical(a, b))),
        _ => {
            let (a, b, symbol) = (type_name(cx, a)?, type_name(cx, b)?, op.symbol());
            Err(cx.type_error(format_args!(
                "'{symbol}' not supported between instances of '{a}' and '{b}'"
            )))
        }
    }
}

fn try_method(cx: &mut Cx, name: Value, receiver: Value, other: Value) -> R {
    match attribute::find_special(cx, receiver, name)? {
        Some(method) => attribute::call_method(cx, method, &[other]),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `a op b` as a truth.
///
/// # Errors
/// As [`rich_compare`].
pub fn compare(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<bool> {
    let result = rich_compare(cx, a, b, op)?;
    truth(cx, result)
}

/// Whether two values count as the same in a container: identical or equal.
///
/// # Errors
/// What `__eq__` raises.
#[inline]
pub fn equal(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    if is_identical(a, b) {
        return Ok(true);
    }
    if a.are_small_ints(b) {
        return Ok(false);
    }
    let result = rich_compare(cx, a, b, Compare::Eq)?;
    match result.as_bool() {
        Some(bool) => Ok(bool),
        None => truth(cx, result),
    }
}

/// `value in container`.
///
/// # Errors
/// What the container's methods raise.
pub fn contains(cx: &mut Cx, container: Value, value: Value) -> R<bool> {
    if let Some(found) = builtin::contains(cx, container, value)? {
        return Ok(found);
    }
    let name = name!(cx, "__contains__")?;
    let method = class_of(container).lookup(cx, name)?;
    if let Some(method) = method
        && let Some(exact) = inherited::content(cx, container, method, "__contains__")?
        && let Some(found) = builtin::contains(cx, exact, value)?
    {
        return Ok(found);
    }
    match method {
        Some(method) if method.is_none() => {
            let class = type_name(cx, container)?;
            Err(cx.type_error(format_args!("'{class}' object is not a container")))
        }
        Some(_) => {
            let result = attribute::call_special(cx, container, name, &[value])?;
            truth(cx, result.unwrap_or(Value::FALSE))
        }
        None => contains_by_iteration(cx, container, value),
    }
}

fn contains_by_iteration(cx: &mut Cx, container: Value, value: Value) -> R<bool> {
    let iterator = match iter(cx, container) {
        Ok(iterator) => iterator,
        Err(exit) => return Err(not_a_container(cx, container, exit)?),
    };
    while let Some(item) = next(cx, iterator)? {
        if equal(cx, item, value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn not_a_container(cx: &mut Cx, container: Value, exit: crate::cx::Exit) -> R<crate::cx::Exit> {
    use crate::objects::exception::classes::TYPE_ERROR;
    let exception = cx.exception;
    if exit == crate::cx::Exit::Raise && crate::protocol::is_instance(cx, exception, &TYPE_ERROR)? {
        let class = type_name(cx, container)?;
        return Ok(cx.type_error(format_args!(
            "argument of type '{class}' is not a container or iterable"
        )));
    }
    Ok(exit)
}

/// `hash(value)`.
///
/// # Errors
/// TypeError if it has none, and what `__hash__` raises.
#[inline(always)]
pub fn hash(cx: &mut Cx, value: Value) -> R<i64> {
    match simple_hash(value) {
        Some(hash) => Ok(hash),
        None => hash_object(cx, value),
    }
}

/// The hash of a string, or of an integer that is its own hash.
#[inline]
pub(crate) fn simple_hash(value: Value) -> Option<i64> {
    if let Some(int) = value.as_small_int()
        && int.unsigned_abs() < MODULUS
        && int != -1
    {
        return Some(int);
    }
    value.cast::<Str>().map(Str::hash)
}

/// Numbers with the same remainder have the same hash; so integers below it are their own, save -1.
const MODULUS: u64 = (1 << 61) - 1;

/// Whether its hash may be that of the object it lies in: what is no number is hashed by identity.
fn may_hold_nan(exact: Value) -> bool {
    to_f64(exact).is_some() || COMPLEX.is(class_of(exact))
}

#[inline(never)]
fn hash_object(cx: &mut Cx, value: Value) -> R<i64> {
    // The commonest keys that are no strings or integers.
    if let Some(tuple) = value.cast::<Tuple>()
        && let Some(hash) = tuple::flat_hash(tuple)
    {
        return Ok(hash);
    }
    if let Some(int) = value.as_small_int() {
        return Ok(tython_num::int::hash(tython_num::IntRef::Small(int)));
    }
    if value.is::<Instance>() {
        return hash_by_method(cx, value);
    }
    if let Some(hash) = builtin::hash(cx, value)? {
        return Ok(hash);
    }
    if value.is::<Type>() && TYPE.is(class_of(value)) {
        return Ok(object::hash_by_identity(value));
    }
    hash_by_method(cx, value)
}

/// `hash(value)`, as its class says.
fn hash_by_method(cx: &mut Cx, value: Value) -> R<i64> {
    let name = name!(cx, "__hash__")?;
    let method = class_of(value).lookup(cx, name)?;
    if let Some(method) = method
        && let Some(exact) = inherited::content(cx, value, method, "__hash__")?
        && (exact.is_small_int() || !may_hold_nan(exact))
    {
        return hash(cx, exact);
    }
    match method {
        Some(method) if object::is_hash_by_identity(method) => Ok(object::hash_by_identity(value)),
        Some(method) if !method.is_none() => {
            let result = attribute::call_found(cx, method, value, &[])?;
            let exact = cx.payload_value(result)?.unwrap_or(result);
            match crate::objects::int::to_int(exact) {
                // What is too large is hashed in its turn; -1 means failure in C.
                Some(number) => Ok(match number.to_i64() {
                    Some(-1) => -2,
                    Some(hash) => hash,
                    None => tython_num::int::hash(number),
                }),
                None => {
                    Err(cx.type_error(format_args!("__hash__ method should return an integer")))
                }
            }
        }
        _ => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!("unhashable type: '{class}'")))
        }
    }
}
