//! What stands in the parentheses of `#[native(...)]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Result, Token};

/// To what the function belongs.
pub(crate) enum Owner {
    /// The path of a `TypeCell`.
    Class(Path),
    /// The name of a module.
    Module(LitStr),
}

/// How the function becomes an attribute of its owner. The names are those of `native::Kind`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Function,
    Method,
    Slot,
    ClassMethod,
    StaticMethod,
    New,
    Getter,
    Setter,
    Deleter,
}

impl Kind {
    /// Whether the first argument of a call is an instance or a class.
    pub(crate) fn has_receiver(self) -> bool {
        !matches!(self, Kind::Function | Kind::StaticMethod)
    }

    /// The names that a signature may give the receiver; none where it is not written.
    pub(crate) fn receiver_names(self) -> &'static [&'static str] {
        match self {
            Kind::Method | Kind::Slot => &["self"],
            Kind::ClassMethod | Kind::New => &["type", "cls"],
            _ => &[],
        }
    }

    /// Whether the signature is a mere name.
    pub(crate) fn is_computed_attribute(self) -> bool {
        matches!(self, Kind::Getter | Kind::Setter | Kind::Deleter)
    }

    fn from_flag(flag: &str) -> Option<Kind> {
        Some(match flag {
            "slot" => Kind::Slot,
            "classmethod" => Kind::ClassMethod,
            "staticmethod" => Kind::StaticMethod,
            "new" => Kind::New,
            "getter" => Kind::Getter,
            "setter" => Kind::Setter,
            "deleter" => Kind::Deleter,
            _ => return None,
        })
    }
}

impl ToTokens for Kind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = Ident::new(&format!("{self:?}"), Span::call_site());
        tokens.extend(quote!(crate::native::Kind::#name));
    }
}

/// The attribute's arguments.
pub(crate) struct Attribute {
    pub(crate) owner: Owner,
    pub(crate) signature: LitStr,
    pub(crate) kind: Kind,
    /// A variant of `native::Effect`.
    pub(crate) effect: Ident,
    pub(crate) opaque: bool,
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path: Path = input.parse()?;
        let owner = if path.is_ident("module") && input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Owner::Module(input.parse()?)
        } else {
            Owner::Class(path)
        };
        input.parse::<Token![,]>()?;
        let mut attribute = Attribute {
            kind: match owner {
                Owner::Class(_) => Kind::Method,
                Owner::Module(_) => Kind::Function,
            },
            owner,
            signature: input.parse()?,
            effect: Ident::new("Calls", Span::call_site()),
            opaque: false,
        };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                attribute.flag(input)?;
            }
        }
        Ok(attribute)
    }
}

impl Attribute {
    fn flag(&mut self, input: ParseStream<'_>) -> Result<()> {
        let flag: Ident = input.parse()?;
        let text = flag.to_string();
        match text.as_str() {
            "opaque" => self.opaque = true,
            "effect" => {
                input.parse::<Token![=]>()?;
                self.effect = effect(&input.parse()?)?;
            }
            "trace" => {
                return Err(Error::new(
                    flag.span(),
                    "`trace` is reserved for the trace recorder",
                ));
            }
            _ => match Kind::from_flag(&text) {
                None => return Err(Error::new(flag.span(), format!("unknown flag `{flag}`"))),
                Some(_) if self.kind == Kind::Function => {
                    return Err(Error::new(
                        flag.span(),
                        "a function of a module takes no such flag",
                    ));
                }
                Some(_) if self.kind != Kind::Method => {
                    return Err(Error::new(flag.span(), "it cannot be two things at once"));
                }
                Some(kind) => self.kind = kind,
            },
        }
        Ok(())
    }
}

fn effect(name: &Ident) -> Result<Ident> {
    let variant = match name.to_string().as_str() {
        "pure" => "Pure",
        "reads" => "Reads",
        "writes" => "Writes",
        "waits" => "Waits",
        "enters" => "Enters",
        "io" => "Io",
        _ => {
            let message = "an effect is `pure`, `reads`, `writes`, `waits`, `enters` or `io`";
            return Err(Error::new(name.span(), message));
        }
    };
    Ok(Ident::new(variant, name.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> std::result::Result<Attribute, String> {
        syn::parse_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn owners_and_flags() {
        let attribute = parse(r#"super::LIST, "append(self, object, /)", slot, effect = writes"#);
        let attribute = attribute.expect("parses");
        assert!(matches!(attribute.owner, Owner::Class(path) if path.segments.len() == 2));
        assert_eq!(attribute.kind, Kind::Slot);
        assert_eq!(attribute.effect, "Writes");
        let attribute = parse(r#"module = "math", "pi()", opaque,"#).expect("parses");
        assert!(matches!(attribute.owner, Owner::Module(name) if name.value() == "math"));
        assert_eq!(attribute.kind, Kind::Function);
        assert_eq!(attribute.effect, "Calls");
        assert!(attribute.opaque);
    }

    #[test]
    fn mistakes() {
        for (text, message) in [
            (r#"LIST, "f()", frozen"#, "unknown flag `frozen`"),
            (r#"LIST, "f()", getter, setter"#, "two things"),
            (r#"module = "m", "f()", getter"#, "a function of a module"),
            (r#"LIST, "f()", effect = none"#, "an effect is"),
            (r#"LIST, "f()", trace = f"#, "reserved"),
            (r"LIST, f", "string literal"),
        ] {
            let error = parse(text).err().expect(text);
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
