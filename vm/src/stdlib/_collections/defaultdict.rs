//! `defaultdict`: a dict that makes the values it lacks.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::protocol::call::{self, prepend};
use crate::protocol::{self, call_values, class_of, is_instance, repr_guard};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static DEFAULTDICT = TypeDef {
        name: "defaultdict",
        module: "collections",
        base: Some(&DICT),
        payload: true,
        reserved: 2,
        subclassable: true,
        doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.\n",
        ..TypeDef::NEW
    };
}

/// The slot with the factory; unbound is as good as None. (Slot 0 holds the dict.)
const FACTORY: usize = 1;

fn factory(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(this.get(cx, FACTORY)?.bound().unwrap_or(Value::NONE))
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(DEFAULTDICT, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let factory = args.first().copied().unwrap_or(Value::NONE);
    if !factory.is_none() {
        let name = name!(cx, "__call__")?;
        if class_of(factory).lookup(cx, name)?.is_none() {
            return Err(cx.type_error(format_args!("first argument must be callable or None")));
        }
    }
    this.set(cx, FACTORY, factory)?;
    let name = name!(cx, "__init__")?;
    let Some(init) = DICT.class().lookup(cx, name)? else {
        return Ok(());
    };
    // The arguments begin with the receiver and the factory.
    let rest: Args<'_> = kwargs.forward(1 + args.len().min(1));
    prepend(cx, this.value(), rest, |cx, args| {
        call::call(cx, init, args)
    })?;
    Ok(())
}

/// __missing__(key) # Called by __getitem__ for missing key; pseudo-code:
///   if self.default_factory is None: raise KeyError((key,))
///   self[key] = value = self.default_factory()
///   return value
///
#[native(DEFAULTDICT, "__missing__(self, key, /)")]
fn missing(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let factory = factory(cx, this)?;
    if factory.is_none() {
        return Err(cx.key_error(key));
    }
    let value = call_values(cx, factory, &[])?;
    match cx.payload::<Dict>(this.value())? {
        // The factory may have set the item itself.
        Some(dict) => dict::set_default(cx, dict, key, value),
        None => Ok(value),
    }
}

/// Factory for default value called by __missing__().
#[native(DEFAULTDICT, "default_factory", getter, effect = reads)]
fn default_factory(cx: &mut Cx, this: &'static Instance) -> R {
    factory(cx, this)
}

#[native(DEFAULTDICT, "default_factory", setter, effect = writes)]
fn set_default_factory(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, FACTORY, value)
}

#[native(DEFAULTDICT, "default_factory", deleter, effect = writes)]
fn delete_default_factory(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, FACTORY, Value::NONE)
}

/// Another one of the same class and factory, with the items of `items`.
fn another(cx: &mut Cx, this: &'static Instance, items: Value) -> R {
    let factory = factory(cx, this)?;
    let class = class_of(this.value()).value();
    call_values(cx, class, &[factory, items])
}

/// D.copy() -> a shallow copy of D.
#[native(DEFAULTDICT, "copy(self, /)")]
fn copy(cx: &mut Cx, this: &'static Instance) -> R {
    another(cx, this, this.value())
}

/// D.copy() -> a shallow copy of D.
#[native(DEFAULTDICT, "__copy__(self, /)")]
fn shallow_copy(cx: &mut Cx, this: &'static Instance) -> R {
    another(cx, this, this.value())
}

/// Return state information for pickling.
#[native(DEFAULTDICT, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let factory = factory(cx, this)?;
    let args = match factory.is_none() {
        true => cx.tuple(&[])?,
        false => cx.tuple(&[factory])?,
    };
    let name = name!(cx, "items")?;
    let items = call::call_method(cx, this.value(), name, &[])?;
    let items = protocol::iter(cx, items)?;
    let class = class_of(this.value()).value();
    cx.tuple(&[class, args, Value::NONE, Value::NONE, items])
}

#[native(DEFAULTDICT, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let name = name!(cx, "__repr__")?;
    let plain = match DICT.class().lookup(cx, name)? {
        Some(repr) => call_values(cx, repr, &[this.value()])?,
        None => Value::NONE,
    };
    let factory = factory(cx, this)?;
    let factory = match factory.is_none() {
        true => "None".to_owned(),
        false => {
            let repr = repr_guard::guarded(cx, factory, |cx| protocol::repr(cx, factory))?;
            repr.map_or_else(|| "...".to_owned(), str::to_string)
        }
    };
    let class = class_of(this.value()).name_text(cx)?;
    Ok(format!("{class}({factory}, {})", str::to_string(plain)))
}

/// `left | right`, of which `this` is one.
fn union(cx: &mut Cx, this: &'static Instance, left: Value, right: Value) -> R {
    let result = another(cx, this, left)?;
    let name = name!(cx, "update")?;
    call::call_method(cx, result, name, &[right])?;
    Ok(result)
}

#[native(DEFAULTDICT, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    if !is_instance(cx, value, &DICT)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    union(cx, this, this.value(), value)
}

#[native(DEFAULTDICT, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    if !is_instance(cx, value, &DICT)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    union(cx, this, value, this.value())
}

/// defaultdicts are generic over two types, signifying (respectively) the types of the dictionary's keys and values
#[native(DEFAULTDICT, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: Value, object: Value) -> R {
    generic_alias::new(cx, cls, object)
}
