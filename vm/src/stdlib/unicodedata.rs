//! The module `unicodedata`: the Unicode character database, which is in `tython-text`.
//!
//! Each function exists twice: of the module, about today's Unicode, and as a method of the class `UCD`,
//! whose only instance is about version 3.2.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{ArgPlace, FromArg, Kwargs, native};
use crate::native_module;
use crate::objects::instance::Instance;
use crate::objects::str::{Str, from_text, made, to_string};
use crate::objects::type_object::Type;
use crate::protocol::buffer;
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::unicodedata::{self as database, Form, Version};

builtin_type! {
    /// `unicodedata.UCD`
    static UCD = TypeDef {
        name: "UCD",
        module: "unicodedata",
        ..TypeDef::NEW
    };
}

const DOC: &str = "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from ftp://ftp.unicode.org/.\n\nThe module uses the same names and symbols as defined by the\nUnicodeData File Format 16.0.0.";

native_module!("unicodedata", |cx, module| {
    let (doc, version) = (cx.str(DOC)?, cx.str(database::VERSION)?);
    super::set(cx, module, "__doc__", doc)?;
    super::set(cx, module, "unidata_version", version)?;
    let old = Instance::new(cx, UCD.class())?;
    super::set(cx, module, "ucd_3_2_0", old.value())
});

#[native(UCD, "__new__(cls, /, *args, **kwargs)", new, opaque)]
fn ucd_new(
    cx: &mut Cx,
    _cls: &'static Type,
    _args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    Err(cx.type_error(format_args!("cannot create 'unicodedata.UCD' instances")))
}

#[native(UCD, "unidata_version", getter, effect = pure)]
fn unidata_version(_: &mut Cx, _this: &'static Instance) -> &'static str {
    "3.2.0"
}

/// A code point: a string of one character.
struct Code(u32);

impl FromArg for Code {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        const WANTED: &str = "a unicode character";
        let Some(text) = cx.payload::<Str>(value)? else {
            return Err(place.mismatch(cx, WANTED, value));
        };
        if let (1, Some(code)) = (text.len(), text.text().get(0)) {
            return Ok(Code(code));
        }
        let (name, length) = (place.def.name, text.len());
        let argument = match place.def.params {
            [_] => "argument".to_owned(),
            _ => format!("argument {}", place.index + 1),
        };
        Err(cx.type_error(format_args!(
            "{name}(): {argument} must be {WANTED}, not a string of length {length}"
        )))
    }
}

/// What was found, or the default, or ValueError.
fn or_default<T>(
    cx: &mut Cx,
    found: Option<T>,
    default: Option<Value>,
    message: &str,
    value: impl FnOnce(&mut Cx, T) -> R,
) -> R {
    match (found, default) {
        (Some(found), _) => value(cx, found),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(cx.value_error(format_args!("{message}"))),
    }
}

fn decimal(cx: &mut Cx, version: Version, code: Code, default: Option<Value>) -> R {
    let found = database::number(version, code.0).decimal;
    or_default(cx, found, default, "not a decimal", |_, digit| {
        Ok(Value::index(digit.into()))
    })
}

fn digit(cx: &mut Cx, version: Version, code: Code, default: Option<Value>) -> R {
    let found = database::number(version, code.0).digit;
    or_default(cx, found, default, "not a digit", |_, digit| {
        Ok(Value::index(digit.into()))
    })
}

fn numeric(cx: &mut Cx, version: Version, code: Code, default: Option<Value>) -> R {
    let found = database::number(version, code.0).numeric;
    or_default(
        cx,
        found,
        default,
        "not a numeric character",
        |cx, number| cx.float(number),
    )
}

fn name(cx: &mut Cx, version: Version, code: Code, default: Option<Value>) -> R {
    let found = database::name(version, code.0);
    or_default(cx, found, default, "no such name", |cx, name| cx.str(&name))
}

/// Longer names are not looked for.
const LONGEST_NAME: usize = 256;

fn lookup(cx: &mut Cx, name: Value) -> R {
    let Some(name) = cx.payload::<Str>(name)? else {
        return Err(buffer::not_bytes_like(cx, name)?);
    };
    if name.len() > LONGEST_NAME {
        let message = cx.str("name too long")?;
        return Err(cx.key_error(message));
    }
    match database::lookup(name.text()) {
        Ok(Some(found)) => Ok(from_text(cx, found.as_text())?.value()),
        Ok(None) => {
            let name = to_string(name.value());
            let message = cx.str(&format!("undefined character name '{name}'"))?;
            Err(cx.key_error(message))
        }
        Err(_) => Err(cx.memory_error()),
    }
}

fn form(cx: &mut Cx, name: &'static Str) -> R<Form> {
    match Form::from_name(&to_string(name.value())) {
        Some(form) => Ok(form),
        None => Err(cx.value_error(format_args!("invalid normalization form"))),
    }
}

fn normalize(cx: &mut Cx, version: Version, name: &'static Str, text: &'static Str) -> R {
    let form = form(cx, name)?;
    match database::is_normalized(version, form, text.text()) {
        Ok(true) => return Ok(text.value()),
        Ok(false) => {}
        Err(_) => return Err(cx.memory_error()),
    }
    let normal = database::normalize(version, form, text.text());
    Ok(made(cx, normal, "string is too long")?.value())
}

