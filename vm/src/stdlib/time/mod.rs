//! `time`.
//!
//! | file | what |
//! | --- | --- |
//! | `clock.rs` | the clocks, and `sleep` |
//! | `calendar.rs` | `struct_time`, and conversions from and to seconds |
//! | `format.rs` | texts |
//! | `zone.rs` | the local time zone |
//! | `duration.rs` | spans of time as arguments |

mod calendar;
mod clock;
pub mod duration;
mod format;
mod zone;

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::value::Value;

native_module!("time", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, clock) in clock::CLOCKS {
        set(cx, module, name, Value::index(clock as usize))?;
    }
    set(cx, module, "_STRUCT_TM_ITEMS", Value::index(11))?;
    zone::fill(cx, module)
}
