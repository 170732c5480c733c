//! Programs over small texts, compared with what CPython finds.

use crate::{InvalidCode, Mode, Program, Request, Scratch, Stop};
use tython_text::{Text, TextBuf};

const CASES: &str = include_str!("cases.txt");

fn numbers(text: &str, radix: u32) -> Vec<u32> {
    text.split_whitespace()
        .map(|number| u32::from_str_radix(number, radix).unwrap())
        .collect()
}

fn found(program: &Program, text: Text<'_>, mode: Mode) -> String {
    let mut scratch = Scratch::default();
    let request = Request::new(text, mode);
    if !program.run(&request, &mut scratch, &mut || true).unwrap() {
        return "none".to_owned();
    }
    let mut spans = String::new();
    for group in 0..=program.groups() {
        match scratch.span(group) {
            Some(span) => spans += &format!("{},{} ", span.start, span.end),
            None => spans += "-1,-1 ",
        }
    }
    format!("{spans}last {}", scratch.last_group().unwrap_or(0))
}

#[test]
fn finds_what_cpython_finds() {
    let mut pattern = "";
    let mut program = None;
    let mut texts = 0;
    for line in CASES.lines() {
        if let Some(rest) = line.strip_prefix("pattern ") {
            pattern = rest;
        } else if let Some(rest) = line.strip_prefix("code ") {
            let (groups, code) = rest.split_once(": ").unwrap();
            let code = numbers(code, 10);
            program = Some(Program::new(&code, groups.parse().unwrap()).unwrap());
        } else if let Some(rest) = line.strip_prefix("text ") {
            let (codes, expected) = rest.split_once(": ").unwrap();
            let codes = numbers(codes, 16);
            let text = Text::Four(&codes).to_buf().unwrap();
            let program = program.as_ref().unwrap();
            let modes = [Mode::Search, Mode::Match, Mode::FullMatch];
            let results = modes.map(|mode| found(program, text.as_text(), mode));
            assert_eq!(results.join(" | "), expected, "{pattern} in {codes:x?}");
            // The same text in wider units gives the same.
            let wide = modes.map(|mode| found(program, Text::Four(&codes), mode));
            assert_eq!(wide, results, "{pattern} in {codes:x?}, wide");
            texts += 1;
        }
    }
    assert!(texts > 100);
}

/// `(?:a|a)*b`, which takes exponential time where there is no `b`.
const EXPONENTIAL: [u32; 20] = [
    23,
    15,
    0,
    u32::MAX,
    7,
    5,
    16,
    97,
    15,
    7,
    5,
    16,
    97,
    15,
    2,
    0,
    18,
    16,
    98,
    1,
];

fn exponential() -> Program {
    Program::new(&EXPONENTIAL, 0).unwrap()
}

#[test]
fn asks_whether_to_go_on() {
    let text = TextBuf::from("a".repeat(60).as_str());
    let request = Request::new(text.as_text(), Mode::Match);
    let mut asked = 0;
    let result = exponential().run(&request, &mut Scratch::default(), &mut || {
        asked += 1;
        asked < 3
    });
    assert_eq!((result, asked), (Err(Stop::Interrupted), 3));
}

#[test]
fn the_stack_is_bounded() {
    let text = vec![b'a'; 100_000];
    let request = Request::new(Text::One(&text), Mode::Match);
    let result = exponential().run(&request, &mut Scratch::default(), &mut || true);
    assert_eq!(result, Err(Stop::Memory));
}

#[test]
fn nothing_before_the_start_or_behind_the_end_is_taken() {
    // b+ with a look at the code point before: (?<=a)b+
    let code = [4, 5, 1, 16, 97, 1, 24, 6, 1, u32::MAX, 16, 98, 1, 1];
    let program = Program::new(&code, 0).unwrap();
    let mut scratch = Scratch::default();
    for (start, end, expected) in [
        (1, 5, Some(1..4)),
        (1, 3, Some(1..3)),
        (2, 5, None),
        (3, 1, None),
    ] {
        let request = Request::new(Text::One(b"abbbc"), Mode::Search).within(start..end);
        let found = program.run(&request, &mut scratch, &mut || true).unwrap();
        let span = found.then(|| scratch.span(0).unwrap());
        assert_eq!(span, expected, "{start} {end}");
    }
}

#[test]
fn an_empty_match_at_the_start_can_be_forbidden() {
    // b*
    let program = Program::new(&[24, 6, 0, u32::MAX, 16, 98, 1, 1], 0).unwrap();
    let mut scratch = Scratch::default();
    let request = Request::new(Text::One(b"abb"), Mode::Search).not_empty_at_start(true);
    assert_eq!(program.run(&request, &mut scratch, &mut || true), Ok(true));
    assert_eq!(scratch.span(0), Some(1..3));
}

#[test]
fn wrong_code_is_refused() {
    let wrong: [&[u32]; 14] = [
        &[],
        &[99],
        &[16],
        &[16, 97],
        &[17, 0, 1],
        &[11, 0, 1],
        &[6, 12, 1],
        &[24, 5, 1, 2, 16, 97, 1, 1],
        &[24, 6, 3, 2, 16, 97, 1, 1],
        &[24, 6, 0, 2, 17, 97, 1, 1],
        &[23, 4, 0, 1, 16, 97, 1],
        &[7, 5, 16, 97, 15, 9, 0, 1],
        &[13, 3, 16, 97, 1],
        &[15, 1, 1],
    ];
    for code in wrong {
        assert_eq!(Program::new(code, 0).err(), Some(InvalidCode), "{code:?}");
    }
}

#[test]
fn every_prefix_of_good_code_is_refused_or_runs() {
    let text = TextBuf::from("ab c_12 é");
    for line in CASES.lines().filter_map(|line| line.strip_prefix("code ")) {
        let (groups, code) = line.split_once(": ").unwrap();
        let code = numbers(code, 10);
        for length in 0..code.len() {
            if let Ok(program) = Program::new(&code[..length], groups.parse().unwrap()) {
                let request = Request::new(text.as_text(), Mode::Search);
                let _ = program.run(&request, &mut Scratch::default(), &mut || false);
            }
        }
    }
}

#[test]
fn deep_nesting_needs_no_native_stack() {
    // Ten thousand times ATOMIC_GROUP around a literal.
    let depth = 10_000;
    let mut code = Vec::new();
    for level in 0..depth {
        code.extend([27, 2 * (depth - level - 1) + depth - level - 1 + 4]);
    }
    code.extend([16, 97]);
    code.extend(vec![1; depth as usize + 1]);
    let program = Program::new(&code, 0).unwrap();
    assert_eq!(
        found(&program, Text::One(b"a"), Mode::FullMatch),
        "0,1 last 0"
    );
}
