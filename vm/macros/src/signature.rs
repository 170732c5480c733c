//! Text signatures: `split(self, /, sep=None, maxsplit=-1)`.
//!
//! The grammar is that of CPython's `__text_signature__`: Python's parameters without annotations,
//! with defaults that are any text, and with trailing groups of optional parameters that have no
//! default: `count(self, sub[, start[, end]], /)`.

use crate::attribute::Kind;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

/// What a parameter takes. The names are those of `native::ParamKind`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParamKind {
    PositionalOnly,
    PositionalOrKeyword,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

impl ToTokens for ParamKind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = Ident::new(&format!("{self:?}"), Span::call_site());
        tokens.extend(quote!(crate::native::ParamKind::#name));
    }
}

/// One parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: ParamKind,
    pub(crate) default: Option<String>,
    /// In brackets: it may be absent without a default.
    pub(crate) grouped: bool,
}

impl Param {
    /// Whether it takes one argument, not all that are left.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self.kind, ParamKind::VarPositional | ParamKind::VarKeyword)
    }

    /// Whether it takes one argument by position.
    pub(crate) fn is_positional(&self) -> bool {
        matches!(
            self.kind,
            ParamKind::PositionalOnly | ParamKind::PositionalOrKeyword
        )
    }

    /// Whether each call must give it.
    pub(crate) fn is_required(&self) -> bool {
        self.is_single() && self.default.is_none() && !self.grouped
    }
}

/// A signature.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    /// The parentheses and what is between them; empty for a computed attribute.
    pub(crate) text: String,
    /// The parameters after the receiver.
    pub(crate) params: Vec<Param>,
}

/// What is wrong with a signature, for the programmer.
type Result<T> = std::result::Result<T, String>;

impl Signature {
    /// Reads the signature of a function of this kind.
    pub(crate) fn parse(source: &str, kind: Kind) -> Result<Signature> {
        let Some((name, rest)) = source.split_once('(') else {
            return Self::computed_attribute(source, kind);
        };
        if kind.is_computed_attribute() {
            return Err("the signature of a computed attribute is its name".to_owned());
        }
        let Some(inner) = rest.strip_suffix(')') else {
            return Err("a signature ends in `)`".to_owned());
        };
        let mut items = split(inner)?;
        let names = kind.receiver_names();
        if !names.is_empty() {
            if !items
                .first()
                .is_some_and(|item| names.contains(&item.text.as_str()))
            {
                return Err(format!(
                    "the first parameter must be `{}`",
                    names.join("` or `")
                ));
            }
            items.remove(0);
        }
        Ok(Signature {
            name: identifier(name)?,
            text: format!("({rest}"),
            params: classify(&items, !names.is_empty())?,
        })
    }

    fn computed_attribute(source: &str, kind: Kind) -> Result<Signature> {
        if !kind.is_computed_attribute() {
            return Err("a signature looks like `name(a, b, /)`".to_owned());
        }
        Ok(Signature {
            name: identifier(source)?,
            text: String::new(),
            params: Vec::new(),
        })
    }
}

/// The text between two commas.
#[derive(Debug)]
struct Item {
    text: String,
    grouped: bool,
}

/// Splits the parameters at their commas, and takes the brackets of groups away.
fn split(inner: &str) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut text = String::new();
    let (mut groups, mut grouped, mut depth, mut quote) = (0u32, false, 0u32, None);
    for (at, char) in inner.char_indices() {
        match (char, quote) {
            (_, Some(end)) if char == end => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(char),
            (',', None) if depth == 0 => {
                items.push(finish(&mut text, grouped));
                grouped = groups > 0;
                continue;
            }
            ('[', None) if depth == 0 && inner[at + 1..].trim_start().starts_with(',') => {
                groups += 1;
                continue;
            }
            (']', None) if depth == 0 && groups > 0 => {
                groups -= 1;
                continue;
            }
            ('(' | '[' | '{', None) => depth += 1,
            (')' | ']' | '}', None) => {
                depth = depth.checked_sub(1).ok_or("a bracket too many is closed")?;
            }
            _ => {}
        }
        text.push(char);
    }
    if groups > 0 || depth > 0 || quote.is_some() {
        return Err("a bracket or a quote is not closed".to_owned());
    }
    if !text.trim().is_empty() || !items.is_empty() {
        items.push(finish(&mut text, grouped));
    }
    Ok(items)
}

