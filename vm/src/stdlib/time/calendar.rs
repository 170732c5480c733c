//! Calendar time: `struct_time`, and conversions between it and seconds since the Epoch.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::exception::os_error;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::objects::str;
use crate::objects::struct_sequence;
use crate::objects::tuple::Tuple;
use crate::protocol::{class_of, number};
use crate::struct_sequence;
use crate::value::Value;
use libc::{time_t, tm};
use std::ffi::{CStr, CString};
use std::io;

struct_sequence! {
    /// The class.
    pub(super) static STRUCT_TIME = {
        module: "time",
        name: "struct_time",
        doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
        visible: 9,
        fields: {
            "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
            "tm_isdst",
        },
        unnamed: 0,
        more: { "tm_zone", "tm_gmtoff" },
        new: struct_sequence::construct,
    };
}

/// A calendar time as C has it. The name of its zone is a string of this one.
pub(super) struct Calendar {
    pub(super) tm: tm,
    zone: Option<CString>,
}

impl Calendar {
    fn new(tm: tm) -> Self {
        let zone = if tm.tm_zone.is_null() {
            None
        } else {
            // SAFETY: a string of the C library's, or none.
            Some(unsafe { CStr::from_ptr(tm.tm_zone) }.to_owned())
        };
        Calendar { tm, zone }
    }

    /// For the C library, as long as this lives.
    pub(super) fn for_c(&mut self) -> &mut tm {
        self.tm.tm_zone = self
            .zone
            .as_ref()
            .map_or(std::ptr::null(), |zone| zone.as_ptr());
        &mut self.tm
    }

    fn to_struct(&self, cx: &mut Cx) -> R {
        let tm = &self.tm;
        let numbers = [
            i64::from(tm.tm_year) + 1900,
            i64::from(tm.tm_mon) + 1,
            i64::from(tm.tm_mday),
            i64::from(tm.tm_hour),
            i64::from(tm.tm_min),
            i64::from(tm.tm_sec),
            // Monday is 0.
            (i64::from(tm.tm_wday) + 6) % 7,
            i64::from(tm.tm_yday) + 1,
            i64::from(tm.tm_isdst),
        ];
        let mut fields = [Value::NONE; 11];
        for (field, number) in fields.iter_mut().zip(numbers) {
            *field = cx.int(number)?;
        }
        if let Some(zone) = &self.zone {
            fields[9] = cx.str(&zone.to_string_lossy())?;
        }
        fields[10] = cx.int(tm.tm_gmtoff)?;
        STRUCT_TIME.make(cx, &fields)
    }
}

fn zeroed() -> tm {
    // SAFETY: numbers, and a pointer that may be null.
    unsafe { std::mem::zeroed() }
}

/// The seconds that an argument says; now, if it is None.
fn seconds(cx: &mut Cx, value: Value) -> R<time_t> {
    if value.is_none() {
        // SAFETY: asks the system.
        return Ok(unsafe { libc::time(std::ptr::null_mut()) });
    }
    if let Some(float) = to_f64(value) {
        if float.is_nan() {
            return Err(cx.value_error(format_args!("Invalid value NaN (not a number)")));
        }
        let floor = float.floor();
        // 2^63 is a float.
        if floor >= i64::MIN as f64 && floor < i64::MAX as f64 {
            return Ok(floor as time_t);
        }
    } else {
        let index = number::index(cx, value)?;
        if let Some(seconds) = to_int(index).and_then(|int| int.to_i64()) {
            return Ok(seconds);
        }
    }
    Err(cx.overflow_error(format_args!("timestamp out of range for platform time_t")))
}

fn refused(cx: &mut Cx) -> crate::exit::Exit {
    os_error::raise(cx, &io::Error::last_os_error(), None)
}

/// The local calendar time.
pub(super) fn local(cx: &mut Cx, value: Value) -> R<Calendar> {
    let time = seconds(cx, value)?;
    let mut tm = zeroed();
    // SAFETY: reads the one and writes the other.
    match unsafe { libc::localtime_r(&time, &mut tm) }.is_null() {
        false => Ok(Calendar::new(tm)),
        true => Err(refused(cx)),
    }
}

/// gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,
///                        tm_sec, tm_wday, tm_yday, tm_isdst)
///
/// Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.
/// GMT).  When 'seconds' is not passed in, convert the current time instead.
///
/// If the platform supports the tm_gmtoff and tm_zone, they are available as
/// attributes only.
#[native(module = "time", "gmtime(seconds=None, /)", effect = reads, opaque)]
fn gmtime(cx: &mut Cx, seconds: Value) -> R {
    let time = self::seconds(cx, seconds)?;
    let mut tm = zeroed();
    // SAFETY: as in `local`.
    match unsafe { libc::gmtime_r(&time, &mut tm) }.is_null() {
        false => Calendar::new(tm).to_struct(cx),
        true => Err(refused(cx)),
    }
}

/// localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,
///                           tm_sec,tm_wday,tm_yday,tm_isdst)
///
/// Convert seconds since the Epoch to a time tuple expressing local time.
/// When 'seconds' is not passed in, convert the current time instead.
#[native(module = "time", "localtime(seconds=None, /)", effect = reads, opaque)]
fn localtime(cx: &mut Cx, seconds: Value) -> R {
    local(cx, seconds)?.to_struct(cx)
}

fn field(cx: &mut Cx, value: Value) -> R<i32> {
    let index = number::index(cx, value)?;
    let number = to_int(index).and_then(|int| int.to_i64());
    match number.and_then(|number| i32::try_from(number).ok()) {
        Some(number) => Ok(number),
        None => {
            let which = match to_int(index) {
                Some(int) if int.is_negative() => "less than minimum",
                _ => "greater than maximum",
            };
            Err(cx.overflow_error(format_args!("signed integer is {which}")))
        }
    }
}

/// The calendar time that a tuple says, for the function `name`.
pub(super) fn from_tuple(cx: &mut Cx, time: Value, name: &str) -> R<Calendar> {
    let Some(tuple) = cx.payload::<Tuple>(time)? else {
        return Err(cx.type_error(format_args!("Tuple or struct_time argument required")));
    };
    if tuple.len() != 9 {
        return Err(cx.type_error(format_args!("{name}(): illegal time tuple argument")));
    }
    let mut fields = [0; 9];
    for (field, value) in fields.iter_mut().zip(tuple.as_slice()) {
        *field = self::field(cx, *value)?;
    }
    let [
        year,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
        yearday,
        dst,
    ] = fields;
    let Some(year) = year.checked_sub(1900) else {
        return Err(cx.overflow_error(format_args!("year out of range")));
    };
    let mut tm = zeroed();
    tm.tm_year = year;
    tm.tm_mon = month.saturating_sub(1);
    tm.tm_mday = day;
    tm.tm_hour = hour;
    tm.tm_min = minute;
    tm.tm_sec = second;
    tm.tm_wday = weekday.wrapping_add(1) % 7;
    tm.tm_yday = yearday.saturating_sub(1);
    tm.tm_isdst = dst;
    let mut calendar = Calendar { tm, zone: None };
    if STRUCT_TIME.class.is(class_of(time))
        && let Some(instance) = time.cast()
    {
        let zone = STRUCT_TIME.get(cx, instance, 9)?;
        if !zone.is_none() {
            calendar.zone = CString::new(str::to_string(zone)).ok();
        }
        let offset = STRUCT_TIME.get(cx, instance, 10)?;
        calendar.tm.tm_gmtoff = offset.as_small_int().unwrap_or(0);
    }
    Ok(calendar)
}

/// Whether the fields are in their ranges; a zero where one counts from one is a one.
pub(super) fn check(cx: &mut Cx, tm: &mut tm) -> R<()> {
    if tm.tm_mon == -1 {
        tm.tm_mon = 0;
    }
    if tm.tm_mday == 0 {
        tm.tm_mday = 1;
    }
    if tm.tm_yday == -1 {
        tm.tm_yday = 0;
    }
    let checks = [
        (tm.tm_mon, 0, 11, "month"),
        (tm.tm_mday, 1, 31, "day of month"),
        (tm.tm_hour, 0, 23, "hour"),
        (tm.tm_min, 0, 59, "minute"),
        (tm.tm_sec, 0, 61, "seconds"),
        (tm.tm_wday, 0, 6, "day of week"),
        (tm.tm_yday, 0, 365, "day of year"),
    ];
    match checks
        .iter()
        .find(|(value, least, most, _)| value < least || value > most)
    {
        Some((.., what)) => Err(cx.value_error(format_args!("{what} out of range"))),
        None => Ok(()),
    }
}

/// mktime(time_tuple) -> floating-point number
///
/// Convert a time tuple in local time to seconds since the Epoch.
/// Note that mktime(gmtime(0)) will not generally return zero for most
/// time zones; instead the returned value will either be equal to that
/// of the timezone or altzone attributes on the time module.
#[native(module = "time", "mktime(time_tuple, /)")]
fn mktime(cx: &mut Cx, time_tuple: Value) -> R<f64> {
    let mut calendar = from_tuple(cx, time_tuple, "mktime")?;
    let tm = calendar.for_c();
    // The C library sets it if it succeeds: -1 seconds are a time as well.
    tm.tm_wday = -1;
    // SAFETY: reads and writes the struct.
    let time = unsafe { libc::mktime(tm) };
    if time == -1 && tm.tm_wday == -1 {
        return Err(cx.overflow_error(format_args!("mktime argument out of range")));
    }
    Ok(time as f64)
}
