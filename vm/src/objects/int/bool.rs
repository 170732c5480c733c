//! `bool`: what it does otherwise than `int`.

use super::arithmetic::{binary, inverted};
use super::base::BOOL;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::exception::classes::DEPRECATION_WARNING;
use crate::objects::type_object::Type;
use crate::protocol::{truth, warning};
use crate::value::Value;
use tython_num::int::direct;

#[native(BOOL, "__new__(cls, object=False, /)", new)]
fn new(cx: &mut Cx, _cls: &'static Type, object: Value) -> R<bool> {
    truth(cx, object)
}

#[native(BOOL, "__repr__(self, /)", slot, effect = pure)]
fn repr(_: &mut Cx, this: Value) -> &'static str {
    if this == Value::TRUE { "True" } else { "False" }
}

#[native(BOOL, "__invert__(self, /)", slot)]
fn invert(cx: &mut Cx, this: Value) -> R {
    let message = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
        This returns the bitwise inversion of the underlying int object and is usually not what you \
        expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you \
        really want the bitwise inversion of the underlying int.";
    warning::warn(cx, &DEPRECATION_WARNING, message)?;
    inverted(cx, this)
}

macro_rules! operators {
    ($($name:ident $signature:literal $reflected:ident $reflected_signature:literal: $op:tt, $ints:ty;)*) => {
        $(
            #[native(BOOL, $signature, slot, effect = pure)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                match (this.as_bool(), value.as_bool()) {
                    (Some(a), Some(b)) => Ok(Value::bool(a $op b)),
                    _ => binary::<$ints>(cx, this, value),
                }
            }

            #[native(BOOL, $reflected_signature, slot, effect = pure)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                $name(cx, this, value)
            }
        )*
    };
}

operators! {
    and "__and__(self, value, /)" rand "__rand__(self, value, /)":
        &, direct::And;
    or "__or__(self, value, /)" ror "__ror__(self, value, /)":
        |, direct::Or;
    xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)":
        ^, direct::Xor;
}
