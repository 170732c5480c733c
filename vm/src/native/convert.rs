//! Arguments as Rust values: the types that a native function's parameters can have.
//!
//! | Rust | Python |
//! | --- | --- |
//! | `Value` | anything |
//! | `Option<T>` | `None` of Rust: the argument is not there, or it is None where None says so |
//! | `bool` | the truth of anything |
//! | `isize`, `i64`, `i32`, [`super::SliceIndex`], `f64` | numbers: `number.rs` |
//! | `&'static T`, a heap type | an object of that class or of a subclass |
//! | `&[Value]`, [`super::Kwargs`] | `*args`, `**kwargs` |

use super::wording::bare;
use super::{NativeDef, ParamKind};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::protocol::{truth, type_name};
use crate::types::{TYPES, TypeCell};
use crate::value::Value;

/// Where an argument belongs, for messages about it.
#[derive(Clone, Copy, Debug)]
pub struct ArgPlace {
    /// The function.
    pub def: &'static NativeDef,
    /// The number of the parameter, the receiver not counted.
    pub index: usize,
}

impl ArgPlace {
    /// Parameter `index` of `def`.
    #[inline(always)]
    pub const fn new(def: &'static NativeDef, index: usize) -> Self {
        ArgPlace { def, index }
    }

    /// Whether None may be given, because it is the default, or because there is none (brackets).
    #[inline(always)]
    pub fn is_nullable(self) -> bool {
        self.def
            .params
            .get(self.index)
            .is_some_and(|param| match param.default {
                Some(default) => default == "None",
                None => !param.required,
            })
    }

    /// Raises TypeError: `value` should have been `expected`.
    #[cold]
    pub fn mismatch(self, cx: &mut Cx, expected: &str, value: Value) -> Exit {
        let given = match type_name(cx, value) {
            _ if value.is_none() => "None".to_owned(),
            Ok(given) => given,
            Err(exit) => return exit,
        };
        let function = bare(self.def);
        let or_none = if self.is_nullable() { " or None" } else { "" };
        let argument = match self.def.params {
            [param] if param.required && param.kind == ParamKind::PositionalOnly => {
                "argument".to_owned()
            }
            params => match params.get(self.index) {
                Some(param) if param.kind != ParamKind::PositionalOnly => {
                    format!("argument '{}'", param.name)
                }
                _ => format!("argument {}", self.index + 1),
            },
        };
        cx.type_error(format_args!(
            "{function}() {argument} must be {expected}{or_none}, not {given}"
        ))
    }
}

/// What an argument can be converted to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a native function's parameter"
)]
pub trait FromArg: Sized {
    /// Converts it.
    ///
    /// # Errors
    /// TypeError and others, in CPython's words; and what Python code raises that is called.
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self>;
}

impl FromArg for Value {
    #[inline(always)]
    fn from_arg(_: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        Ok(value)
    }
}

impl FromArg for bool {
    #[inline(always)]
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        match value.as_bool() {
            Some(bool) => Ok(bool),
            None => truth(cx, value),
        }
    }
}

impl<T: FromArg> FromArg for Option<T> {
    #[inline(always)]
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        if value.is_none() && place.is_nullable() {
            return Ok(None);
        }
        T::from_arg(cx, value, place).map(Some)
    }
}

impl<T: HeapType> FromArg for &'static T {
    #[inline(always)]
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        match value.cast::<T>() {
            Some(object) => Ok(object),
            None => derived(cx, value, place),
        }
    }
}

#[cold]
#[inline(never)]
fn derived<T: HeapType>(cx: &mut Cx, value: Value, place: ArgPlace) -> R<&'static T> {
    match cx.payload::<T>(value)? {
        Some(object) => Ok(object),
        None => {
            let class = class_with::<T>().map_or("object", |cell| cell.def.name);
            Err(place.mismatch(cx, class, value))
        }
    }
}

/// The class whose instances have this memory.
fn class_with<T: HeapType>() -> Option<&'static TypeCell> {
    let layout = |cell: &TypeCell| cell.def.layout.map(|layout| layout.get());
    TYPES
        .iter()
        .copied()
        .find(|cell| layout(cell) == Some(T::LAYOUT.get()))
}

/// The default of a parameter that only `Option` can express.
#[derive(Clone, Copy, Debug)]
pub struct Absent;

/// The default `sys.maxsize`.
#[derive(Clone, Copy, Debug)]
pub struct MaxSize;

/// A default that is text: the interned string.
#[derive(Clone, Copy, Debug)]
pub struct Text(pub Value);

/// What the default of a parameter can be converted to: `D` is `()` for None, a `bool`, an `i64`, an
/// `f64`, [`Text`], [`MaxSize`], or [`Absent`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot have this default: `Option<{Self}>` can have any",
    label = "the signature gives a default"
)]
pub trait FromDefault<D>: FromArg {
    /// Converts it.
    fn from_default(default: D) -> Self;
}

impl<T: FromArg, D> FromDefault<D> for Option<T> {
    #[inline(always)]
    fn from_default(_: D) -> Self {
        None
    }
}

impl FromDefault<()> for Value {
    #[inline(always)]
    fn from_default((): ()) -> Self {
        Value::NONE
    }
}

impl FromDefault<bool> for Value {
    #[inline(always)]
    fn from_default(default: bool) -> Self {
        Value::bool(default)
    }
}

impl FromDefault<i64> for Value {
    #[inline(always)]
    fn from_default(default: i64) -> Self {
        Value::small_int(default).expect("a number in a signature is small")
    }
}

impl FromDefault<Text> for Value {
    #[inline(always)]
    fn from_default(default: Text) -> Self {
        default.0
    }
}

impl FromDefault<bool> for bool {
    #[inline(always)]
    fn from_default(default: bool) -> Self {
        default
    }
}
