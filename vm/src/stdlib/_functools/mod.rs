//! `_functools`: what `functools` has in native code.
//!
//! | file | what |
//! | --- | --- |
//! | `reduce.rs` | `reduce` |
//! | `key.rs` | `cmp_to_key` |
//! | `placeholder.rs`, `partial.rs`, `arguments.rs` | `Placeholder`; `partial`, and how its arguments go together |
//! | `cache.rs`, `recency.rs`, `tally.rs` | the wrapper of `lru_cache`; who was used last; hits and misses |

mod arguments;
mod cache;
mod key;
pub(crate) mod partial;
mod placeholder;
mod recency;
mod reduce;
mod tally;

use super::{document, set};
use crate::cx::{Cx, R};
use crate::objects::module::Module;
use crate::protocol::class_of;
use crate::value::Value;
use crate::{name, native_module};

native_module!("_functools", fill);

/// `__doc__`
const DOC: &str = "Tools that operate on functions.";

/// The classes say that they are of `functools`.
fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)?;
    set(cx, module, "partial", partial::PARTIAL.value())?;
    let wrapper = cache::LRU_CACHE_WRAPPER.value();
    set(cx, module, "_lru_cache_wrapper", wrapper)?;
    let class = placeholder::PLACEHOLDER_TYPE.value();
    set(cx, module, "_PlaceholderType", class)?;
    let placeholder = placeholder::get(cx)?;
    set(cx, module, "Placeholder", placeholder)
}

fn is_callable(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__call__")?;
    Ok(class_of(value).lookup(cx, name)?.is_some())
}
