//! The Rust function, and whether it fits its signature.

use crate::attribute::Kind;
use crate::signature::Signature;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprLit, FnArg, ItemFn, Lit, Meta, Pat, PatType, Result, Safety, Type};

/// What the table and the call need of the function.
pub(crate) struct Function {
    /// The type of the receiver.
    pub(crate) receiver: Option<Type>,
    /// The types of the other parameters, `cx` left out.
    pub(crate) params: Vec<Type>,
    /// The documentation, lines without the blank in front.
    pub(crate) doc: String,
}

impl Function {
    /// Compares the function with its signature.
    pub(crate) fn check(item: &ItemFn, kind: Kind, signature: &Signature) -> Result<Function> {
        let head = &item.sig;
        if head.asyncness.is_some()
            || matches!(head.safety, Safety::Unsafe(_))
            || !head.generics.params.is_empty()
        {
            return Err(Error::new(
                head.span(),
                "a native function is a plain, safe function",
            ));
        }
        let mut params = Vec::new();
        for input in &head.inputs {
            match input {
                FnArg::Typed(param) => params.push(param),
                FnArg::Receiver(_) => {
                    return Err(Error::new(
                        input.span(),
                        "a native function is no Rust method",
                    ));
                }
            }
        }
        let mut params = params.into_iter();
        if !params.next().is_some_and(|param| is_named(param, "cx")) {
            return Err(Error::new(
                head.span(),
                "the first parameter must be `cx: &mut Cx`",
            ));
        }
        let receiver = if kind.has_receiver() {
            let missing = || Error::new(head.span(), "the parameter for the receiver is missing");
            Some(params.next().ok_or_else(missing)?)
        } else {
            None
        };
        let params: Vec<&PatType> = params.collect();
        check_names(item, &params, &expected_names(kind, signature))?;
        Ok(Function {
            receiver: receiver.map(|param| (*param.ty).clone()),
            params: params.iter().map(|param| (*param.ty).clone()).collect(),
            doc: doc(item),
        })
    }
}

fn expected_names(kind: Kind, signature: &Signature) -> Vec<&str> {
    match kind {
        Kind::Setter => vec!["value"],
        _ => signature
            .params
            .iter()
            .map(|param| param.name.as_str())
            .collect(),
    }
}

fn check_names(item: &ItemFn, params: &[&PatType], names: &[&str]) -> Result<()> {
    for (param, name) in params.iter().zip(names) {
        if !is_named(param, name) {
            let message = format!("here the signature has `{name}`");
            return Err(Error::new(param.pat.span(), message));
        }
    }
    if params.len() == names.len() {
        return Ok(());
    }
    let message = format!(
        "the signature has {} parameters after the receiver, the function has {}",
        names.len(),
        params.len()
    );
    Err(Error::new(item.sig.ident.span(), message))
}

/// Whether the parameter has this name, or none (`_`); underscores around it do not count, so that Rust's
/// keywords can be names, and unused parameters marked.
fn is_named(param: &PatType, name: &str) -> bool {
    match &*param.pat {
        Pat::Wild(_) => true,
        Pat::Ident(pattern) => {
            let ident = pattern.ident.unraw().to_string();
            ident.trim_matches('_') == name.trim_matches('_')
        }
        _ => false,
    }
}

/// The text of the documentation comments.
fn doc(item: &ItemFn) -> String {
    let mut lines = Vec::new();
    for attribute in &item.attrs {
        if let Meta::NameValue(meta) = &attribute.meta
            && meta.path.is_ident("doc")
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &meta.value
        {
            let text = text.value();
            let lines_of_it = text
                .split('\n')
                .map(|line| line.strip_prefix(' ').unwrap_or(line));
            lines.extend(lines_of_it.map(|line| line.trim_end().to_owned()));
        }
    }
    lines.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, signature: &str, function: &str) -> std::result::Result<Function, String> {
        let signature = Signature::parse(signature, kind)?;
        let item: ItemFn = syn::parse_str(function).map_err(|error| error.to_string())?;
        Function::check(&item, kind, &signature).map_err(|error| error.to_string())
    }

    #[test]
    fn fits() {
        let function = check(
            Kind::Method,
            "f(self, type, a=None, /)",
            "/// One.\n///\n///   Two.\nfn f(cx: &mut Cx, this: &'static List, r#type: Value, _a: Value) {}",
        );
        let function = function.expect("fits");
        assert!(function.receiver.is_some());
        assert_eq!(function.params.len(), 2);
        assert_eq!(function.doc, "One.\n\n  Two.");
        check(
            Kind::Setter,
            "x",
            "fn set_x(_: &mut Cx, this: Value, value: Value) {}",
        )
        .expect("fits");
    }

    #[test]
    fn mistakes() {
        for (kind, signature, function, message) in [
            (Kind::Function, "f(a)", "fn f(a: Value) {}", "must be `cx"),
            (
                Kind::Function,
                "f(a)",
                "fn f(&mut self, a: Value) {}",
                "no Rust method",
            ),
            (
                Kind::Function,
                "f(a)",
                "unsafe fn f(cx: &mut Cx, a: Value) {}",
                "safe",
            ),
            (
                Kind::Function,
                "f(a)",
                "fn f<T>(cx: &mut Cx, a: T) {}",
                "plain",
            ),
            (
                Kind::Function,
                "f(a)",
                "fn f(cx: &mut Cx) {}",
                "has 1 parameters after the receiver, the function has 0",
            ),
            (
                Kind::Function,
                "f(a, b)",
                "fn f(cx: &mut Cx, b: Value, a: Value) {}",
                "here the signature has `a`",
            ),
            (
                Kind::Method,
                "f(self)",
                "fn f(cx: &mut Cx) {}",
                "receiver is missing",
            ),
            (
                Kind::Setter,
                "x",
                "fn f(cx: &mut Cx, this: Value) {}",
                "has 1 parameters",
            ),
        ] {
            let error = check(kind, signature, function).err().expect(function);
            assert!(error.contains(message), "{function}: {error}");
        }
    }
}
