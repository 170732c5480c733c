//! `tython -X jitlog=FILE` writes what `tython -m jitview` makes a page of; what else says what is compiled.
//!
//! If there is a Chromium on the path, the page's script runs in it.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;
use tython_tests::process::{self, Ending, Limits, Outcome};
use tython_tests::{interpreter, tool};

/// A loop with a bridge and barriers, and one that cannot be compiled.
const PROGRAM: &str = "\
class Point:
    def __init__(self): self.x = 0

def count(point, n):
    for i in range(n):
        point.x = point.x + 1
        if i & 1:
            point.x = point.x + 2

def gives_up(n):
    import math as m
    for i in range(n):
        from math import pi

count(Point(), 500)
gives_up(100)
";

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// See [`tool::place`].
fn place() -> Option<(tempfile::TempDir, PathBuf)> {
    tool::place().unwrap()
}

/// See [`tool::run`].
fn run(build: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    tool::run(build, folder, arguments).unwrap()
}

fn view(build: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    run(build, folder, &[&["-m", "jitview"], arguments].concat())
}

/// The log of the program above, in a file.
fn make_log(build: &Path, folder: &Path, more: &[&str]) -> String {
    std::fs::write(folder.join("program.py"), PROGRAM).unwrap();
    let options = ["-X", "jit=2", "-X", "jitlog=log"];
    let outcome = run(build, folder, &[&options, more, &["program.py"]].concat());
    assert_eq!(outcome.ending, Ending::Exit(0), "{outcome:?}");
    std::fs::read_to_string(folder.join("log")).unwrap()
}

#[test]
fn a_log_becomes_a_page() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    make_log(&build, folder, &["-X", "jitlog-full"]);
    let outcome = view(&build, folder, &["log", "--out", "page.html"]);
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert_eq!((&*stderr, outcome.ending), ("", Ending::Exit(0)));
    assert!(outcome.stdout.starts_with(b"page.html: "));
    let page = std::fs::read_to_string(folder.join("page.html")).unwrap();
    for part in [
        "<h3>count</h3>",
        "point.x = point.x + 2",
        "bridge from <a href=\"#t",
        "was opened to be written in line 5",
        "was opened to be read in line 6",
        "after peel",
        "machine code",
        "at</th><th>recorded from",
    ] {
        assert!(page.contains(part), "{part}");
    }
    for part in [
        "http:",
        "https:",
        "<script src",
        "<img",
        "<link",
        "@import",
        "url(",
    ] {
        assert!(!page.contains(part), "{part}: the page needs another file");
    }
    in_a_browser(&folder.join("page.html"));
}

/// What the script finds in the page, it says in the page.
fn in_a_browser(page: &Path) {
    let finds = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
    let Some(browser) = BROWSERS.iter().find(finds) else {
        println!("skipped: there is no Chromium to run the page's script in");
        return;
    };
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]);
    command.arg(format!("file://{}", page.display()));
    let outcome = process::run(&mut command, Limits::seconds(60)).unwrap();
    let shown = String::from_utf8_lossy(&outcome.stdout);
    let status = shown.split("id=\"status\">").nth(1).unwrap_or(&shown);
    let status = status.split('<').next().unwrap_or_default();
    let number = |word: &str| word.parse().unwrap_or(0);
    let numbers: Vec<u32> = status.split(' ').map(number).collect();
    assert!(
        numbers[0] >= 2 && status.ends_with(" lines with something to tell"),
        "{status}"
    );
}

#[test]
fn a_log_without_an_end_becomes_a_page_that_says_so() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    let log = make_log(&build, folder, &[]);
    let second = log.match_indices("\ntrace=").nth(1).unwrap().0;
    std::fs::write(folder.join("log"), &log[..second + 300]).unwrap();
    let outcome = view(&build, folder, &["log"]);
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert!(stderr.contains("log has no end"), "{stderr}");
    assert_eq!(outcome.ending, Ending::Exit(0));
    assert!(outcome.stdout.starts_with(b"log.html: 1 traces"));
    let page = std::fs::read_to_string(folder.join("log.html")).unwrap();
    assert!(page.contains("The log has no end"));
}

#[test]
fn what_is_no_log_is_refused() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    let log = make_log(&build, folder, &[]);
    // Which number the first trace has depends on how many recordings were refused before it.
    let broken = log.replacen("\ntrace=", "\ntrace=one", 1);
    let newer = log.replacen("jitlog 1 ", "jitlog 2 ", 1);
    for (name, content) in [
        ("text", &b"gc cycle=1\n"[..]),
        ("bytes", &b"\x7fELF\xff\xfe\n"[..]),
        ("empty", &b""[..]),
        ("broken", broken.as_bytes()),
        ("newer", newer.as_bytes()),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    for (file, words) in [
        ("text", "is no log"),
        ("bytes", "is no log"),
        ("empty", "is no log"),
        ("broken", "is none that -X jitlog=FILE writes: trace=one"),
        ("newer", "has the format 2"),
        ("missing", "No such file"),
    ] {
        let outcome = view(&build, folder, &[file]);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert!(
            stderr.starts_with("jitview: ") && stderr.contains(words),
            "{file}: {stderr}"
        );
        assert_eq!(outcome.ending, Ending::Exit(1));
        assert!(!folder.join(file).with_extension("html").exists());
    }
}

