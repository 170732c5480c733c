//! Makes the Unicode tables of `src/unicodedata/` from the text files in `ucd/`.
//!
//! A property of all code points becomes a two-stage table, or trie: the code points are cut into
//! blocks, equal blocks are stored once, and a first table says which block a code point's is.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::hash::Hash;
use std::path::Path;
use std::{env, fs};

#[path = "src/unicodedata/flags.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with the crate, which exports them"
)]
mod flags;

const CODE_POINTS: usize = 0x11_0000;
/// Code points in a block, as a shift. Smaller and larger ones both make larger tables.
const SHIFT: usize = 7;
/// Case mappings are differences up to this; above it they are indices of longer mappings.
const LONGER: i64 = 0x20_0000;

fn main() {
    println!("cargo::rerun-if-changed=ucd");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/unicodedata/flags.rs");
    let mut out = String::new();
    let mut names = Interned::default();
    write!(out, "const SHIFT: usize = {SHIFT};").expect("a string");
    characters(&mut out, &mut names);
    decompositions(&mut out, &mut names);
    compositions(&mut out);
    sequences(&mut out);
    version_3_2(&mut out, &mut names);
    array(&mut out, "NAMES", "&str", &names.values);
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("unicode.rs"), out).expect("the output folder is writable");
}

/// Values with their numbers, in the order in which they were first met.
struct Interned<T> {
    values: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Interned {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn number(&mut self, value: T) -> usize {
        let next = self.values.len();
        *self.numbers.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            next
        })
    }
}

fn read(name: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new("ucd").join(name)).expect("a file of ucd/");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

fn code(hex: &str) -> usize {
    usize::from_str_radix(hex, 16).expect("a code point")
}

fn codes(text: &str) -> Vec<usize> {
    text.split_whitespace().map(code).collect()
}

/// Lines `code value`.
fn singles(name: &str) -> Vec<(usize, String)> {
    let lines = read(name).into_iter();
    let parts = lines.map(|line| {
        let (first, value) = line.split_once(' ').expect("two fields");
        (code(first), value.to_owned())
    });
    parts.collect()
}

/// Lines `first..last value`.
fn runs(name: &str) -> Vec<(usize, usize, String)> {
    let lines = read(name).into_iter();
    let parts = lines.map(|line| {
        let (run, value) = line.split_once(' ').expect("two fields");
        let (first, last) = run.split_once("..").expect("a run");
        (code(first), code(last), value.to_owned())
    });
    parts.collect()
}

fn array(out: &mut String, name: &str, item: &str, values: &[impl Debug]) {
    let length = values.len();
    writeln!(out, "static {name}: [{item}; {length}] = {values:?};").expect("a string");
}

/// An array of what is already written as Rust.
fn written(out: &mut String, name: &str, item: &str, values: &[String]) {
    let (length, values) = (values.len(), values.join(","));
    writeln!(out, "static {name}: [{item}; {length}] = [{values}];").expect("a string");
}

fn trie(out: &mut String, name: &str, values: &[usize]) {
    let mut blocks = Interned::default();
    let first = values.chunks(1 << SHIFT).map(|block| blocks.number(block));
    let first: Vec<usize> = first.collect();
    array(out, &format!("{name}_BLOCKS"), "u16", &first);
    array(
        out,
        &format!("{name}_VALUES"),
        "u16",
        &blocks.values.concat(),
    );
}

/// The fields of a line of `characters.txt`, as a part of a `Record`, and its flags.
fn character(value: &str, names: &mut Interned<String>) -> (String, u16) {
    let fields: Vec<&str> = value.split(' ').collect();
    let [category, bidirectional, combining, mirrored, width] = fields[..] else {
        panic!("not five fields: {value}");
    };
    let mut bits = 0;
    let space = category == "Zs" || ["WS", "B", "S"].contains(&bidirectional);
    let hidden = ["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"].contains(&category);
    for (flag, holds) in [
        (flags::MIRRORED, mirrored == "Y"),
        (flags::SPACE, space),
        (flags::PRINTABLE, !hidden),
        (flags::ALPHA, category.starts_with('L')),
    ] {
        bits |= if holds { flag } else { 0 };
    }
    let bidirectional = names.number(bidirectional.trim_matches('-').to_owned());
    let width = names.number(width.to_owned());
    let fields = format!(
        "category: Category::{category}, bidirectional: {bidirectional}, \
         combining: {combining}, width: {width}"
    );
    (fields, bits)
}