fn finish(text: &mut String, grouped: bool) -> Item {
    let item = Item {
        text: text.trim().to_owned(),
        grouped,
    };
    text.clear();
    item
}

/// Finds out what kinds of parameters the items are.
fn classify(items: &[Item], receiver: bool) -> Result<Vec<Param>> {
    let mut params: Vec<Param> = Vec::new();
    // The kind of a parameter without a star that comes next.
    let mut next = ParamKind::PositionalOrKeyword;
    let mut slash = false;
    for (index, item) in items.iter().enumerate() {
        let last = index + 1 == items.len();
        match item.text.as_str() {
            "/" => {
                if slash || next == ParamKind::KeywordOnly || (params.is_empty() && !receiver) {
                    return Err("`/` is out of place".to_owned());
                }
                slash = true;
                for param in &mut params {
                    param.kind = ParamKind::PositionalOnly;
                }
            }
            "*" => {
                if last || next == ParamKind::KeywordOnly {
                    return Err("`*` is out of place".to_owned());
                }
                next = ParamKind::KeywordOnly;
            }
            text if text.starts_with("**") => {
                if !last {
                    return Err(format!("`{text}` must be the last parameter"));
                }
                params.push(starred(&text[2..], ParamKind::VarKeyword)?);
            }
            text if text.starts_with('*') => {
                if next == ParamKind::KeywordOnly {
                    return Err(format!("`{text}` is out of place"));
                }
                params.push(starred(&text[1..], ParamKind::VarPositional)?);
                next = ParamKind::KeywordOnly;
            }
            text => params.push(single(text, next, item.grouped)?),
        }
    }
    check(&params)?;
    Ok(params)
}

fn starred(name: &str, kind: ParamKind) -> Result<Param> {
    Ok(Param {
        name: identifier(name)?,
        kind,
        default: None,
        grouped: false,
    })
}

fn single(text: &str, kind: ParamKind, grouped: bool) -> Result<Param> {
    let (name, default) = match text.split_once('=') {
        Some((name, default)) => (name, Some(default.trim().to_owned())),
        None => (text, None),
    };
    if default.as_deref() == Some("") {
        return Err(format!("`{text}` has no default after its `=`"));
    }
    Ok(Param {
        name: identifier(name)?,
        kind,
        default,
        grouped,
    })
}

fn check(params: &[Param]) -> Result<()> {
    let mut optional = false;
    for (index, param) in params.iter().enumerate() {
        let name = &param.name;
        if params[..index].iter().any(|other| other.name == *name) {
            return Err(format!("there are two parameters `{name}`"));
        }
        if param.grouped && param.kind != ParamKind::PositionalOnly {
            // No CPython function looks like that.
            return Err(format!(
                "`{name}` is in brackets, so it must stand before `/`"
            ));
        }
        if param.is_positional() {
            if optional && param.is_required() {
                return Err(format!(
                    "`{name}` must be given, but follows one that need not be"
                ));
            }
            optional = !param.is_required();
        }
    }
    Ok(())
}

