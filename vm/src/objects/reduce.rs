//! What `pickle` and `copy` ask of objects: `object.__reduce_ex__` and `object.__getstate__`.

use crate::cx::{Cx, R};
use crate::interned::Name;
use crate::name;
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, LIST, List};
use crate::objects::object::OBJECT;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{Flags, Type};
use crate::protocol::{self, attribute, call, class_of, is_instance, type_name};
use crate::runtime::import;
use crate::shape::Shape;
use crate::value::Value;

fn copyreg(cx: &mut Cx, function: &'static Name) -> R {
    let module = name!(cx, "copyreg")?;
    let module = import::named(cx, module)?;
    let name = function.get(cx)?;
    attribute::get(cx, module, name)
}

static REDUCE_EX: Name = Name::new("_reduce_ex");
static NEWOBJ: Name = Name::new("__newobj__");
static NEWOBJ_EX: Name = Name::new("__newobj_ex__");
static SLOTNAMES: Name = Name::new("_slotnames");

/// How to make an object like this one, for a version of the pickle protocol.
///
/// # Errors
/// TypeError if that cannot be said, and what the methods that are asked raise.
pub fn reduce(cx: &mut Cx, object: Value, protocol: i64) -> R {
    if protocol < 2 {
        let function = copyreg(cx, &REDUCE_EX)?;
        let protocol = cx.int(protocol)?;
        return call::call_values(cx, function, &[object, protocol]);
    }
    let class = Value::from(class_of(object));
    let (args, kwargs) = new_arguments(cx, object)?;
    let plain = match kwargs {
        Some(kwargs) => dict::len(cx, kwargs)? == 0,
        None => true,
    };
    let (function, arguments) = if plain {
        let args = args.map_or(&[][..], Tuple::as_slice);
        let all = tuple::with(cx, args.len() + 1, |index| match index {
            0 => class,
            _ => args[index - 1],
        })?;
        (copyreg(cx, &NEWOBJ)?, Value::from(all))
    } else {
        let [args, kwargs] = [
            args.map_or(Value::NONE, Value::from),
            kwargs.map_or(Value::NONE, Value::from),
        ];
        let all = cx.tuple(&[class, args, kwargs])?;
        (copyreg(cx, &NEWOBJ_EX)?, all)
    };
    let (is_list, is_dict) = (
        is_instance(cx, object, &LIST)?,
        is_instance(cx, object, &DICT)?,
    );
    let required = args.is_none() && !is_list && !is_dict;
    let state = state_of(cx, object, required)?;
    let list_items = match is_list {
        true => protocol::iter(cx, object)?,
        false => Value::NONE,
    };
    let dict_items = if is_dict {
        let name = name!(cx, "items")?;
        let items = call::call_method(cx, object, name, &[])?;
        protocol::iter(cx, items)?
    } else {
        Value::NONE
    };
    cx.tuple(&[function, arguments, state, list_items, dict_items])
}

type NewArguments = (Option<&'static Tuple>, Option<&'static Dict>);

/// What `__getnewargs_ex__` or `__getnewargs__` says.
fn new_arguments(cx: &mut Cx, object: Value) -> R<NewArguments> {
    let name = name!(cx, "__getnewargs_ex__")?;
    if let Some(pair) = attribute::call_special(cx, object, name, &[])? {
        let class = type_name(cx, pair)?;
        let Some(pair) = cx.payload::<Tuple>(pair)? else {
            return Err(cx.type_error(format_args!(
                "__getnewargs_ex__ should return a tuple, not '{class}'"
            )));
        };
        let [args, kwargs] = *pair.as_slice() else {
            let length = pair.len();
            return Err(cx.value_error(format_args!(
                "__getnewargs_ex__ should return a tuple of length 2, not {length}"
            )));
        };
        let Some(arguments) = cx.payload::<Tuple>(args)? else {
            let class = type_name(cx, args)?;
            return Err(cx.type_error(format_args!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{class}'"
            )));
        };
        let Some(keywords) = cx.payload::<Dict>(kwargs)? else {
            let class = type_name(cx, kwargs)?;
            return Err(cx.type_error(format_args!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{class}'"
            )));
        };
        return Ok((Some(arguments), Some(keywords)));
    }
    let name = name!(cx, "__getnewargs__")?;
    let Some(args) = attribute::call_special(cx, object, name, &[])? else {
        return Ok((None, None));
    };
    match cx.payload::<Tuple>(args)? {
        Some(args) => Ok((Some(args), None)),
        None => {
            let class = type_name(cx, args)?;
            Err(cx.type_error(format_args!(
                "__getnewargs__ should return a tuple, not '{class}'"
            )))
        }
    }
}

