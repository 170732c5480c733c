//! Operators: the special methods of both operands, in the right order.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interned::Name;
use crate::name;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::complex::COMPLEX;
use crate::objects::float::{FLOAT, to_f64};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::int;
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{attribute, class_of, is_instance, sequence, type_name};
use crate::value::Value;
use tython_num::float::{self, Power};

macro_rules! binary_operators {
    ($($name:ident $symbol:literal $method:literal $reflected:literal $in_place:literal;)*) => {
        /// A binary operator.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Binary {
            $(#[doc = concat!("`", $symbol, "`")] $name,)*
        }

        impl Binary {
            /// As it is written.
            pub const fn symbol(self) -> &'static str {
                match self {
                    $(Binary::$name => $symbol,)*
                }
            }

            fn names(self) -> &'static [Name; 3] {
                match self {
                    $(Binary::$name => {
                        static NAMES: [Name; 3] =
                            [Name::new($method), Name::new($reflected), Name::new($in_place)];
                        &NAMES
                    })*
                }
            }
        }
    };
}

binary_operators! {
    Add "+" "__add__" "__radd__" "__iadd__";
    Sub "-" "__sub__" "__rsub__" "__isub__";
    Mul "*" "__mul__" "__rmul__" "__imul__";
    MatMul "@" "__matmul__" "__rmatmul__" "__imatmul__";
    TrueDiv "/" "__truediv__" "__rtruediv__" "__itruediv__";
    FloorDiv "//" "__floordiv__" "__rfloordiv__" "__ifloordiv__";
    Mod "%" "__mod__" "__rmod__" "__imod__";
    DivMod "divmod()" "__divmod__" "__rdivmod__" "__divmod__";
    Pow "** or pow()" "__pow__" "__rpow__" "__ipow__";
    LShift "<<" "__lshift__" "__rlshift__" "__ilshift__";
    RShift ">>" "__rshift__" "__rrshift__" "__irshift__";
    And "&" "__and__" "__rand__" "__iand__";
    Or "|" "__or__" "__ror__" "__ior__";
    Xor "^" "__xor__" "__rxor__" "__ixor__";
}

