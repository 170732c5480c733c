//! Puts the arguments of a call into the places of the parameters, when that is more than to take them
//! one after the other.

use super::args::is_named;
use super::receiver::check_receiver;
use super::wording::{self, Keywords};
use super::{Args, Kind, NativeDef};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::str::to_string;
use crate::objects::type_object::Type;
use crate::protocol::class_of;
use crate::value::Value;

/// The arguments in the order of the parameters that take one: the receiver, positional parameters,
/// keyword-only ones. The places of those that are not there are unbound.
///
/// # Errors
/// TypeError in CPython's words if the call does not fit, or if the receiver is of a wrong class.
#[inline(never)]
pub fn bind<const N: usize>(cx: &mut Cx, def: &'static NativeDef, args: Args<'_>) -> R<[Value; N]> {
    let mut places = [Value::UNBOUND; N];
    fill(cx, def, args, &mut places)?;
    Ok(places)
}

fn fill(cx: &mut Cx, def: &'static NativeDef, args: Args<'_>, places: &mut [Value]) -> R<()> {
    let first = usize::from(def.kind.has_receiver());
    if first == 1 {
        check_receiver(cx, def, args.positionals().first().copied())?;
    }
    let args = without_ignored_keywords(cx, def, args)?;
    let positional = args.rest(first);
    if let Err(message) = wording::check(def, positional.len(), &args) {
        let receiver = args.values.first().copied();
        let message = of_class(cx, def, receiver, message)?;
        return Err(cx.type_error(format_args!("{message}")));
    }
    // The call fits, so no place is missing.
    let most = first
        + def
            .params
            .iter()
            .filter(|param| param.is_positional())
            .count();
    for (place, value) in places.iter_mut().zip(args.positionals()).take(most) {
        *place = *value;
    }
    if args.kwnames.is_none() {
        return Ok(());
    }
    for (place, param) in places.iter_mut().skip(first).zip(def.singles()) {
        if param.is_keyword()
            && let Some((_, value)) = args
                .keywords()
                .find(|(name, _)| is_named(*name, param.name))
        {
            *place = value;
        }
    }
    Ok(())
}

impl Keywords for Args<'_> {
    fn count(&self) -> usize {
        self.named()
    }

    fn has(&self, name: &str) -> bool {
        self.keywords().any(|(keyword, _)| is_named(keyword, name))
    }

    fn text(&self, index: usize) -> String {
        self.keywords()
            .nth(index)
            .map_or_else(String::new, |(name, _)| to_string(name))
    }
}

/// The message about a class method that is called on a subclass names that.
#[cold]
fn of_class(
    cx: &mut Cx,
    def: &'static NativeDef,
    receiver: Option<Value>,
    message: String,
) -> R<String> {
    let class = receiver.and_then(|receiver| receiver.cast::<Type>());
    let (Kind::ClassMethod, Some(class)) = (def.kind, class) else {
        return Ok(message);
    };
    let Some(rest) = message.strip_prefix(&def.qualname()) else {
        return Ok(message);
    };
    let qualname = cx.load(class, &class.qualname)?;
    Ok(format!("{}.{}{rest}", to_string(qualname), def.name))
}

/// A class that overrides `__init__` gets its keyword arguments through a `__new__` that takes none, and
/// the other way round.
fn without_ignored_keywords<'a>(
    cx: &mut Cx,
    def: &'static NativeDef,
    args: Args<'a>,
) -> R<Args<'a>> {
    if args.kwnames.is_some()
        && wording::may_ignore_keywords(def)
        && let (Some(owner), Some(receiver)) = (def.class(), args.values.first())
    {
        let (class, other) = match def.kind {
            Kind::New => (receiver.cast::<Type>(), name!(cx, "__init__")?),
            _ => (Some(class_of(*receiver)), name!(cx, "__new__")?),
        };
        if let Some(class) = class
            && !owner.is(class)
            && class.lookup(cx, other)? != owner.class().lookup(cx, other)?
        {
            return Ok(Args::positional(args.positionals()));
        }
    }
    Ok(args)
}
