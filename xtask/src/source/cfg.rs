//! Which builds contain an item: `#[cfg(...)]`, evaluated for the two builds that matter.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The builds that contain something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Builds {
    /// The models' build: feature `loom`.
    pub(super) loom: bool,
    /// The shipped build: no features, on this machine's architecture.
    pub(super) shipped: bool,
}

impl Builds {
    pub(super) const ALL: Builds = Builds {
        loom: true,
        shipped: true,
    };

    pub(super) fn and(self, other: Builds) -> Builds {
        Builds {
            loom: self.loom && other.loom,
            shipped: self.shipped && other.shipped,
        }
    }

    /// The builds that an attribute (what stands between its brackets) lets through.
    pub(super) fn of_attribute(attribute: TokenStream) -> Builds {
        let mut tokens = attribute.into_iter();
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(name)), Some(TokenTree::Group(group))) if name == "cfg" => {
                Builds {
                    loom: holds(group.stream(), true),
                    shipped: holds(group.stream(), false),
                }
            }
            _ => Builds::ALL,
        }
    }
}

/// Evaluates one predicate; neither build is a test build.
fn holds(predicate: TokenStream, loom: bool) -> bool {
    let tokens: Vec<TokenTree> = predicate.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name), TokenTree::Group(group), ..]
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            let parts: Vec<TokenTree> = group.stream().into_iter().collect();
            let mut parts = parts
                .split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','))
                .filter(|part| !part.is_empty())
                .map(|part| holds(part.iter().cloned().collect(), loom));
            match name.to_string().as_str() {
                "not" => !parts.all(|part| part),
                "any" => parts.any(|part| part),
                _ => parts.all(|part| part),
            }
        }
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Literal(value),
            ..,
        ] => {
            let value = value.to_string();
            match name.to_string().as_str() {
                "feature" => loom && value == "\"loom\"",
                "target_arch" => value.trim_matches('"') == std::env::consts::ARCH,
                "target_os" => value.trim_matches('"') == std::env::consts::OS,
                "target_pointer_width" => value == "\"64\"",
                _ => false,
            }
        }
        [TokenTree::Ident(name)] => name == "unix" || (name == "debug_assertions" && loom),
        _ => false,
    }
}
