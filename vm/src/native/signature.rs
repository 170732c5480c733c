//! What Python code sees of a declaration: `__text_signature__` and `__doc__`.

use super::slots::standard;
use super::{Kind, NativeDef, Owner, ParamKind, of_class};
use crate::objects::object::OBJECT;
use crate::types::TypeCell;

/// `__text_signature__`: the parameters, with a `$` before the receiver for `inspect.signature`.
pub fn text_signature(def: &NativeDef) -> Option<String> {
    if def.opaque {
        return None;
    }
    match def.kind {
        Kind::Getter | Kind::Setter | Kind::Deleter => None,
        Kind::New => Some("($type, *args, **kwargs)".to_owned()),
        Kind::StaticMethod => Some(def.signature.to_owned()),
        Kind::Slot => Some(match standard(def.name) {
            Some((signature, _)) => signature.to_owned(),
            None => with_receiver(def),
        }),
        Kind::Function | Kind::Method | Kind::ClassMethod => Some(with_receiver(def)),
    }
}

fn with_receiver(def: &NativeDef) -> String {
    let (receiver, rest) = split(def);
    // The receiver is positional-only in any case.
    let slash = match rest.starts_with('/') || def.takes(ParamKind::PositionalOnly) {
        true => "",
        false => ", /",
    };
    match rest {
        "" => format!("(${receiver}{slash})"),
        _ => format!("(${receiver}{slash}, {rest})"),
    }
}

/// The name of the receiver, and the parameters after it.
fn split(def: &NativeDef) -> (&'static str, &'static str) {
    let inner = def.signature.trim_start_matches('(');
    let inner = inner.strip_suffix(')').unwrap_or(inner);
    match (def.kind, inner.split_once(',')) {
        (Kind::Function, _) => ("module", inner),
        (_, Some((receiver, rest))) => (receiver, rest.trim_start()),
        (_, None) => (inner, ""),
    }
}

/// `__text_signature__` of a class: how it is called.
pub fn class_signature(cell: &'static TypeCell) -> Option<String> {
    if std::ptr::eq(cell, &OBJECT) {
        // It takes arguments to be able to say that it takes none.
        return Some("()".to_owned());
    }
    let constructor = of_class(cell)
        .filter(|def| def.kind == Kind::New || def.name == "__init__")
        .find(|def| !def.opaque && !passes_everything(def))?;
    let (_, rest) = split(constructor);
    // What was the receiver's slash is nobody's now.
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    Some(format!("({})", rest.trim_start_matches([',', ' '])))
}

/// Whether it leaves all arguments to the other half of the construction.
fn passes_everything(def: &NativeDef) -> bool {
    def.params.iter().all(|param| !param.is_single()) && def.takes(ParamKind::VarKeyword)
}

/// `__doc__`. Special methods that say nothing of their own have the words of CPython's.
pub fn doc(def: &NativeDef) -> &'static str {
    match (def.doc, def.kind, def.owner) {
        ("", Kind::Slot, _) => standard(def.name).map_or("", |(_, doc)| doc),
        ("", Kind::New, Owner::Class(_)) => {
            "Create and return a new object.  See help(type) for accurate signature."
        }
        (own, ..) => own,
    }
}
