//! The local time zone, as the C library knows it.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::value::Value;
use std::ffi::{CStr, c_char, c_int, c_long};

unsafe extern "C" {
    fn tzset();
    static tzname: [*const c_char; 2];
    static timezone: c_long;
    static daylight: c_int;
}

fn zone_name(index: usize) -> String {
    // SAFETY: `tzset` has set it, to strings that stay; it is written by `tzset` alone, which is called
    // in irrevocable transactions only.
    let name = unsafe { tzname[index] };
    if name.is_null() {
        return String::new();
    }
    // SAFETY: a string of the C library's.
    unsafe { CStr::from_ptr(name) }
        .to_string_lossy()
        .into_owned()
}

pub(super) fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    // SAFETY: reads the environment, and sets the variables above.
    let (west, has_summer) = unsafe {
        tzset();
        (timezone, daylight)
    };
    let standard = cx.int(west)?;
    set(cx, module, "timezone", standard)?;
    let summer = cx.int(west - 3600)?;
    set(cx, module, "altzone", summer)?;
    let has_summer = cx.int(i64::from(has_summer))?;
    set(cx, module, "daylight", has_summer)?;
    let names = [cx.str(&zone_name(0))?, cx.str(&zone_name(1))?];
    let names = cx.tuple(&names)?;
    set(cx, module, "tzname", names)
}

/// tzset()
///
/// Initialize, or reinitialize, the local timezone to the value stored in
/// os.environ['TZ']. The TZ environment variable should be specified in
/// standard Unix timezone format as documented in the tzset man page
/// (eg. 'US/Eastern', 'Europe/Amsterdam'). Unknown timezones will silently
/// fall back to UTC. If the TZ environment variable is not set, the local
/// timezone is set to the systems best guess of wallclock time.
/// Changing the TZ environment variable without calling tzset *may* change
/// the local timezone used by methods such as localtime, but this behaviour
/// should not be relied on.
#[native(module = "time", "tzset()", effect = io, opaque)]
fn time_tzset(cx: &mut Cx) -> R<()> {
    let name = cx.vm.intern(cx, "time")?;
    let modules: Option<&'static Dict> = cx.vm.modules.get().cast();
    let module = match modules {
        Some(modules) => dict::get_str(cx, modules, name)?,
        None => None,
    };
    match module.and_then(Value::cast::<Module>) {
        Some(module) => fill(cx, module),
        None => Ok(()),
    }
}
