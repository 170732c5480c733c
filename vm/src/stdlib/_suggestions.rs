//! `_suggestions`: what `traceback` takes to say "Did you mean".

use crate::cx::{Cx, R};
use crate::native::{closest, native};
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::value::Value;

crate::native_module!("_suggestions", |_, _| Ok(()));

/// Returns the candidate in candidates that's closest to item
#[native(module = "_suggestions", "_generate_suggestions(candidates, item, /)", effect = reads)]
fn generate_suggestions(cx: &mut Cx, candidates: Value, item: Value) -> R {
    let Some(candidates) = candidates.cast::<List>() else {
        return Err(cx.type_error(format_args!("candidates must be a list")));
    };
    if !item.is::<Str>() {
        return Err(cx.type_error(format_args!("item must be str")));
    }
    let candidates = list::to_vec(cx, candidates)?;
    if candidates.iter().any(|candidate| !candidate.is::<Str>()) {
        return Err(cx.type_error(format_args!("all elements in 'candidates' must be strings")));
    }
    let item = str::to_string(item);
    let names: Vec<String> = candidates
        .iter()
        .map(|name| str::to_string(*name))
        .collect();
    match closest(names.iter().map(String::as_str), &item) {
        Some(found) => cx.str(found),
        None => Ok(Value::NONE),
    }
}
