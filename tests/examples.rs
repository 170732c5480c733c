//! The programs in `examples/` print what CPython prints, byte for byte, with 1, 2 and 8 threads. What
//! CPython printed for these arguments is in `examples/NAME.out` beside this file.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::fmt::Write as _;
use std::path::Path;
use tython_tests::process::{self, Ending, Limits, Outcome};
use tython_tests::{interpreter, snippet};

fn run(build: &Path, name: &str, arguments: &[&str]) -> Outcome {
    let program = interpreter::root().join("examples").join(name);
    let mut command = interpreter::command(build);
    command.arg(program.with_extension("py")).args(arguments);
    process::run(&mut command, Limits::seconds(60)).unwrap()
}

fn check(name: &str, arguments: &[&str]) {
    let Some(build) = interpreter::find().unwrap() else {
        println!("skipped: there is no build of tython");
        return;
    };
    let record = interpreter::folder().join("examples").join(name);
    let expected = std::fs::read(record.with_extension("out")).unwrap();
    for threads in ["1", "2", "8"] {
        let mut all = vec!["--threads", threads];
        all.extend(arguments);
        let outcome = run(&build, name, &all);
        let difference = snippet::first_difference(&expected, &outcome.stdout);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert_eq!(difference, None, "{name} with {threads} threads:\n{stderr}");
        assert_eq!(outcome.ending, Ending::Exit(0), "{stderr}");
    }
}

#[test]
fn bank() {
    check("bank", &["--transfers", "3000"]);
}

#[test]
fn mandelbrot() {
    check("mandelbrot", &["--depth", "60"]);
}

#[test]
fn pipeline() {
    check("pipeline", &[]);
}

/// Sixty small sources in two folders.
fn write_sources(folder: &Path) {
    std::fs::create_dir(folder.join("below")).unwrap();
    for i in 0..60 {
        let mut text = String::new();
        for line in 0..i % 4 + 1 {
            writeln!(
                text,
                "def word{}(x{}): return word{line} + x{}",
                i % 7,
                i % 11,
                i % 3
            )
            .unwrap();
        }
        let place = if i % 2 == 0 {
            folder.to_path_buf()
        } else {
            folder.join("below")
        };
        std::fs::write(place.join(format!("source{i}.py")), text).unwrap();
    }
}

#[test]
fn wordcount() {
    let folder = tempfile::tempdir().unwrap();
    write_sources(folder.path());
    let path = folder.path().to_str().unwrap();
    check("wordcount", &[path]);
}

/// Where `atomic` is not just a lock, commits and rollbacks are told.
#[test]
fn wordcount_with_stats() {
    let folder = tempfile::tempdir().unwrap();
    write_sources(folder.path());
    let path = folder.path().to_str().unwrap();
    check("wordcount", &[path, "--stats"]);
    let Some(build) = interpreter::find().unwrap() else {
        return;
    };
    let outcome = run(&build, "wordcount", &[path, "--stats"]);
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    let commits = stderr
        .lines()
        .find_map(|line| line.strip_prefix("commits: "));
    assert!(commits.unwrap().parse::<u64>().unwrap() > 0, "{stderr}");
    assert!(stderr.contains("rollbacks: "), "{stderr}");
}

#[test]
fn sobel() {
    let small = ["--frames", "6", "--width", "96", "--height", "64"];
    check("sobel", &small);
    // A sequence that is there already.
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (frames, out) = (path("frames"), path("out"));
    for _ in 0..2 {
        check("sobel", &[&small[..], &[&frames, "--out", &out]].concat());
    }
    let picture = std::fs::read(folder.path().join("out/frame0005.pgm"));
    if let Ok(picture) = picture {
        assert!(picture.starts_with(b"P5\n96 64\n255\n"));
        assert_eq!(picture.len(), 13 + 96 * 64);
    }
}
