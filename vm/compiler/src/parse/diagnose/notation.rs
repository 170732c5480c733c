//! Reads the grammar: from the notation of `grammar/README.md` to [`Grammar`].

use rustc_hash::FxHashMap;

use super::tokenizer::TokenKind;

/// The grammar.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    names: FxHashMap<String, usize>,
}

/// A rule.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub(super) alternatives: Vec<Alternative>,
    /// Its results are remembered.
    pub(super) memo: bool,
    /// Nothing inside complains.
    pub(super) quiet: bool,
    /// It describes mistakes only.
    pub(super) mistakes_only: bool,
}

/// One way to match.
#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) items: Vec<(Option<char>, Item)>,
    /// It describes a mistake.
    pub(super) mistake: bool,
    pub(super) action: Action,
}

/// What is matched.
#[derive(Debug)]
pub(super) enum Item {
    /// A keyword or operator.
    Literal(String),
    /// A name that is a keyword here only.
    Soft(String),
    Token(TokenKind),
    AugmentedAssignment,
    SoftKeyword,
    Rule(usize),
    Group(Vec<Alternative>),
    Optional(Box<Item>),
    /// At least so many.
    Repeat(Box<Item>, usize),
    /// Items with a separator between them.
    Separated(Box<Item>, Box<Item>),
    Follows(Box<Item>),
    FollowsNot(Box<Item>),
    Must(String),
    Cut,
    Never,
}

/// What becomes of a match.
#[derive(Debug)]
pub(super) enum Action {
    /// The result of the only item, or a group.
    Pass,
    /// The result of an item.
    Capture(char),
    /// The kind of expression.
    Kind(&'static str),
    /// The kind of the last link of a chain.
    Chain,
    Complain(Complaint),
}

/// How to complain, or what else to check.
#[derive(Debug)]
pub(super) struct Complaint {
    pub(super) how: String,
    pub(super) first: Option<Place>,
    pub(super) second: Option<Place>,
    pub(super) message: String,
}

/// A captured item, or the last one in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) capture: char,
    pub(super) last: bool,
}

/// The kinds of expressions and how messages call them.
pub(super) const KINDS: [(&str, &str); 25] = [
    ("Attribute", "attribute"),
    ("Subscript", "subscript"),
    ("Starred", "starred"),
    ("Name", "name"),
    ("List", "list"),
    ("Tuple", "tuple"),
    ("Lambda", "lambda"),
    ("Call", "function call"),
    ("Operation", "expression"),
    ("Generator", "generator expression"),
    ("Yield", "yield expression"),
    ("Await", "await expression"),
    ("ListComprehension", "list comprehension"),
    ("SetComprehension", "set comprehension"),
    ("DictComprehension", "dict comprehension"),
    ("Dict", "dict literal"),
    ("Set", "set display"),
    ("FString", "f-string expression"),
    ("TString", "t-string expression"),
    ("Literal", "literal"),
    ("True", "True"),
    ("False", "False"),
    ("None", "None"),
    ("Ellipsis", "ellipsis"),
    ("Comparison", "comparison"),
];

/// Kinds that share a name with another, or that messages never name.
const MORE_KINDS: [(&str, &str); 4] = [
    ("Conditional", "conditional expression"),
    ("Named", "named expression"),
    ("Keyword", "keyword"),
    ("Unpacking", "unpacking"),
];

/// What messages call a kind of expression.
pub(super) fn kind_name(kind: &str) -> &'static str {
    let mut all = KINDS.iter().chain(&MORE_KINDS);
    let found = all.find(|(known, _)| *known == kind);
    found.map_or("expression", |(_, name)| name)
}

fn kind(text: &str) -> Option<&'static str> {
    let mut all = KINDS.iter().chain(&MORE_KINDS);
    all.find(|(known, _)| *known == text)
        .map(|(known, _)| *known)
}

impl Grammar {
    /// Reads grammar files.
    pub(super) fn read(texts: &[String]) -> Self {
        let mut grammar = Self::default();
        let lines = || texts.iter().flat_map(|text| text.lines());
        for line in lines().filter(|line| is_head(line)) {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap_or_default();
            let mark = words.next();
            grammar.names.insert(name.to_owned(), grammar.rules.len());
            grammar.rules.push(Rule {
                memo: mark == Some("*"),
                quiet: mark == Some("-"),
                ..Rule::default()
            });
        }
        let mut current = None;
        for line in lines() {
            if is_head(line) {
                current = line
                    .split_whitespace()
                    .next()
                    .and_then(|name| grammar.rule(name));
            } else if let Some(index) = current
                && !line.trim().is_empty()
            {
                let alternative = Reader::new(&grammar, line).alternative();
                if let Some(rule) = grammar.rules.get_mut(index) {
                    rule.alternatives.push(alternative);
                }
            }
        }
        for rule in &mut grammar.rules {
            rule.mistakes_only = rule.alternatives.iter().all(|it| it.mistake);
        }
        grammar
    }

    /// The number of a rule.
    pub(super) fn rule(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }
}

