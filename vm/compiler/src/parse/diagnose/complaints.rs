//! What the grammar says of mistakes, as errors.

use super::engine::{Engine, Match, NodeId};
use super::literals;
use super::notation::{Complaint, Place, kind_name};
use super::tokenizer::{Problem, TokenKind};
use crate::parse::ErrorKind;

/// What an alternative captured under a name.
type Captured<'a> = &'a dyn Fn(char) -> Option<NodeId>;

/// Carries out a complaint: raises an error, or finds that there is nothing to complain about.
pub(super) fn act(
    engine: &mut Engine<'_>,
    complaint: &Complaint,
    captured: Captured<'_>,
    start: usize,
    children: Vec<NodeId>,
) -> Match {
    let find = |engine: &Engine<'_>, place: Option<Place>| {
        let place = place?;
        let node = captured(place.capture)?;
        if place.last {
            engine.nodes[node].children.last().copied()
        } else {
            Some(node)
        }
    };
    let first = find(engine, complaint.first);
    let second = find(engine, complaint.second).or(first);
    let message = message(engine, &complaint.message, captured);
    match (complaint.how.as_str(), first, second) {
        ("at", Some(at), _) => Err(over(engine, at, at, message)),
        ("over", Some(from), Some(to)) => Err(over(engine, from, to, message)),
        ("from", Some(from), _) => Err(starting_from(engine, from, message)),
        ("here", ..) => Err(here(engine, ErrorKind::Syntax, message)),
        ("indent", ..) => Err(here(engine, ErrorKind::Indentation, message)),
        ("next", ..) => {
            engine.peek()?;
            Err(at_token(engine, engine.mark, ErrorKind::Syntax, message))
        }
        ("assign", Some(node), _) => target(engine, node, Use::Assign),
        ("delete", Some(node), _) => target(engine, node, Use::Delete),
        ("loop", Some(node), _) => target(engine, node, Use::Loop),
        ("comma", Some(left), Some(right)) => comma(engine, left, right),
        ("legacy", Some(name), Some(value)) => legacy(engine, name, value),
        ("generator", Some(arguments), Some(clauses)) => generator(engine, arguments, clauses),
        ("positional", Some(arguments), _) => positional(engine, arguments),
        ("colon", Some(key), _) => Err(colon(engine, key)),
        ("bound", Some(from), Some(bound)) => {
            let what = match engine.nodes[bound].kind {
                "Tuple" => "constraints",
                _ => "bound",
            };
            let message = format!("cannot use {what} with {}", complaint.message);
            Err(starting_from(engine, from, message))
        }
        _ => literals::act(engine, &complaint.how, [first, second], start, children),
    }
}

