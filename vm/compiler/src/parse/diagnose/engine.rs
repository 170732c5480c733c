//! Runs the grammar over the tokens.
//!
//! A packrat parser in the manner of Warth et al. and Ford, as CPython's is: alternatives are tried
//! in order, tokens are read as they are needed, and rules remember their results where CPython's
//! do. That matters, for what is remembered is not looked at again, and so does not complain.

use rustc_hash::FxHashMap;

use super::complaints;
use super::notation::{Action, Alternative, Grammar, Item};
use super::tokenizer::{Problem, Token, TokenKind, Tokenizer};
use crate::parse::{Mode, Options};

/// Stack that one rule may take, with what it calls up to the next rule.
const STACK_OF_RULE: usize = 64 << 10;

/// How much stack to add when there is less than that.
const STACK_SEGMENT: usize = 1 << 20;

/// The number of a node.
pub(super) type NodeId = usize;

/// What was matched.
#[derive(Debug)]
pub(super) struct Node {
    /// The kind of expression; `Group` for anything else.
    pub(super) kind: &'static str,
    /// The first token.
    pub(super) start: usize,
    /// The token after the last.
    pub(super) end: usize,
    pub(super) children: Vec<NodeId>,
}

/// A match is a node, no match none; a mistake ends it all.
pub(super) type Match = Result<Option<NodeId>, Box<Problem>>;

/// The state of a run.
pub(super) struct Engine<'text> {
    pub(super) grammar: &'static Grammar,
    pub(super) tokenizer: Tokenizer<'text>,
    pub(super) tokens: Vec<Token>,
    pub(super) nodes: Vec<Node>,
    /// The next token.
    pub(super) mark: usize,
    memo: FxHashMap<(usize, usize), (Option<NodeId>, usize)>,
    /// Whether to look for mistakes.
    pub(super) complain: bool,
    options: Options,
    /// In single mode: whether there was a token since the last end of the text.
    started: bool,
}

impl<'text> Engine<'text> {
    pub(super) fn new(
        grammar: &'static Grammar,
        tokenizer: Tokenizer<'text>,
        options: Options,
    ) -> Self {
        Self {
            grammar,
            tokenizer,
            tokens: Vec::new(),
            nodes: Vec::new(),
            mark: 0,
            memo: FxHashMap::default(),
            complain: false,
            options,
            started: false,
        }
    }

    /// Starts again, looking for mistakes.
    pub(super) fn second_pass(&mut self) {
        self.mark = 0;
        self.memo.clear();
        self.nodes.clear();
        self.complain = true;
    }

    /// Tries a rule, by name.
    pub(super) fn run(&mut self, name: &str) -> Match {
        match self.grammar.rule(name) {
            Some(rule) => self.rule(rule),
            None => Ok(None),
        }
    }

    /// The next token, which is read if it has not been before.
    pub(super) fn peek(&mut self) -> Result<&Token, Box<Problem>> {
        while self.tokens.len() <= self.mark {
            let mut token = self.tokenizer.next()?;
            if self.options.mode == Mode::Single {
                self.end_statement(&mut token);
            }
            self.tokens.push(token);
        }
        Ok(&self.tokens[self.mark])
    }

    /// In single mode the end of the text ends the line too, and open blocks if they may end there.
    fn end_statement(&mut self, token: &mut Token) {
        if token.kind != TokenKind::End || !self.started {
            self.started = true;
            return;
        }
        token.kind = TokenKind::Newline;
        self.started = false;
        if !self.options.dont_imply_dedent {
            self.tokenizer.end_blocks();
        }
    }

    fn rule(&mut self, index: usize) -> Match {
        stacker::maybe_grow(STACK_OF_RULE, STACK_SEGMENT, || self.rule_here(index))
    }

    fn rule_here(&mut self, index: usize) -> Match {
        let grammar = self.grammar;
        let Some(rule) = grammar.rules.get(index) else {
            return Ok(None);
        };
        if rule.mistakes_only && !self.complain {
            return Ok(None);
        }
        let start = self.mark;
        if rule.memo
            && let Some((node, end)) = self.memo.get(&(index, start))
        {
            self.mark = *end;
            return Ok(*node);
        }
        let complain = self.complain;
        self.complain &= !rule.quiet;
        let node = self.alternatives(&rule.alternatives)?;
        self.complain = complain;
        if rule.memo {
            self.memo.insert((index, start), (node, self.mark));
        }
        Ok(node)
    }

    /// The first alternative that matches.
    fn alternatives(&mut self, alternatives: &'static [Alternative]) -> Match {
        let start = self.mark;
        for alternative in alternatives {
            if alternative.mistake && !self.complain {
                continue;
            }
            let mut cut = false;
            if let Some(node) = self.alternative(alternative, &mut cut)? {
                return Ok(Some(node));
            }
            self.mark = start;
            if cut {
                break;
            }
        }
        Ok(None)
    }

