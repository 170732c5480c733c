//! What `repr` says of native functions.

use super::descriptor::class_name;
use super::{BoundNative, NativeFunction};
use crate::cx::{Cx, R};
use crate::native::{Kind, Owner};
use crate::protocol::type_name;
use crate::value::Value;

/// `repr()` of an unbound function or a descriptor.
pub(super) fn function(cx: &mut Cx, function: &'static NativeFunction) -> R<String> {
    let def = function.def();
    let (name, class) = (def.name, class_name(cx, function)?);
    Ok(match (def.kind, def.owner) {
        (_, Owner::Module(_)) => format!("<built-in function {name}>"),
        (Kind::Method | Kind::ClassMethod, _) => format!("<method '{name}' of '{class}' objects>"),
        (Kind::Slot, _) => format!("<slot wrapper '{name}' of '{class}' objects>"),
        (Kind::Getter | Kind::Setter | Kind::Deleter, _) => {
            format!("<attribute '{name}' of '{class}' objects>")
        }
        (Kind::Function | Kind::StaticMethod | Kind::New, _) => {
            method(cx, "built-in method", name, function.owner.get())?
        }
    })
}

/// `repr()` of a bound function.
pub(super) fn bound(cx: &mut Cx, bound: &'static BoundNative) -> R<String> {
    let def = bound.def();
    let kind = match def.kind {
        Kind::Slot => "method-wrapper",
        _ => "built-in method",
    };
    // The quotes are CPython's.
    let name = match def.kind {
        Kind::Slot => format!("'{}'", def.name),
        _ => def.name.to_owned(),
    };
    method(cx, kind, &name, bound.receiver.get())
}

fn method(cx: &mut Cx, kind: &str, name: &str, receiver: Value) -> R<String> {
    let class = type_name(cx, receiver)?;
    let address = crate::protocol::id(receiver);
    Ok(format!("<{kind} {name} of {class} object at {address:#x}>"))
}
