//! The text form: what is printed parses to the same trace, and what does not parse says where.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

#[path = "support/random.rs"]
mod random;

use random::Random;
use std::collections::HashSet;
use std::path::Path;
use tython_jit::ir::{
    Code, Declarations, Form, Helper, Immediate, Index, Kind, Op, Origin, Place, Point, Trace,
    TraceId,
};
use tython_jit::text::ParseError;
use tython_jit::verify::verify;

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("filetests");
    let files = folder.read_dir().unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|file| file.path().is_file());
    let mut files: Vec<_> = files
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            (name, std::fs::read_to_string(file.path()).unwrap())
        })
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn files_print_as_they_are_written_and_verify() {
    for (name, text) in files() {
        let trace: Trace = text
            .parse()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(trace.to_string(), text, "{name}");
        let errors = verify(&trace).err().unwrap_or_default();
        let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
    }
}

#[test]
fn files_have_every_operation() {
    let mut seen = HashSet::new();
    for (_, text) in files() {
        let trace: Trace = text.parse().unwrap();
        seen.extend(trace.insts().iter().map(|inst| inst.op));
    }
    let missing: Vec<_> = Op::ALL.iter().filter(|op| !seen.contains(*op)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn comments_spaces_and_blank_lines_are_nothing() {
    let (_, text) = files().remove(0);
    let loose = text
        .replace('\n', "  # a comment: { v1\n\n")
        .replace(", ", " ,  ");
    let (loose, text): (Trace, Trace) = (loose.parse().unwrap(), text.parse().unwrap());
    assert_eq!(loose, text);
}

/// A trace of constants and names of any content.
fn random_trace(random: &mut Random) -> Trace {
    let odd = [
        'a',
        '"',
        '\\',
        '\n',
        'é',
        '#',
        ' ',
        '\u{1}',
        '.',
        '0',
        '\u{10ffff}',
        '\'',
    ];
    let mut name =
        |length: usize| -> String { (0..length).map(|_| odd[random.below(odd.len())]).collect() };
    let mut declared = Declarations::default();
    let code = declared.codes.push(Code {
        name: name(3),
        registers: 9,
    });
    let place = Place { code, pc: 77 };
    let entry = declared.points.push(Point {
        name: name(4),
        place,
        live: Vec::new(),
    });
    let helper = declared.helpers.push(Helper {
        name: name(5),
        params: Vec::new(),
        result: None,
        effects: Default::default(),
    });
    let origin = Origin {
        id: TraceId(3),
        name: name(6),
        kind: Kind::Root,
        form: Form::Solo,
    };
    let mut trace = Trace::new(origin, declared, entry);
    for _ in 0..20 {
        let bits = random.next();
        let (op, immediate) = match random.below(4) {
            0 => (Op::Int, Immediate::Int(bits as i64)),
            1 => (Op::Float, Immediate::Float(bits)),
            2 => (Op::Float, Immediate::Float(bits | 0x7ff << 52)),
            _ => (Op::Word, Immediate::Word(bits)),
        };
        trace.emit(op, immediate, &[], None, Some(place));
    }
    let exit = trace.exits.push(Default::default());
    trace.emit(Op::Call, Immediate::Helper(helper), &[], Some(exit), None);
    trace.emit(Op::Leave, Immediate::None, &[], Some(exit), None);
    trace
}

#[test]
fn names_and_constants_come_back_exactly() {
    let mut random = Random(5);
    for _ in 0..300 {
        let trace = random_trace(&mut random);
        let text = trace.to_string();
        assert_eq!(text.parse(), Ok(trace), "{text}");
    }
}

#[test]
fn no_text_makes_the_parser_or_the_verifier_panic() {
    let mut random = Random(7);
    let mut parsed = 0;
    for (_, text) in files() {
        let pieces: Vec<&str> = text.split_inclusive([' ', '\n', ',', '(']).collect();
        for _ in 0..700 {
            let mut pieces = pieces.clone();
            let (from, to) = (random.below(pieces.len()), random.below(pieces.len()));
            match random.below(3) {
                0 => drop(pieces.remove(from)),
                1 => pieces[to] = pieces[from],
                _ => pieces.insert(to, pieces[from]),
            }
            if let Ok(trace) = pieces.concat().parse::<Trace>() {
                parsed += 1;
                let _ = verify(&trace);
                assert_eq!(trace.to_string().parse(), Ok(trace));
            }
        }
    }
    assert!(parsed > 200, "only {parsed} of the mutations were traces");
}

/// Puts `to` for `from` in the first file, and gives the error.
fn error(from: &str, to: &str) -> String {
    let (_, text) = files().remove(0);
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let result: Result<Trace, ParseError> = text.replace(from, to).parse();
    result.expect_err(to).to_string()
}

macro_rules! errors {
    ($($name:ident: $from:literal => $to:literal, $message:literal;)*) => {
        $(
            #[test]
            fn $name() {
                assert_eq!(error($from, $to), $message);
            }
        )*
    };
}

errors! {
    a_name_that_is_not_declared: "v4: i64 = load count" => "v4: i64 = load cuont",
        "line 12, column 20: a declared field is expected, not `cuont`";
    a_name_that_is_declared_twice: "code main 4" => "code main 4\ncode main 4",
        "line 4, column 6: `main` has been declared already";
    an_unknown_operation: "v8: bool = lt" => "v8: bool = less",
        "line 18, column 16: an operation is expected, not `less`";
    an_unknown_type: "v8: bool" => "v8: int", "line 18, column 9: a type is expected, not `int`";
    a_large_integer: "int 1\n" => "int 9223372036854775808\n",
        "line 14, column 19: an integer of 64 bits is expected, not `9223372036854775808`";
    a_large_register: "= r0)" => "= r70000)",
        "line 8, column 23: a register is expected, not `r70000`";
    a_value_of_a_huge_number: "jump v9" => "jump v4000000000",
        "line 22, column 10: the number of this value is too large";
    an_exit_out_of_order: "exit e1" => "exit e2",
        "line 26, column 6: `e1`, the next number, is expected, not `e2`";
    a_missing_comma: "lt v6, v7" => "lt v6 v7",
        "line 18, column 22: the end of the line is expected, not `v7`";
    a_list_without_end: "{ r1: v6 }" => "{ r1: v6",
        "line 27, column 24: `,` or `}` is expected, not the end of the line";
    a_string_without_end: "4\"" => "4", "line 1, column 21: a string without its end";
    an_unknown_escape: "count.py:4" => "count\\q",
        "line 1, column 27: an unknown escape in a string";
    an_unknown_character: "lt v6" => "lt é v6",
        "line 18, column 19: unexpected character 'é'";
    a_second_loop_header: "    jump v9" => "    loop()",
        "line 22, column 9: a trace has one loop header";
    a_trace_without_entry: "enter head(v0: word = r0)" => "",
        "line 9, column 5: a declaration or `enter` is expected, not `v1`";
}

#[test]
fn an_empty_text_is_no_trace() {
    let error = "".parse::<Trace>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 1: `trace` is expected, not the end of the text"
    );
}

#[test]
fn numbers_of_values_are_kept() {
    let (_, text) = files().remove(0);
    let sparse = text.replace("v9", "v99");
    let trace: Trace = sparse.parse().unwrap();
    assert_eq!(trace.to_string(), sparse);
    assert_eq!(verify(&trace), Ok(()));
    assert_eq!(trace.ty(Index::new(50)), None);
}
