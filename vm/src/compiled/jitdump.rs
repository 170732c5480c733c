//! `-X perf_jit`: compiled code in a file that `perf inject --jit` reads, with its bytes and its lines.
//!
//! The format is that of `tools/perf/Documentation/jitdump-specification.txt` in Linux. `perf record -k 1` finds the file
//! because the process maps it; nobody looks at that memory.

use crate::compiled::log::Place;
use crate::runtime::config;
use crate::value::Value;
use memmap2::{Mmap, MmapOptions};
use parking_lot::Mutex;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use tython_jit::code::Code;
use tython_jit::ir::Index as _;

/// "JiTD", as a number of this machine.
const MAGIC: u32 = 0x4a69_5444;
const VERSION: u32 = 1;
const HEADER_SIZE: u32 = 40;
/// What a record begins with: its kind, its size, and when.
const PREFIX_SIZE: usize = 16;

/// Kinds of records.
const CODE_LOAD: u32 = 0;
const CODE_DEBUG_INFO: u32 = 2;

/// The machine, as ELF files name it.
const MACHINE: u32 = if cfg!(target_arch = "x86_64") {
    62
} else if cfg!(target_arch = "aarch64") {
    183
} else {
    0
};

/// Bytes that are mapped.
const MAPPED: usize = 4096;

/// The file of a process.
struct Dump {
    pid: u32,
    file: File,
    /// As long as it is there, `perf` knows of the file.
    _mark: Option<Mmap>,
}

/// Puts numbers together.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u32(&mut self, number: u32) -> &mut Bytes {
        self.bytes(&number.to_ne_bytes())
    }

    fn u64(&mut self, number: u64) -> &mut Bytes {
        self.bytes(&number.to_ne_bytes())
    }

    fn text(&mut self, text: &str) -> &mut Bytes {
        self.bytes(text.replace('\0', " ").as_bytes()).bytes(&[0])
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Bytes {
        self.0.extend_from_slice(bytes);
        self
    }

    /// As a record of that kind.
    fn record(self, kind: u32) -> Vec<u8> {
        let mut record = Bytes::default();
        let size = PREFIX_SIZE + self.0.len();
        record.u32(kind).u32(size as u32).u64(now());
        record.bytes(&self.0);
        record.0
    }
}

impl Dump {
    fn create(pid: u32) -> io::Result<Dump> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(true);
        // Others may make links in that folder.
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW);
        let mut file = options.open(format!("/tmp/jit-{pid}.dump"))?;
        let mut header = Bytes::default();
        header.u32(MAGIC).u32(VERSION).u32(HEADER_SIZE).u32(MACHINE);
        header.u32(0).u32(pid).u64(now()).u64(0);
        file.write_all(&header.0)?;
        // SAFETY: nobody looks at that memory.
        let mark = unsafe { MmapOptions::new().len(MAPPED).map_exec(&file) };
        let _mark = mark.ok();
        Ok(Dump { pid, file, _mark })
    }
}

/// Nanoseconds, by the clock of `perf record -k 1`.
fn now() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Writes down a trace, if anybody wants that; these are its code objects.
pub(super) fn add(code: &Code, codes: impl FnOnce() -> Vec<Value>) {
    static DUMP: Mutex<Option<Dump>> = Mutex::new(None);
    if !config::get().perf_jit {
        return;
    }
    // Records are in the order of their times.
    let mut dump = DUMP.lock();
    let pid = std::process::id();
    // A copy of the process has a file of its own.
    if dump.as_ref().is_none_or(|dump| dump.pid != pid) {
        *dump = Dump::create(pid).ok();
    }
    if let Some(dump) = dump.as_mut() {
        let mut records = lines(code, &codes());
        records.extend(load(code));
        let _ = dump.file.write_all(&records);
    }
}

/// The record of the code.
fn load(code: &Code) -> Vec<u8> {
    let origin = &code.trace().origin;
    let (address, bytes) = (code.entry() as u64, code.bytes());
    let mut record = Bytes::default();
    // It does not matter which thread it was.
    let process = std::process::id();
    record.u32(process).u32(process);
    record.u64(address).u64(address).u64(bytes.len() as u64);
    record.u64(u64::from(origin.id.0));
    record.text(&format!("trace {} {}", origin.id, origin.name));
    record.bytes(bytes);
    record.record(CODE_LOAD)
}

/// The record of its lines, which comes before; empty if nothing is known of them.
fn lines(code: &Code, codes: &[Value]) -> Vec<u8> {
    let mut record = Bytes::default();
    let (mut count, mut last) = (0, None);
    for (inst, from, _) in code.listing().map_or(&[][..], |listing| &listing.pieces) {
        let Some(place) = code.trace().insts().get(*inst).and_then(|inst| inst.place) else {
            continue;
        };
        let Some(object) = codes.get(place.code.number() as usize) else {
            continue;
        };
        let key = (place.code, place.pc);
        if last == Some(key) {
            continue;
        }
        last = Some(key);
        let place = Place::of(*object, place.pc);
        count += 1;
        let address = code.entry() as u64 + u64::from(*from);
        record.u64(address).u32(place.line).u32(0).text(&place.file);
    }
    if count == 0 {
        return Vec::new();
    }
    let mut whole = Bytes::default();
    whole.u64(code.entry() as u64).u64(count).bytes(&record.0);
    whole.record(CODE_DEBUG_INFO)
}
