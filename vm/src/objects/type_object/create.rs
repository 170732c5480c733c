//! New classes: `type(name, bases, namespace, **keywords)`.

use super::slots::{self, is_special};
use super::{Flags, Parts, TYPE, Type, attributes, mro, remember_subclass, room};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Args;
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::RUNTIME_WARNING;
use crate::objects::list;
use crate::objects::object::OBJECT;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::wrapper::{self, CLASSMETHOD, STATICMETHOD};
use crate::protocol::{attribute, call, class_of, type_name, warning};
use crate::shape::Shape;
use crate::value::Value;

/// The most derived metaclass of `wanted` and those of the bases.
///
/// # Errors
/// TypeError if there is none.
pub fn metaclass_of(cx: &mut Cx, wanted: &'static Type, bases: &'static Tuple) -> R<&'static Type> {
    let mut winner = wanted;
    for base in bases.as_slice() {
        let other = class_of(*base);
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
pub(super) fn best_base(cx: &mut Cx, bases: &[&'static Type]) -> R<&'static Type> {
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
/// `__slots__`. (The place of a payload is no memory of its own: the builtin class has it too.)
pub(super) fn solid(cx: &mut Cx, class: &'static Type) -> R<&'static Type> {
    let own = Shape::of(class.instance_shape()).reserved;
    let base = cx.load(class, &class.base)?.cast::<Type>();
    match base {
        Some(base)
            if base.storage.get() == class.storage.get()
                && Shape::of(base.instance_shape()).reserved + first_payload(base, class)
                    == own =>
        {
            solid(cx, base)
        }
        _ => Ok(class),
    }
}

/// The slots that instances of `class` need for a payload, where those of `base` are one themselves.
fn first_payload(base: &Type, class: &Type) -> u32 {
    let has = |class: &Type| class.flags().has(Flags::PAYLOAD);
    u32::from(has(class) && !has(base))
}

/// Whether the instances of two classes differ in nothing but the class.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn same_memory(cx: &mut Cx, old: &'static Type, new: &'static Type) -> R<bool> {
    let has = |class: &Type, flag: Flags| class.flags().has(flag);
    if [Flags::HAS_DICT, Flags::WEAKREFABLE]
        .into_iter()
        .any(|flag| has(old, flag) != has(new, flag))
    {
        return Ok(false);
    }
    let (old, new) = (solid(cx, old)?, solid(cx, new)?);
    if std::ptr::eq(old, new) {
        return Ok(true);
    }
    Ok(cx.load(old, &old.base)? == cx.load(new, &new.base)?
        && slots::members(cx, old)? == slots::members(cx, new)?)
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
    if let Some(name) = cx.payload::<Str>(request.name)? {
        attributes::check_name(cx, name)?;
    }
    let bases_tuple = if request.bases.is_empty() {
        crate::objects::tuple::new(cx, &[OBJECT.value()])?
    } else {
        request.bases
    };
    let bases = bases_of(cx, bases_tuple)?;
    let base = best_base(cx, &bases)?;
    let namespace = dict::copy(cx, request.namespace)?;
    let slots = slots::of(cx, namespace)?;
    let inherited = bases
        .iter()
        .fold(Flags(0), |flags, base| flags.with(base.flags()));
    let finalizer = name!(cx, "__del__")?;
    let mut flags = flags_of(base, inherited, slots.as_deref());
    // It is a sequence or a mapping, as the first base that is one.
    let collections = [Flags::SEQUENCE, Flags::MAPPING];
    let of_base = |base: &&Type| collections.into_iter().find(|flag| base.flags().has(*flag));
    if let Some(flag) = bases.iter().find_map(of_base) {
        flags = flags.with(flag);
    }
    if dict::get_str(cx, namespace, finalizer)?.is_some() {
        flags = flags.with(Flags::FINALIZER);
    }
    let payload = flags.has(Flags::PAYLOAD) && !base.flags().has(Flags::PAYLOAD);
    let reserved = Shape::of(base.instance_shape()).reserved + u32::from(payload);
    let new_slots = slots.as_ref().map_or(0, |slots| {
        let plain = |name: &&Value| !is_special(**name);
        slots.iter().filter(plain).count() as u32
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
    if flags.has(Flags::HAS_DICT) && flags.has(Flags::INSTANCE_LAYOUT) {
        room::expect(cx, class, base)?;
    }
    set_module(cx, namespace)?;
    let class_cell = cell(cx, namespace, "__classcell__")?;
    let namespace_cell = cell(cx, namespace, "__classdictcell__")?;
    if let Some(slots) = &slots {
        slots::check(cx, base, slots)?;
        slots::add_members(cx, class, slots, reserved as usize)?;
    }
    for (cell, content) in [
        (class_cell, class.value()),
        (namespace_cell, namespace.value()),
    ] {
        if let Some(cell) = cell {
            cx.store(cell, &cell.content, content)?;
        }
    }
    wrap_implicit(cx, namespace)?;
    set_mro(cx, class, &bases)?;
    for base in &bases {
        remember_subclass(cx, base, class)?;
    }
    crate::objects::instance_attributes::install(cx, class)?;
    finish_namespace(cx, class)?;
    call_set_name(cx, class)?;
    call_init_subclass(cx, class, request.keywords)?;
    Ok(class)
}

fn flags_of(base: &'static Type, inherited: Flags, slots: Option<&[Value]>) -> Flags {
    let mut flags = Flags::SUBCLASSABLE;
    for flag in [
        Flags::EXCEPTION,
        Flags::METACLASS,
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

/// Takes a cell out of the namespace that methods refer to and the new class fills.
fn cell(cx: &mut Cx, namespace: &'static Dict, name: &str) -> R<Option<&'static Cell>> {
    let Some(value) = take(cx, namespace, name)? else {
        return Ok(None);
    };
    match value.cast::<Cell>() {
        Some(cell) => Ok(Some(cell)),
        None => {
            let class = class_of(value).value();
            let class = crate::protocol::repr(cx, class)?;
            let class = str::to_string(class);
            Err(cx.type_error(format_args!("{name} must be a nonlocal cell, not {class}")))
        }
    }
}

fn take(cx: &mut Cx, namespace: &'static Dict, name: &str) -> R<Option<Value>> {
    let name = cx.vm.intern(cx, name)?;
    dict::remove(cx, namespace, name)
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

/// Finds the order of a class. False: a `mro` method in Python has changed it meanwhile, and what that
/// left holds.
pub(super) fn set_mro(cx: &mut Cx, class: &'static Type, bases: &[&'static Type]) -> R<bool> {
    let name = name!(cx, "mro")?;
    let metaclass = class_of(class.value());
    let custom =
        !TYPE.is(metaclass) && metaclass.lookup(cx, name)? != TYPE.class().lookup(cx, name)?;
    let before = cx.load(class, &class.mro)?;
    let order = if custom {
        let order = call::call_method(cx, class.value(), name, &[])?;
        let list = list::from_slice(cx, &[])?;
        crate::protocol::unpack::extend_list(cx, list, order)?;
        let order = list::to_vec(cx, list)?;
        mro::check(cx, class, &order)?;
        order
    } else {
        mro::linearize(cx, class, bases)?
    };
    if cx.load(class, &class.mro)? != before {
        return Ok(false);
    }
    let order = cx.tuple(&order)?;
    cx.store(class, &class.mro, order)?;
    // What a look-up has found by the old order, or without one, holds no longer.
    cx.store(class, &class.version, super::next_version())?;
    Ok(true)
}

/// `__module__`, where the namespace has none: that of the calling code.
fn set_module(cx: &mut Cx, namespace: &'static Dict) -> R<()> {
    let name = name!(cx, "__module__")?;
    if dict::get_str(cx, namespace, name)?.is_none()
        && let Some(module) = calling_module(cx)?
    {
        dict::set_str(cx, namespace, name, module)?;
    }
    Ok(())
}

/// `__doc__`, where the namespace has none; `__hash__` of a class with its own `__eq__`.
fn finish_namespace(cx: &mut Cx, class: &'static Type) -> R<()> {
    let namespace = class.namespace();
    if has_odd_key(cx, namespace)? {
        let name = class.name_text(cx)?;
        let message = format!("non-string key in the __dict__ of class {name}");
        warning::warn(cx, &RUNTIME_WARNING, &message)?;
    }
    let name = name!(cx, "__doc__")?;
    if dict::get_str(cx, namespace, name)?.is_none() {
        dict::set_str(cx, namespace, name, Value::NONE)?;
    }
    let (eq, hash) = (name!(cx, "__eq__")?, name!(cx, "__hash__")?);
    if dict::get_str(cx, namespace, eq)?.is_some() && dict::get_str(cx, namespace, hash)?.is_none()
    {
        dict::set_str(cx, namespace, hash, Value::NONE)?;
    }
    Ok(())
}

fn has_odd_key(cx: &mut Cx, namespace: &'static Dict) -> R<bool> {
    let mut position = 0;
    while let Some((name, _)) = dict::next_entry(cx, namespace, &mut position)? {
        if !name.is::<Str>() && cx.payload::<Str>(name)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
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
        if let Err(exit) = attribute::call_special(cx, value, hook, &[class.value(), name]) {
            return Err(note_set_name(cx, exit, class, name, value)?);
        }
    }
    Ok(())
}

/// Adds to the exception on its way where it comes from.
fn note_set_name(
    cx: &mut Cx,
    exit: Exit,
    class: &'static Type,
    name: Value,
    value: Value,
) -> R<Exit> {
    if exit != Exit::Raise {
        return Ok(exit);
    }
    let exception = cx.take_exception();
    let (kind, class) = (type_name(cx, value)?, class.name_text(cx)?);
    let name = crate::protocol::repr(cx, name)?;
    let name = str::to_string(name);
    let note = cx.str(&format!(
        "Error calling __set_name__ on '{kind}' instance {name} in '{class}'"
    ))?;
    let add = name!(cx, "add_note")?;
    call::call_method(cx, exception, add, &[note])?;
    Ok(cx.raise(exception))
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
