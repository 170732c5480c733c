//! The registry of codecs and of error handlers: what `codecs.register` and its like work on.
//!
//! It is a tuple of three mutable objects that the whole process shares: a list of search functions, a
//! dict of the codecs that they have found, a dict of error handlers. So changes to it are part of
//! transactions, as any others. A codec is a tuple of four functions; the package `encodings`, which is
//! imported when a codec is looked for the first time, registers the search function that finds most.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::of_module;
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::LOOKUP_ERROR;
use crate::objects::list::{self, List};
use crate::objects::native_function;
use crate::objects::str::{Str, to_string};
use crate::objects::tuple::Tuple;
use crate::protocol::call::call_method;
use crate::protocol::{
    attribute, call_values, class_of, get_item_or_none, is_identical, set_item, truth, type_name,
};
use crate::runtime::import;
use crate::value::Value;

/// The owner of the builtin error handlers in the table of native functions. There is no such module.
pub(crate) const HANDLERS: &str = "_codecs.handlers";

/// Makes the registry, when the process starts.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    let (searches, codecs, handlers) = (list::new(cx)?, dict::new(cx)?, dict::new(cx)?);
    for def in of_module(HANDLERS) {
        let handler = native_function::new(cx, def, Value::NONE)?;
        let name = cx.vm.intern(cx, handler_name(def.name))?;
        dict::set_str(cx, handlers, name, handler.value())?;
    }
    let registry = cx.tuple(&[searches.value(), codecs.value(), handlers.value()])?;
    cx.vm.codecs.set(registry);
    Ok(())
}

/// The name under which a builtin handler is registered.
fn handler_name(function: &str) -> &str {
    function.strip_suffix("_errors").unwrap_or(function)
}

/// Whether there is a builtin handler of this name.
pub(crate) fn is_builtin_handler(name: &str) -> bool {
    of_module(HANDLERS).any(|def| handler_name(def.name) == name)
}

struct Registry {
    searches: &'static List,
    codecs: &'static Dict,
    /// The error handlers by name.
    handlers: &'static Dict,
}

fn registry(cx: &mut Cx) -> R<Registry> {
    let parts = cx.vm.codecs.get().cast::<Tuple>().map(Tuple::as_slice);
    if let Some([searches, codecs, handlers]) = parts
        && let Some(searches) = searches.cast::<List>()
        && let (Some(codecs), Some(handlers)) = (codecs.cast::<Dict>(), handlers.cast::<Dict>())
    {
        return Ok(Registry {
            searches,
            codecs,
            handlers,
        });
    }
    Err(cx.system_error(format_args!("there is no codec registry")))
}

fn require_callable(cx: &mut Cx, value: Value, what: &str) -> R<()> {
    let name = name!(cx, "__call__")?;
    match class_of(value).lookup(cx, name)? {
        Some(_) => Ok(()),
        None => Err(cx.type_error(format_args!("{what} must be callable"))),
    }
}

/// Adds a search function.
///
/// # Errors
/// TypeError if it cannot be called.
pub(crate) fn register(cx: &mut Cx, search: Value) -> R<()> {
    require_callable(cx, search, "argument")?;
    let searches = registry(cx)?.searches;
    list::append(cx, searches, search)
}

/// Removes a search function, and forgets all codecs that were found.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn unregister(cx: &mut Cx, search: Value) -> R<()> {
    let Registry {
        searches, codecs, ..
    } = registry(cx)?;
    let all = list::to_vec(cx, searches)?;
    if let Some(place) = all.iter().position(|other| is_identical(*other, search)) {
        dict::clear(cx, codecs)?;
        crate::protocol::del_item(cx, searches.value(), Value::index(place))?;
    }
    Ok(())
}

/// The name in lower case, with an underscore for what is neither a letter, a digit nor a dot.
fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut gap = false;
    for char in name.chars().filter(char::is_ascii) {
        if char.is_ascii_alphanumeric() || char == '.' {
            if gap && !normal.is_empty() {
                normal.push('_');
            }
            gap = false;
            normal.push(char.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    normal
}

fn unknown_encoding(cx: &mut Cx, encoding: &str) -> Exit {
    cx.lookup_error(format_args!("unknown encoding: {encoding}"))
}

/// Whether the package `encodings` has been imported.
fn has_encodings(cx: &mut Cx) -> R<bool> {
    let name = name!(cx, "encodings")?;
    match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => Ok(dict::get_str(cx, modules, name)?.is_some()),
        None => Ok(false),
    }
}

/// The codec of an encoding.
///
/// # Errors
/// LookupError if no search function knows it, TypeError if one gives something else, and what they raise.
pub(crate) fn lookup(cx: &mut Cx, encoding: &str) -> R {
    let Registry {
        searches, codecs, ..
    } = registry(cx)?;
    let name = cx.str(&normal_name(encoding))?;
    if let Some(codec) = dict::get(cx, codecs, name)? {
        return Ok(codec);
    }
    if !has_encodings(cx)? {
        import::module(cx, "encodings")?;
    }
    let mut index = 0;
    while let Some(search) = list::get(cx, searches, index)? {
        let codec = call_values(cx, search, &[name])?;
        if codec.is_none() {
            index += 1;
            continue;
        }
        if cx
            .payload::<Tuple>(codec)?
            .is_none_or(|codec| codec.len() != 4)
        {
            return Err(cx.type_error(format_args!("codec search functions must return 4-tuples")));
        }
        dict::set(cx, codecs, name, codec)?;
        return Ok(codec);
    }
    match index {
        0 => Err(cx.lookup_error(format_args!(
            "no codec search functions registered: can't find encoding"
        ))),
        _ => Err(unknown_encoding(cx, encoding)),
    }
}

/// Registers an error handler.
///
/// # Errors
/// TypeError if it cannot be called.
pub(crate) fn register_error(cx: &mut Cx, name: Value, handler: Value) -> R<()> {
    require_callable(cx, handler, "handler")?;
    let handlers = registry(cx)?.handlers;
    set_item(cx, handlers.value(), name, handler)
}

/// Forgets an error handler, and says whether there was one.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn unregister_error(cx: &mut Cx, name: Value) -> R<bool> {
    let handlers = registry(cx)?.handlers;
    Ok(dict::remove(cx, handlers, name)?.is_some())
}

