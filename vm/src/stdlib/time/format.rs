//! Times as texts.

use super::calendar::{self, Calendar};
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::str::{self, Str};
use crate::protocol::{attribute, call_values};
use crate::runtime::import;
use crate::value::Value;
use libc::tm;
use std::ffi::CString;

/// The tuple, or the local time now.
fn given_or_now(cx: &mut Cx, time: Option<Value>, name: &str) -> R<Calendar> {
    let mut calendar = match time {
        Some(time) => calendar::from_tuple(cx, time, name)?,
        None => calendar::local(cx, Value::NONE)?,
    };
    calendar::check(cx, &mut calendar.tm)?;
    Ok(calendar)
}

fn plain(tm: &tm) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let day = DAYS.get(tm.tm_wday as usize).copied().unwrap_or("???");
    let month = MONTHS.get(tm.tm_mon as usize).copied().unwrap_or("???");
    format!(
        "{day} {month}{:3} {:02}:{:02}:{:02} {}",
        tm.tm_mday,
        tm.tm_hour,
        tm.tm_min,
        tm.tm_sec,
        1900 + i64::from(tm.tm_year)
    )
}

/// asctime([time_tuple]) -> string
///
/// Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
/// When the time tuple is not present, current time as returned by localtime()
/// is used.
#[native(module = "time", "asctime(time_tuple=<unrepresentable>, /)", opaque)]
fn asctime(cx: &mut Cx, time_tuple: Option<Value>) -> R<String> {
    Ok(plain(&given_or_now(cx, time_tuple, "asctime")?.tm))
}

/// ctime([seconds]) -> string
///
/// Convert a time in seconds since the Epoch to a string in local time.
/// This is equivalent to asctime(localtime(seconds)). When 'seconds' is not
/// passed in, convert the current time instead.
#[native(module = "time", "ctime(seconds=None, /)", opaque)]
fn ctime(cx: &mut Cx, seconds: Value) -> R<String> {
    Ok(plain(&calendar::local(cx, seconds)?.tm))
}

/// What the C library makes of a format in ASCII without zeros.
fn formatted(format: &str, tm: &tm) -> String {
    // With something before it, an empty result is none.
    let Ok(full) = CString::new(format!(".{format}")) else {
        return String::new();
    };
    let mut room = 256 + 8 * format.len();
    loop {
        let mut buffer = vec![0u8; room];
        // SAFETY: the buffer is as long as is said, the format ends with a zero.
        let length = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), room, full.as_ptr(), tm) };
        if length > 0 {
            let text = buffer.get(1..length).unwrap_or_default();
            return String::from_utf8_lossy(text).into_owned();
        }
        if room > 1024 * (256 + format.len()) {
            return String::new();
        }
        room *= 4;
    }
}

/// The end of the part of the format that begins at `from`, and whether the C library formats it: all
/// of it is ASCII, and no zero.
fn part(codes: &[u32], from: usize) -> (usize, bool) {
    let is_plain = |code: &u32| (1..0x80).contains(code);
    let plain = codes.get(from).is_some_and(is_plain);
    let rest = codes.get(from..).unwrap_or_default();
    let length = rest.iter().position(|code| is_plain(code) != plain);
    (length.map_or(codes.len(), |length| from + length), plain)
}

/// strftime(format[, time_tuple]) -> string
///
/// Convert a time tuple to a string according to a format specification.
/// See the library reference manual for formatting codes. When the time tuple
/// is not present, current time as returned by localtime() is used.
///
/// Commonly used format codes:
///
/// %Y  Year with century as a decimal number.
/// %m  Month as a decimal number [01,12].
/// %d  Day of the month as a decimal number [01,31].
/// %H  Hour (24-hour clock) as a decimal number [00,23].
/// %M  Minute as a decimal number [00,59].
/// %S  Second as a decimal number [00,61].
/// %z  Time zone offset from UTC.
/// %a  Locale's abbreviated weekday name.
/// %A  Locale's full weekday name.
/// %b  Locale's abbreviated month name.
/// %B  Locale's full month name.
/// %c  Locale's appropriate date and time representation.
/// %I  Hour (12-hour clock) as a decimal number [01,12].
/// %p  Locale's equivalent of either AM or PM.
///
/// Other codes may be available on your platform.  See documentation for
/// the C library strftime function.
#[native(
    module = "time",
    "strftime(format, time_tuple=<unrepresentable>, /)",
    opaque
)]
fn strftime(cx: &mut Cx, format: &'static Str, time_tuple: Option<Value>) -> R {
    let mut calendar = given_or_now(cx, time_tuple, "strftime")?;
    let tm = calendar.for_c();
    tm.tm_isdst = tm.tm_isdst.clamp(-1, 1);
    let codes: Vec<u32> = format.text().codes().collect();
    let mut result = str::empty(cx);
    let mut from = 0;
    while from < codes.len() {
        let (end, plain) = part(&codes, from);
        let piece = str::part(cx, format, from..end)?;
        let piece = if plain {
            let text = formatted(&str::to_string(Value::from(piece)), tm);
            str::from_utf8(cx, &text)?
        } else {
            piece
        };
        result = str::add(cx, result, piece)?;
        from = end;
    }
    Ok(Value::from(result))
}

/// strptime(string[, format]) -> struct_time
///
/// Parse a string to a time tuple according to a format specification.
/// See the library reference manual for formatting codes (same as
/// strftime()).
///
/// Commonly used format codes:
///
/// %Y  Year with century as a decimal number.
/// %m  Month as a decimal number [01,12].
/// %d  Day of the month as a decimal number [01,31].
/// %H  Hour (24-hour clock) as a decimal number [00,23].
/// %M  Minute as a decimal number [00,59].
/// %S  Second as a decimal number [00,61].
/// %z  Time zone offset from UTC.
/// %a  Locale's abbreviated weekday name.
/// %A  Locale's full weekday name.
/// %b  Locale's abbreviated month name.
/// %B  Locale's full month name.
/// %c  Locale's appropriate date and time representation.
/// %I  Hour (12-hour clock) as a decimal number [01,12].
/// %p  Locale's equivalent of either AM or PM.
///
/// Other codes may be available on your platform.  See documentation for
/// the C library strftime function.
#[native(module = "time", "strptime(*args)", opaque)]
fn strptime(cx: &mut Cx, args: &[Value]) -> R {
    let module = import::module(cx, "_strptime")?;
    let name = name!(cx, "_strptime_time")?;
    let parse = attribute::get(cx, module, name)?;
    call_values(cx, parse, args)
}