fn is_normalized(cx: &mut Cx, version: Version, name: &'static Str, text: &'static Str) -> R<bool> {
    let form = form(cx, name)?;
    database::is_normalized(version, form, text.text()).map_err(|_| cx.memory_error())
}

/// Declares a function of the module, and the method of the class that does the same about old Unicode.
macro_rules! questions {
    ($(
        $(#[doc = $doc:literal])*
        $module:ident $method:ident $signature:literal $of_class:literal
            ($($name:ident: $type:ty),*) -> $result:ty = |$cx:ident, $version:ident| $body:expr;
    )*) => {
        $(
            $(#[doc = $doc])*
            #[native(module = "unicodedata", $signature, effect = pure)]
            fn $module($cx: &mut Cx, $($name: $type),*) -> R<$result> {
                let $version = Version::Current;
                $body
            }

            $(#[doc = $doc])*
            #[native(UCD, $of_class, effect = pure)]
            fn $method($cx: &mut Cx, _this: &'static Instance, $($name: $type),*) -> R<$result> {
                let $version = Version::Old;
                $body
            }
        )*
    };
}

questions! {
    /// Converts a Unicode character into its equivalent decimal value.
    ///
    /// Returns the decimal value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    module_decimal old_decimal "decimal(chr, default=<unrepresentable>, /)"
        "decimal(self, chr, default=<unrepresentable>, /)"
        (chr: Code, default: Option<Value>) -> Value = |cx, version| decimal(cx, version, chr, default);
    /// Converts a Unicode character into its equivalent digit value.
    ///
    /// Returns the digit value assigned to the character chr as integer.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    module_digit old_digit "digit(chr, default=<unrepresentable>, /)"
        "digit(self, chr, default=<unrepresentable>, /)"
        (chr: Code, default: Option<Value>) -> Value = |cx, version| digit(cx, version, chr, default);
    /// Converts a Unicode character into its equivalent numeric value.
    ///
    /// Returns the numeric value assigned to the character chr as float.
    /// If no such value is defined, default is returned, or, if not given,
    /// ValueError is raised.
    module_numeric old_numeric "numeric(chr, default=<unrepresentable>, /)"
        "numeric(self, chr, default=<unrepresentable>, /)"
        (chr: Code, default: Option<Value>) -> Value = |cx, version| numeric(cx, version, chr, default);
    /// Returns the general category assigned to the character chr as string.
    module_category old_category "category(chr, /)" "category(self, chr, /)"
        (chr: Code) -> &'static str = |_cx, version| Ok(database::category(version, chr.0).name());
    /// Returns the bidirectional class assigned to the character chr as string.
    ///
    /// If no such value is defined, an empty string is returned.
    module_bidirectional old_bidirectional "bidirectional(chr, /)" "bidirectional(self, chr, /)"
        (chr: Code) -> &'static str = |_cx, version| Ok(database::bidirectional(version, chr.0));
    /// Returns the canonical combining class assigned to the character chr as integer.
    ///
    /// Returns 0 if no combining class is defined.
    module_combining old_combining "combining(chr, /)" "combining(self, chr, /)"
        (chr: Code) -> usize = |_cx, version| Ok(database::combining(version, chr.0).into());
    /// Returns the mirrored property assigned to the character chr as integer.
    ///
    /// Returns 1 if the character has been identified as a "mirrored"
    /// character in bidirectional text, 0 otherwise.
    module_mirrored old_mirrored "mirrored(chr, /)" "mirrored(self, chr, /)"
        (chr: Code) -> usize = |_cx, version| Ok(database::mirrored(version, chr.0).into());
    /// Returns the east asian width assigned to the character chr as string.
    module_width old_width "east_asian_width(chr, /)" "east_asian_width(self, chr, /)"
        (chr: Code) -> &'static str = |_cx, version| Ok(database::east_asian_width(version, chr.0));
    /// Returns the character decomposition mapping assigned to the character chr as string.
    ///
    /// An empty string is returned in case no such mapping is defined.
    module_decomposition old_decomposition "decomposition(chr, /)" "decomposition(self, chr, /)"
        (chr: Code) -> String = |_cx, version| Ok(database::decomposition(version, chr.0));
    /// Returns the name assigned to the character chr as a string.
    ///
    /// If no name is defined, default is returned, or, if not given,
    /// ValueError is raised.
    module_name old_name "name(chr, default=<unrepresentable>, /)"
        "name(self, chr, default=<unrepresentable>, /)"
        (chr: Code, default: Option<Value>) -> Value = |cx, version| name(cx, version, chr, default);
    /// Look up character by name.
    ///
    /// If a character with the given name is found, return the
    /// corresponding character.  If not found, KeyError is raised.
    module_lookup old_lookup "lookup(name, /)" "lookup(self, name, /)"
        (name: Value) -> Value = |cx, _version| lookup(cx, name);
    /// Return the normal form 'form' for the Unicode string unistr.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    module_normalize old_normalize "normalize(form, unistr, /)" "normalize(self, form, unistr, /)"
        (form: &'static Str, unistr: &'static Str) -> Value =
            |cx, version| normalize(cx, version, form, unistr);
    /// Return whether the Unicode string unistr is in the normal form 'form'.
    ///
    /// Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.
    module_is_normalized old_is_normalized "is_normalized(form, unistr, /)"
        "is_normalized(self, form, unistr, /)"
        (form: &'static Str, unistr: &'static Str) -> bool =
            |cx, version| is_normalized(cx, version, form, unistr);
}