    fn alternative(&mut self, alternative: &'static Alternative, cut: &mut bool) -> Match {
        let start = self.mark;
        let mut children = Vec::new();
        let mut captures = Vec::new();
        for (capture, item) in &alternative.items {
            if matches!(item, Item::Cut) {
                *cut = true;
                continue;
            }
            let Some(node) = self.item(item)? else {
                return Ok(None);
            };
            if !matches!(item, Item::Follows(_) | Item::FollowsNot(_)) {
                children.push(node);
            }
            if let Some(name) = capture {
                captures.push((*name, node));
            }
        }
        let captured = |name| {
            let found = captures.iter().find(|(capture, _)| *capture == name);
            found.map(|(_, node)| *node)
        };
        match &alternative.action {
            Action::Pass => match children.as_slice() {
                [only] => Ok(Some(*only)),
                _ => Ok(Some(self.node("Group", start, children))),
            },
            Action::Capture(name) => Ok(captured(*name)),
            Action::Kind(kind) => Ok(Some(self.node(kind, start, children))),
            Action::Chain => {
                let links = children.last().map(|links| &self.nodes[*links].children);
                let last = links.and_then(|links| links.last());
                let kind = last.map_or("Group", |link| self.nodes[*link].kind);
                Ok(Some(self.node(kind, start, children)))
            }
            Action::Complain(complaint) => {
                complaints::act(self, complaint, &captured, start, children)
            }
        }
    }

    pub(super) fn node(
        &mut self,
        kind: &'static str,
        start: usize,
        children: Vec<NodeId>,
    ) -> NodeId {
        self.nodes.push(Node {
            kind,
            start,
            end: self.mark,
            children,
        });
        self.nodes.len() - 1
    }

    fn item(&mut self, item: &'static Item) -> Match {
        match item {
            Item::Literal(text) => self.token(|engine, token| {
                token.kind.is_literal() && engine.tokenizer.text(token) == text
            }),
            Item::Soft(text) => self.token(|engine, token| {
                token.kind == TokenKind::Name && engine.tokenizer.text(token) == text
            }),
            Item::SoftKeyword => self.token(|engine, token| {
                let soft = ["_", "case", "match", "type"];
                token.kind == TokenKind::Name && soft.contains(&engine.tokenizer.text(token))
            }),
            Item::AugmentedAssignment => self.token(|engine, token| {
                let text = engine.tokenizer.text(token);
                let comparison = ["==", "!=", "<=", ">=", ":="];
                let assigns = text.len() > 1 && text.ends_with('=');
                token.kind == TokenKind::Operator && assigns && !comparison.contains(&text)
            }),
            Item::Token(kind) => self.token(|_, token| token.kind == *kind),
            Item::Rule(rule) => self.rule(*rule),
            Item::Group(alternatives) => self.alternatives(alternatives),
            Item::Optional(item) => {
                let start = self.mark;
                match self.item(item)? {
                    Some(node) => Ok(Some(node)),
                    None => {
                        self.mark = start;
                        Ok(Some(self.node("Group", start, Vec::new())))
                    }
                }
            }
            Item::Repeat(item, least) => self.repeat(item, None, *least),
            Item::Separated(item, separator) => self.repeat(item, Some(separator), 1),
            Item::Follows(item) => self.look(item, true),
            Item::FollowsNot(item) => self.look(item, false),
            Item::Must(text) => self.must(text),
            Item::Cut => Ok(Some(self.node("Group", self.mark, Vec::new()))),
            Item::Never => Ok(None),
        }
    }

    fn token(&mut self, wanted: impl Fn(&Self, &Token) -> bool) -> Match {
        self.peek()?;
        let token = &self.tokens[self.mark];
        if !wanted(self, token) {
            return Ok(None);
        }
        let kind = match token.kind {
            TokenKind::Name => "Name",
            TokenKind::Number | TokenKind::String => "Literal",
            _ => "Token",
        };
        let start = self.mark;
        self.mark += 1;
        Ok(Some(self.node(kind, start, Vec::new())))
    }

    fn repeat(
        &mut self,
        item: &'static Item,
        separator: Option<&'static Item>,
        least: usize,
    ) -> Match {
        let start = self.mark;
        let mut children = Vec::new();
        loop {
            let before = self.mark;
            if !children.is_empty()
                && let Some(separator) = separator
                && self.item(separator)?.is_none()
            {
                self.mark = before;
                break;
            }
            match self.item(item)? {
                Some(node) if self.mark > before => children.push(node),
                _ => {
                    self.mark = before;
                    break;
                }
            }
        }
        if children.len() < least {
            self.mark = start;
            return Ok(None);
        }
        Ok(Some(self.node("Group", start, children)))
    }

    fn look(&mut self, item: &'static Item, wanted: bool) -> Match {
        let start = self.mark;
        let found = self.item(item)?.is_some();
        self.mark = start;
        Ok((found == wanted).then(|| self.node("Group", start, Vec::new())))
    }

    fn must(&mut self, text: &'static str) -> Match {
        let found = self.token(|engine, token| {
            token.kind.is_literal() && engine.tokenizer.text(token) == text
        })?;
        match found {
            Some(node) => Ok(Some(node)),
            None => {
                let node = self.node("Token", self.mark, Vec::new());
                self.nodes[node].end = self.mark + 1;
                Err(complaints::over(
                    self,
                    node,
                    node,
                    format!("expected '{text}'"),
                ))
            }
        }
    }
}
