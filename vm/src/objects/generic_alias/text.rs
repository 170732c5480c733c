//! How types are written in the `repr` of aliases, unions and their like.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::list::List;
use crate::objects::singletons::NONE;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, repr};
use crate::value::Value;

/// A class by its name, with the module unless that is `builtins`; anything else by its `repr`.
///
/// # Errors
/// What `__repr__` raises.
pub(crate) fn type_repr(cx: &mut Cx, value: Value) -> R<String> {
    if value == Value::ELLIPSIS {
        return Ok("...".to_owned());
    }
    if value == NONE.value() {
        return Ok("None".to_owned());
    }
    let (origin, args) = (name!(cx, "__origin__")?, name!(cx, "__args__")?);
    let is_alias = attribute::find(cx, value, origin)?.is_some()
        && attribute::find(cx, value, args)?.is_some();
    if !is_alias {
        let (qualname, module) = (name!(cx, "__qualname__")?, name!(cx, "__module__")?);
        if let Some(qualname) = attribute::find(cx, value, qualname)?
            && let Some(module) = attribute::find(cx, value, module)?
            && !module.is_none()
        {
            let plain = qualname.is::<Str>() && module.is::<Str>();
            let (qualname, module) = if plain {
                (qualname, module)
            } else {
                (
                    crate::protocol::str(cx, qualname)?,
                    crate::protocol::str(cx, module)?,
                )
            };
            let (qualname, module) = (str::to_string(qualname), str::to_string(module));
            return Ok(if module == "builtins" {
                qualname
            } else {
                format!("{module}.{qualname}")
            });
        }
    }
    let text = repr(cx, value)?;
    Ok(str::to_string(text))
}

/// `*origin[args]`
///
/// # Errors
/// What `__repr__` raises.
pub(super) fn alias_repr(cx: &mut Cx, origin: Value, args: &'static Tuple, starred: bool) -> R {
    let star = if starred { "*" } else { "" };
    let origin = type_repr(cx, origin)?;
    let args = if args.is_empty() {
        "()".to_owned()
    } else {
        items_repr(cx, args)?
    };
    cx.str(&format!("{star}{origin}[{args}]"))
}

fn items_repr(cx: &mut Cx, items: &'static Tuple) -> R<String> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items.as_slice() {
        texts.push(match item.cast::<List>() {
            // The parameters of a callable.
            Some(inner) => {
                let inner = crate::objects::tuple::of_list(cx, inner)?;
                format!("[{}]", cx.deeper(|cx| items_repr(cx, inner))?)
            }
            None => type_repr(cx, *item)?,
        });
    }
    Ok(texts.join(", "))
}
