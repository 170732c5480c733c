//! `repr` of nodes: the fields, three levels deep, and of lists the first and the last item.

use super::node::{AST, fields_of, items_of};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::list::LIST;
use crate::objects::str;
use crate::objects::tuple::TUPLE;
use crate::protocol::{attribute, class_of, is_instance, repr_guard};
use crate::value::Value;

/// Levels that are shown.
const DEPTH: u32 = 3;

#[native(AST, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    node(cx, this, DEPTH)
}

fn node(cx: &mut Cx, this: Value, depth: u32) -> R<String> {
    let name = class_of(this).name_text(cx)?;
    let nothing = format!("{name}(...)");
    if depth == 0 {
        return Ok(nothing);
    }
    let shown = repr_guard::guarded(cx, this, |cx| fields(cx, this, depth))?;
    Ok(match shown {
        Some(fields) => format!("{name}({fields})"),
        None => nothing,
    })
}

fn fields(cx: &mut Cx, this: Value, depth: u32) -> R<String> {
    let mut parts = Vec::new();
    for field in fields_of(cx, class_of(this))?.as_slice() {
        let name = attribute::checked_name(cx, *field)?;
        let value = attribute::get(cx, this, name)?;
        let text = if is_instance(cx, value, &LIST)? {
            items(cx, value, depth, ["[", "]"])?
        } else if is_instance(cx, value, &TUPLE)? {
            items(cx, value, depth, ["(", ")"])?
        } else {
            one(cx, value, depth)?
        };
        parts.push(format!("{}={text}", str::to_string(name)));
    }
    Ok(parts.join(", "))
}

fn one(cx: &mut Cx, value: Value, depth: u32) -> R<String> {
    if is_instance(cx, value, &AST)? {
        return node(cx, value, depth - 1);
    }
    Ok(str::to_string(crate::protocol::repr(cx, value)?))
}

fn items(cx: &mut Cx, values: Value, depth: u32, [open, close]: [&str; 2]) -> R<String> {
    let values = items_of(cx, values)?.as_slice();
    let mut text = String::from(open);
    if let Some(first) = values.first() {
        text.push_str(&one(cx, *first, depth)?);
    }
    if values.len() > 2 {
        text.push_str(", ...");
    }
    if let [_, .., last] = values {
        text.push_str(", ");
        text.push_str(&one(cx, *last, depth)?);
    }
    text.push_str(close);
    Ok(text)
}
