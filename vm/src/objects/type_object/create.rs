//! New classes: `type(name, bases, namespace, **keywords)`.

use super::{Flags, Parts, TYPE, Type, mro};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Args;
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::member;
use crate::objects::object::OBJECT;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::wrapper::{self, CLASSMETHOD, STATICMETHOD};
use crate::protocol::{attribute, call, class_of, iter, next, type_name};
use crate::shape::Shape;
use crate::value::Value;

/// The most derived metaclass of `wanted` and those of the bases.
///
/// # Errors
/// TypeError if there is none.
pub fn metaclass_of(cx: &mut Cx, wanted: &'static Type, bases: &'static Tuple) -> R<&'static Type> {
    let mut winner = wanted;
    for base in bases_of(cx, bases)? {
        let other = class_of(base.value());
        if winner.is_subclass(cx, other)? {
            continue;
        }
        if other.is_subclass(cx, winner)? {
            winner = other;
            continue;
        }
        return Err(cx.type_error(format_args!(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
        )));
    }
    Ok(winner)
}

fn bases_of(cx: &mut Cx, bases: &'static Tuple) -> R<Vec<&'static Type>> {
    let mut classes = Vec::with_capacity(bases.len());
    for base in bases.as_slice() {
        match base.cast::<Type>() {
            Some(class) => classes.push(class),
            None => return Err(cx.type_error(format_args!("bases must be types"))),
        }
    }
    Ok(classes)
}

/// The base whose instances' memory the new class's instances have.
fn best_base(cx: &mut Cx, bases: &[&'static Type]) -> R<&'static Type> {
    let mut best = bases[0];
    for base in bases {
        if !base.flags().has(Flags::SUBCLASSABLE) {
            let name = base.name_text(cx)?;
            return Err(cx.type_error(format_args!("type '{name}' is not an acceptable base type")));
        }
        let (ours, theirs) = (solid(cx, best)?, solid(cx, base)?);
        if ours.is_subclass(cx, theirs)? {
            continue;
        }
        if !theirs.is_subclass(cx, ours)? {
            return Err(cx.type_error(format_args!(
                "multiple bases have instance lay-out conflict"
            )));
        }
        best = base;
    }
    Ok(best)
}

/// The class that gave the instances of `class` their memory: a builtin one, or the last with
/// `__slots__`.
fn solid(cx: &mut Cx, class: &'static Type) -> R<&'static Type> {
    let own = Shape::of(class.instance_shape()).reserved;
    let base = cx.load(class, &class.base)?.cast::<Type>();
    match base {
        Some(base)
            if base.storage.get() == class.storage.get()
                && Shape::of(base.instance_shape()).reserved == own =>
        {
            solid(cx, base)
        }
        _ => Ok(class),
    }
}

/// What the body of the class statement, or the caller of `type`, has given.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The metaclass.
    pub metaclass: &'static Type,
    /// The name.
    pub name: Value,
    /// The bases, as given.
    pub bases: &'static Tuple,
    /// The namespace, which is copied.
    pub namespace: &'static Dict,
    /// Keyword arguments, for `__init_subclass__`: their values, with names.
    pub keywords: Args<'a>,
}

/// `type.__new__`.
///
/// # Errors
/// TypeError if the bases do not go together, and what the hooks raise.
pub fn create(cx: &mut Cx, request: Request<'_>) -> R<&'static Type> {
    let bases_tuple = if request.bases.is_empty() {
        crate::objects::tuple::new(cx, &[OBJECT.value()])?
    } else {
        request.bases
    };
    let bases = bases_of(cx, bases_tuple)?;
    let base = best_base(cx, &bases)?;
    let namespace = dict::copy(cx, request.namespace)?;
    let slots = slots_of(cx, namespace)?;
    let inherited = bases
        .iter()
        .fold(Flags(0), |flags, base| flags.with(base.flags()));
    let finalizer = name!(cx, "__del__")?;
    let mut flags = flags_of(base, inherited, slots.as_deref());
    if dict::get_str(cx, namespace, finalizer)?.is_some() {
        flags = flags.with(Flags::FINALIZER);
    }
    let payload = flags.has(Flags::PAYLOAD) && !base.flags().has(Flags::PAYLOAD);
    let reserved = Shape::of(base.instance_shape()).reserved + u32::from(payload);
    let new_slots = slots.as_ref().map_or(0, |slots| {
        let special = |name: &&Value| !is_special_slot(**name);
        slots.iter().filter(special).count() as u32
    });
    let qualname = take(cx, namespace, "__qualname__")?.unwrap_or(request.name);
    if !qualname.is::<Str>() {
        let class = type_name(cx, qualname)?;
        return Err(cx.type_error(format_args!("type __qualname__ must be a str, not {class}")));
    }
    let class = Type::create(
        cx,
        &Parts {
            shape: request.metaclass.instance_shape(),
            name: request.name,
            qualname,
            bases: bases_tuple.value(),
            base: base.value(),
            dict: namespace.value(),
            storage: base.storage.get(),
            reserved: reserved + new_slots,
            flags,
        },
    )?;
    if let Some(slots) = &slots {
        add_members(cx, class, slots, reserved as usize)?;
    }
    let classcell = take(cx, namespace, "__classcell__")?;
    wrap_implicit(cx, namespace)?;
    set_mro(cx, class, &bases)?;
    for base in &bases {
        remember_subclass(cx, base, class)?;
    }
    finish_namespace(cx, class)?;
    if let Some(cell) = classcell.and_then(|cell| cell.cast::<Cell>()) {
        cx.store(cell, &cell.content, class.value())?;
    }
    call_set_name(cx, class)?;
    call_init_subclass(cx, class, request.keywords)?;
    Ok(class)
}

fn flags_of(base: &'static Type, inherited: Flags, slots: Option<&[Value]>) -> Flags {
    let mut flags = Flags::SUBCLASSABLE;
    for flag in [
        Flags::EXCEPTION,
        Flags::METACLASS,
        Flags::MAPPING,
        Flags::SEQUENCE,
        Flags::HAS_DICT,
        Flags::WEAKREFABLE,
        Flags::PAYLOAD,
        Flags::FINALIZER,
    ] {
        if inherited.has(flag) {
            flags = flags.with(flag);
        }
    }
    let has = |name: &str| {
        slots.is_none_or(|slots| slots.iter().any(|slot| str::to_string(*slot) == name))
    };
    if has("__dict__") {
        flags = flags.with(Flags::HAS_DICT);
    }
    if has("__weakref__") {
        flags = flags.with(Flags::WEAKREFABLE);
    }
    let is_instance = base.flags().has(Flags::INSTANCE_LAYOUT);
    let keeps_memory =
        base.flags().has(Flags::METACLASS) || base.has_storage(&crate::objects::module::MODULE);
    if is_instance {
        flags = flags.with(Flags::INSTANCE_LAYOUT);
    } else if !keeps_memory {
        flags = flags.with(Flags::PAYLOAD).with(Flags::INSTANCE_LAYOUT);
    }
    flags
}

fn take(cx: &mut Cx, namespace: &'static Dict, name: &str) -> R<Option<Value>> {
    let name = cx.vm.intern(cx, name)?;
    dict::remove(cx, namespace, name)
}

fn is_special_slot(name: Value) -> bool {
    matches!(str::to_string(name).as_str(), "__dict__" | "__weakref__")
}

/// The names in `__slots__`, if the namespace has that.
fn slots_of(cx: &mut Cx, namespace: &'static Dict) -> R<Option<Vec<Value>>> {
    let name = name!(cx, "__slots__")?;
    let Some(slots) = dict::get_str(cx, namespace, name)? else {
        return Ok(None);
    };
    if slots.is::<Str>() {
        return Ok(Some(vec![attribute::intern(cx, slots)]));
    }
    let collected = list::from_slice(cx, &[])?;
    let iterator = iter(cx, slots)?;
    while let Some(slot) = next(cx, iterator)? {
        if !slot.is::<Str>() {
            let class = type_name(cx, slot)?;
            return Err(cx.type_error(format_args!(
                "__slots__ items must be strings, not '{class}'"
            )));
        }
        let slot = attribute::intern(cx, slot);
        list::append(cx, collected, slot)?;
    }
    Ok(Some(list::to_vec(cx, collected)?))
}

fn add_members(cx: &mut Cx, class: &'static Type, slots: &[Value], first: usize) -> R<()> {
    let mut slot = first;
    let class_name = class.name_text(cx)?;
    for name in slots.iter().filter(|name| !is_special_slot(**name)) {
        let text = str::to_string(*name);
        let is_private = text.starts_with("__") && !text.ends_with("__");
        let name = if is_private {
            let class_name = class_name.trim_start_matches('_');
            let mangled = format!("_{class_name}{text}");
            cx.vm.intern(cx, &mangled)?
        } else {
            *name
        };
        if dict::get_str(cx, class.namespace(), name)?.is_some() {
            return Err(cx.value_error(format_args!(
                "'{text}' in __slots__ conflicts with class variable"
            )));
        }
        let member = member::new(cx, class, name, slot)?;
        dict::set_str(cx, class.namespace(), name, member)?;
        slot += 1;
    }
    Ok(())
}

/// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, also
/// where nobody says so.
fn wrap_implicit(cx: &mut Cx, namespace: &'static Dict) -> R<()> {
    use crate::objects::function::Function;
    for (name, is_static) in [
        ("__new__", true),
        ("__init_subclass__", false),
        ("__class_getitem__", false),
    ] {
        let name = cx.vm.intern(cx, name)?;
        if let Some(function) = dict::get_str(cx, namespace, name)?
            && function.is::<Function>()
        {
            let wrapped = if is_static {
                wrapper::new(cx, &STATICMETHOD, function)?
            } else {
                wrapper::new(cx, &CLASSMETHOD, function)?
            };
            dict::set_str(cx, namespace, name, wrapped)?;
        }
    }
    Ok(())
}

fn set_mro(cx: &mut Cx, class: &'static Type, bases: &[&'static Type]) -> R<()> {
    let name = name!(cx, "mro")?;
    let metaclass = class_of(class.value());
    let mro =
        if TYPE.is(metaclass) || metaclass.lookup(cx, name)? == TYPE.class().lookup(cx, name)? {
            let mro = mro::linearize(cx, class, bases)?;
            cx.tuple(&mro)?
        } else {
            // The hook may ask for attributes of the class: there must be some order.
            let first = mro::linearize(cx, class, bases)?;
            let first = cx.tuple(&first)?;
            cx.store(class, &class.mro, first)?;
            let mro = call::call_method(cx, class.value(), name, &[])?;
            let list = list::from_slice(cx, &[])?;
            crate::protocol::unpack::extend_list(cx, list, mro)?;
            let items = list::to_vec(cx, list)?;
            cx.tuple(&items)?
        };
    cx.store(class, &class.mro, mro)
}

/// Enters `class` in the list of subclasses of `base`.
fn remember_subclass(cx: &mut Cx, base: &'static Type, class: &'static Type) -> R<()> {
    let list = match cx.load(base, &base.subclasses)?.cast::<List>() {
        Some(list) => list,
        None => {
            let list = list::from_slice(cx, &[])?;
            cx.store(base, &base.subclasses, list.value())?;
            list
        }
    };
    list::append(cx, list, class.value())
}

/// `__doc__` and `__module__`, where the namespace has none; `__hash__` of a class with its own `__eq__`.
fn finish_namespace(cx: &mut Cx, class: &'static Type) -> R<()> {
    let namespace = class.namespace();
    let name = name!(cx, "__doc__")?;
    if dict::get_str(cx, namespace, name)?.is_none() {
        dict::set_str(cx, namespace, name, Value::NONE)?;
    }
    let name = name!(cx, "__module__")?;
    if dict::get_str(cx, namespace, name)?.is_none()
        && let Some(module) = calling_module(cx)?
    {
        dict::set_str(cx, namespace, name, module)?;
    }
    let (eq, hash) = (name!(cx, "__eq__")?, name!(cx, "__hash__")?);
    if dict::get_str(cx, namespace, eq)?.is_some() && dict::get_str(cx, namespace, hash)?.is_none()
    {
        dict::set_str(cx, namespace, hash, Value::NONE)?;
    }
    Ok(())
}

/// The `__name__` of the running frame's globals.
fn calling_module(cx: &mut Cx) -> R<Option<Value>> {
    let top = cx.frames.top();
    if top.is_null() {
        return Ok(None);
    }
    let globals = crate::interp::Fr(top).frame().globals;
    let name = name!(cx, "__name__")?;
    match globals.cast::<Dict>() {
        Some(globals) => dict::get_str(cx, globals, name),
        None => Ok(None),
    }
}

fn call_set_name(cx: &mut Cx, class: &'static Type) -> R<()> {
    let hook = name!(cx, "__set_name__")?;
    let snapshot = dict::copy(cx, class.namespace())?;
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, snapshot, &mut position)? {
        attribute::call_special(cx, value, hook, &[class.value(), name])?;
    }
    Ok(())
}

fn call_init_subclass(cx: &mut Cx, class: &'static Type, keywords: Args<'_>) -> R<()> {
    let name = name!(cx, "__init_subclass__")?;
    let hook = crate::objects::super_object::lookup(cx, class.value(), class.value(), name)?;
    match hook {
        Some(attribute::Method::Value(hook)) => call::call(cx, hook, keywords).map(|_| ()),
        Some(attribute::Method::Unbound { function, receiver }) => {
            call::prepend(cx, receiver, keywords, |cx, args| {
                call::call(cx, function, args)
            })
            .map(|_| ())
        }
        None => Ok(()),
    }
}
