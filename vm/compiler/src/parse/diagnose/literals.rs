//! Mistakes in what literals mean, which the grammar alone does not see.

use super::complaints::{here, over};
use super::engine::{Engine, Match, NodeId};
use super::escapes;
use super::tokenizer::TokenKind;
use crate::parse::ErrorKind;

/// Carries out the checks that the grammar names.
pub(super) fn act(
    engine: &mut Engine<'_>,
    check: &str,
    captured: [Option<NodeId>; 2],
    start: usize,
    children: Vec<NodeId>,
) -> Match {
    match (check, captured) {
        ("real", [Some(number), _]) => real(engine, number),
        ("imaginary", [Some(number), _]) => imaginary(engine, number),
        ("conversion", [Some(mark), Some(name)]) => conversion(engine, mark, name),
        ("string", [Some(node), _]) => string(engine, node),
        ("middle", [Some(node), _]) => middle(engine, node),
        ("strings", _) => strings(engine, start, children),
        _ => Ok(None),
    }
}

fn node_text<'text>(engine: &Engine<'text>, node: NodeId) -> &'text str {
    engine
        .tokenizer
        .text(&engine.tokens[engine.nodes[node].start])
}

fn is_imaginary(engine: &Engine<'_>, number: NodeId) -> bool {
    node_text(engine, number).ends_with(['j', 'J'])
}

fn real(engine: &Engine<'_>, number: NodeId) -> Match {
    if is_imaginary(engine, number) {
        let message = "real number required in complex literal".to_owned();
        return Err(over(engine, number, number, message));
    }
    Ok(Some(number))
}

fn imaginary(engine: &Engine<'_>, number: NodeId) -> Match {
    if !is_imaginary(engine, number) {
        let message = "imaginary number required in complex literal".to_owned();
        return Err(over(engine, number, number, message));
    }
    Ok(Some(number))
}

/// The conversion of a replacement field: `!r` and the like.
fn conversion(engine: &Engine<'_>, mark: NodeId, name: NodeId) -> Match {
    let mark_token = &engine.tokens[engine.nodes[mark].start];
    let name_token = &engine.tokens[engine.nodes[name].start];
    // Which kind of string it is, the innermost open one tells.
    let before = engine.tokens[..engine.nodes[mark].start].iter().rev();
    let mut closed = 0usize;
    let mut kind = 'f';
    for token in before {
        match token.kind {
            TokenKind::FStringEnd | TokenKind::TStringEnd => closed += 1,
            TokenKind::FStringStart | TokenKind::TStringStart if closed > 0 => closed -= 1,
            TokenKind::FStringStart => break,
            TokenKind::TStringStart => {
                kind = 't';
                break;
            }
            _ => {}
        }
    }
    if mark_token.end != name_token.start {
        let message =
            format!("{kind}-string: conversion type must come right after the exclamation mark");
        return Err(over(engine, mark, name, message));
    }
    let text = engine.tokenizer.text(name_token);
    if !["s", "r", "a"].contains(&text) {
        let message = format!(
            "{kind}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'"
        );
        return Err(over(engine, name, name, message));
    }
    Ok(Some(name))
}

/// A string without replacement fields.
fn string(engine: &Engine<'_>, node: NodeId) -> Match {
    let text = node_text(engine, node);
    let quotes = text.find(['\'', '"']).unwrap_or_default();
    let (prefix, rest) = text.split_at(quotes);
    let size = if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        3
    } else {
        1
    };
    let content = rest.get(size..rest.len() - size).unwrap_or_default();
    let is_bytes = prefix.contains(['b', 'B']);
    if is_bytes && !content.is_ascii() {
        let message = "bytes can only contain ASCII literal characters".to_owned();
        return Err(over(engine, node, node, message));
    }
    if prefix.contains(['r', 'R']) {
        return Ok(Some(node));
    }
    let problem = if is_bytes {
        escapes::bytes_problem(content)
    } else {
        escapes::text_problem(content)
    };
    report(engine, node, problem)
}

/// The text between replacement fields.
fn middle(engine: &Engine<'_>, node: NodeId) -> Match {
    let before = engine.tokens[..engine.nodes[node].start].iter();
    let start = before.rev().find(|token| {
        matches!(
            token.kind,
            TokenKind::FStringStart | TokenKind::TStringStart
        )
    });
    let raw = start.is_some_and(|start| engine.tokenizer.text(start).contains(['r', 'R']));
    if raw {
        return Ok(Some(node));
    }
    report(engine, node, escapes::text_problem(node_text(engine, node)))
}

fn report(engine: &Engine<'_>, node: NodeId, problem: Option<String>) -> Match {
    match problem {
        None => Ok(Some(node)),
        Some(message) => Err(here(engine, ErrorKind::Syntax, message)),
    }
}

/// Adjacent strings, which are all of text or all of bytes.
fn strings(engine: &mut Engine<'_>, start: usize, children: Vec<NodeId>) -> Match {
    let mut kind = "Literal";
    let mut kinds = [false; 2];
    let mut depth = 0usize;
    for token in &engine.tokens[start..engine.mark] {
        match token.kind {
            TokenKind::FStringStart | TokenKind::TStringStart => {
                kind = "FString";
                kinds[0] = true;
                depth += 1;
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => depth = depth.saturating_sub(1),
            TokenKind::String if depth == 0 => {
                let text = engine.tokenizer.text(token);
                let quotes = text.find(['\'', '"']).unwrap_or_default();
                let is_bytes = text.get(..quotes).is_some_and(|it| it.contains(['b', 'B']));
                kinds[usize::from(is_bytes)] = true;
            }
            _ => {}
        }
    }
    if kinds == [true, true] {
        let message = "cannot mix bytes and nonbytes literals".to_owned();
        return Err(here(engine, ErrorKind::Syntax, message));
    }
    Ok(Some(engine.node(kind, start, children)))
}
