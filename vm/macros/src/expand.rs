//! What `#[native]` writes: the function as it was, its row of the table, and the function that the row
//! points to.
//!
//! The latter is straight-line code for calls that give positional arguments in the right number:
//!
//! ```ignore
//! fn __call(cx: &mut Cx, args: Args<'_>) -> R {
//!     let [a0, a1] = if args.fit(1, 2) { args.pad(2) } else { native::bind(cx, &__NATIVE, args)? };
//!     let a0: &'static List = native::Receiver::receive(cx, a0, &__NATIVE)?;
//!     let a1: Index = if a1.is_unbound() {
//!         native::FromDefault::from_default(-1i64)
//!     } else {
//!         native::FromArg::from_arg(cx, a1, ArgPlace::new(&__NATIVE, 0))?
//!     };
//!     native::IntoResult::into_result(pop(cx, a0, a1), cx)
//! }
//! ```

use crate::attribute::{Attribute, Kind, Owner};
use crate::function::Function;
use crate::signature::{Param, ParamKind, Signature};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, ItemFn, Result, Type};

/// Expands the attribute.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let attribute: Attribute = syn::parse2(attribute)?;
    let item: ItemFn = syn::parse2(item)?;
    let signature = Signature::parse(&attribute.signature.value(), attribute.kind)
        .map_err(|message| Error::new(attribute.signature.span(), message))?;
    let function = Function::check(&item, attribute.kind, &signature)?;
    let row = row(&attribute, &signature, &function);
    let call = call(&item.sig.ident, &attribute, &signature, &function);
    Ok(quote! {
        #[allow(clippy::too_many_arguments, reason = "as many as Python's signature has")]
        #item
        const _: () = {
            #row
            #call
        };
    })
}

