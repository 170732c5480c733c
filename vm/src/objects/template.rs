//! Template strings: `string.templatelib.Template` and `Interpolation`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict;
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, class_of, full_type_name, repr, type_name};
use crate::runtime::import;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of templates.
    pub static TEMPLATE = TypeDef {
        name: "Template",
        module: "string.templatelib",
        reserved: 2,
        doc: "Template object",
        ..TypeDef::NEW
    };
    /// The class of interpolations.
    pub static INTERPOLATION = TypeDef {
        name: "Interpolation",
        module: "string.templatelib",
        reserved: 4,
        doc: "Interpolation object",
        ..TypeDef::NEW
    };
    /// The class of iterators over templates.
    static TEMPLATE_ITERATOR = TypeDef {
        name: "TemplateIter",
        module: "string.templatelib",
        reserved: 2,
        doc: "Template iterator object",
        ..TypeDef::NEW
    };
}

/// The slot of the strings, a tuple: one more than there are interpolations.
const STRINGS: usize = 0;
/// The slot of the interpolations, a tuple.
const INTERPOLATIONS: usize = 1;

/// The slots of an interpolation, as attributes are named.
const VALUE: usize = 0;
const EXPRESSION: usize = 1;
const CONVERSION: usize = 2;
const FORMAT_SPEC: usize = 3;

/// Enters what the tables of native functions cannot say: `Interpolation.__match_args__`.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R<()> {
    let mut names = [Value::NONE; 4];
    for (name, text) in names
        .iter_mut()
        .zip(["value", "expression", "conversion", "format_spec"])
    {
        *name = cx.vm.intern(cx, text)?;
    }
    let names = cx.tuple(&names)?;
    let key = name!(cx, "__match_args__")?;
    dict::set_str(cx, INTERPOLATION.class().namespace(), key, names)
}

/// `{value!conversion:spec}` of a template: `text` is the source text of the expression.
///
/// # Errors
/// MemoryError.
pub fn interpolation(cx: &mut Cx, value: Value, text: Value, conversion: u16, spec: Value) -> R {
    let conversion = match conversion {
        1 => name!(cx, "s")?,
        2 => name!(cx, "r")?,
        3 => name!(cx, "a")?,
        _ => Value::NONE,
    };
    let made = make_interpolation(cx, [value, text, conversion, spec])?;
    Ok(made.value())
}

fn make_interpolation(cx: &mut Cx, parts: [Value; 4]) -> R<&'static Instance> {
    let made = Instance::new(cx, INTERPOLATION.class())?;
    for (index, part) in parts.into_iter().enumerate() {
        made.set(cx, index, part)?;
    }
    Ok(made)
}

/// The template of a tuple of strings and a tuple of interpolations.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, strings: Value, interpolations: Value) -> R {
    let template = Instance::new(cx, TEMPLATE.class())?;
    template.set(cx, STRINGS, strings)?;
    template.set(cx, INTERPOLATIONS, interpolations)?;
    Ok(template.value())
}

fn check_text(cx: &mut Cx, value: Value, argument: &str) -> R<()> {
    if value.is::<Str>() {
        return Ok(());
    }
    let class = type_name(cx, value)?;
    Err(cx.type_error(format_args!(
        "Interpolation() argument '{argument}' must be str, not {class}"
    )))
}

#[native(
    INTERPOLATION,
    "__new__(cls, value, expression='', conversion=None, format_spec='')",
    new,
    effect = writes
)]
fn interpolation_new(
    cx: &mut Cx,
    _cls: &'static Type,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
) -> R<&'static Instance> {
    check_text(cx, expression, "expression")?;
    if !conversion.is_none() {
        check_text(cx, conversion, "conversion")?;
        if !matches!(str::to_string(conversion).as_str(), "s" | "a" | "r") {
            return Err(cx.value_error(format_args!(
                "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"
            )));
        }
    }
    check_text(cx, format_spec, "format_spec")?;
    make_interpolation(cx, [value, expression, conversion, format_spec])
}

fn parts_of(cx: &mut Cx, this: &'static Instance) -> R<[Value; 4]> {
    let mut parts = [Value::NONE; 4];
    for (index, part) in parts.iter_mut().enumerate() {
        *part = this.get(cx, index)?;
    }
    Ok(parts)
}

#[native(INTERPOLATION, "__repr__(self, /)", slot)]
fn interpolation_repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let mut texts = Vec::new();
    for part in parts_of(cx, this)? {
        let text = repr(cx, part)?;
        texts.push(str::to_string(text));
    }
    Ok(format!("Interpolation({})", texts.join(", ")))
}

/// __reduce__() -> (cls, state)
#[native(INTERPOLATION, "__reduce__(self, /)", effect = reads)]
fn interpolation_reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let parts = parts_of(cx, this)?;
    let parts = cx.tuple(&parts)?;
    cx.tuple(&[INTERPOLATION.value(), parts])
}

/// Interpolations are generic over the types of their values
#[native(INTERPOLATION, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn interpolation_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}

macro_rules! fields {
    ($($class:ident $rust:ident $name:literal $slot:ident $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native($class, $name, getter, effect = reads)]
            fn $rust(cx: &mut Cx, this: &'static Instance) -> R {
                this.get(cx, $slot)
            }
        )*
    };
}

fields! {
    INTERPOLATION value "value" VALUE "Value";
    INTERPOLATION expression "expression" EXPRESSION "Expression";
    INTERPOLATION conversion "conversion" CONVERSION "Conversion";
    INTERPOLATION format_spec "format_spec" FORMAT_SPEC "Format specifier";
    TEMPLATE strings "strings" STRINGS "Strings";
    TEMPLATE interpolations "interpolations" INTERPOLATIONS "Interpolations";
}

