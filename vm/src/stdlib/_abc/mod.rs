//! `_abc`: what abstract base classes remember, and `isinstance` for them.
//!
//! Each abstract class has an `_abc_impl` (`memory.rs`) that knows the classes registered with it, those
//! known to be subclasses, and those known to be none. The last is worth nothing any more when any class
//! has been registered anywhere since, which a counter tells: an ordinary cell, so that a registration
//! conflicts with whoever relied on there being none.

mod memory;

use self::memory::{
    CACHE, DATA, NEGATIVE, REGISTRY, VERSION, copy, data, knows, register, registered, remember,
};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::cell::{self, Cell};
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{Flags, Type, subclasses};
use crate::protocol::{self, attribute, call_values, class_of, iter, next, truth};
use crate::value::Value;

crate::native_module!("_abc", fill);

fn fill(cx: &mut Cx, _module: &'static Module) -> R<()> {
    let counter = cell::new(cx, Value::index(0))?;
    cx.vm.abc_counter.set(counter.value());
    Ok(())
}

fn counter(cx: &mut Cx) -> R<&'static Cell> {
    match cx.vm.abc_counter.get().cast::<Cell>() {
        Some(counter) => Ok(counter),
        None => Err(cx.system_error(format_args!("_abc has not been imported"))),
    }
}

fn version(cx: &mut Cx) -> R {
    let counter = counter(cx)?;
    cx.load(counter, &counter.content)
}

/// Internal ABC helper to reset registry of a given class.
///
/// Should be only used by refleak.py
#[native(module = "_abc", "_reset_registry(this, /)")]
fn reset_registry(cx: &mut Cx, this: Value) -> R<()> {
    let data = data(cx, this)?;
    data.set(cx, REGISTRY, Value::UNBOUND)
}

/// Internal ABC helper to reset both caches of a given class.
///
/// Should be only used by refleak.py
#[native(module = "_abc", "_reset_caches(this, /)")]
fn reset_caches(cx: &mut Cx, this: Value) -> R<()> {
    let data = data(cx, this)?;
    data.set(cx, CACHE, Value::UNBOUND)?;
    data.set(cx, NEGATIVE, Value::UNBOUND)
}

/// Internal ABC helper for cache and registry debugging.
///
/// Return shallow copies of registry, of both caches, and
/// negative cache version. Don't call this function directly,
/// instead use ABC._dump_registry() for a nice repr.
#[native(module = "_abc", "_get_dump(this, /)")]
fn get_dump(cx: &mut Cx, this: Value) -> R {
    let data = data(cx, this)?;
    let mut copies = [Value::NONE; 4];
    for slot in [REGISTRY, CACHE, NEGATIVE] {
        copies[slot] = copy(cx, data, slot)?;
    }
    copies[VERSION] = data.get(cx, VERSION)?;
    cx.tuple(&copies)
}

fn is_abstract(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__isabstractmethod__")?;
    match attribute::find(cx, value, name)? {
        Some(mark) => truth(cx, mark),
        None => Ok(false),
    }
}

/// Sets `__abstractmethods__` of a new class.
fn find_abstract_methods(cx: &mut Cx, class: &'static Type) -> R<()> {
    let abstracts = set::new(cx)?;
    let mut position = 0;
    let namespace = dict::copy(cx, class.namespace())?;
    while let Some((name, value)) = dict::next_entry(cx, namespace, &mut position)? {
        if is_abstract(cx, value)? {
            set::add(cx, abstracts, name)?;
        }
    }
    let inherited = name!(cx, "__abstractmethods__")?;
    let bases = cx.load(class, &class.bases)?;
    for base in bases.cast::<Tuple>().map_or(&[][..], Tuple::as_slice) {
        let Some(names) = attribute::find(cx, *base, inherited)? else {
            continue;
        };
        let names = iter(cx, names)?;
        while let Some(name) = next(cx, names)? {
            if !name.is::<Str>() {
                continue;
            }
            let key = attribute::intern(cx, name);
            if let Some(value) = attribute::find(cx, class.value(), key)?
                && is_abstract(cx, value)?
            {
                set::add(cx, abstracts, name)?;
            }
        }
    }
    let frozenset = crate::objects::iterators::builtin(cx, "frozenset")?;
    let abstracts = call_values(cx, frozenset, &[abstracts.value()])?;
    attribute::set(cx, class.value(), inherited, abstracts)
}

/// Bits of `__abc_tpflags__` that say of what pattern matching takes the instances for.
const COLLECTIONS: [(i64, Flags); 2] = [(1 << 5, Flags::SEQUENCE), (1 << 6, Flags::MAPPING)];

/// Internal ABC helper for class set-up. Should be never used outside abc module.
#[native(module = "_abc", "_abc_init(this, /)")]
fn abc_init(cx: &mut Cx, this: Value) -> R<()> {
    let Some(class) = this.cast::<Type>() else {
        return Err(cx.type_error(format_args!("_abc_init() needs a class")));
    };
    find_abstract_methods(cx, class)?;
    let data = Instance::new(cx, DATA.class())?;
    let version = version(cx)?;
    data.set(cx, VERSION, version)?;
    let name = name!(cx, "_abc_impl")?;
    attribute::set(cx, this, name, data.value())?;
    let name = name!(cx, "__abc_tpflags__")?;
    let Some(said) = dict::get_str(cx, class.namespace(), name)? else {
        return Ok(());
    };
    if let Some(bits) = said.as_small_int() {
        if COLLECTIONS.iter().all(|(bit, _)| bits & bit != 0) {
            return Err(cx.type_error(format_args!(
                "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING"
            )));
        }
        for (bit, flag) in COLLECTIONS {
            if bits & bit != 0 {
                class.add_flags(flag);
            }
        }
    }
    attribute::delete(cx, this, name)
}