#[test]
fn each_trace_has_a_line_on_standard_error() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    std::fs::write(folder.join("program.py"), PROGRAM).unwrap();
    let trace = ["-X", "jit=2", "-X", "jit-trace", "program.py"];
    let outcome = run(&build, folder, &trace);
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    let has = |start: &str, part: &str| {
        let found = |line: &str| line.starts_with(start) && line.contains(part);
        assert!(stderr.lines().any(found), "{start} {part}\n{stderr}");
    };
    has("jit: trace ", " root Solo count at program.py:5: ");
    has("jit: trace ", " Solo count at program.py:7: ");
    has(
        "jit: refused gives_up at ",
        "program.py:13: an operation cannot be recorded: ImportName",
    );
    assert!(stderr.lines().all(|line| line.starts_with("jit: ")));
    let quiet = run(
        &build,
        folder,
        &["-X", "jit=off", "-X", "jit-trace", "program.py"],
    );
    assert_eq!(quiet.stderr, b"");
}

#[test]
fn perf_is_told_of_compiled_code() {
    let Some((folder, build)) = place() else {
        return;
    };
    let program = "import os\nprint(os.getpid())\ndef f(n):\n i = 0\n while i < n: i += 1\nf(500)";
    for (options, variable) in [(&["-X", "perf"][..], "0"), (&[], "1")] {
        let mut command = interpreter::command(&build);
        command
            .args(["-X", "jit=2"])
            .args(options)
            .args(["-c", program]);
        command.env("PYTHONPERFSUPPORT", variable);
        command.current_dir(folder.path());
        let outcome = process::run(&mut command, Limits::seconds(60)).unwrap();
        let pid = String::from_utf8(outcome.stdout).unwrap();
        let map = format!("/tmp/perf-{}.map", pid.trim());
        let text = std::fs::read_to_string(&map).unwrap();
        std::fs::remove_file(map).unwrap();
        let line = text.lines().find(|line| line.ends_with(" f at <string>:5"));
        let mut words = line.unwrap().split(' ');
        for word in [words.next(), words.next()] {
            assert!(u64::from_str_radix(word.unwrap(), 16).unwrap() > 0);
        }
        assert_eq!(words.next(), Some("trace"));
    }
}

/// The words of a file of `-X perf_jit`.
struct Words<'a>(&'a [u8]);

impl<'a> Words<'a> {
    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    fn u32(&mut self) -> u32 {
        u32::from_ne_bytes(self.bytes(4).try_into().unwrap())
    }

    fn u64(&mut self) -> u64 {
        u64::from_ne_bytes(self.bytes(8).try_into().unwrap())
    }

    fn text(&mut self) -> &'a str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap();
        let text = std::str::from_utf8(self.bytes(end)).unwrap();
        self.bytes(1);
        text
    }
}

#[test]
fn perf_is_given_compiled_code() {
    let Some((folder, build)) = place() else {
        return;
    };
    let program = "import os\nprint(os.getpid())\ndef f(n):\n i = 0\n while i < n:\n  i += 1\n  if i == 999: break\nf(500)";
    for (options, variable) in [(&["-X", "perf_jit"][..], "0"), (&[], "1")] {
        let mut command = interpreter::command(&build);
        command
            .args(["-X", "jit=2"])
            .args(options)
            .args(["-c", program]);
        command.env("PYTHON_PERF_JIT_SUPPORT", variable);
        command.current_dir(folder.path());
        let outcome = process::run(&mut command, Limits::seconds(60)).unwrap();
        let pid: u32 = String::from_utf8(outcome.stdout)
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        let path = format!("/tmp/jit-{pid}.dump");
        let file = std::fs::read(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        let mut words = Words(&file);
        assert_eq!(
            (words.u32(), words.u32(), words.u32()),
            (0x4a69_5444, 1, 40)
        );
        let machine = words.u32();
        assert!([62, 183].contains(&machine), "{machine}");
        assert_eq!((words.u32(), words.u32()), (0, pid));
        let mut last = words.u64();
        assert_eq!(words.u64(), 0);
        // Where lines begin, in the code that the next record has.
        let mut lines: Vec<(u64, u32)> = Vec::new();
        let mut found = Vec::new();
        while !words.0.is_empty() {
            let (kind, size, time) = (words.u32(), words.u32(), words.u64());
            assert!(time >= last && time > 0);
            last = time;
            let mut record = Words(words.bytes(size as usize - 16));
            match kind {
                0 => {
                    assert_eq!((record.u32(), record.u32()), (pid, pid));
                    let (from, address, length) = (record.u64(), record.u64(), record.u64());
                    let _number = record.u64();
                    let name = record.text();
                    assert_eq!((from, record.0.len() as u64), (address, length));
                    let places = std::mem::take(&mut lines);
                    if name.ends_with(" f at <string>:5") || name.ends_with(" f at <string>:6") {
                        assert!(
                            places
                                .iter()
                                .all(|place| (from..from + length).contains(&place.0))
                        );
                        found.push(places);
                    }
                }
                2 => {
                    let (_code, count) = (record.u64(), record.u64());
                    for _ in 0..count {
                        let (address, line, _) = (record.u64(), record.u32(), record.u32());
                        assert!(!record.text().is_empty());
                        lines.push((address, line));
                    }
                    assert_eq!(record.0, b"");
                }
                _ => panic!("a record of kind {kind}"),
            }
        }
        // The loop itself; what follows it may have a trace too.
        let is_loop = |lines: &Vec<(u64, u32)>| {
            let has = |wanted| lines.iter().any(|(_, line)| *line == wanted);
            has(5) && has(7) && lines.iter().all(|(_, line)| (5..=7).contains(line))
        };
        assert!(found.iter().any(is_loop), "{found:?}");
    }
}