fn is_interpolation(value: Value) -> bool {
    INTERPOLATION.is(class_of(value))
}

#[native(TEMPLATE, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn template_new(cx: &mut Cx, _cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!(
            "Template.__new__ only accepts *args arguments"
        )));
    }
    let empty = cx.vm.empty_str.get();
    let (mut strings, mut interpolations) = (Vec::new(), Vec::new());
    let mut last = empty;
    for arg in args {
        if arg.is::<Str>() {
            last = str::concat(cx, &[last, *arg])?;
        } else if is_interpolation(*arg) {
            strings.push(std::mem::replace(&mut last, empty));
            interpolations.push(*arg);
        } else {
            let class = full_type_name(cx, *arg)?;
            return Err(cx.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {class}"
            )));
        }
    }
    strings.push(last);
    let (strings, interpolations) = (cx.tuple(&strings)?, cx.tuple(&interpolations)?);
    new(cx, strings, interpolations)
}

fn tuple_in(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<&'static Tuple> {
    match this.get(cx, slot)?.cast::<Tuple>() {
        Some(tuple) => Ok(tuple),
        None => Err(cx.system_error(format_args!("a template without its parts"))),
    }
}

#[native(TEMPLATE, "__repr__(self, /)", slot)]
fn template_repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let (strings, interpolations) = (this.get(cx, STRINGS)?, this.get(cx, INTERPOLATIONS)?);
    let strings = repr(cx, strings)?;
    let interpolations = repr(cx, interpolations)?;
    Ok(format!(
        "Template(strings={}, interpolations={})",
        str::to_string(strings),
        str::to_string(interpolations)
    ))
}

/// Values of interpolations
#[native(TEMPLATE, "values", getter, effect = reads)]
fn values(cx: &mut Cx, this: &'static Instance) -> R {
    let mut values = Vec::new();
    for interpolation in tuple_in(cx, this, INTERPOLATIONS)?.as_slice() {
        if let Some(interpolation) = interpolation.cast::<Instance>() {
            values.push(interpolation.get(cx, VALUE)?);
        }
    }
    cx.tuple(&values)
}

#[native(TEMPLATE, "__add__(self, value, /)", slot, effect = reads)]
fn add(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let Some(other) = value
        .cast::<Instance>()
        .filter(|_| TEMPLATE.is(class_of(value)))
    else {
        let class = full_type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "can only concatenate string.templatelib.Template (not \"{class}\") to string.templatelib.Template"
        )));
    };
    let (a, b) = (tuple_in(cx, this, STRINGS)?, tuple_in(cx, other, STRINGS)?);
    let mut strings = a.as_slice().to_vec();
    let last = strings.pop().unwrap_or(Value::NONE);
    let first = b.get(0).unwrap_or(Value::NONE);
    strings.push(str::concat(cx, &[last, first])?);
    strings.extend_from_slice(b.as_slice().get(1..).unwrap_or_default());
    let mut interpolations = tuple_in(cx, this, INTERPOLATIONS)?.as_slice().to_vec();
    interpolations.extend_from_slice(tuple_in(cx, other, INTERPOLATIONS)?.as_slice());
    let (strings, interpolations) = (cx.tuple(&strings)?, cx.tuple(&interpolations)?);
    new(cx, strings, interpolations)
}

#[native(TEMPLATE, "__reduce__(self, /)")]
fn template_reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let (strings, interpolations) = (this.get(cx, STRINGS)?, this.get(cx, INTERPOLATIONS)?);
    let library = import::module(cx, "string.templatelib")?;
    let name = name!(cx, "_template_unpickle")?;
    let function = attribute::get(cx, library, name)?;
    let arguments = cx.tuple(&[strings, interpolations])?;
    cx.tuple(&[function, arguments])
}

/// Template supports [] for generic usage
#[native(TEMPLATE, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn template_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}

/// The iterator has a list of what is to come, the next at its end.
#[native(TEMPLATE, "__iter__(self, /)", slot, effect = writes)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let strings = tuple_in(cx, this, STRINGS)?.as_slice();
    let interpolations = tuple_in(cx, this, INTERPOLATIONS)?.as_slice();
    let mut parts = Vec::new();
    for (index, string) in strings.iter().enumerate() {
        if string
            .cast::<Str>()
            .is_some_and(|string| !string.is_empty())
        {
            parts.push(*string);
        }
        parts.extend(interpolations.get(index));
    }
    let parts = tuple::new(cx, &parts)?;
    let iterator = Instance::new(cx, TEMPLATE_ITERATOR.class())?;
    iterator.set(cx, 0, parts.value())?;
    iterator.set(cx, 1, Value::index(0))?;
    Ok(iterator)
}

#[native(TEMPLATE_ITERATOR, "__iter__(self, /)", slot, effect = pure)]
fn iterator_iter(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(TEMPLATE_ITERATOR, "__next__(self, /)", slot, effect = writes)]
fn iterator_next(cx: &mut Cx, this: &'static Instance) -> R {
    let parts = tuple_in(cx, this, 0)?;
    let position = this.get(cx, 1)?.as_small_int().unwrap_or(0) as usize;
    match parts.get(position) {
        Some(part) => {
            this.set(cx, 1, Value::index(position + 1))?;
            Ok(part)
        }
        None => Err(cx.stop_iteration(Value::NONE)),
    }
}
