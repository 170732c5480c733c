//! The walk over the tokens of a file.
//!
//! A list of tokens is cut into segments: an item, a statement, an argument. An attribute belongs
//! to the segment that it opens, and a segment's header says whether its body is a function.

use super::cfg::Builds;
use super::{Kind, Role, Scan, Site};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What is known of the tokens around.
#[derive(Clone)]
struct Scope {
    path: Vec<String>,
    function_line: usize,
    builds: Builds,
    /// The function whose arguments these are, and which one of them.
    call: Option<(String, usize)>,
}

/// Reads a file.
pub(super) fn file(tokens: TokenStream) -> Scan {
    let mut scan = Scan::default();
    let scope = Scope {
        path: Vec::new(),
        function_line: 0,
        builds: Builds::ALL,
        call: None,
    };
    list(tokens, scope, &mut scan);
    scan
}

fn list(tokens: TokenStream, mut scope: Scope, scan: &mut Scan) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = &tokens[..];
    while !rest.is_empty() {
        let mut builds = scope.builds;
        while let Some((attribute, inner, length)) = attribute(rest) {
            let here = Builds::of_attribute(attribute.stream());
            builds = builds.and(here);
            if inner {
                scope.builds = scope.builds.and(here);
            }
            // Documentation and `cfg` are for the reader of the file, the others for the compiler.
            let text = attribute.to_string();
            if builds.loom && !text.starts_with("[doc") && !text.starts_with("[cfg") {
                scan.fingerprint.push_str(&text);
            }
            rest = &rest[length..];
        }
        let (body, comma) = segment(rest);
        rest = &rest[body.len()..];
        segment_body(
            body,
            &Scope {
                builds,
                ..scope.clone()
            },
            scan,
        );
        if let (Some((_, index)), true) = (&mut scope.call, comma) {
            *index += 1;
        }
    }
}

/// The attribute that `tokens` begin with, whether it is an inner one, and its length.
fn attribute(tokens: &[TokenTree]) -> Option<(&Group, bool, usize)> {
    let is = |index: usize, c: char| matches!(tokens.get(index), Some(TokenTree::Punct(p)) if p.as_char() == c);
    let bracket = |index: usize| match tokens.get(index) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => Some(group),
        _ => None,
    };
    if !is(0, '#') {
        None
    } else if let Some(group) = bracket(1) {
        Some((group, false, 2))
    } else if is(1, '!') {
        Some((bracket(2)?, true, 3))
    } else {
        None
    }
}

/// The first segment of `tokens`, and whether a comma ends it.
fn segment(tokens: &[TokenTree]) -> (&[TokenTree], bool) {
    const ITEMS: [&str; 10] = [
        "fn", "impl", "struct", "enum", "trait", "type", "mod", "use", "const", "static",
    ];
    let mut item = false;
    for (index, token) in tokens.iter().enumerate() {
        let end = match token {
            TokenTree::Ident(word) => {
                item |= ITEMS.contains(&word.to_string().as_str());
                false
            }
            TokenTree::Punct(punct) => punct.as_char() == ';' || (punct.as_char() == ',' && !item),
            TokenTree::Group(group) => {
                let goes_on =
                    matches!(tokens.get(index + 1), Some(TokenTree::Ident(word)) if word == "else");
                group.delimiter() == Delimiter::Brace && !goes_on
            }
            TokenTree::Literal(_) => false,
        };
        if end {
            let comma = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
            return (&tokens[..=index], comma);
        }
    }
    (tokens, false)
}

