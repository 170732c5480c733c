//! How deeply a program nests, before anything recurses over it.
//!
//! Everything that walks a syntax tree recurses, so its depth must be bounded: by CPython's own
//! limits where it has them, and by ours where CPython relies on the size of the C stack. The
//! bound is found from the tokens alone. Between two commas of a bracket each token, and each
//! bracket within, can make the tree deeper by what it holds; commas begin anew.

use ruff_python_ast::token::TokenKind;

/// CPython's tokenizer has so many levels of brackets.
const MAX_BRACKETS: usize = 200;

/// Format specifiers can nest so deeply.
const MAX_FIELDS: usize = 3;

/// CPython's tokenizer has so many levels of indentation.
const MAX_INDENTS: usize = 100;

/// Prefix operators, `lambda` and the like, one inside the other: CPython's parser gives up at
/// about 6,000 of them.
const MAX_PREFIXES: usize = 6_000;

/// Tokens on the way to the deepest node: CPython's compiler gives up between 10,000 and 30,000
/// operators in a row.
const MAX_TOKENS: usize = 50_000;

/// Stack that walking the tree may take for each token on the way to the deepest node.
const STACK_PER_TOKEN: usize = 4 << 10;

/// Stack for a program that hardly nests.
const STACK_BASE: usize = 1 << 20;

/// How a program nests too deeply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooDeep {
    /// The parser gives up.
    Prefixes,
    /// The compiler gives up.
    Tokens,
    /// The tokenizer gives up before the parser or the compiler can.
    Brackets,
}

/// A measure of nesting, taken token by token.
#[derive(Debug, Default)]
pub(super) struct Depth {
    /// The brackets around the innermost one.
    outer: Vec<Bracket>,
    /// The innermost open bracket, or the statement.
    inner: Bracket,
    /// The deepest statement so far.
    deepest: Level,
    brackets: usize,
    /// Tokens so far.
    seen: usize,
    /// There were too many brackets when only few tokens had been read.
    too_many_early: bool,
    fields: usize,
    indents: usize,
    most_indents: usize,
    /// Whether the last token ended an operand, so that the next operator is a binary one.
    after_operand: bool,
}

/// How deep something is.
#[derive(Debug, Default, Clone, Copy)]
struct Level {
    tokens: usize,
    prefixes: usize,
}

impl Level {
    fn max(self, other: Self) -> Self {
        Self {
            tokens: self.tokens.max(other.tokens),
            prefixes: self.prefixes.max(other.prefixes),
        }
    }
}

#[derive(Debug, Default)]
struct Bracket {
    /// Since the last comma.
    segment: Level,
    /// The deepest segment before.
    deepest: Level,
    /// How many braces are open since an f-string began, if nothing else is.
    fields: Option<usize>,
    /// `lambda`s whose colon is still to come: commas belong to their parameters.
    lambdas: usize,
}

impl Bracket {
    fn end_segment(&mut self) {
        self.deepest = self.deepest.max(self.segment);
        self.segment = Level::default();
    }
}

impl Depth {
    /// Takes the next token into account.
    pub(super) fn token(&mut self, kind: TokenKind) {
        self.seen += 1;
        let after_operand = self.after_operand;
        self.after_operand = ends_operand(kind);
        match kind {
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => self.open(kind),
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => self.close(),
            TokenKind::Comma if self.inner.lambdas == 0 => self.inner.end_segment(),
            TokenKind::Newline | TokenKind::Semi => self.end_statement(),
            TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::String => {}
            TokenKind::Indent => {
                self.indents += 1;
                self.most_indents = self.most_indents.max(self.indents);
            }
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            _ => self.link(kind, after_operand),
        }
    }

    /// A token that may be part of a chain of operators.
    fn link(&mut self, kind: TokenKind, after_operand: bool) {
        let prefix = match kind {
            TokenKind::Lambda | TokenKind::Else | TokenKind::DoubleStar | TokenKind::Await => true,
            TokenKind::Minus | TokenKind::Plus | TokenKind::Tilde | TokenKind::Not => {
                !after_operand
            }
            _ => false,
        };
        match kind {
            TokenKind::Lambda => self.inner.lambdas += 1,
            TokenKind::Colon => self.inner.lambdas = self.inner.lambdas.saturating_sub(1),
            _ => {}
        }
        self.inner.segment.tokens += 1;
        self.inner.segment.prefixes += usize::from(prefix);
    }

    fn open(&mut self, kind: TokenKind) {
        let inner = Bracket {
            fields: match kind {
                TokenKind::FStringStart | TokenKind::TStringStart => Some(0),
                TokenKind::Lbrace => self.inner.fields.map(|fields| fields + 1),
                _ => None,
            },
            ..Bracket::default()
        };
        self.fields = self.fields.max(inner.fields.unwrap_or(0));
        self.outer.push(std::mem::replace(&mut self.inner, inner));
        self.brackets = self.brackets.max(self.outer.len());
        self.too_many_early |= self.brackets > MAX_BRACKETS && self.seen < MAX_PREFIXES;
    }

    fn close(&mut self) {
        if let Some(outer) = self.outer.pop() {
            let mut inner = std::mem::replace(&mut self.inner, outer);
            inner.end_segment();
            self.inner.segment.tokens += inner.deepest.tokens + 1;
            self.inner.segment.prefixes += inner.deepest.prefixes;
        }
    }

    fn end_statement(&mut self) {
        while !self.outer.is_empty() {
            self.close();
        }
        self.inner.end_segment();
        self.deepest = self.deepest.max(self.inner.deepest);
        self.inner = Bracket::default();
    }

    /// How deep the tree can be, all tokens being seen.
    ///
    /// # Errors
    ///
    /// It is too deep to be walked.
    pub(super) fn finish(mut self) -> Result<Measure, TooDeep> {
        self.end_statement();
        let too_deep = self.deepest.prefixes > MAX_PREFIXES || self.deepest.tokens > MAX_TOKENS;
        if too_deep && self.too_many_early {
            return Err(TooDeep::Brackets);
        }
        if self.deepest.prefixes > MAX_PREFIXES {
            return Err(TooDeep::Prefixes);
        }
        if self.deepest.tokens > MAX_TOKENS {
            return Err(TooDeep::Tokens);
        }
        Ok(Measure {
            stack: Stack(STACK_BASE + self.deepest.tokens * STACK_PER_TOKEN),
            suspicious: self.brackets > MAX_BRACKETS
                || self.fields > MAX_FIELDS
                || self.most_indents >= MAX_INDENTS,
        })
    }
}

/// How deep a program is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// The stack that walking it takes.
    pub(super) stack: Stack,
    /// CPython's tokenizer may have given up.
    pub(super) suspicious: bool,
}

fn ends_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
            | TokenKind::True
            | TokenKind::False
            | TokenKind::None
            | TokenKind::Ellipsis
    )
}

/// How much stack a walk over a tree may take, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stack(usize);

impl Stack {
    /// Runs `walk` with at least so much stack.
    pub(super) fn run<T>(self, walk: impl FnOnce() -> T) -> T {
        stacker::maybe_grow(self.0, self.0, walk)
    }
}
