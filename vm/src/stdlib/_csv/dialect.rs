//! `_csv.Dialect`: how a file is written. It never changes.

use super::Quoting;
use super::registry::get_dialect;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::native::{Args, native};
use crate::objects::instance::Instance;
use crate::objects::native_box::{self, Native, NativeBox};
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{call, get_attr_or_none, is_instance, truth, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::TextBuf;

builtin_type! {
    /// The class.
    static DIALECT = TypeDef {
        name: "Dialect",
        module: "_csv",
        layout: Some(layout::INSTANCE),
        reserved: 9,
        subclassable: true,
        doc: "CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n",
        ..TypeDef::NEW
    };
}

/// The slots, in the order of [`NAMES`].
const DELIMITER: usize = 0;
const DOUBLE_QUOTE: usize = 1;
const ESCAPE: usize = 2;
const LINE_TERMINATOR: usize = 3;
const QUOTE: usize = 4;
const QUOTING: usize = 5;
const SKIP_INITIAL_SPACE: usize = 6;
const STRICT: usize = 7;
/// The slot with a box of [`Settings`], which say the same.
const SETTINGS: usize = 8;

/// The attributes, which are the parameters of the class too.
const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// A dialect's settings, ready for use.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) delimiter: u32,
    pub(super) double_quote: bool,
    pub(super) escape: Option<u32>,
    pub(super) line_terminator: TextBuf,
    pub(super) quote: Option<u32>,
    pub(super) quoting: Quoting,
    pub(super) skip_initial_space: bool,
    pub(super) strict: bool,
    /// Which code points below 256 have a meaning inside of a field.
    special: [bool; 256],
}

impl Native for Settings {}

/// A dialect, from what `reader` and `writer` were called with.
///
/// # Errors
/// What the class raises.
pub(super) fn make(cx: &mut Cx, args: Args<'_>) -> R {
    call::call(cx, DIALECT.value(), args)
}

#[native(
    DIALECT,
    "__new__(cls, dialect=0, delimiter=0, doublequote=0, escapechar=0, lineterminator=0, quotechar=0, quoting=0, skipinitialspace=0, strict=0)",
    new,
    opaque
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    dialect: Option<Value>,
    delimiter: Option<Value>,
    doublequote: Option<Value>,
    escapechar: Option<Value>,
    lineterminator: Option<Value>,
    quotechar: Option<Value>,
    quoting: Option<Value>,
    skipinitialspace: Option<Value>,
    strict: Option<Value>,
) -> R {
    let mut given = [
        delimiter,
        doublequote,
        escapechar,
        lineterminator,
        quotechar,
        quoting,
        skipinitialspace,
        strict,
    ];
    if let Some(mut base) = dialect {
        if cx.payload::<Str>(base)?.is_some() {
            base = get_dialect(cx, base)?;
        }
        if is_instance(cx, base, &DIALECT)? && given.iter().all(Option::is_none) {
            return Ok(base);
        }
        for (given, name) in given.iter_mut().zip(NAMES) {
            if given.is_none() {
                let name = cx.vm.intern(cx, name)?;
                *given = get_attr_or_none(cx, base, name)?;
            }
        }
    }
    let settings = check(cx, given)?;
    let this = Instance::new(cx, cls)?;
    fill(cx, this, settings)?;
    Ok(this.value())
}

/// Checks the settings one by one, and together.
fn check(cx: &mut Cx, given: [Option<Value>; 8]) -> R<Settings> {
    let mut flag = |slot: usize, default: bool| match given[slot] {
        Some(value) => truth(cx, value),
        None => Ok(default),
    };
    let double_quote = flag(DOUBLE_QUOTE, true)?;
    let skip_initial_space = flag(SKIP_INITIAL_SPACE, false)?;
    let strict = flag(STRICT, false)?;
    let delimiter = match given[DELIMITER] {
        Some(value) => character(cx, DELIMITER, value, "")?,
        None => ','.into(),
    };
    let escape = optional(cx, ESCAPE, given[ESCAPE], None)?;
    let line_terminator = match given[LINE_TERMINATOR] {
        Some(value) => text(cx, value)?,
        None => TextBuf::from("\r\n"),
    };
    let quote = optional(cx, QUOTE, given[QUOTE], Some('"'.into()))?;
    let mut quoting = quoting(cx, given[QUOTING])?;
    if given[QUOTE] == Some(Value::NONE) && given[QUOTING].is_none() {
        quoting = Quoting::None;
    }
    if quoting != Quoting::None && quote.is_none() {
        return Err(cx.type_error(format_args!("quotechar must be set if quoting enabled")));
    }
    let mut settings = Settings {
        delimiter,
        double_quote,
        escape,
        line_terminator,
        quote,
        quoting,
        skip_initial_space,
        strict,
        special: [false; 256],
    };
    check_together(cx, &settings)?;
    settings.special = std::array::from_fn(|code| settings.has_meaning(code as u32));
    Ok(settings)
}

/// The code point of a setting that is one character.
fn character(cx: &mut Cx, slot: usize, value: Value, or_none: &str) -> R<u32> {
    let name = NAMES[slot];
    let given = match cx.payload::<Str>(value)? {
        Some(string) => match (string.len(), string.text().get(0)) {
            (1, Some(code)) => return Ok(code),
            (length, _) => format!("a string of length {length}"),
        },
        None => type_name(cx, value)?,
    };
    Err(cx.type_error(format_args!(
        "\"{name}\" must be a unicode character{or_none}, not {given}"
    )))
}

