//! What people forget, checked on every source file of the workspace.
//!
//! A rule that a file has to break gets an entry in a list here, with the reason.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::path::{Path, PathBuf};
use xtask::source::{Kind, Scan, Site, scan};

/// Files that may be longer than a thousand lines, and why.
const LONG: [(&str, &str); 0] = [];

/// Files, or whole folders (with a slash at the end), that may contain `unsafe`, and why.
const UNSAFE: &[(&str, &str)] = &[
    (
        "gc/src/",
        "a heap: memory becomes objects, and native stacks are scanned",
    ),
    ("gc/models/", "the models free what they made"),
    ("gc/tests/heap/", "objects of the heap under test"),
    ("gc/benches/", "objects of the heap under test"),
    ("jit/src/code/cache.rs", "enters machine code"),
    ("jit/src/code/gate.rs", "calls machine code"),
    (
        "jit/src/code/table.rs",
        "the address of a trace becomes the reference again that it was made from",
    ),
    (
        "jit/src/lower/host.rs",
        "the types of the functions that machine code calls",
    ),
    ("jit/tests/machine/", "enters machine code, which calls it"),
    ("jit/tests/tiny/", "as jit/tests/machine/"),
    (
        "stm-core/src/arena.rs",
        "a word becomes the reference again that it was made from",
    ),
    (
        "stm-core/src/cards/mod.rs",
        "a heap finds the card that a token belongs to",
    ),
    (
        "stm-core/src/slots.rs",
        "the unit that another thread asks for is handed over as an address",
    ),
    (
        "stm-core/models/world.rs",
        "as arena.rs, and the objects of a schedule are freed at its end",
    ),
    ("stm-core/benches/clock.rs", "reads the time-stamp counter"),
    (
        "vm/src/compiled/",
        "machine code is entered, and calls back: contexts, frames and sites are addresses there",
    ),
    (
        "vm/src/cx/",
        "new objects, and the roots of a thread that stops",
    ),
    ("vm/src/heap/", "typed views of heap memory"),
    (
        "vm/src/record/",
        "as vm/src/interp/, and what machine code calls",
    ),
    ("vm/src/shape.rs", "as vm/src/objects/"),
    ("vm/src/types.rs", "as vm/src/objects/"),
    (
        "vm/src/objects/",
        "each type says what its memory is, and reads it by layout",
    ),
    ("vm/src/interp/", "frames and bytecode are raw words"),
    ("vm/src/host/", "calls of the operating system"),
    (
        "vm/src/runtime/bootstrap.rs",
        "the first classes are filled in when all of them are there",
    ),
    ("vm/src/runtime/signals.rs", "signal handlers"),
    (
        "vm/src/runtime/threads.rs",
        "a thread hands values to another",
    ),
    ("vm/src/stdlib/_signal/", "signal handlers and masks"),
    (
        "vm/src/stdlib/_thread/mod.rs",
        "asks the system for its thread",
    ),
    ("vm/src/stdlib/time/", "the system's clocks and calendars"),
    ("vm/src/stdlib/zlib/stream.rs", "a C-like interface to zlib"),
    (
        "tests/src/process.rs",
        "gives a signal the disposition that it has by itself",
    ),
    ("stm-core/benches/versus/src/backend.rs", "as arena.rs"),
];

/// How many lines above an ordering its comment may be. The head of its function counts where the
/// function begins as near.
const REACH: usize = 10;

/// Folders without sources of our own.
const SKIPPED: [&str; 3] = ["target", ".git", "node_modules"];

struct File {
    /// Path below the workspace's root.
    name: String,
    text: String,
    scan: Scan,
}