fn is_head(line: &str) -> bool {
    line.chars()
        .next()
        .is_some_and(|first| !first.is_whitespace())
}

/// Reads one alternative.
struct Reader<'grammar> {
    grammar: &'grammar Grammar,
    words: std::iter::Peekable<std::vec::IntoIter<String>>,
    mistake: bool,
    action: String,
}

impl<'grammar> Reader<'grammar> {
    fn new(grammar: &'grammar Grammar, line: &str) -> Self {
        let line = line.trim();
        let (body, action) = line.split_once(" -> ").unwrap_or((line, ""));
        let mistake = body.starts_with("! ");
        let body = body.get(2..).unwrap_or_default();
        let words: Vec<String> = body.split_whitespace().map(str::to_owned).collect();
        Self {
            grammar,
            words: words.into_iter().peekable(),
            mistake,
            action: action.to_owned(),
        }
    }

    fn alternative(mut self) -> Alternative {
        Alternative {
            items: self.items(),
            mistake: self.mistake,
            action: action(&self.action),
        }
    }

    /// Items up to the end of the group or line.
    fn items(&mut self) -> Vec<(Option<char>, Item)> {
        let mut items = Vec::new();
        while let Some(word) = self
            .words
            .next_if(|word| word != "|" && !word.starts_with(')'))
        {
            items.push(self.item(&word));
        }
        items
    }

    fn item(&mut self, word: &str) -> (Option<char>, Item) {
        let mut characters = word.chars();
        let first = characters.next();
        let (capture, word) = match (first, word.get(1..2)) {
            (Some(name), Some(":")) if name.is_ascii_lowercase() => {
                (first, word.get(2..).unwrap_or_default())
            }
            _ => (None, word),
        };
        let item = match word.chars().next() {
            Some('&') => Item::Follows(Box::new(self.item(&word[1..]).1)),
            Some('!') => Item::FollowsNot(Box::new(self.item(&word[1..]).1)),
            Some('^') => Item::Must(word[1..].trim_matches('\'').to_owned()),
            Some('(') => self.group(),
            _ => self.suffixed(word),
        };
        match self.words.next_if(|word| word == "%") {
            Some(_) => {
                let separator = self.words.next().unwrap_or_default();
                let separator = self.suffixed(&separator);
                (
                    capture,
                    Item::Separated(Box::new(item), Box::new(separator)),
                )
            }
            None => (capture, item),
        }
    }

    /// What follows an opening parenthesis.
    fn group(&mut self) -> Item {
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(Alternative {
                items: self.items(),
                mistake: false,
                action: Action::Pass,
            });
            match self.words.next() {
                Some(word) if word == "|" => {}
                Some(word) => {
                    let suffix = word.trim_start_matches(')');
                    return repeat(Item::Group(alternatives), suffix);
                }
                None => return Item::Never,
            }
        }
    }

    /// A word with `?`, `*` or `+` after it.
    fn suffixed(&self, word: &str) -> Item {
        let quoted = word.len() > 1 && word.ends_with(['\'', '"']);
        let bare = if quoted {
            word
        } else {
            word.trim_end_matches(['?', '*', '+'])
        };
        repeat(self.plain(bare), &word[bare.len()..])
    }

    fn plain(&self, word: &str) -> Item {
        if let Some(literal) = word.strip_prefix('\'') {
            return Item::Literal(literal.trim_end_matches('\'').to_owned());
        }
        if let Some(literal) = word.strip_prefix('"') {
            return Item::Soft(literal.trim_end_matches('"').to_owned());
        }
        match word {
            "~" => Item::Cut,
            "AUGMENTED" => Item::AugmentedAssignment,
            "SOFT_KEYWORD" => Item::SoftKeyword,
            "NEVER" => Item::Never,
            _ => match TokenKind::from_name(word) {
                Some(kind) => Item::Token(kind),
                None => self.grammar.rule(word).map_or(Item::Never, Item::Rule),
            },
        }
    }
}

fn repeat(item: Item, suffix: &str) -> Item {
    match suffix {
        "?" => Item::Optional(Box::new(item)),
        "*" => Item::Repeat(Box::new(item), 0),
        "+" => Item::Repeat(Box::new(item), 1),
        _ => item,
    }
}

fn action(text: &str) -> Action {
    if text.is_empty() {
        return Action::Pass;
    }
    if text == "chain" {
        return Action::Chain;
    }
    if let Some(kind) = kind(text) {
        return Action::Kind(kind);
    }
    let mut characters = text.chars();
    if let (Some(capture), None) = (characters.next(), characters.next()) {
        return Action::Capture(capture);
    }
    let (head, message) = text.split_once(" \"").unwrap_or((text, ""));
    let mut words = head.split(' ');
    let how = words.next().unwrap_or_default().to_owned();
    let mut place = || {
        let word = words.next()?;
        Some(Place {
            capture: word.chars().next()?,
            last: word.ends_with(".last"),
        })
    };
    Action::Complain(Complaint {
        how,
        first: place(),
        second: place(),
        message: message.trim_end_matches('"').replace("\\\"", "\""),
    })
}
