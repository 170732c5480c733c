//! Text to syntax tree, with CPython's errors, positions and warnings.
//!
//! The tree is Ruff's ([`ruff_python_ast`]), for its parser is the fastest one that speaks Python
//! 3.14. What that parser has no use for and Python has is added here: the wording of syntax
//! errors, string literals with lone surrogates, `single` mode, warnings.
//!
//! Start at [`parse`].

mod depth;
mod diagnose;
mod error;
mod literal;
mod program;
mod text;
mod warnings;

pub use diagnose::{ListedToken, TokenList, list_tokens, token_number};
pub use error::{CompileError, ErrorKind, Phase, Span, Warning, WarningKind};
pub use program::{Future, Mode, Options, Program};
pub use text::{Location, SourceText};

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{Mode as Grammar, ParseOptions, Parsed, lexer, parse_unchecked};
use ruff_text_size::{Ranged, TextRange, TextSize};

use depth::{Depth, Measure, Stack, TooDeep};

/// A text of this length is measured before it is parsed; a shorter one cannot exhaust anything.
const SHORT: usize = 32 << 10;

/// Parses a program. The text has line feeds as its only line breaks and no null characters, as
/// [`source::decode`](crate::source::decode) makes it.
///
/// # Errors
///
/// What CPython's parser rejects, in its words. Errors that it finds later, in its symbol table or
/// compiler, come from [`SymbolTable::build`](crate::symtable::SymbolTable::build).
pub fn parse(text: String, filename: &str, options: Options) -> Result<Program, CompileError> {
    let source = SourceText::new(text, filename);
    if TextSize::try_from(source.text.len()).is_err() {
        return Err(source.unplaced(ErrorKind::Overflow, "source code is too long"));
    }
    let grammar = match options.mode {
        Mode::Exec | Mode::Single => Grammar::Module,
        Mode::Eval => Grammar::Expression,
    };
    if options.mode == Mode::Single
        && !options.of_tree
        && let Some(error) = diagnose::diagnose(&source, options)
    {
        return Err(error);
    }
    if source.text.len() > SHORT {
        let measure = measure_text(&source.text, grammar);
        check_depth(&source, options, measure)?;
    }
    let parse_options = ParseOptions::from(grammar).with_target_version(PythonVersion::PY314);
    let parsed = parse_unchecked(&source.text, parse_options);
    let mut depth = Depth::default();
    for token in parsed.tokens() {
        depth.token(token.kind());
    }
    let stack = check_depth(&source, options, depth.finish())?;
    if let Some((range, message)) = first_error(&parsed) {
        stack.run(|| drop(parsed));
        let error = diagnose::diagnose(&source, options);
        return Err(error.unwrap_or_else(|| source.parser_error(ErrorKind::Syntax, range, message)));
    }
    let tokens = parsed.tokens().clone();
    let warnings = warnings::of_tokens(&source, &tokens);
    Ok(Program {
        tree: parsed.into_syntax(),
        options,
        future: options.future,
        warnings,
        source,
        tokens,
        stack,
    })
}

/// The parser's own first error.
fn first_error(parsed: &Parsed<Mod>) -> Option<(TextRange, String)> {
    let error = parsed
        .errors()
        .first()
        .map(|it| (it.range(), it.to_string()));
    error.or_else(|| {
        let unsupported = parsed.unsupported_syntax_errors().first()?;
        Some((unsupported.range(), unsupported.to_string()))
    })
}

/// Measures how deeply a text nests.
fn measure_text(text: &str, grammar: Grammar) -> Result<Measure, TooDeep> {
    let mut depth = Depth::default();
    let mut lexer = lexer::lex(text, grammar);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return depth.finish(),
            kind => depth.token(kind),
        }
    }
}

/// Rejects a program that nests too deeply. Returns the stack that walking it takes.
fn check_depth(
    source: &SourceText,
    options: Options,
    measure: Result<Measure, TooDeep>,
) -> Result<Stack, CompileError> {
    if matches!(measure, Err(TooDeep::Brackets))
        && let Some(error) = diagnose::diagnose(source, options)
    {
        return Err(error);
    }
    match measure {
        Ok(measure) if measure.suspicious => match diagnose::diagnose(source, options) {
            Some(error) => Err(error),
            None => Ok(measure.stack),
        },
        Ok(measure) => Ok(measure.stack),
        Err(TooDeep::Prefixes) => Err(source.unplaced(
            ErrorKind::Memory,
            "Parser stack overflowed - Python source too complex to parse",
        )),
        Err(TooDeep::Tokens | TooDeep::Brackets) => Err(source.unplaced(
            ErrorKind::Recursion,
            "maximum recursion depth exceeded during compilation",
        )),
    }
}
