//! The operators of numbers, comparisons, truth and identity.

use crate::cx::{Cx, R};
use crate::native::{Args, Kwargs, native};
use crate::protocol::operators::{self, Binary, Unary};
use crate::protocol::{self, Compare, attribute, call, is_identical, rich_compare, truth};
use crate::value::Value;

macro_rules! binary_functions {
    ($($name:ident $signature:literal $op:ident $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(module = "_operator", $signature)]
            fn $name(cx: &mut Cx, a: Value, b: Value) -> R {
                operators::binary(cx, Binary::$op, a, b)
            }
        )*
    };
}

binary_functions! {
    add "add(a, b, /)" Add "Same as a + b.";
    sub "sub(a, b, /)" Sub "Same as a - b.";
    mul "mul(a, b, /)" Mul "Same as a * b.";
    matmul "matmul(a, b, /)" MatMul "Same as a @ b.";
    truediv "truediv(a, b, /)" TrueDiv "Same as a / b.";
    floordiv "floordiv(a, b, /)" FloorDiv "Same as a // b.";
    modulo "mod(a, b, /)" Mod "Same as a % b.";
    pow "pow(a, b, /)" Pow "Same as a ** b.";
    lshift "lshift(a, b, /)" LShift "Same as a << b.";
    rshift "rshift(a, b, /)" RShift "Same as a >> b.";
    and "and_(a, b, /)" And "Same as a & b.";
    or "or_(a, b, /)" Or "Same as a | b.";
    xor "xor(a, b, /)" Xor "Same as a ^ b.";
}

macro_rules! in_place_functions {
    ($($name:ident $signature:literal $op:ident $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(module = "_operator", $signature)]
            fn $name(cx: &mut Cx, a: Value, b: Value) -> R {
                operators::in_place(cx, Binary::$op, a, b)
            }
        )*
    };
}

in_place_functions! {
    iadd "iadd(a, b, /)" Add "Same as a += b.";
    isub "isub(a, b, /)" Sub "Same as a -= b.";
    imul "imul(a, b, /)" Mul "Same as a *= b.";
    imatmul "imatmul(a, b, /)" MatMul "Same as a @= b.";
    itruediv "itruediv(a, b, /)" TrueDiv "Same as a /= b.";
    ifloordiv "ifloordiv(a, b, /)" FloorDiv "Same as a //= b.";
    imod "imod(a, b, /)" Mod "Same as a %= b.";
    ipow "ipow(a, b, /)" Pow "Same as a **= b.";
    ilshift "ilshift(a, b, /)" LShift "Same as a <<= b.";
    irshift "irshift(a, b, /)" RShift "Same as a >>= b.";
    iand "iand(a, b, /)" And "Same as a &= b.";
    ior "ior(a, b, /)" Or "Same as a |= b.";
    ixor "ixor(a, b, /)" Xor "Same as a ^= b.";
}

macro_rules! comparisons {
    ($($name:ident $signature:literal $op:ident $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(module = "_operator", $signature)]
            fn $name(cx: &mut Cx, a: Value, b: Value) -> R {
                rich_compare(cx, a, b, Compare::$op)
            }
        )*
    };
}

comparisons! {
    lt "lt(a, b, /)" Lt "Same as a < b.";
    le "le(a, b, /)" Le "Same as a <= b.";
    eq "eq(a, b, /)" Eq "Same as a == b.";
    ne "ne(a, b, /)" Ne "Same as a != b.";
    ge "ge(a, b, /)" Ge "Same as a >= b.";
    gt "gt(a, b, /)" Gt "Same as a > b.";
}

/// Same as -a.
#[native(module = "_operator", "neg(a, /)")]
fn neg(cx: &mut Cx, a: Value) -> R {
    operators::unary(cx, Unary::Neg, a)
}

/// Same as +a.
#[native(module = "_operator", "pos(a, /)")]
fn pos(cx: &mut Cx, a: Value) -> R {
    operators::unary(cx, Unary::Pos, a)
}

/// Same as ~a.
#[native(module = "_operator", "inv(a, /)")]
fn inv(cx: &mut Cx, a: Value) -> R {
    operators::unary(cx, Unary::Invert, a)
}

/// Same as ~a.
#[native(module = "_operator", "invert(a, /)")]
fn invert(cx: &mut Cx, a: Value) -> R {
    operators::unary(cx, Unary::Invert, a)
}

/// Same as abs(a).
#[native(module = "_operator", "abs(a, /)")]
fn abs(cx: &mut Cx, a: Value) -> R {
    let name = crate::name!(cx, "__abs__")?;
    match attribute::call_special(cx, a, name, &[])? {
        Some(result) => Ok(result),
        None => {
            let class = protocol::type_name(cx, a)?;
            Err(cx.type_error(format_args!("bad operand type for abs(): '{class}'")))
        }
    }
}

/// Same as a.__index__()
#[native(module = "_operator", "index(a, /)")]
fn index(cx: &mut Cx, a: Value) -> R {
    protocol::index(cx, a)
}

/// Return True if a is true, False otherwise.
#[native(module = "_operator", "truth(a, /)")]
fn is_true(cx: &mut Cx, a: Value) -> R<bool> {
    truth(cx, a)
}

/// Same as not a.
#[native(module = "_operator", "not_(a, /)")]
fn not(cx: &mut Cx, a: Value) -> R<bool> {
    Ok(!truth(cx, a)?)
}

/// Same as a is b.
#[native(module = "_operator", "is_(a, b, /)", effect = pure)]
fn is(_: &mut Cx, a: Value, b: Value) -> bool {
    is_identical(a, b)
}

/// Same as a is not b.
#[native(module = "_operator", "is_not(a, b, /)", effect = pure)]
fn is_not(_: &mut Cx, a: Value, b: Value) -> bool {
    !is_identical(a, b)
}

/// Same as a is None.
#[native(module = "_operator", "is_none(a, /)", effect = pure)]
fn is_none(_: &mut Cx, a: Value) -> bool {
    a.is_none()
}

/// Same as a is not None.
#[native(module = "_operator", "is_not_none(a, /)", effect = pure)]
fn is_not_none(_: &mut Cx, a: Value) -> bool {
    !a.is_none()
}

/// Same as obj(*args, **kwargs).
#[native(module = "_operator", "call(obj, /, *args, **kwargs)")]
fn call_object(cx: &mut Cx, obj: Value, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let args: Args<'_> = kwargs.forward(1);
    call::call(cx, obj, args)
}