const UNASSIGNED: &str = "Cn - 0 N N";

/// The one trie for everything that a code point has a small value of.
fn characters(out: &mut String, names: &mut Interned<String>) {
    let unassigned = character(UNASSIGNED, names);
    let mut fields = vec![unassigned; CODE_POINTS];
    let mut is_inert = inert();
    for (first, last, value) in runs("characters.txt") {
        let marks = value.split(' ').nth(2) != Some("0");
        is_inert[first..=last]
            .iter_mut()
            .for_each(|inert| *inert &= !marks);
        fields[first..=last].fill(character(&value, names));
    }
    fields[' ' as usize].1 |= flags::PRINTABLE;
    for (first, last, value) in runs("predicates.txt") {
        let bits = value.split(' ').map(flag).fold(0, |bits, flag| bits | flag);
        fields[first..=last].iter_mut().for_each(|f| f.1 |= bits);
    }
    for (code, (_, bits)) in fields.iter_mut().enumerate() {
        *bits |= if is_inert[code] { flags::INERT } else { 0 };
    }
    let cases = cases(out);
    let numbers = numbers(out);
    let mut records = Interned::default();
    let values = fields.iter().enumerate().map(|(code, (fields, bits))| {
        let case = cases.get(&code).copied().unwrap_or(0);
        let number = numbers[code];
        records.number(format!(
            "Record {{ {fields}, flags: {bits}, case: {case}, number: {number} }}"
        ))
    });
    let values: Vec<usize> = values.collect();
    trie(out, "RECORD", &values);
    written(out, "RECORDS", "Record", &records.values);
}

/// Which code points take no part in decomposition and composition. (Nor do marks: their order
/// changes.)
fn inert() -> Vec<bool> {
    let mut inert = vec![true; CODE_POINTS];
    inert[0x1100..0x1200].fill(false);
    inert[0xAC00..0xD7B0].fill(false);
    for (code, _) in singles("decompositions.txt") {
        inert[code] = false;
    }
    for line in read("compositions.txt") {
        codes(&line)
            .into_iter()
            .for_each(|code| inert[code] = false);
    }
    inert
}

fn flag(name: &str) -> u16 {
    match name {
        "cased" => flags::CASED,
        "ignorable" => flags::CASE_IGNORABLE,
        "lower" => flags::LOWER,
        "upper" => flags::UPPER,
        "start" => flags::START,
        "continue" => flags::CONTINUE,
        _ => panic!("unknown predicate {name}"),
    }
}

/// Writes the case mappings, and returns which one a code point has.
fn cases(out: &mut String) -> HashMap<usize, usize> {
    let mut longer = Interned::default();
    let mut mappings = Interned::default();
    mappings.number([0; 4]);
    let numbers = singles("cases.txt").into_iter().map(|(code, value)| {
        let forms: Vec<i64> = value
            .split(';')
            .map(|form| match codes(form)[..] {
                [form] => form as i64 - code as i64,
                ref form => {
                    let padded = [0, 1, 2].map(|at| form.get(at).copied().unwrap_or(0));
                    LONGER + longer.number(padded) as i64
                }
            })
            .collect();
        let forms: [i64; 4] = forms.try_into().expect("four mappings");
        (code, mappings.number(forms))
    });
    let numbers = numbers.collect();
    array(out, "CASES", "[i32; 4]", &mappings.values);
    array(out, "LONGER_CASES", "[u32; 3]", &longer.values);
    numbers
}

