//! `-X perf`: names for compiled code, where `perf` looks for them.

use crate::runtime::config;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::OnceLock;
use tython_jit::code::Code;

/// Tells `perf` of a trace.
pub(super) fn name(code: &Code) {
    static MAP: OnceLock<Option<File>> = OnceLock::new();
    if !config::get().perf {
        return;
    }
    let open = || {
        let path = format!("/tmp/perf-{}.map", std::process::id());
        let mut options = OpenOptions::new();
        options.create(true).append(true).open(path).ok()
    };
    if let Some(mut map) = MAP.get_or_init(open).as_ref() {
        let origin = &code.trace().origin;
        let (id, name) = (origin.id, &origin.name);
        let line = format!(
            "{:x} {:x} trace {id} {name}\n",
            code.entry(),
            code.bytes().len()
        );
        let _ = map.write_all(line.as_bytes());
    }
}
