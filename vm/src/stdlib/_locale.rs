//! `_locale`: the locale of the C library, for `locale`.

use super::set;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::host::{call, locale};
use crate::native::native;
use crate::native_module;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::EXCEPTION;
use crate::objects::exception::fields;
use crate::objects::list;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::stdlib::posix::path::decode;
use crate::stdlib::pwd::account_name as c_string;
use crate::types::TypeDef;
use crate::value::Value;

native_module!("_locale", fill);

builtin_type! {
    /// The class.
    static ERROR = TypeDef {
        name: "Error",
        module: "locale",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, value) in CONSTANTS {
        let value = cx.int(*value)?;
        set(cx, module, name, value)?;
    }
    set(cx, module, "Error", ERROR.value())
}

/// Activates/queries locale processing.
#[native(module = "_locale", "setlocale(category, locale=None, /)", effect = io)]
fn setlocale(cx: &mut Cx, category: i32, locale: Option<&'static Str>) -> R {
    if !(libc::LC_CTYPE..=libc::LC_IDENTIFICATION).contains(&category) {
        return Err(cx.value_error(format_args!("invalid locale category")));
    }
    let wanted = match locale {
        Some(locale) => Some(c_string(cx, locale)?),
        None => None,
    };
    match locale::set(category, wanted.as_deref()) {
        Some(name) => decode(cx, &name),
        None if wanted.is_some() => {
            Err(cx.raise_message(&ERROR, format_args!("unsupported locale setting")))
        }
        None => Err(cx.raise_message(&ERROR, format_args!("locale query failed"))),
    }
}

/// Returns numeric and monetary locale-specific parameters.
#[native(module = "_locale", "localeconv()", effect = io)]
fn localeconv(cx: &mut Cx) -> R<&'static Dict> {
    let found = locale::conventions();
    let all = dict::new(cx)?;
    for (name, text) in &found.texts {
        let text = decode(cx, text)?;
        enter(cx, all, name, text)?;
    }
    for (name, number) in found.numbers {
        enter(cx, all, name, Value::index(number as u8 as usize))?;
    }
    for (name, sizes) in &found.groupings {
        let grouping = list::new(cx)?;
        for size in sizes {
            list::append(cx, grouping, Value::index(usize::from(*size)))?;
        }
        // The last size is that of all groups that follow, unless there are none.
        if sizes.last().is_some_and(|last| *last != i8::MAX as u8) {
            list::append(cx, grouping, Value::index(0))?;
        }
        enter(cx, all, name, Value::from(grouping))?;
    }
    Ok(all)
}

fn enter(cx: &mut Cx, all: &'static Dict, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    dict::set_str(cx, all, name, value)
}

/// Return the value for the locale information associated with key.
#[native(module = "_locale", "nl_langinfo(key, /)", effect = io)]
fn nl_langinfo(cx: &mut Cx, key: i32) -> R {
    let known = CONSTANTS
        .iter()
        .any(|(name, value)| *value == i64::from(key) && !name.starts_with("LC_"));
    match known {
        true => decode(cx, &locale::information(key)),
        false => Err(cx.value_error(format_args!("unsupported langinfo constant"))),
    }
}

/// Compares two strings according to the locale.
#[native(module = "_locale", "strcoll(os1, os2, /)", effect = io)]
fn strcoll(cx: &mut Cx, os1: &'static Str, os2: &'static Str) -> R<i64> {
    let (first, second) = (c_string(cx, os1)?, c_string(cx, os2)?);
    Ok(locale::compare(&first, &second) as i64)
}

/// Return a string that can be used as a key for locale-aware comparisons.
#[native(module = "_locale", "strxfrm(string, /)", effect = io)]
fn strxfrm(cx: &mut Cx, string: &'static Str) -> R {
    let original = c_string(cx, string)?;
    match locale::transform(&original) {
        Ok(made) => decode(cx, &made),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Get the current locale encoding.
#[native(module = "_locale", "getencoding()", effect = pure)]
fn getencoding(_: &mut Cx) -> &'static str {
    "UTF-8"
}

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("ABDAY_1", 131072), ("ABDAY_2", 131073), ("ABDAY_3", 131074), ("ABDAY_4", 131075),
    ("ABDAY_5", 131076), ("ABDAY_6", 131077), ("ABDAY_7", 131078), ("ABMON_1", 131086),
    ("ABMON_10", 131095), ("ABMON_11", 131096), ("ABMON_12", 131097), ("ABMON_2", 131087),
    ("ABMON_3", 131088), ("ABMON_4", 131089), ("ABMON_5", 131090), ("ABMON_6", 131091),
    ("ABMON_7", 131092), ("ABMON_8", 131093), ("ABMON_9", 131094), ("ALT_DIGITS", 131119),
    ("AM_STR", 131110), ("CHAR_MAX", 127), ("CODESET", 14), ("CRNCYSTR", 262159), ("DAY_1", 131079),
    ("DAY_2", 131080), ("DAY_3", 131081), ("DAY_4", 131082), ("DAY_5", 131083), ("DAY_6", 131084),
    ("DAY_7", 131085), ("D_FMT", 131113), ("D_T_FMT", 131112), ("ERA", 131116),
    ("ERA_D_FMT", 131118), ("ERA_D_T_FMT", 131120), ("ERA_T_FMT", 131121), ("LC_ALL", 6),
    ("LC_COLLATE", 3), ("LC_CTYPE", 0), ("LC_MESSAGES", 5), ("LC_MONETARY", 4), ("LC_NUMERIC", 1),
    ("LC_TIME", 2), ("MON_1", 131098), ("MON_10", 131107), ("MON_11", 131108), ("MON_12", 131109),
    ("MON_2", 131099), ("MON_3", 131100), ("MON_4", 131101), ("MON_5", 131102), ("MON_6", 131103),
    ("MON_7", 131104), ("MON_8", 131105), ("MON_9", 131106), ("NOEXPR", 327681), ("PM_STR", 131111),
    ("RADIXCHAR", 65536), ("THOUSEP", 65537), ("T_FMT", 131114), ("T_FMT_AMPM", 131115),
    ("YESEXPR", 327680),
];