fn segment_body(body: &[TokenTree], outside: &Scope, scan: &mut Scan) {
    let scope = match header(body) {
        Some((name, line)) => {
            let mut path = outside.path.clone();
            path.push(name);
            Scope {
                path,
                function_line: line.unwrap_or(outside.function_line),
                call: None,
                ..outside.clone()
            }
        }
        None => outside.clone(),
    };
    for (index, token) in body.iter().enumerate() {
        if let Some(kind) = site(&body[..=index], &body[index + 1..], &scope) {
            let first = path_start(body, index);
            let last = match kind {
                Kind::Fence => index + 1,
                Kind::Ordering(..) => index + 3,
            };
            scan.sites.push(Site {
                kind,
                range: body[first].span().byte_range().start..body[last].span().byte_range().end,
                line: token.span().start().line,
                function: if scope.function_line == 0 {
                    String::new()
                } else {
                    scope.path.join("::")
                },
                function_line: scope.function_line,
                modelled: scope.builds.loom,
            });
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let call = match (
                    group.delimiter(),
                    index.checked_sub(1).map(|before| &body[before]),
                ) {
                    (Delimiter::Parenthesis, Some(TokenTree::Ident(name))) => {
                        Some((name.to_string(), 0))
                    }
                    _ => None,
                };
                print(open, scope.builds, scan);
                list(
                    group.stream(),
                    Scope {
                        call,
                        ..scope.clone()
                    },
                    scan,
                );
                print(close, scope.builds, scan);
            }
            TokenTree::Ident(word) => {
                scan.words
                    .push((word.to_string(), word.span().start().line));
                print(&word.to_string(), scope.builds, scan);
            }
            _ => print(&token.to_string(), scope.builds, scan),
        }
    }
}

fn print(token: &str, builds: Builds, scan: &mut Scan) {
    if builds.loom {
        scan.fingerprint.push_str(token);
        scan.fingerprint.push(' ');
    }
}

/// The name that a segment gives to what it contains, and the line of `fn` if it is a function.
fn header(body: &[TokenTree]) -> Option<(String, Option<usize>)> {
    for (index, pair) in body.windows(2).enumerate() {
        let TokenTree::Ident(word) = &pair[0] else {
            continue;
        };
        match (word.to_string().as_str(), &pair[1]) {
            ("impl", _) if index <= 1 => return Some((implementor(&body[index + 1..])?, None)),
            ("mod" | "trait", TokenTree::Ident(name)) => return Some((name.to_string(), None)),
            ("fn", TokenTree::Ident(name)) => {
                return Some((name.to_string(), Some(word.span().start().line)));
            }
            _ => {}
        }
    }
    None
}

/// The type that an `impl` is for: the last name outside angle brackets before `where` or the body.
fn implementor(header: &[TokenTree]) -> Option<String> {
    let mut depth = 0;
    let mut name = None;
    for token in header {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth -= 1,
            TokenTree::Ident(word) if word == "where" => break,
            TokenTree::Ident(word) if depth == 0 => name = Some(word.to_string()),
            _ => {}
        }
    }
    name
}

/// What the last token of `before` begins, seen with the tokens `after` it.
fn site(before: &[TokenTree], after: &[TokenTree], scope: &Scope) -> Option<Kind> {
    let TokenTree::Ident(word) = before.last()? else {
        return None;
    };
    if !scope.builds.loom && !scope.builds.shipped {
        return None;
    }
    let defined = before.len() > 1 && before[before.len() - 2].to_string() == "fn";
    match (word.to_string().as_str(), after) {
        ("fence" | "fence_after_rmw" | "compiler_fence", [TokenTree::Group(group), ..])
            if group.delimiter() == Delimiter::Parenthesis && !defined =>
        {
            Some(Kind::Fence)
        }
        (
            "Ordering",
            [
                TokenTree::Punct(a),
                TokenTree::Punct(b),
                TokenTree::Ident(name),
                ..,
            ],
        ) if a.as_char() == ':' && b.as_char() == ':' => {
            let name = name.to_string();
            let memory =
                ["SeqCst", "AcqRel", "Acquire", "Release", "Relaxed"].contains(&name.as_str());
            memory.then(|| Kind::Ordering(name, role(scope.call.as_ref())))
        }
        _ => None,
    }
}

fn role(call: Option<&(String, usize)>) -> Role {
    match call.map(|(name, index)| (name.as_str(), *index)) {
        Some(("load", _)) => Role::Load,
        Some(("compare_exchange" | "compare_exchange_weak", 3) | ("fetch_update", 1)) => Role::Load,
        Some(("store", _)) => Role::Store,
        Some(("fence" | "compiler_fence", _)) => Role::Fence,
        _ => Role::Update,
    }
}

/// Where the path that ends at `index` begins: `a::b::fence`.
fn path_start(body: &[TokenTree], index: usize) -> usize {
    let colon = |index: usize| matches!(&body[index], TokenTree::Punct(p) if p.as_char() == ':');
    let mut start = index;
    while start >= 3
        && colon(start - 1)
        && colon(start - 2)
        && matches!(body[start - 3], TokenTree::Ident(_))
    {
        start -= 3;
    }
    start
}
