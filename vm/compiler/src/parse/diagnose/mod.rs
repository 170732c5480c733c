//! What is wrong with a program that does not parse, in CPython's words.
//!
//! The parser proper only finds out *that* a program is wrong. What CPython says of it, and where,
//! follows from how its own parser works: it reads tokens as needed, tries alternatives in order,
//! and, when none is left, tries again with further alternatives that describe mistakes. So does
//! this module, slowly, with the grammar under `grammar/`; a program is wrong only once.

mod complaints;
mod engine;
mod escapes;
mod literals;
mod notation;
mod tokenizer;
mod tokens;

use std::sync::LazyLock;

pub use tokens::{ListedToken, TokenList, list_tokens, number as token_number};

use engine::{Engine, Match};
use notation::Grammar;
use tokenizer::{Problem, TokenKind, Tokenizer};

use super::{CompileError, ErrorKind, Mode, Options, Phase, SourceText};

/// The grammar, read when it is first needed.
static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(&texts()));

/// The grammar's files, with the variants of those that have any.
fn texts() -> Vec<String> {
    let parameters = include_str!("grammar/parameters.peg");
    let replacement = include_str!("grammar/replacement.peg");
    let mut texts: Vec<String> = [
        include_str!("grammar/statements.peg"),
        include_str!("grammar/compound.peg"),
        include_str!("grammar/patterns.peg"),
        include_str!("grammar/expressions.peg"),
        include_str!("grammar/arguments.peg"),
        include_str!("grammar/targets.peg"),
        include_str!("grammar/strings.peg"),
    ]
    .map(str::to_owned)
    .into();
    for (prefix, end) in [("", "')'"), ("lambda_", "':'")] {
        texts.push(parameters.replace("<p>", prefix).replace("<end>", end));
    }
    for (lower, upper) in [("f", "F"), ("t", "T")] {
        texts.push(replacement.replace("<k>", lower).replace("<K>", upper));
    }
    texts
}

/// What CPython says of a program, if it finds it wrong.
pub(super) fn diagnose(source: &SourceText, options: Options) -> Option<CompileError> {
    let mut text = source.text.clone();
    if options.mode == Mode::Exec && !text.ends_with('\n') {
        text.push('\n');
    }
    let problem = first_problem(&text, options)?;
    Some(CompileError {
        kind: problem.kind,
        phase: Phase::Parser,
        message: problem.message,
        filename: source.filename.clone(),
        span: Some(problem.span),
        text: Some(problem.text),
    })
}

fn first_problem(text: &str, options: Options) -> Option<Box<Problem>> {
    let rule = match options.mode {
        Mode::Exec => "file",
        Mode::Eval => "eval",
        Mode::Single => "interactive",
    };
    let mut engine = Engine::new(&GRAMMAR, Tokenizer::new(text), options);
    let result = engine.run(rule);
    if matches!(result, Ok(Some(_))) {
        let several = options.mode == Mode::Single && has_more(engine.tokenizer.rest());
        return several.then(|| complaints::here(&engine, ErrorKind::Syntax, SEVERAL.to_owned()));
    }
    if options.allow_incomplete_input && engine.tokenizer.at_end() {
        return Some(incomplete(&engine, result));
    }
    match result {
        Ok(_) => {}
        Err(problem) => return Some(full_check(&mut engine, problem)),
    }
    let last = engine.tokens.len().saturating_sub(1);
    engine.second_pass();
    let problem = match engine.run(rule) {
        Err(problem) => problem,
        Ok(_) => complaints::generic(&engine, last),
    };
    let indentation = problem.kind == ErrorKind::Indentation;
    if indentation && engine.tokens.get(last).is_some_and(is_block_edge) {
        return Some(problem);
    }
    Some(full_check(&mut engine, problem))
}

/// What a second statement in single mode is.
const SEVERAL: &str = "multiple statements found while compiling a single statement";

/// Whether a text has more than blanks and comments.
fn has_more(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(|line| line.trim_matches([' ', '\t', '\x0C']));
    lines.any(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The text may go on.
fn incomplete(engine: &Engine<'_>, result: Match) -> Box<Problem> {
    let (kind, message) = (ErrorKind::IncompleteInput, "incomplete input".to_owned());
    match result {
        Err(problem) if !problem.by_parser => {
            let (line, column) = engine.tokenizer.place();
            let tokenizer = &engine.tokenizer;
            tokenizer.parser_problem(kind, message, (line, column), (line, -1))
        }
        _ => complaints::here(engine, kind, message),
    }
}

fn is_block_edge(token: &tokenizer::Token) -> bool {
    matches!(token.kind, TokenKind::Indent | TokenKind::Dedent)
}

/// The tokenizer's errors come first, wherever they are.
fn full_check(engine: &mut Engine<'_>, problem: Box<Problem>) -> Box<Problem> {
    if !problem.by_parser {
        return problem;
    }
    let line = engine.tokens.last().map_or(0, |token| token.line);
    loop {
        match engine.tokenizer.next() {
            Ok(token) if token.kind == TokenKind::End => return problem,
            Ok(_) => {}
            // What is wrong in a replacement field is not for a lack of its closing brace.
            Err(_) if engine.tokenizer.in_string() => return problem,
            Err(later) => {
                let unclosed = later.message.ends_with("was never closed");
                let earlier = engine.tokenizer.open_bracket_line();
                if unclosed && earlier.is_none_or(|opened| line <= opened) {
                    return problem;
                }
                return later;
            }
        }
    }
}