/// A line of `numbers.txt` as a `Number`.
fn number(value: &str) -> String {
    let fields: Vec<&str> = value.split(' ').collect();
    let [decimal, digit, numeric] = fields[..] else {
        return "Number { decimal: None, digit: None, numeric: None }".to_owned();
    };
    let option = |text: &str| match text {
        "-" => "None".to_owned(),
        text => format!("Some({text})"),
    };
    format!(
        "Number {{ decimal: {}, digit: {}, numeric: {} }}",
        option(decimal),
        option(digit),
        option(numeric)
    )
}

/// Writes the numeric values, and returns which one each code point has.
fn numbers(out: &mut String) -> Vec<usize> {
    let mut numbers = Interned::default();
    let none = numbers.number(number("none"));
    let mut values = vec![none; CODE_POINTS];
    for (first, last, value) in runs("numbers.txt") {
        values[first..=last].fill(numbers.number(number(&value)));
    }
    written(out, "NUMBERS", "Number", &numbers.values);
    values
}

fn decompositions(out: &mut String, names: &mut Interned<String>) {
    let mut values = vec![0; CODE_POINTS];
    let mut entries = vec![(0, 0, 0)];
    let mut parts = Vec::new();
    for (code, value) in singles("decompositions.txt") {
        let (kind, rest) = match value.strip_prefix('<').and_then(|v| v.split_once('>')) {
            Some((kind, rest)) => (kind, rest),
            None => ("", &value[..]),
        };
        let rest = codes(rest);
        values[code] = entries.len();
        let kind = names.number(kind.to_owned());
        entries.push((kind, parts.len(), rest.len()));
        parts.extend(rest);
    }
    trie(out, "DECOMPOSITION", &values);
    array(out, "DECOMPOSITIONS", "(u8, u16, u8)", &entries);
    array(out, "DECOMPOSED", "u32", &parts);
}

fn compositions(out: &mut String) {
    let lines = read("compositions.txt");
    let mut pairs: Vec<Vec<usize>> = lines.iter().map(|line| codes(line)).collect();
    pairs.sort();
    let pairs = pairs.iter().map(|pair| (pair[0], pair[1], pair[2]));
    let pairs: Vec<(usize, usize, usize)> = pairs.collect();
    array(out, "COMPOSITIONS", "(u32, u32, u32)", &pairs);
}

fn sequences(out: &mut String) {
    let lines = read("sequences.txt").into_iter();
    let mut sequences: Vec<(String, Vec<usize>)> = lines
        .map(|line| {
            let (name, value) = line.split_once(';').expect("two fields");
            (name.to_owned(), codes(value))
        })
        .collect();
    sequences.sort();
    let sequences = sequences
        .iter()
        .map(|(name, codes)| format!("({name:?}, &{codes:?})"));
    let sequences: Vec<String> = sequences.collect();
    written(out, "SEQUENCES", "(&str, &[u32])", &sequences);
}

/// What Unicode 3.2 said, as sorted runs: few programs ask, so the tables are small instead of fast.
fn version_3_2(out: &mut String, names: &mut Interned<String>) {
    let runs_of = |lines: Vec<(usize, usize, String)>| {
        let lines = lines.into_iter();
        lines.map(|(first, last, value)| format!("({first}, {last}, {value})"))
    };
    let mut lines = runs("characters-3.2.txt");
    for (_, _, value) in &mut lines {
        let (fields, bits) = character(value, names);
        *value = format!("Record {{ {fields}, flags: {bits}, case: 0, number: 0 }}");
    }
    let characters: Vec<String> = runs_of(lines).collect();
    written(out, "OLD_RECORDS", "(u32, u32, Record)", &characters);
    let mut lines = runs("numbers-3.2.txt");
    lines.iter_mut().for_each(|line| line.2 = number(&line.2));
    let numbers: Vec<String> = runs_of(lines).collect();
    written(out, "OLD_NUMBERS", "(u32, u32, Number)", &numbers);
    let normal: Vec<(usize, usize)> = singles("normal-3.2.txt")
        .into_iter()
        .map(|(from, to)| (from, code(&to)))
        .collect();
    array(out, "OLD_NORMAL", "(u32, u32)", &normal);
}