fn identifier(text: &str) -> Result<String> {
    let text = text.trim();
    let mut chars = text.chars();
    let starts = chars
        .next()
        .is_some_and(|char| char.is_alphabetic() || char == '_');
    if starts && chars.all(|char| char.is_alphanumeric() || char == '_') {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ParamKind::*;

    fn parse(source: &str, kind: Kind) -> Vec<(String, ParamKind, Option<String>, bool)> {
        let signature = Signature::parse(source, kind).expect(source);
        let params = signature.params.into_iter();
        params
            .map(|param| (param.name, param.kind, param.default, param.grouped))
            .collect()
    }

    fn param(
        name: &str,
        kind: ParamKind,
        default: &str,
    ) -> (String, ParamKind, Option<String>, bool) {
        let default = (!default.is_empty()).then(|| default.to_owned());
        (name.to_owned(), kind, default, false)
    }

    #[test]
    fn kinds() {
        assert_eq!(parse("clear(self, /)", Kind::Method), []);
        assert_eq!(parse("getpid()", Kind::Function), []);
        assert_eq!(
            parse("replace(self, old, new, /, count=-1)", Kind::Method),
            [
                param("old", PositionalOnly, ""),
                param("new", PositionalOnly, ""),
                param("count", PositionalOrKeyword, "-1"),
            ]
        );
        assert_eq!(
            parse("f(a, /, b, *args, c, d=None, **kw)", Kind::Function),
            [
                param("a", PositionalOnly, ""),
                param("b", PositionalOrKeyword, ""),
                param("args", VarPositional, ""),
                param("c", KeywordOnly, ""),
                param("d", KeywordOnly, "None"),
                param("kw", VarKeyword, ""),
            ]
        );
        assert_eq!(
            parse("fromkeys(type, iterable, value=None, /)", Kind::ClassMethod),
            [
                param("iterable", PositionalOnly, ""),
                param("value", PositionalOnly, "None")
            ]
        );
    }

    #[test]
    fn defaults_are_any_text() {
        assert_eq!(
            parse(
                "f(a=(1, 2), b=', =', c=[1, [2]], d=<unrepresentable>, *, e={'a': ']'})",
                Kind::Function
            ),
            [
                param("a", PositionalOrKeyword, "(1, 2)"),
                param("b", PositionalOrKeyword, "', ='"),
                param("c", PositionalOrKeyword, "[1, [2]]"),
                param("d", PositionalOrKeyword, "<unrepresentable>"),
                param("e", KeywordOnly, "{'a': ']'}"),
            ]
        );
    }

    #[test]
    fn groups() {
        let params = parse("count(self, sub[, start[ , end]], /)", Kind::Method);
        let grouped = |name: &str| (name.to_owned(), PositionalOnly, None, true);
        assert_eq!(
            params,
            [
                param("sub", PositionalOnly, ""),
                grouped("start"),
                grouped("end")
            ]
        );
    }

    #[test]
    fn computed_attributes() {
        let signature = Signature::parse("__name__", Kind::Setter).expect("a name");
        assert_eq!(
            (signature.name.as_str(), signature.text.as_str()),
            ("__name__", "")
        );
    }

    #[test]
    fn mistakes() {
        for (source, kind, message) in [
            ("f", Kind::Function, "looks like"),
            ("f(a", Kind::Function, "ends in"),
            ("f(a) -> int", Kind::Function, "ends in"),
            ("f(a, /)", Kind::Method, "must be `self`"),
            ("f(self)", Kind::ClassMethod, "must be `type` or `cls`"),
            ("f()", Kind::Getter, "is its name"),
            ("f(/, a)", Kind::Function, "`/` is out of place"),
            ("f(a, *, b, /)", Kind::Function, "`/` is out of place"),
            ("f(a, *)", Kind::Function, "`*` is out of place"),
            ("f(*a, *b)", Kind::Function, "`*b` is out of place"),
            ("f(**k, a)", Kind::Function, "last"),
            ("f(a=1, b)", Kind::Function, "must be given"),
            ("f(a, a)", Kind::Function, "two parameters `a`"),
            ("f(a, b=)", Kind::Function, "no default"),
            ("f(a,, b)", Kind::Function, "`` is no name"),
            ("f(a, 1b)", Kind::Function, "`1b` is no name"),
            ("f(a[, b)", Kind::Function, "not closed"),
            ("f(a])", Kind::Function, "a bracket too many"),
            ("f(a[, b])", Kind::Function, "must stand before `/`"),
            ("f(a, *[, b])", Kind::Function, "must stand before `/`"),
        ] {
            let error = Signature::parse(source, kind).expect_err(source);
            assert!(error.contains(message), "{source}: {error}");
        }
    }
}