/// Fills in what a message says of what was captured.
fn message(engine: &Engine<'_>, template: &str, captured: Captured<'_>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, after)) = after.split_once('}') else {
            break;
        };
        let mut characters = field.chars();
        let node = characters.next().and_then(captured);
        let known = ["", ".text", ".line"].contains(&characters.as_str());
        match node.filter(|_| known) {
            Some(node) => {
                text.push_str(before);
                text.push_str(&match characters.as_str() {
                    ".text" => engine
                        .tokenizer
                        .text(&engine.tokens[leaf(engine, node)])
                        .to_owned(),
                    ".line" => engine.tokens[leaf(engine, node)].line.to_string(),
                    _ => kind_name(engine.nodes[node].kind).to_owned(),
                });
            }
            None => {
                text.push_str(before);
                text.push('{');
                text.push_str(field);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The first token of a node.
fn leaf(engine: &Engine<'_>, node: NodeId) -> usize {
    engine.nodes[node].start
}

/// A node is part of the tree if it is an expression or a token; groups are only what holds them.
fn edge(engine: &Engine<'_>, mut node: NodeId, last: bool) -> NodeId {
    loop {
        let found = &engine.nodes[node];
        if found.kind != "Group" {
            return node;
        }
        let filled = |child: &&NodeId| {
            let child = &engine.nodes[**child];
            child.end > child.start
        };
        let mut children = found.children.iter();
        let child = if last {
            children.rfind(filled)
        } else {
            children.find(filled)
        };
        match child {
            Some(child) => node = *child,
            None => return node,
        }
    }
}

/// An error from the beginning of one node to the end of another.
pub(super) fn over(engine: &Engine<'_>, from: NodeId, to: NodeId, message: String) -> Box<Problem> {
    let from = &engine.tokens[engine.nodes[edge(engine, from, false)].start];
    let last = engine.nodes[edge(engine, to, true)].end.saturating_sub(1);
    let to = &engine.tokens[last.min(engine.tokens.len() - 1)];
    let end = (to.end_line, to.end_column + 1);
    engine.tokenizer.parser_problem(
        ErrorKind::Syntax,
        message,
        (from.line, from.column + 1),
        end,
    )
}

/// An error from the beginning of a node to where the tokenizer is.
fn starting_from(engine: &Engine<'_>, from: NodeId, message: String) -> Box<Problem> {
    let from = &engine.tokens[engine.nodes[edge(engine, from, false)].start];
    let end = engine.tokenizer.place();
    engine.tokenizer.parser_problem(
        ErrorKind::Syntax,
        message,
        (from.line, from.column + 1),
        end,
    )
}

/// An error at the last token that was read.
pub(super) fn here(engine: &Engine<'_>, kind: ErrorKind, message: String) -> Box<Problem> {
    at_token(engine, engine.tokens.len().saturating_sub(1), kind, message)
}

/// An error at a token.
pub(super) fn at_token(
    engine: &Engine<'_>,
    index: usize,
    kind: ErrorKind,
    message: String,
) -> Box<Problem> {
    let Some(token) = engine.tokens.get(index) else {
        return engine
            .tokenizer
            .parser_problem(kind, message, (0, 0), (0, 0));
    };
    let column = match token.column {
        -1 => engine.tokenizer.place().1,
        column => column + 1,
    };
    let end_column = match token.end_column {
        -1 => -1,
        column => column + 1,
    };
    let end = (token.end_line, end_column);
    engine
        .tokenizer
        .parser_problem(kind, message, (token.line, column), end)
}

/// What a target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Assign,
    Delete,
    Loop,
}

/// Complains of the part of an expression that cannot be a target.
fn target(engine: &Engine<'_>, node: NodeId, purpose: Use) -> Match {
    let Some(wrong) = wrong_target(engine, node, purpose) else {
        return Ok(None);
    };
    let verb = match purpose {
        Use::Assign | Use::Loop => "assign to",
        Use::Delete => "delete",
    };
    let name = kind_name(engine.nodes[wrong].kind);
    Err(over(engine, wrong, wrong, format!("cannot {verb} {name}")))
}

fn wrong_target(engine: &Engine<'_>, node: NodeId, purpose: Use) -> Option<NodeId> {
    let found = &engine.nodes[node];
    match found.kind {
        "Name" | "Subscript" | "Attribute" => None,
        "List" | "Tuple" | "Group" => {
            let mut children = found.children.iter();
            children.find_map(|child| wrong_target(engine, *child, purpose))
        }
        "Token" => None,
        "Starred" if purpose == Use::Delete => Some(node),
        "Starred" => wrong_target(engine, *found.children.last()?, purpose),
        // The `a in b` of `for a in b` has been read as a comparison.
        "Comparison" if purpose == Use::Loop => {
            let operation = edge(engine, *found.children.last()?, false);
            let operator = &engine.tokens[engine.nodes[operation].start];
            if engine.tokenizer.text(operator) == "in" {
                wrong_target(engine, *found.children.first()?, purpose)
            } else {
                None
            }
        }
        _ => Some(node),
    }
}

/// Whether a node is the name of a statement that became a function.
fn is_legacy(engine: &Engine<'_>, node: NodeId) -> bool {
    let found = &engine.nodes[node];
    let text = engine.tokenizer.text(&engine.tokens[found.start]);
    found.kind == "Name" && ["print", "exec"].contains(&text)
}

/// Two expressions side by side in brackets.
fn comma(engine: &Engine<'_>, left: NodeId, right: NodeId) -> Match {
    let last = &engine.tokens[engine.mark.saturating_sub(1)];
    if is_legacy(engine, left) || last.level == 0 {
        return Ok(None);
    }
    let message = "invalid syntax. Perhaps you forgot a comma?".to_owned();
    Err(over(engine, left, right, message))
}

/// A `print` or `exec` statement.
fn legacy(engine: &Engine<'_>, name: NodeId, value: NodeId) -> Match {
    if !is_legacy(engine, name) {
        return Ok(None);
    }
    let text = engine
        .tokenizer
        .text(&engine.tokens[engine.nodes[name].start]);
    let message = format!("Missing parentheses in call to '{text}'. Did you mean {text}(...)?");
    Err(over(engine, name, value, message))
}

/// The arguments of a call that are not keywords, and the keywords.
fn sort_arguments(engine: &Engine<'_>, node: NodeId, plain: &mut Vec<NodeId>, unpacks: &mut bool) {
    let found = &engine.nodes[node];
    match found.kind {
        "Group" => {
            for child in &found.children {
                sort_arguments(engine, *child, plain, unpacks);
            }
        }
        "Unpacking" => *unpacks = true,
        "Keyword" | "Token" => {}
        _ => plain.push(node),
    }
}

/// A generator expression among several arguments needs parentheses.
fn generator(engine: &Engine<'_>, arguments: NodeId, clauses: NodeId) -> Match {
    let mut plain = Vec::new();
    sort_arguments(engine, arguments, &mut plain, &mut false);
    match plain.as_slice() {
        [_, .., last] => {
            let message = "Generator expression must be parenthesized".to_owned();
            Err(over(engine, *last, clauses, message))
        }
        _ => Ok(None),
    }
}

fn positional(engine: &Engine<'_>, arguments: NodeId) -> Match {
    let mut unpacks = false;
    sort_arguments(engine, arguments, &mut Vec::new(), &mut unpacks);
    let what = if unpacks {
        "keyword argument unpacking"
    } else {
        "keyword argument"
    };
    let message = format!("positional argument follows {what}");
    Err(here(engine, ErrorKind::Syntax, message))
}

/// A dictionary's key without a value. CPython points at the key's last character.
fn colon(engine: &Engine<'_>, key: NodeId) -> Box<Problem> {
    let node = &engine.nodes[edge(engine, key, false)];
    let first = &engine.tokens[node.start];
    let last = &engine.tokens[node.end.saturating_sub(1)];
    engine.tokenizer.parser_problem(
        ErrorKind::Syntax,
        "':' expected after dictionary key".to_owned(),
        (first.line, last.end_column),
        (last.end_line, 0),
    )
}

/// The error where nothing better is known.
pub(super) fn generic(engine: &Engine<'_>, last: usize) -> Box<Problem> {
    let Some(token) = engine.tokens.get(last) else {
        return here(engine, ErrorKind::Syntax, "invalid syntax".to_owned());
    };
    let unexpected = match token.kind {
        TokenKind::Indent => "unexpected indent",
        TokenKind::Dedent => "unexpected unindent",
        _ => {
            let end = (token.end_line, token.end_column + 1);
            return engine.tokenizer.parser_problem(
                ErrorKind::Syntax,
                "invalid syntax".to_owned(),
                (token.line, token.column + 1),
                end,
            );
        }
    };
    here(engine, ErrorKind::Indentation, unexpected.to_owned())
}