/// Calls a method found on a class, with its receiver: NotImplemented if there is none.
fn try_method(cx: &mut Cx, method: Option<Value>, receiver: Value, other: Value) -> R {
    match method {
        Some(method) => attribute::call_found(cx, method, receiver, &[other]),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `a op b`.
///
/// # Errors
/// TypeError if neither operand knows how, and what the methods raise.
#[inline(never)]
pub fn binary(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    if let Some(result) = of_builtins(cx, op, a, b)? {
        return Ok(result);
    }
    if let Some(result) = of_containers(cx, op, a, b)? {
        return Ok(result);
    }
    let result = attempt(cx, op, a, b)?;
    if result == Value::NOT_IMPLEMENTED {
        return unsupported(cx, op.symbol(), a, b);
    }
    Ok(result)
}

/// `a op b`, also in place, of what is common and immutable, and whose methods are known.
#[inline]
fn of_builtins(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R<Option<Value>> {
    match a.cast::<Str>() {
        Some(string) => of_string(cx, op, string, b),
        None => match of_bools(op, a, b) {
            Some(bool) => Ok(Some(Value::bool(bool))),
            None => of_numbers(cx, op, a.bool_as_int(), b.bool_as_int()),
        },
    }
}

/// `a op b` of two `bool`s, where that is a `bool`. Otherwise they are numbers.
#[inline]
fn of_bools(op: Binary, a: Value, b: Value) -> Option<bool> {
    let (a, b) = (a.as_bool()?, b.as_bool()?);
    match op {
        Binary::And => Some(a & b),
        Binary::Or => Some(a | b),
        Binary::Xor => Some(a ^ b),
        _ => None,
    }
}

/// `a op b` of two lists, tuples or sets, or of a list and an integer, if it is one of the commonest
/// operators.
fn of_containers(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R<Option<Value>> {
    Ok(match op {
        Binary::Add => match (a.cast::<List>(), a.cast::<Tuple>()) {
            (Some(list), _) if b.is::<List>() => Some(list::add(cx, list, b)?),
            (_, Some(tuple)) if b.is::<Tuple>() => Some(tuple::add(cx, tuple, b)?),
            _ => None,
        },
        Binary::Mul => match a.cast::<List>() {
            Some(list) if b.is_small_int() => Some(list::mul(cx, list, b)?),
            _ => None,
        },
        Binary::Or | Binary::And | Binary::Sub => match a.cast::<Set>() {
            Some(set) if b.is::<Set>() => Some(match op {
                Binary::Or => set::union(cx, set, &[b])?.value(),
                Binary::And => set::intersection(cx, set, b)?.value(),
                _ => set::difference(cx, set, b)?.value(),
            }),
            _ => None,
        },
        _ => None,
    })
}

/// `a + b` and `a % b` of a string. An instance of a subclass may have its own reflected method, which goes
/// first.
#[inline]
fn of_string(cx: &mut Cx, op: Binary, a: &'static Str, b: Value) -> R<Option<Value>> {
    Ok(match (op, b.cast::<Str>()) {
        (Binary::Add, Some(b)) => Some(str::add(cx, a, b)?.value()),
        (Binary::Mod, _) if !b.is::<Instance>() => Some(str::modulo(cx, a, b)?.value()),
        _ => None,
    })
}

/// `a op b` of two numbers that are exact floats or integers, if it is one of the commonest operators and
/// the result is an ordinary one.
#[inline]
fn of_numbers(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R<Option<Value>> {
    if let (Some(base), Some(exponent), Binary::Pow) = (a.as_small_int(), b.as_small_int(), op) {
        let exponent = u32::try_from(exponent).ok();
        return match exponent.and_then(|exponent| base.checked_pow(exponent)) {
            Some(power) => cx.int(power).map(Some),
            None => Ok(None),
        };
    }
    let both = a.are_small_ints(b);
    let real = |value: Value| match value.as_small_int() {
        // A quotient of integers is rounded once: both must be floats without rounding. Beside a float an
        // integer is rounded to one first.
        Some(int) if both && int.unsigned_abs() >= 1 << 53 => None,
        Some(int) => Some(int as f64),
        None => to_f64(value),
    };
    // The quotient of integers is a float as well.
    if both && op != Binary::TrueDiv {
        return int::of_exact(cx, op, a, b);
    }
    let (Some(x), Some(y)) = (real(a), real(b)) else {
        return int::of_exact(cx, op, a, b);
    };
    let result = match op {
        Binary::Add => x + y,
        Binary::Sub => x - y,
        Binary::Mul => x * y,
        Binary::TrueDiv if y != 0.0 => x / y,
        Binary::Pow | Binary::FloorDiv | Binary::Mod => match of_reals(op, x, y) {
            Some(result) => result,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    cx.float(result).map(Some)
}

/// The rarer ones.
fn of_reals(op: Binary, x: f64, y: f64) -> Option<f64> {
    match op {
        Binary::Pow => match float::pow(x, y) {
            Ok(Power::Float(power)) => Some(power),
            _ => None,
        },
        Binary::FloorDiv => float::floordiv(x, y).ok(),
        Binary::Mod => float::modulo(x, y).ok(),
        _ => None,
    }
}

/// `a op b`, or NotImplemented.
///
/// # Errors
/// What the methods raise.
pub fn attempt(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    let names = op.names();
    let (left, right) = (class_of(a), class_of(b));
    let name = names[0].get(cx)?;
    let mut forward = left.lookup(cx, name)?;
    if sequence::cannot_repeat(cx, op, forward, b)? {
        forward = None;
    }
    let mut reflected = None;
    if !std::ptr::eq(left, right) {
        let name = names[1].get(cx)?;
        reflected = right.lookup(cx, name)?;
        if sequence::cannot_repeat(cx, op, reflected, a)? {
            reflected = None;
        }
        // A subclass that has its own way goes first.
        if reflected.is_some()
            && right.is_subclass(cx, left)?
            && reflected != left.lookup(cx, name)?
        {
            let result = try_method(cx, reflected, b, a)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            reflected = None;
        }
        if reflected.is_some() && !b.is_small_int() && sequence::goes_last(op, forward) {
            let result = try_method(cx, reflected, b, a)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            reflected = None;
        }
    }
    let result = try_method(cx, forward, a, b)?;
    if result != Value::NOT_IMPLEMENTED {
        return Ok(result);
    }
    let result = try_method(cx, reflected, b, a)?;
    if result != Value::NOT_IMPLEMENTED {
        return Ok(result);
    }
    sequence::attempt(cx, op, a, b)
}

/// The special method that `a op b` (or `a op= b`) of an instance calls first, if it is a function in Python.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn first_method(
    cx: &mut Cx,
    op: Binary,
    in_place: bool,
    a: Value,
    b: Value,
) -> R<Option<&'static Function>> {
    let (left, right) = (class_of(a), class_of(b));
    let names = op.names();
    if in_place {
        let name = names[2].get(cx)?;
        if let Some(method) = left.lookup(cx, name)? {
            return Ok(method.cast::<Function>());
        }
    }
    // A subclass may have its own way, which goes first.
    if !std::ptr::eq(left, right) && right.is_subclass(cx, left)? {
        return Ok(None);
    }
    let name = names[0].get(cx)?;
    let method = left.lookup(cx, name)?;
    Ok(method.and_then(|method| method.cast::<Function>()))
}

/// `a op b` (or `a op= b`) when [`first_method`] has given NotImplemented.
///
/// # Errors
/// As [`binary`].
pub(crate) fn after_first(cx: &mut Cx, op: Binary, in_place: bool, a: Value, b: Value) -> R {
    let (left, right) = (class_of(a), class_of(b));
    let names = op.names();
    let was_in_place = in_place && {
        let name = names[2].get(cx)?;
        left.lookup(cx, name)?.is_some()
    };
    let result = if was_in_place {
        attempt(cx, op, a, b)?
    } else {
        let name = names[1].get(cx)?;
        let reflected = match std::ptr::eq(left, right) {
            true => None,
            false => right.lookup(cx, name)?,
        };
        let result = match sequence::cannot_repeat(cx, op, reflected, a)? {
            true => Value::NOT_IMPLEMENTED,
            false => try_method(cx, reflected, b, a)?,
        };
        match result == Value::NOT_IMPLEMENTED {
            true => sequence::attempt(cx, op, a, b)?,
            false => result,
        }
    };
    if result == Value::NOT_IMPLEMENTED {
        return unsupported(cx, &symbol(op, in_place), a, b);
    }
    Ok(result)
}

/// An operator as errors name it.
fn symbol(op: Binary, in_place: bool) -> String {
    match in_place {
        true => format!("{}=", op.symbol().trim_end_matches(" or pow()")),
        false => op.symbol().to_owned(),
    }
}

/// `a += b` of a list and a list or tuple, or of a bytearray and bytes; false of anything else.
fn is_grown(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    if let Some(list) = a.cast::<List>()
        && (b.is::<List>() || b.is::<Tuple>())
    {
        list::extend(cx, list, b)?;
        return Ok(true);
    }
    match (a.cast::<ByteArray>(), b.cast::<Bytes>()) {
        (Some(array), Some(bytes)) => array.append(cx, bytes.as_slice()).map(|()| true),
        _ => Ok(false),
    }
}

/// `a op= b`.
///
/// # Errors
/// As [`binary`].
#[inline(never)]
pub fn in_place(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    if let Some(result) = of_builtins(cx, op, a, b)? {
        return Ok(result);
    }
    if op == Binary::Add && is_grown(cx, a, b)? {
        return Ok(a);
    }
    let name = op.names()[2].get(cx)?;
    if let Some(method) = class_of(a).lookup(cx, name)?
        && !sequence::cannot_repeat(cx, op, Some(method), b)?
    {
        if !b.is_small_int() && sequence::goes_last(op, Some(method)) {
            let name = op.names()[1].get(cx)?;
            let reflected = class_of(b).lookup(cx, name)?;
            let reflected = reflected.filter(|method| !sequence::goes_last(op, Some(*method)));
            let result = try_method(cx, reflected, b, a)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        let result = try_method(cx, Some(method), a, b)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    let result = attempt(cx, op, a, b)?;
    if result == Value::NOT_IMPLEMENTED {
        return unsupported(cx, &symbol(op, true), a, b);
    }
    Ok(result)
}

#[cold]
fn unsupported(cx: &mut Cx, symbol: &str, a: Value, b: Value) -> R {
    let (a, b) = (type_name(cx, a)?, type_name(cx, b)?);
    Err(cx.type_error(format_args!(
        "unsupported operand type(s) for {symbol}: '{a}' and '{b}'"
    )))
}

/// `pow(a, b, modulus)`; without a modulus, which is None then, `a ** b`.
///
/// # Errors
/// As [`binary`].
pub fn power(cx: &mut Cx, a: Value, b: Value, modulus: Value) -> R {
    if modulus.is_none() {
        return binary(cx, Binary::Pow, a, b);
    }
    let (left, right) = (class_of(a), class_of(b));
    let (forward, reflected) = (name!(cx, "__pow__")?, name!(cx, "__rpow__")?);
    let forward = left.lookup(cx, forward)?;
    let (mut behind, mut first) = (None, None);
    if !std::ptr::eq(left, right) {
        behind = right.lookup(cx, reflected)?;
        if right.is_subclass(cx, left)? && behind != left.lookup(cx, reflected)? {
            first = behind.take();
        }
    }
    for (method, receiver, other) in [(first, b, a), (forward, a, b), (behind, b, a)] {
        let Some(method) = method else { continue };
        let result = attribute::call_found(cx, method, receiver, &[other, modulus])?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    power_by_modulus(cx, a, b, modulus)
}

/// The modulus has its say last, but no class of numbers can make anything of the others then.
#[cold]
fn power_by_modulus(cx: &mut Cx, a: Value, b: Value, modulus: Value) -> R {
    if is_instance(cx, modulus, &FLOAT)? {
        return Err(cx.type_error(format_args!(
            "pow() 3rd argument not allowed unless all arguments are integers"
        )));
    }
    if is_instance(cx, modulus, &COMPLEX)? {
        return Err(cx.value_error(format_args!("complex modulo")));
    }
    let (a, b, modulus) = (
        type_name(cx, a)?,
        type_name(cx, b)?,
        type_name(cx, modulus)?,
    );
    Err(cx.type_error(format_args!(
        "unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{modulus}'"
    )))
}

/// A unary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unary {
    /// `-`
    Neg,
    /// `+`
    Pos,
    /// `~`
    Invert,
}

/// `op a`.
///
/// # Errors
/// TypeError if the operand does not know how, and what the method raises.
#[inline(never)]
pub fn unary(cx: &mut Cx, op: Unary, a: Value) -> R {
    if let Some(result) = int::unary_of_exact(cx, op, a)? {
        return Ok(result);
    }
    static NAMES: [Name; 3] = [
        Name::new("__neg__"),
        Name::new("__pos__"),
        Name::new("__invert__"),
    ];
    let name = NAMES[op as usize].get(cx)?;
    match attribute::call_special(cx, a, name, &[])? {
        Some(result) => Ok(result),
        None => {
            let symbol = ["-", "+", "~"][op as usize];
            let class = type_name(cx, a)?;
            Err(cx.type_error(format_args!(
                "bad operand type for unary {symbol}: '{class}'"
            )))
        }
    }
}