/// The error handler of a name.
///
/// # Errors
/// LookupError.
pub(crate) fn error_handler(cx: &mut Cx, name: &'static Str) -> R {
    let handlers = registry(cx)?.handlers;
    match get_item_or_none(cx, handlers.value(), name.value())? {
        Some(handler) => Ok(handler),
        None => {
            let name = to_string(name.value());
            Err(cx.raise_message(
                &LOOKUP_ERROR,
                format_args!("unknown error handler name '{name}'"),
            ))
        }
    }
}

/// One of the two functions of a codec.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// Text to bytes.
    Encode,
    /// Bytes to text.
    Decode,
}

impl Direction {
    /// The function of a codec.
    fn of(self, cx: &mut Cx, codec: Value) -> R {
        let index = match self {
            Direction::Encode => 0,
            Direction::Decode => 1,
        };
        let functions = cx.payload::<Tuple>(codec)?;
        Ok(functions
            .and_then(|functions| functions.get(index))
            .unwrap_or(Value::NONE))
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Direction::Encode => ("encoder", "encoding"),
            Direction::Decode => ("decoder", "decoding"),
        }
    }
}

/// Calls one of the functions of a codec, and gives the first part of its result. An exception gets a note.
///
/// # Errors
/// TypeError if the result is no pair, and what the function raises.
pub(crate) fn run(
    cx: &mut Cx,
    direction: Direction,
    (encoding, codec): (&str, Value),
    input: Value,
    errors: Option<&'static Str>,
) -> R {
    let function = direction.of(cx, codec)?;
    let arguments = [input, errors.map_or(Value::NONE, HeapType::value)];
    let given = if errors.is_some() { 2 } else { 1 };
    let (noun, verb) = direction.words();
    let result = match call_values(cx, function, &arguments[..given]) {
        Err(Exit::Raise) => {
            let exception = cx.take_exception();
            let note = cx.str(&format!("{verb} with '{encoding}' codec failed"))?;
            let add_note = name!(cx, "add_note")?;
            call_method(cx, exception, add_note, &[note])?;
            return Err(cx.raise(exception));
        }
        result => result?,
    };
    match cx.payload::<Tuple>(result)?.map(Tuple::as_slice) {
        Some([output, _]) => Ok(*output),
        _ => Err(cx.type_error(format_args!("{noun} must return a tuple (object, integer)"))),
    }
}

/// The codec of a name, which must be one between text and bytes.
fn text_codec(cx: &mut Cx, encoding: &str, alternative: &str) -> R {
    let codec = lookup(cx, encoding)?;
    let is_text = name!(cx, "_is_text_encoding")?;
    if let Some(is_text) = attribute::find(cx, codec, is_text)?
        && !truth(cx, is_text)?
    {
        return Err(cx.lookup_error(format_args!(
            "'{encoding}' is not a text encoding; use {alternative} to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// Encodes with a codec of the registry.
///
/// # Errors
/// LookupError, TypeError if the codec gives no bytes, and what it raises.
pub(super) fn encode(
    cx: &mut Cx,
    text: &'static Str,
    encoding: &str,
    errors: Option<&'static Str>,
) -> R {
    let codec = text_codec(cx, encoding, "codecs.encode()")?;
    let input = text.value();
    let encoded = run(cx, Direction::Encode, (encoding, codec), input, errors)?;
    if cx.payload::<Bytes>(encoded)?.is_some() {
        return Ok(encoded);
    }
    let class = type_name(cx, encoded)?;
    Err(cx.type_error(format_args!(
        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// Decodes with a codec of the registry.
///
/// # Errors
/// LookupError, TypeError if the codec gives no string, and what it raises.
pub(super) fn decode(
    cx: &mut Cx,
    input: &[u8],
    encoding: &str,
    errors: Option<&'static Str>,
) -> R<&'static Str> {
    let codec = text_codec(cx, encoding, "codecs.decode()")?;
    let input = bytes::new(cx, input)?;
    let decoded = run(cx, Direction::Decode, (encoding, codec), input, errors)?;
    if let Some(text) = cx.payload::<Str>(decoded)? {
        return Ok(text);
    }
    let class = type_name(cx, decoded)?;
    Err(cx.type_error(format_args!(
        "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}
