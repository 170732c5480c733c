//! The operators of proxies: both operands are replaced by what they stand for.

use super::proxy::{CALLABLE_PROXY, PROXY, behind};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::protocol::number;
use crate::protocol::operators::{Binary, Unary, binary, in_place, power, unary};
use crate::value::Value;

macro_rules! binary_operators {
    ($($op:ident: $rust:ident $signature:literal $reflected:ident $reflected_signature:literal;)*) => {
        $(
            #[native(PROXY, $signature, slot)]
            #[native(CALLABLE_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: Value, value: Value) -> R {
                let (a, b) = (behind(cx, this)?, behind(cx, value)?);
                binary(cx, Binary::$op, a, b)
            }

            #[native(PROXY, $reflected_signature, slot)]
            #[native(CALLABLE_PROXY, $reflected_signature, slot)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                let (a, b) = (behind(cx, value)?, behind(cx, this)?);
                binary(cx, Binary::$op, a, b)
            }
        )*
    };
}

binary_operators! {
    Add: add "__add__(self, value, /)" radd "__radd__(self, value, /)";
    Sub: sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)";
    Mul: mul "__mul__(self, value, /)" rmul "__rmul__(self, value, /)";
    MatMul: matmul "__matmul__(self, value, /)" rmatmul "__rmatmul__(self, value, /)";
    TrueDiv: truediv "__truediv__(self, value, /)" rtruediv "__rtruediv__(self, value, /)";
    FloorDiv: floordiv "__floordiv__(self, value, /)" rfloordiv "__rfloordiv__(self, value, /)";
    Mod: rem "__mod__(self, value, /)" rrem "__rmod__(self, value, /)";
    DivMod: divmod "__divmod__(self, value, /)" rdivmod "__rdivmod__(self, value, /)";
    LShift: lshift "__lshift__(self, value, /)" rlshift "__rlshift__(self, value, /)";
    RShift: rshift "__rshift__(self, value, /)" rrshift "__rrshift__(self, value, /)";
    And: and "__and__(self, value, /)" rand "__rand__(self, value, /)";
    Or: or "__or__(self, value, /)" ror "__ror__(self, value, /)";
    Xor: xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)";
}

macro_rules! in_place_operators {
    ($($op:ident: $rust:ident $signature:literal;)*) => {
        $(
            #[native(PROXY, $signature, slot)]
            #[native(CALLABLE_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: Value, value: Value) -> R {
                let (a, b) = (behind(cx, this)?, behind(cx, value)?);
                in_place(cx, Binary::$op, a, b)
            }
        )*
    };
}

in_place_operators! {
    Add: iadd "__iadd__(self, value, /)";
    Sub: isub "__isub__(self, value, /)";
    Mul: imul "__imul__(self, value, /)";
    MatMul: imatmul "__imatmul__(self, value, /)";
    TrueDiv: itruediv "__itruediv__(self, value, /)";
    FloorDiv: ifloordiv "__ifloordiv__(self, value, /)";
    Mod: irem "__imod__(self, value, /)";
    Pow: ipow "__ipow__(self, value, /)";
    LShift: ilshift "__ilshift__(self, value, /)";
    RShift: irshift "__irshift__(self, value, /)";
    And: iand "__iand__(self, value, /)";
    Or: ior "__ior__(self, value, /)";
    Xor: ixor "__ixor__(self, value, /)";
}

macro_rules! unary_operators {
    ($($op:ident: $rust:ident $signature:literal;)*) => {
        $(
            #[native(PROXY, $signature, slot)]
            #[native(CALLABLE_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: Value) -> R {
                let object = behind(cx, this)?;
                unary(cx, Unary::$op, object)
            }
        )*
    };
}

unary_operators! {
    Neg: neg "__neg__(self, /)";
    Pos: pos "__pos__(self, /)";
    Invert: invert "__invert__(self, /)";
}

#[native(PROXY, "__pow__(self, value, mod=None, /)", slot)]
#[native(CALLABLE_PROXY, "__pow__(self, value, mod=None, /)", slot)]
fn pow(cx: &mut Cx, this: Value, value: Value, r#mod: Value) -> R {
    let (a, b, modulus) = (behind(cx, this)?, behind(cx, value)?, behind(cx, r#mod)?);
    power(cx, a, b, modulus)
}

#[native(PROXY, "__rpow__(self, value, mod=None, /)", slot)]
#[native(CALLABLE_PROXY, "__rpow__(self, value, mod=None, /)", slot)]
fn rpow(cx: &mut Cx, this: Value, value: Value, r#mod: Value) -> R {
    let (a, b, modulus) = (behind(cx, value)?, behind(cx, this)?, behind(cx, r#mod)?);
    power(cx, a, b, modulus)
}

#[native(PROXY, "__index__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__index__(self, /)", slot)]
fn index(cx: &mut Cx, this: Value) -> R {
    let object = behind(cx, this)?;
    number::index(cx, object)
}

macro_rules! by_builtins {
    ($($rust:ident $signature:literal $builtin:literal;)*) => {
        $(
            #[native(PROXY, $signature, slot)]
            #[native(CALLABLE_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: Value) -> R {
                let object = behind(cx, this)?;
                let function = crate::objects::iterators::builtin(cx, $builtin)?;
                crate::protocol::call_values(cx, function, &[object])
            }
        )*
    };
}

by_builtins! {
    abs "__abs__(self, /)" "abs";
    int "__int__(self, /)" "int";
    float "__float__(self, /)" "float";
}
