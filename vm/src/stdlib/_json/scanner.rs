//! `make_scanner`: what reads a value out of a document, with the settings of a decoder.

use super::parser::Parser;
use super::{Stop, decode_error};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::name;
use crate::native::native;
use crate::objects::dict::Dict;
use crate::objects::float::FLOAT;
use crate::objects::instance::Instance;
use crate::objects::int::INT;
use crate::objects::native_function::BoundNative;
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::{get_attr, truth};
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::Text;

builtin_type! {
    /// The class.
    static SCANNER = TypeDef {
        name: "Scanner",
        module: "_json",
        layout: Some(layout::INSTANCE),
        reserved: 6,
        subclassable: true,
        doc: "JSON scanner object",
        ..TypeDef::NEW
    };
}

/// The slots, in the order of [`NAMES`].
const STRICT: usize = 0;
const OBJECT_HOOK: usize = 1;
const PAIRS_HOOK: usize = 2;
const PARSE_FLOAT: usize = 3;
const PARSE_INT: usize = 4;
const PARSE_CONSTANT: usize = 5;

#[native(SCANNER, "__new__(cls, /, context)", new)]
fn new(cx: &mut Cx, cls: &'static Type, context: Value) -> R<&'static Instance> {
    let scanner = Instance::new(cx, cls)?;
    let names = [
        name!(cx, "strict")?,
        name!(cx, "object_hook")?,
        name!(cx, "object_pairs_hook")?,
        name!(cx, "parse_float")?,
        name!(cx, "parse_int")?,
        name!(cx, "parse_constant")?,
    ];
    for (slot, name) in names.into_iter().enumerate() {
        let mut value = get_attr(cx, context, name)?;
        if slot == STRICT {
            value = Value::bool(truth(cx, value)?);
        }
        scanner.set(cx, slot, value)?;
    }
    Ok(scanner)
}

macro_rules! members {
    ($($function:ident $name:literal $slot:ident;)*) => {
        $(
            #[native(SCANNER, $name, getter, effect = reads)]
            fn $function(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $slot)
            }
        )*
    };
}

members! {
    strict "strict" STRICT;
    object_hook "object_hook" OBJECT_HOOK;
    object_pairs_hook "object_pairs_hook" PAIRS_HOOK;
    parse_float "parse_float" PARSE_FLOAT;
    parse_int "parse_int" PARSE_INT;
    parse_constant "parse_constant" PARSE_CONSTANT;
}

/// What a decoder wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) strict: bool,
    pub(super) object_hook: Option<Value>,
    pub(super) pairs_hook: Option<Value>,
    pub(super) parse_float: Value,
    pub(super) parse_int: Value,
    pub(super) parse_constant: Value,
}

impl Settings {
    fn of(cx: &mut Cx, this: &'static Instance) -> R<Settings> {
        let some = |value: Value| (!value.is_none()).then_some(value);
        Ok(Settings {
            strict: this.get(cx, STRICT)? == Value::bool(true),
            object_hook: some(this.get(cx, OBJECT_HOOK)?),
            pairs_hook: some(this.get(cx, PAIRS_HOOK)?),
            parse_float: this.get(cx, PARSE_FLOAT)?,
            parse_int: this.get(cx, PARSE_INT)?,
            parse_constant: this.get(cx, PARSE_CONSTANT)?,
        })
    }

    /// Whether no function of the program's is called but for looking up constants in a dict.
    pub(super) fn calls_nothing(&self) -> bool {
        let is_lookup = |bound: &'static BoundNative| {
            bound.receiver.get().is::<Dict>() && bound.def().name == "__getitem__"
        };
        self.object_hook.is_none()
            && self.pairs_hook.is_none()
            && self.parse_float == FLOAT.value()
            && self.parse_int == INT.value()
            && self
                .parse_constant
                .cast::<BoundNative>()
                .is_some_and(is_lookup)
    }
}

/// Call self as a function.
#[native(SCANNER, "__call__(self, /, string, idx)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, string: Value, idx: isize) -> R {
    let document = super::text_argument(cx, string)?;
    let Ok(start) = usize::try_from(idx) else {
        return Err(cx.value_error(format_args!("idx cannot be negative")));
    };
    let settings = Settings::of(cx, this)?;
    let result = match document.text() {
        Text::One(units) => Parser::new(document, units, &settings).value(cx, start),
        Text::Two(units) => Parser::new(document, units, &settings).value(cx, start),
        Text::Four(units) => Parser::new(document, units, &settings).value(cx, start),
    };
    match result {
        Ok((value, end)) => cx.tuple(&[value, Value::index(end)]),
        Err(stop) => Err(raise(cx, document, stop)?),
    }
}

#[cold]
fn raise(cx: &mut Cx, document: &'static Str, stop: Stop) -> R<crate::cx::Exit> {
    match stop {
        Stop::Exit(exit) => Ok(exit),
        Stop::Fault(fault) => decode_error(cx, fault.message, document, fault.pos),
        Stop::NoValue(place) => Ok(cx.stop_iteration(Value::index(place))),
    }
}

/// `make_scanner`, the name that Lib asks for.
pub(super) fn class() -> Value {
    SCANNER.value()
}
