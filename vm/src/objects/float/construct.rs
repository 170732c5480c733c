//! `float(...)`, `from_number`, `fromhex`.

use super::base::{FLOAT, to_f64};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::number_text::{literal, shown};
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::{call_values, class_of, number, type_name};
use crate::value::Value;
use tython_num::float;

#[native(FLOAT, "__new__(cls, x=0, /)", new)]
fn new(cx: &mut Cx, cls: &'static Type, x: Option<Value>) -> R {
    let number = of_object(cx, x.unwrap_or(Value::index(0)))?;
    if FLOAT.is(cls) {
        return Ok(number);
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, number)?;
    Ok(instance.value())
}

/// `float(x)`.
fn of_object(cx: &mut Cx, x: Value) -> R {
    if to_f64(x).is_some() {
        return Ok(x);
    }
    let class = class_of(x);
    let (float, index) = (name!(cx, "__float__")?, name!(cx, "__index__")?);
    if class.lookup(cx, float)?.is_some() || class.lookup(cx, index)?.is_some() {
        let number = number::converted(cx, x)?;
        return cx.float(number);
    }
    let Some(text) = literal(cx, x)? else {
        let class = type_name(cx, x)?;
        return Err(cx.type_error(format_args!(
            "float() argument must be a string or a real number, not '{class}'"
        )));
    };
    match float::parse(&text) {
        Ok(number) => cx.float(number),
        Err(error) => {
            let spelled = shown(cx, x)?;
            Err(cx.number_error(error.into_error(&spelled)))
        }
    }
}

/// An instance of the class on which a class method was called.
fn instance_of(cx: &mut Cx, class: &'static Type, number: f64) -> R {
    let number = cx.float(number)?;
    if FLOAT.is(class) {
        return Ok(number);
    }
    call_values(cx, class.value(), &[number])
}

/// Convert real number to a floating-point number.
#[native(FLOAT, "from_number(type, number, /)", classmethod)]
fn from_number(cx: &mut Cx, cls: &'static Type, number: Value) -> R {
    if FLOAT.is(cls) && to_f64(number).is_some() {
        return Ok(number);
    }
    let number = number::float(cx, number)?;
    instance_of(cx, cls, number)
}

/// Create a floating-point number from a hexadecimal string.
///
/// >>> float.fromhex('0x1.ffffp10')
/// 2047.984375
/// >>> float.fromhex('-0x1p-1074')
/// -5e-324
#[native(FLOAT, "fromhex(type, string, /)", classmethod)]
fn fromhex(cx: &mut Cx, cls: &'static Type, string: Value) -> R {
    let Some(text) = cx.payload::<Str>(string)? else {
        return Err(cx.type_error(format_args!("bad argument type for built-in operation")));
    };
    // No digit or space beyond ASCII counts.
    let ascii = |code: u32| u8::try_from(code).ok().filter(u8::is_ascii);
    let text: Vec<u8> = text
        .text()
        .codes()
        .map(|code| ascii(code).unwrap_or(b'?'))
        .collect();
    match float::fromhex(&text) {
        Ok(number) => instance_of(cx, cls, number),
        Err(error) => Err(cx.number_error(error)),
    }
}