fn rust_files() -> Vec<File> {
    let mut names = Vec::new();
    collect(&xtask::root(), &mut names);
    assert!(names.len() > 10, "the sources are not where they were");
    names.sort();
    names.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !SKIPPED.contains(&name.as_str()) {
            collect(&path, files);
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
}

fn read(path: &Path) -> File {
    let name = path
        .strip_prefix(xtask::root())
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let scan = scan(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    File { name, text, scan }
}

/// Fails with every complaint at once.
fn report(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn listed(list: &[(&str, &str)], file: &File) -> bool {
    list.iter().any(|(name, _)| covers(name, &file.name))
}

/// Whether an entry of a list means a file.
fn covers(entry: &str, file: &str) -> bool {
    entry == file || entry.ends_with('/') && file.starts_with(entry)
}

/// Entries of a list that nothing needs any more.
fn stale(list: &[(&str, &str)], needed: impl Fn(&str) -> bool) -> Vec<String> {
    list.iter()
        .filter(|(name, _)| !needed(name))
        .map(|(name, _)| format!("{name}: listed without need"))
        .collect()
}

#[test]
fn files_begin_with_what_they_are() {
    let silent = rust_files()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "));
    report(
        silent
            .map(|file| format!("{}: does not begin with `//! `", file.name))
            .collect(),
    );
}

#[test]
fn files_keep_to_one_thought() {
    let long: Vec<File> = rust_files()
        .into_iter()
        .filter(|file| file.text.lines().count() > 1000)
        .collect();
    let mut complaints = stale(&LONG, |name| long.iter().any(|file| file.name == name));
    complaints.extend(
        long.iter()
            .filter(|file| !listed(&LONG, file))
            .map(|file| format!("{}: too long", file.name)),
    );
    report(complaints);
}

#[test]
fn unsafe_code_stays_in_the_ring() {
    let uses = |file: &File| file.scan.words.iter().any(|(word, _)| word == "unsafe");
    let users: Vec<File> = rust_files().into_iter().filter(uses).collect();
    let mut complaints = stale(UNSAFE, |name| {
        users.iter().any(|file| covers(name, &file.name))
    });
    let strangers = users.iter().filter(|file| !listed(UNSAFE, file));
    complaints.extend(strangers.map(|file| format!("{}: contains `unsafe`", file.name)));
    report(complaints);
}

#[test]
fn atomics_have_one_doorway() {
    let mut complaints = Vec::new();
    for file in rust_files() {
        if !file.name.starts_with("stm-core/src/") || file.name == "stm-core/src/sync.rs" {
            continue;
        }
        for pair in file.scan.words.windows(2) {
            if pair[0].0 == "sync" && pair[1].0 == "atomic" {
                complaints.push(format!(
                    "{}:{}: atomics come from `crate::sync`",
                    file.name, pair[1].1
                ));
            }
        }
    }
    report(complaints);
}

#[test]
fn orderings_say_why() {
    let mut complaints = Vec::new();
    for file in rust_files()
        .into_iter()
        .filter(|file| file.name.starts_with("stm-core/src/"))
    {
        let lines: Vec<&str> = file.text.lines().collect();
        for site in file
            .scan
            .sites
            .iter()
            .filter(|site| !explained(&lines, site))
        {
            let what = &file.text[site.range.clone()];
            complaints.push(format!(
                "{}:{}: `{what}` without a comment",
                file.name, site.line
            ));
        }
    }
    report(complaints);
}

/// Whether a comment stands on the site's line or just above it, in the same function or its head.
fn explained(lines: &[&str], site: &Site) -> bool {
    let mut first = site.line.saturating_sub(REACH).max(1);
    if first <= site.function_line {
        let is_head = |line: &&&str| {
            let line = line.trim_start();
            line.starts_with("//") || line.starts_with("#[")
        };
        let head = lines[..site.function_line - 1]
            .iter()
            .rev()
            .take_while(is_head)
            .count();
        first = site.function_line - head;
    }
    lines[first - 1..site.line]
        .iter()
        .any(|line| line.contains("//"))
}

#[test]
fn a_comment_elsewhere_explains_nothing() {
    let gap = "\n    x();".repeat(REACH);
    let text = format!(
        "/// Partner: g.\nfn f() {{\n    fence(Ordering::Acquire);{gap}\n    fence(Ordering::Acquire);\n}}\n\n\
         fn g() {{\n    fence(Ordering::Acquire);\n    // Why.\n    fence(Ordering::Acquire);\n}}\n"
    );
    let lines: Vec<&str> = text.lines().collect();
    let sites = scan(&text).unwrap().sites;
    let fences = sites.iter().filter(|site| site.kind == Kind::Fence);
    let verdicts: Vec<bool> = fences.map(|site| explained(&lines, site)).collect();
    assert_eq!(verdicts, [true, false, false, true]);
}

#[test]
fn nothing_is_left_open() {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut complaints = Vec::new();
    for file in rust_files() {
        for (number, line) in file.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                complaints.push(format!("{}:{}: {}", file.name, number + 1, line.trim()));
            }
        }
    }
    report(complaints);
}
