//! What works on any object: each file is one protocol of Python's data model.

pub mod attribute;
pub mod attribute_cache;
pub mod awaitable;
pub mod buffer;
pub(crate) mod builtin;
pub mod call;
mod class;
pub mod codec;
pub mod compare;
pub mod descriptor;
pub mod global_cache;
mod items;
mod iteration;
pub mod number;
pub mod operators;
pub(crate) mod packed;
pub mod path;
pub mod pattern;
pub mod percent;
pub mod raising;
pub mod repr_guard;
pub mod sequence;
mod text;
pub mod unpack;
pub mod warning;

pub use attribute::{find as get_attr_or_none, get as get_attr, set as set_attr};
pub use call::call_values;
pub use class::{class_of, full_type_name, id, is_identical, is_instance, type_name};
pub use compare::{Compare, contains, equal, hash, rich_compare};
pub(crate) use items::{checked_length, checked_truth};
pub use items::{del_item, get_item, get_item_or_none, len, set_item, truth};
pub(crate) use iteration::next_within;
pub use iteration::{check_iterator, iter, length_hint, next};
pub use number::index;
pub use text::{ascii, format, repr, str};
pub(crate) use text::{converted, text_of};
