//! `make_encoder`: what writes an object, with the settings of an encoder object.

use super::writer::Writer;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::dict::Dict;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::type_name;
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::{Builder, Text};

builtin_type! {
    /// The class.
    static ENCODER = TypeDef {
        name: "Encoder",
        module: "_json",
        layout: Some(layout::INSTANCE),
        reserved: 9,
        subclassable: true,
        doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
        ..TypeDef::NEW
    };
}

/// The slots, in the order of the arguments.
const MARKERS: usize = 0;
const DEFAULT: usize = 1;
const FUNCTION: usize = 2;
const INDENT: usize = 3;
const KEY_SEPARATOR: usize = 4;
const ITEM_SEPARATOR: usize = 5;
const SORT_KEYS: usize = 6;
const SKIP_KEYS: usize = 7;
const ALLOW_NAN: usize = 8;

#[native(
    ENCODER,
    "__new__(cls, /, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    new
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    markers: Value,
    default: Value,
    encoder: Value,
    indent: Value,
    key_separator: &'static Str,
    item_separator: &'static Str,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
) -> R<&'static Instance> {
    if !markers.is_none() && cx.payload::<Dict>(markers)?.is_none() {
        let class = type_name(cx, markers)?;
        return Err(cx.type_error(format_args!(
            "make_encoder() argument 1 must be dict or None, not {class}"
        )));
    }
    let this = Instance::new(cx, cls)?;
    for (slot, value) in [
        (MARKERS, markers),
        (DEFAULT, default),
        (FUNCTION, encoder),
        (INDENT, indent),
        (KEY_SEPARATOR, key_separator.value()),
        (ITEM_SEPARATOR, item_separator.value()),
        (SORT_KEYS, Value::bool(sort_keys)),
        (SKIP_KEYS, Value::bool(skipkeys)),
        (ALLOW_NAN, Value::bool(allow_nan)),
    ] {
        this.set(cx, slot, value)?;
    }
    Ok(this)
}

macro_rules! members {
    ($($function:ident $name:literal $slot:ident;)*) => {
        $(
            #[native(ENCODER, $name, getter, effect = reads)]
            fn $function(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $slot)
            }
        )*
    };
}

members! {
    markers "markers" MARKERS;
    default "default" DEFAULT;
    encoder "encoder" FUNCTION;
    indent "indent" INDENT;
    key_separator "key_separator" KEY_SEPARATOR;
    item_separator "item_separator" ITEM_SEPARATOR;
    sort_keys "sort_keys" SORT_KEYS;
    skipkeys "skipkeys" SKIP_KEYS;
}

/// How strings are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quoting {
    Ascii,
    Plain,
    /// By a function of the program's.
    Custom(Value),
}

impl Quoting {
    /// The one that a function stands for.
    fn of(function: Value) -> Quoting {
        let own = function
            .cast::<NativeFunction>()
            .map(|native| native.def().name);
        match own {
            Some("encode_basestring_ascii") => Quoting::Ascii,
            Some("encode_basestring") => Quoting::Plain,
            _ => Quoting::Custom(function),
        }
    }
}

/// What an encoder wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// Whether an object inside itself is an error, and not a recursion.
    pub(super) check_circular: bool,
    pub(super) default: Value,
    pub(super) quoting: Quoting,
    pub(super) indent: Option<Text<'static>>,
    pub(super) key_separator: Text<'static>,
    pub(super) item_separator: Text<'static>,
    pub(super) sort_keys: bool,
    pub(super) skip_keys: bool,
    pub(super) allow_nan: bool,
}

impl Settings {
    fn of(cx: &mut Cx, this: &'static Instance) -> R<Settings> {
        let indent = match this.get(cx, INDENT)? {
            none if none.is_none() => None,
            indent => Some(super::text_argument(cx, indent)?.text()),
        };
        let mut separators = [Text::EMPTY; 2];
        for (slot, text) in (KEY_SEPARATOR..).zip(&mut separators) {
            let separator = this.get(cx, slot)?;
            *text = super::text_argument(cx, separator)?.text();
        }
        let [key_separator, item_separator] = separators;
        let mut flag = |slot| Ok::<_, crate::cx::Exit>(this.get(cx, slot)? == Value::bool(true));
        Ok(Settings {
            indent,
            key_separator,
            item_separator,
            sort_keys: flag(SORT_KEYS)?,
            skip_keys: flag(SKIP_KEYS)?,
            allow_nan: flag(ALLOW_NAN)?,
            check_circular: !this.get(cx, MARKERS)?.is_none(),
            default: this.get(cx, DEFAULT)?,
            quoting: Quoting::of(this.get(cx, FUNCTION)?),
        })
    }

    /// Whether everything that is written is ASCII.
    fn is_ascii(&self) -> bool {
        matches!(self.quoting, Quoting::Ascii)
            && self.indent.is_none_or(Text::is_ascii)
            && self.key_separator.is_ascii()
            && self.item_separator.is_ascii()
    }
}

/// Call self as a function.
#[native(ENCODER, "__call__(self, /, obj, _current_indent_level)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, obj: Value, _current_indent_level: isize) -> R {
    let settings = Settings::of(cx, this)?;
    let level = usize::try_from(_current_indent_level).unwrap_or(0);
    let text = if settings.is_ascii() {
        let mut output = Vec::new();
        Writer::new(&settings, &mut output).value(cx, obj, level)?;
        str::from_text(cx, Text::One(&output))?
    } else {
        let mut output = Builder::new();
        Writer::new(&settings, &mut output).value(cx, obj, level)?;
        str::made(cx, output.finish(), "string is too long")?
    };
    cx.tuple(&[text.value()])
}

/// `make_encoder`, the name that Lib asks for.
pub(super) fn class() -> Value {
    ENCODER.value()
}