impl ToTokens for Param {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (name, kind, required) = (&self.name, self.kind, self.is_required());
        let default = match &self.default {
            Some(text) => quote!(Some(#text)),
            None => quote!(None),
        };
        tokens.extend(quote! {
            crate::native::Param { name: #name, kind: #kind, default: #default, required: #required }
        });
    }
}

fn row(attribute: &Attribute, signature: &Signature, function: &Function) -> TokenStream {
    let owner = match &attribute.owner {
        Owner::Class(path) => quote!(crate::native::Owner::Class(&#path)),
        Owner::Module(name) => quote!(crate::native::Owner::Module(#name)),
    };
    let Signature { name, text, params } = signature;
    let Attribute {
        kind,
        effect,
        opaque,
        ..
    } = attribute;
    let doc = &function.doc;
    quote! {
        #[::linkme::distributed_slice(crate::native::NATIVES)]
        static __NATIVE: crate::native::NativeDef = crate::native::NativeDef {
            owner: #owner,
            name: #name,
            signature: #text,
            params: &[#(#params),*],
            doc: #doc,
            kind: #kind,
            effect: crate::native::Effect::#effect,
            opaque: #opaque,
            call: __call,
        };
    }
}

/// Arguments by number, the receiver among them.
struct Counts {
    /// Arguments that each call gives by position.
    least: usize,
    /// Arguments that have a place of their own and can be given by position.
    positional: usize,
    /// Arguments that have a place of their own.
    singles: usize,
    /// Whether any number of arguments more can be given by position.
    open: bool,
    /// Whether a call without keywords can be right.
    keywordless: bool,
}

fn counts(kind: Kind, params: &[Param]) -> Counts {
    let first = usize::from(kind.has_receiver()) + usize::from(kind == Kind::Setter);
    let count = |test: fn(&Param) -> bool| params.iter().filter(|param| test(param)).count();
    Counts {
        least: first + count(|param| param.is_positional() && param.is_required()),
        positional: first + count(Param::is_positional),
        singles: first + count(Param::is_single),
        open: count(|param| param.kind == ParamKind::VarPositional) > 0,
        keywordless: count(|param| !param.is_positional() && param.is_required()) == 0,
    }
}

fn call(
    name: &Ident,
    attribute: &Attribute,
    signature: &Signature,
    function: &Function,
) -> TokenStream {
    let counts = counts(attribute.kind, &signature.params);
    let words: Vec<Ident> = (0..counts.singles)
        .map(|index| format_ident!("a{index}"))
        .collect();
    let bind = bind(&counts);
    let mut words_left = words.iter();
    let mut values = Vec::new();
    let mut conversions = TokenStream::new();
    let mut convert = |value: Ident, ty: &Type, expression: TokenStream| {
        conversions.extend(quote_spanned!(ty.span()=> let #value: #ty = #expression;));
        values.push(value);
    };
    if let (Some(ty), Some(word)) = (&function.receiver, words.first()) {
        words_left.next();
        convert(word.clone(), ty, receive(attribute.kind, word));
    }
    if attribute.kind == Kind::Setter
        && let (Some(ty), Some(word)) = (function.params.first(), words_left.next())
    {
        convert(word.clone(), ty, argument(word, 0, None));
    }
    let before_rest = counts.positional;
    for (index, (param, ty)) in signature.params.iter().zip(&function.params).enumerate() {
        match param.kind {
            ParamKind::VarPositional => {
                convert(format_ident!("rest"), ty, quote!(args.rest(#before_rest)));
            }
            ParamKind::VarKeyword => {
                let keywords = quote!(crate::native::Kwargs::new(args, &__NATIVE));
                convert(format_ident!("keywords"), ty, keywords);
            }
            _ => {
                if let Some(word) = words_left.next() {
                    convert(word.clone(), ty, argument(word, index, Some(param)));
                }
            }
        }
    }
    let io = attribute.effect == "Io";
    let enter = io.then(|| quote!(cx.enter_io()?;));
    // A signal that has come meanwhile may have ended a wait.
    let hear = io.then(|| quote!(cx.hear()?;));
    quote! {
        fn __call(cx: &mut crate::cx::Cx, args: crate::native::Args<'_>) -> crate::cx::R {
            #enter
            let [#(#words),*] = #bind;
            #conversions
            let result = crate::native::IntoResult::into_result(#name(cx, #(#values),*), cx)?;
            #hear
            Ok(result)
        }
    }
}

/// The words of the arguments, each in its place.
fn bind(counts: &Counts) -> TokenStream {
    let Counts {
        least, positional, ..
    } = counts;
    let bind = quote!(crate::native::bind(cx, &__NATIVE, args)?);
    let most = match counts.open {
        true => quote!(usize::MAX),
        false => quote!(#positional),
    };
    match counts.keywordless {
        true => quote!(if args.fit(#least, #most) { args.pad(#positional) } else { #bind }),
        false => bind,
    }
}

fn receive(kind: Kind, word: &Ident) -> TokenStream {
    let method = match kind {
        Kind::ClassMethod | Kind::New => quote!(ClassReceiver::receive_class),
        _ => quote!(Receiver::receive),
    };
    quote!(crate::native::#method(cx, #word, &__NATIVE)?)
}

fn argument(word: &Ident, index: usize, param: Option<&Param>) -> TokenStream {
    let place = quote!(crate::native::ArgPlace::new(&__NATIVE, #index));
    match param {
        Some(param) if !param.is_required() => {
            let default = default(param.default.as_deref());
            quote! {
                if #word.is_unbound() {
                    crate::native::FromDefault::from_default(#default)
                } else {
                    crate::native::FromArg::from_arg(cx, #word, #place)?
                }
            }
        }
        _ => quote!(crate::native::FromArg::from_arg(cx, #word, #place)?),
    }
}

/// The default as a Rust literal, or the mark for one that only `Option` can stand for.
fn default(text: Option<&str>) -> TokenStream {
    let Some(text) = text else {
        return quote!(crate::native::Absent);
    };
    match text {
        "None" => quote!(()),
        "True" => quote!(true),
        "False" => quote!(false),
        "sys.maxsize" => quote!(crate::native::MaxSize),
        _ => {
            if let Ok(int) = text.parse::<i64>() {
                Literal::i64_suffixed(int).into_token_stream()
            } else if let Some(float) = float(text) {
                Literal::f64_suffixed(float).into_token_stream()
            } else if let Some(string) = string(text) {
                quote!(crate::native::Text(crate::name!(cx, #string)?))
            } else {
                quote!(crate::native::Absent)
            }
        }
    }
}

/// The text of a simple string literal of Python's.
fn string(text: &str) -> Option<String> {
    let quote = text
        .chars()
        .next()
        .filter(|char| matches!(char, '\'' | '"'))?;
    let mut chars = text.strip_prefix(quote)?.strip_suffix(quote)?.chars();
    let mut string = String::new();
    while let Some(char) = chars.next() {
        string.push(match char {
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                other if other.is_ascii_alphanumeric() => return None,
                other => other,
            },
            other => other,
        });
    }
    Some(string)
}

fn float(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches('-');
    let starts = digits.starts_with(|char: char| char.is_ascii_digit());
    text.parse().ok().filter(|_| starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(attribute: &str, item: &str) -> std::result::Result<String, String> {
        let parse = |text: &str| {
            text.parse::<TokenStream>()
                .map_err(|error| error.to_string())
        };
        let tokens = expand(parse(attribute)?, parse(item)?).map_err(|error| error.to_string())?;
        // Comparable whatever blanks the token printer uses.
        Ok(tokens.to_string().replace([' ', '\n'], ""))
    }

    #[track_caller]
    fn contains(attribute: &str, item: &str, parts: &[&str]) {
        let text = expanded(attribute, item).expect(attribute);
        for part in parts {
            let part = part.replace(' ', "");
            assert!(text.contains(&part), "no {part} in {text}");
        }
    }

    #[test]
    fn a_method() {
        contains(
            r#"LIST, "pop(self, index=-1, /)", effect = writes"#,
            "/// Takes it.\nfn pop(cx: &mut Cx, this: &'static List, index: Index) -> R { body() }",
            &[
                "-> R { body() }",
                "owner: crate::native::Owner::Class(&LIST)",
                r#"name: "pop", signature: "(self,index=-1,/)""#,
                r#"Param { name: "index", kind: crate::native::ParamKind::PositionalOnly, default: Some("-1"), required: false }"#,
                r#"doc: "Takesit.""#,
                "kind: crate::native::Kind::Method",
                "effect: crate::native::Effect::Writes",
                "let [a0, a1] = if args.fit(1usize, 2usize)",
                "let a0: &'static List = crate::native::Receiver::receive(cx, a0, &__NATIVE)?;",
                "let a1: Index = if a1.is_unbound() { crate::native::FromDefault::from_default(-1i64) }",
                "else { crate::native::FromArg::from_arg(cx, a1, crate::native::ArgPlace::new(&__NATIVE, 0usize))? };",
                "into_result(pop(cx, a0, a1), cx)",
            ],
        );
    }

    #[test]
    fn stars_and_keywords() {
        contains(
            r#"module = "m", "f(a, /, *args, b, c=None, **kw)""#,
            "fn f(cx: &mut Cx, a: Value, args: &[Value], b: Value, c: Option<i64>, kw: Kwargs<'_>) {}",
            &[
                r#"Owner::Module("m")"#,
                "let [a0, a1, a2] = crate::native::bind(cx, &__NATIVE, args)?;",
                "let rest: &[Value] = args.rest(1usize);",
                "let a1: Value = crate::native::FromArg::from_arg(cx, a1, crate::native::ArgPlace::new(&__NATIVE, 2usize))?;",
                "let keywords: Kwargs<'_> = crate::native::Kwargs::new(args, &__NATIVE);",
                "f(cx, a0, rest, a1, a2, keywords)",
            ],
        );
        contains(
            r#"module = "m", "f(a, *args)""#,
            "fn f(cx: &mut Cx, a: Value, args: &[Value]) {}",
            &["if args.fit(1usize, usize::MAX)"],
        );
    }

    #[test]
    fn kinds() {
        let new = "fn new(cx: &mut Cx, cls: &'static Type) -> R { x }";
        contains(
            r#"INT, "__new__(cls, /)", new"#,
            new,
            &["receive_class(cx, a0, &__NATIVE)"],
        );
        let setter = "fn set(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> { x }";
        contains(
            r#"TYPE, "__name__", setter"#,
            setter,
            &["args.fit(2usize, 2usize)", "set(cx, a0, a1)"],
        );
        let getter = "fn get(cx: &mut Cx, this: &'static Type) -> R { x }";
        contains(
            r#"TYPE, "__name__", getter"#,
            getter,
            &["args.fit(1usize, 1usize)", r#"signature: """#],
        );
    }

    #[test]
    fn defaults() {
        for (text, tokens) in [
            ("None", "()"),
            ("True", "true"),
            ("-1", "-1i64"),
            ("1e-09", "0.000000001f64"),
            ("-0.5", "-0.5f64"),
            ("sys.maxsize", "crate::native::MaxSize"),
            ("inf", "crate::native::Absent"),
            ("''", r#"crate::native::Text(crate::name!(cx,"")?)"#),
            (r"'\n'", r#"crate::native::Text(crate::name!(cx,"\n")?)"#),
            (r"'\x00'", "crate::native::Absent"),
            ("b''", "crate::native::Absent"),
            ("<unrepresentable>", "crate::native::Absent"),
        ] {
            assert_eq!(default(Some(text)).to_string().replace(' ', ""), tokens);
        }
    }

    #[test]
    fn mistakes() {
        for (attribute, message) in [
            (r#"LIST, "f(""#, "ends in"),
            (r#"LIST, "f(self, b)""#, "here the signature has `b`"),
            (r#"LIST, "f(self, a)", what"#, "unknown flag"),
        ] {
            let error = expanded(attribute, "fn f(cx: &mut Cx, this: Value, a: Value) {}");
            assert!(
                error.clone().expect_err(attribute).contains(message),
                "{error:?}"
            );
        }
    }
}
