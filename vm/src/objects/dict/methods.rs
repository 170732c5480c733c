//! The methods.

use super::base::{self, DICT, Dict};
use super::given;
use super::grow;
use super::merge;
use super::{iter, text};
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::iterators::Iterator;
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, call, class_of};
use crate::value::Value;

/// Create and return a new object.  See help(type) for accurate signature.
#[native(DICT, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    let dict = base::new(cx)?.value();
    if DICT.is(cls) {
        return Ok(dict);
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, dict)?;
    Ok(instance.value())
}

/// Sets what the arguments of `dict()` or `update()` say.
fn update_with(
    cx: &mut Cx,
    this: &'static Dict,
    function: &str,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<()> {
    match args {
        [] => {}
        [source] => merge::update(cx, this, *source)?,
        more => {
            let count = more.len();
            return Err(cx.type_error(format_args!(
                "{function} expected at most 1 argument, got {count}"
            )));
        }
    }
    grow::expect(cx, this, kwargs.iter().count())?;
    for (name, value) in kwargs.iter() {
        base::set_str(cx, this, name, value)?;
    }
    Ok(())
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(DICT, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: &'static Dict, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    update_with(cx, this, "dict", args, kwargs)
}

/// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
/// If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]
/// If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
/// In either case, this is followed by: for k in F:  D[k] = F[k]
#[native(DICT, "update(self, /, *args, **kwargs)", opaque)]
fn update(cx: &mut Cx, this: &'static Dict, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    update_with(cx, this, "update", args, kwargs)
}

/// Create a new dictionary with keys from iterable and values set to value.
#[native(DICT, "fromkeys(type, iterable, value=None, /)", classmethod)]
fn fromkeys(cx: &mut Cx, class: &'static Type, iterable: Value, value: Value) -> R {
    let this = call::call_values(cx, class.value(), &[])?;
    let dict = this.cast::<Dict>().filter(|_| DICT.is(class_of(this)));
    if let Some(dict) = dict
        && merge::fill(cx, dict, iterable, value)?
    {
        return Ok(this);
    }
    given::each(cx, iterable, |cx, key| match dict {
        Some(dict) => base::set(cx, dict, key, value),
        None => protocol::set_item(cx, this, key, value),
    })?;
    Ok(this)
}

/// Return len(self).
#[native(DICT, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static Dict) -> R<usize> {
    base::len(cx, this)
}

/// True if the dictionary has the specified key, else False.
#[native(DICT, "__contains__(self, key, /)")]
fn contains(cx: &mut Cx, this: &'static Dict, key: Value) -> R<bool> {
    base::contains(cx, this, key)
}

/// Return self[key].
#[native(DICT, "__getitem__(self, key, /)")]
fn getitem(cx: &mut Cx, this: Value, key: Value) -> R {
    if let Some(dict) = cx.payload::<Dict>(this)?
        && let Some(value) = base::get(cx, dict, key)?
    {
        return Ok(value);
    }
    if !DICT.is(class_of(this)) {
        let name = name!(cx, "__missing__")?;
        if let Some(value) = attribute::call_special(cx, this, name, &[key])? {
            return Ok(value);
        }
    }
    Err(cx.key_error(key))
}

/// Set self[key] to value.
#[native(DICT, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static Dict, key: Value, value: Value) -> R<()> {
    base::set(cx, this, key, value)
}

/// Delete self[key].
#[native(DICT, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static Dict, key: Value) -> R<()> {
    match base::remove(cx, this, key)? {
        Some(_) => Ok(()),
        None => Err(cx.key_error(key)),
    }
}

/// Return the value for key if key is in the dictionary, else default.
#[native(DICT, "get(self, key, default=None, /)")]
fn get(cx: &mut Cx, this: &'static Dict, key: Value, default: Value) -> R {
    Ok(base::get(cx, this, key)?.unwrap_or(default))
}

/// Insert key with a value of default if key is not in the dictionary.
///
/// Return the value for key if key is in the dictionary, else default.
#[native(DICT, "setdefault(self, key, default=None, /)")]
fn setdefault(cx: &mut Cx, this: &'static Dict, key: Value, default: Value) -> R {
    base::set_default(cx, this, key, default)
}

/// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
///
/// If the key is not found, return the default if given; otherwise,
/// raise a KeyError.
#[native(DICT, "pop(self, key, default=<unrepresentable>, /)")]
fn pop(cx: &mut Cx, this: &'static Dict, key: Value, default: Option<Value>) -> R {
    // An empty dict does not ask for the key's hash.
    let is_empty = base::len(cx, this)? == 0;
    let found = if is_empty {
        None
    } else {
        base::remove(cx, this, key)?
    };
    match found.or(default) {
        Some(value) => Ok(value),
        None => Err(cx.key_error(key)),
    }
}

/// Remove and return a (key, value) pair as a 2-tuple.
///
/// Pairs are returned in LIFO (last-in, first-out) order.
/// Raises KeyError if the dict is empty.
#[native(DICT, "popitem(self, /)", effect = writes)]
fn popitem(cx: &mut Cx, this: &'static Dict) -> R {
    match base::pop_last(cx, this)? {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => {
            let message = cx.str("popitem(): dictionary is empty")?;
            Err(cx.key_error(message))
        }
    }
}

/// Remove all items from the dict.
#[native(DICT, "clear(self, /)", effect = writes)]
fn clear(cx: &mut Cx, this: &'static Dict) -> R<()> {
    base::clear(cx, this)
}

/// Return a shallow copy of the dict.
#[native(DICT, "copy(self, /)", effect = writes)]
fn copy(cx: &mut Cx, this: Value) -> R<&'static Dict> {
    merge::copied(cx, this, 0)
}

/// Implement iter(self).
#[native(DICT, "__iter__(self, /)", slot, effect = reads)]
fn iterate(cx: &mut Cx, this: &'static Dict) -> R<&'static Iterator> {
    iter::keys(cx, this)
}

/// Return a reverse iterator over the dict keys.
#[native(DICT, "__reversed__(self, /)", effect = reads)]
fn reversed(cx: &mut Cx, this: &'static Dict) -> R<&'static Iterator> {
    iter::keys_backward(cx, this)
}

/// Return repr(self).
#[native(DICT, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R {
    match cx.payload::<Dict>(this)? {
        Some(dict) => text::of_dict(cx, this, dict),
        None => Err(cx.system_error(format_args!("a dict without entries"))),
    }
}

/// Return the size of the dict in memory, in bytes.
#[native(DICT, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}