/// What `__getstate__` gives; `required`: the object has no other way to say what is in it.
fn state_of(cx: &mut Cx, object: Value, required: bool) -> R {
    let name = name!(cx, "__getstate__")?;
    let own = class_of(object).lookup(cx, name)?;
    if own == OBJECT.class().lookup(cx, name)? && attribute::own(cx, object, name)?.is_none() {
        return default_state(cx, object, required);
    }
    call::call_method(cx, object, name, &[])
}

/// `object.__getstate__`
///
/// # Errors
/// What the attributes of the object raise.
pub fn state(cx: &mut Cx, object: Value) -> R {
    default_state(cx, object, false)
}

fn default_state(cx: &mut Cx, object: Value, required: bool) -> R {
    if required && has_hidden_state(cx, object)? {
        let class = type_name(cx, object)?;
        return Err(cx.type_error(format_args!("cannot pickle '{class}' object")));
    }
    let attributes = attributes_of(cx, object)?;
    let Some(names) = slot_names(cx, class_of(object))? else {
        return Ok(attributes);
    };
    if list::len(cx, names)? == 0 {
        return Ok(attributes);
    }
    let slots = dict::new(cx)?;
    let mut index = 0;
    while let Some(name) = list::get(cx, names, index)? {
        let name = attribute::checked_name(cx, name)?;
        if let Some(value) = attribute::find(cx, object, name)? {
            dict::set(cx, slots, name, value)?;
        }
        index += 1;
    }
    if dict::len(cx, slots)? == 0 {
        return Ok(attributes);
    }
    cx.tuple(&[attributes, Value::from(slots)])
}

/// Whether something is in the object that its attributes do not show.
fn has_hidden_state(cx: &mut Cx, object: Value) -> R<bool> {
    if object.is_constant() {
        return Ok(false);
    }
    let mut class = class_of(object);
    while !class.flags().has(Flags::BUILTIN) {
        match cx.load(class, &class.base)?.cast::<Type>() {
            Some(base) => class = base,
            None => break,
        }
    }
    Ok(!class.has_storage(&OBJECT) || Shape::of(class.instance_shape()).reserved != 0)
}

/// The attributes of an object as a dict, or None. That of an instance without a `__dict__` yet is a
/// copy, so that its attributes stay in their slots.
fn attributes_of(cx: &mut Cx, object: Value) -> R {
    if let Some(instance) = object.cast::<Instance>() {
        let shape = instance.shape(cx)?;
        if !shape.dictionary {
            if shape.count == shape.reserved {
                return Ok(Value::NONE);
            }
            let attributes = instance.attributes(cx, shape)?;
            return Ok(Value::from(dict::of_names(cx, &attributes)?));
        }
    }
    let name = name!(cx, "__dict__")?;
    match attribute::find(cx, object, name)? {
        Some(attributes) => match attributes.cast::<Dict>() {
            Some(dict) if dict::len(cx, dict)? == 0 => Ok(Value::NONE),
            _ => Ok(attributes),
        },
        None => Ok(Value::NONE),
    }
}

/// The names of the slots of a class and its bases, as `copyreg` remembers them, if there are some.
fn slot_names(cx: &mut Cx, class: &'static Type) -> R<Option<&'static List>> {
    let known = name!(cx, "__slotnames__")?;
    if class.flags().has(Flags::BUILTIN) {
        return Ok(None);
    }
    let names = match dict::get_str(cx, class.namespace(), known)? {
        Some(names) => names,
        None => {
            let function = copyreg(cx, &SLOTNAMES)?;
            call::call_values(cx, function, &[Value::from(class)])?
        }
    };
    if names.is_none() {
        return Ok(None);
    }
    match names.cast::<List>() {
        Some(names) => Ok(Some(names)),
        None => {
            let class = class.name_text(cx)?;
            Err(cx.type_error(format_args!(
                "{class}.__slotnames__ should be a list or None"
            )))
        }
    }
}