fn optional(
    cx: &mut Cx,
    slot: usize,
    value: Option<Value>,
    default: Option<u32>,
) -> R<Option<u32>> {
    match value {
        None => Ok(default),
        Some(none) if none.is_none() => Ok(None),
        Some(value) => character(cx, slot, value, " or None").map(Some),
    }
}

fn text(cx: &mut Cx, value: Value) -> R<TextBuf> {
    match cx.payload::<Str>(value)? {
        Some(string) => str::checked(cx, string.text().to_buf(), "string is too long"),
        None => {
            let (name, class) = (NAMES[LINE_TERMINATOR], type_name(cx, value)?);
            Err(cx.type_error(format_args!("\"{name}\" must be a string, not {class}")))
        }
    }
}

fn quoting(cx: &mut Cx, value: Option<Value>) -> R<Quoting> {
    let number = match value {
        None => return Ok(Quoting::Minimal),
        Some(value) => match value.as_small_int() {
            Some(number) => number,
            None => {
                let class = type_name(cx, value)?;
                return Err(
                    cx.type_error(format_args!("\"quoting\" must be an integer, not {class}"))
                );
            }
        },
    };
    match Quoting::of(number) {
        Some(quoting) => Ok(quoting),
        None => Err(cx.type_error(format_args!("bad \"quoting\" value"))),
    }
}

fn check_together(cx: &mut Cx, settings: &Settings) -> R<()> {
    let characters = [
        ("delimiter", Some(settings.delimiter)),
        ("escapechar", settings.escape),
        ("quotechar", settings.quote),
    ];
    for (number, (name, code)) in characters.into_iter().enumerate() {
        let Some(code) = code else { continue };
        let space = code == 0x20 && settings.skip_initial_space && number != 0;
        if matches!(code, 0x0A | 0x0D) || space {
            return Err(cx.value_error(format_args!("bad {name} value")));
        }
        if settings
            .line_terminator
            .as_text()
            .codes()
            .any(|other| other == code)
        {
            return Err(cx.value_error(format_args!("bad {name} or lineterminator value")));
        }
    }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        let ((a_name, a), (b_name, b)) = (characters[a], characters[b]);
        if a.is_some() && a == b {
            return Err(cx.value_error(format_args!("bad {a_name} or {b_name} value")));
        }
    }
    Ok(())
}

fn fill(cx: &mut Cx, this: &'static Instance, settings: Settings) -> R<()> {
    let mut character = |code: Option<u32>| match code {
        Some(code) => Ok(str::character(cx, code)?.value()),
        None => Ok::<_, Exit>(Value::NONE),
    };
    let delimiter = character(Some(settings.delimiter))?;
    let escape = character(settings.escape)?;
    let quote = character(settings.quote)?;
    let line_terminator = str::from_text(cx, settings.line_terminator.as_text())?;
    for (slot, value) in [
        (DELIMITER, delimiter),
        (DOUBLE_QUOTE, Value::bool(settings.double_quote)),
        (ESCAPE, escape),
        (LINE_TERMINATOR, line_terminator.value()),
        (QUOTE, quote),
        (QUOTING, Value::index(settings.quoting as usize)),
        (SKIP_INITIAL_SPACE, Value::bool(settings.skip_initial_space)),
        (STRICT, Value::bool(settings.strict)),
    ] {
        this.set(cx, slot, value)?;
    }
    let settings = native_box::hidden(cx, Box::new(settings))?;
    this.set(cx, SETTINGS, settings.value())
}

/// The settings of a dialect object.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn settings(cx: &mut Cx, dialect: Value) -> R<&'static Settings> {
    let settings = match dialect.cast::<Instance>() {
        Some(this) => this.get(cx, SETTINGS)?.cast::<NativeBox>(),
        None => None,
    };
    match settings.and_then(|settings| settings.get::<Settings>()) {
        Some(settings) => Ok(settings),
        None => unreachable!("a dialect has settings"),
    }
}

impl Settings {
    /// Whether `code` has a meaning inside of a field.
    #[inline]
    pub(super) fn is_special(&self, code: u32) -> bool {
        match u8::try_from(code) {
            Ok(byte) => self.special[usize::from(byte)],
            Err(_) => self.has_meaning(code),
        }
    }

    fn has_meaning(&self, code: u32) -> bool {
        let marks = [Some(self.delimiter), self.escape, self.quote];
        let mut terminator = self.line_terminator.as_text().codes();
        matches!(code, 0x0A | 0x0D)
            || marks.contains(&Some(code))
            || terminator.any(|other| other == code)
    }
}

macro_rules! members {
    ($($function:ident $name:literal $slot:ident;)*) => {
        $(
            #[native(DIALECT, $name, getter, effect = reads)]
            fn $function(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $slot)
            }
        )*
    };
}

members! {
    delimiter_of "delimiter" DELIMITER;
    doublequote_of "doublequote" DOUBLE_QUOTE;
    escapechar_of "escapechar" ESCAPE;
    lineterminator_of "lineterminator" LINE_TERMINATOR;
    quotechar_of "quotechar" QUOTE;
    quoting_of "quoting" QUOTING;
    skipinitialspace_of "skipinitialspace" SKIP_INITIAL_SPACE;
    strict_of "strict" STRICT;
}

#[native(DIALECT, "__reduce__(self, /)", opaque)]
fn reduce(cx: &mut Cx, _this: &'static Instance) -> R {
    Err(cx.type_error(format_args!("cannot pickle 'Dialect' instances")))
}

#[native(DIALECT, "__reduce_ex__(self, protocol, /)", opaque)]
fn reduce_ex(cx: &mut Cx, _this: &'static Instance, _protocol: Value) -> R {
    Err(cx.type_error(format_args!("cannot pickle 'Dialect' instances")))
}