/// Internal ABC helper for subclasss registration. Should be never used outside abc module.
#[native(module = "_abc", "_abc_register(this, subclass, /)")]
fn abc_register(cx: &mut Cx, this: Value, subclass: Value) -> R {
    let Some(class) = subclass.cast::<Type>() else {
        return Err(cx.type_error(format_args!("Can only register classes")));
    };
    if is_subclass(cx, subclass, this)? {
        return Ok(subclass);
    }
    if is_subclass(cx, this, subclass)? {
        return Err(cx.runtime_error(format_args!("Refusing to create an inheritance cycle")));
    }
    let data = data(cx, this)?;
    register(cx, data, class)?;
    let counter = counter(cx)?;
    let version = cx.load(counter, &counter.content)?.as_small_int();
    let version = cx.int(version.unwrap_or(0) + 1)?;
    cx.store(counter, &counter.content, version)?;
    if let Some(own) = this.cast::<Type>() {
        for (_, flag) in COLLECTIONS {
            if own.flags().has(flag) {
                mark(cx, class, flag)?;
            }
        }
    }
    Ok(subclass)
}

/// A class and its subclasses count as sequences or mappings from now on. (Of the builtin ones it is
/// known what they are: `str` is a sequence, but no pattern of one matches it.)
fn mark(cx: &mut Cx, class: &'static Type, flag: Flags) -> R<()> {
    if class.flags().has(flag) || class.flags().has(Flags::BUILTIN) {
        return Ok(());
    }
    class.add_flags(flag);
    for subclass in subclasses(cx, class)? {
        cx.deeper(|cx| mark(cx, subclass, flag))?;
    }
    Ok(())
}

fn is_subclass(cx: &mut Cx, class: Value, of: Value) -> R<bool> {
    crate::objects::type_object::is_subclass_of(cx, class, of)
}

/// Internal ABC helper for instance checks. Should be never used outside abc module.
#[native(module = "_abc", "_abc_instancecheck(this, instance, /)")]
fn abc_instancecheck(cx: &mut Cx, this: Value, instance: Value) -> R {
    let data = data(cx, this)?;
    let name = name!(cx, "__class__")?;
    let real = class_of(instance).value();
    let said = attribute::find(cx, instance, name)?.unwrap_or(real);
    if knows(cx, data, CACHE, said)? {
        return Ok(Value::TRUE);
    }
    let check = name!(cx, "__subclasscheck__")?;
    if real == said {
        if data.get(cx, VERSION)? == version(cx)? && knows(cx, data, NEGATIVE, said)? {
            return Ok(Value::FALSE);
        }
        return protocol::call::call_method(cx, this, check, &[said]);
    }
    let result = protocol::call::call_method(cx, this, check, &[said])?;
    if truth(cx, result)? {
        return Ok(result);
    }
    protocol::call::call_method(cx, this, check, &[real])
}

/// Internal ABC helper for subclasss checks. Should be never used outside abc module.
#[native(module = "_abc", "_abc_subclasscheck(this, subclass, /)")]
fn abc_subclasscheck(cx: &mut Cx, this: Value, subclass: Value) -> R {
    let Some(class) = subclass.cast::<Type>() else {
        return Err(cx.type_error(format_args!("issubclass() arg 1 must be a class")));
    };
    let data = data(cx, this)?;
    if knows(cx, data, CACHE, subclass)? {
        return Ok(Value::TRUE);
    }
    let now = version(cx)?;
    if data.get(cx, VERSION)? != now {
        data.set(cx, NEGATIVE, Value::UNBOUND)?;
        data.set(cx, VERSION, now)?;
    } else if knows(cx, data, NEGATIVE, subclass)? {
        return Ok(Value::FALSE);
    }
    let found = cx.deeper(|cx| search(cx, this, class, data))?;
    let slot = if found { CACHE } else { NEGATIVE };
    remember(cx, data, slot, class)?;
    Ok(Value::bool(found))
}

/// Whether `class` is a subclass of the abstract class `this`, which nobody knows yet.
fn search(cx: &mut Cx, this: Value, class: &'static Type, data: &'static Instance) -> R<bool> {
    let hook = name!(cx, "__subclasshook__")?;
    let answer = protocol::call::call_method(cx, this, hook, &[class.value()])?;
    match answer {
        Value::TRUE => return Ok(true),
        Value::FALSE => return Ok(false),
        Value::NOT_IMPLEMENTED => {}
        _ => {
            return Err(cx.type_error(format_args!(
                "__subclasshook__ must return either False, True, or NotImplemented"
            )));
        }
    }
    if class.mro(cx)?.as_slice().contains(&this) {
        return Ok(true);
    }
    for position in 0.. {
        match registered(cx, data, position)? {
            Some(Some(other)) if is_subclass(cx, class.value(), other)? => return Ok(true),
            Some(_) => {}
            None => break,
        }
    }
    let name = name!(cx, "__subclasses__")?;
    let direct = protocol::call::call_method(cx, this, name, &[])?;
    let direct = iter(cx, direct)?;
    while let Some(other) = next(cx, direct)? {
        if is_subclass(cx, class.value(), other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the current ABC cache token.
///
/// The token is an opaque object (supporting equality testing) identifying the
/// current version of the ABC cache for virtual subclasses. The token changes
/// with every call to register() on any ABC.
#[native(module = "_abc", "get_cache_token()", effect = reads)]
fn get_cache_token(cx: &mut Cx) -> R {
    version(cx)
}
