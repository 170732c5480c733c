//! `methodcaller`: a call of a method with fixed arguments, as a function of its object.

use super::only_argument;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Args, Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::attribute::{self, Method};
use crate::protocol::call::{self, prepend};
use crate::protocol::{self, class_of, repr_guard};
use crate::stdlib::_functools::partial;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static METHODCALLER = TypeDef {
        name: "methodcaller",
        module: "operator",
        layout: Some(layout::INSTANCE),
        reserved: 3,
        doc: "Return a callable object that calls the given method on its operand.\n\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
        ..TypeDef::NEW
    };
}

/// The slot with the name, which is interned.
const NAME: usize = 0;

/// The slot with the arguments: a tuple, those that have names last.
const VALUES: usize = 1;

/// The slot with the names of the last arguments: a tuple, or unbound.
const KEYWORDS: usize = 2;

#[native(METHODCALLER, "__new__(cls, name, /, *args, **kwargs)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, name: Value, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let Some(name) = cx.payload::<Str>(name)? else {
        return Err(cx.type_error(format_args!("method name must be a string")));
    };
    let args = kwargs.forward(2);
    let values = cx.tuple(args.values)?;
    let caller = Instance::new(cx, cls)?;
    let name = attribute::intern(cx, name.value());
    caller.set(cx, NAME, name)?;
    caller.set(cx, VALUES, values)?;
    let keywords = args.kwnames.map_or(Value::UNBOUND, Tuple::value);
    caller.set(cx, KEYWORDS, keywords)?;
    Ok(caller.value())
}

fn fixed_arguments(cx: &mut Cx, this: &'static Instance) -> R<Args<'static>> {
    let (values, keywords) = (this.get(cx, VALUES)?, this.get(cx, KEYWORDS)?);
    Ok(Args {
        values: values.cast::<Tuple>().map_or(&[], Tuple::as_slice),
        kwnames: keywords.cast::<Tuple>(),
    })
}

/// Call self as a function.
#[native(METHODCALLER, "__call__(self, /, *args, **kwargs)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let object = only_argument(cx, "methodcaller", args, kwargs)?;
    let name = this.get(cx, NAME)?;
    let args = fixed_arguments(cx, this)?;
    match attribute::get_method(cx, object, name)? {
        Method::Value(method) => call::call(cx, method, args),
        Method::Unbound { function, receiver } => prepend(cx, receiver, args, |cx, args| {
            call::call(cx, function, args)
        }),
    }
}

/// The name and the arguments, as they are written in a call.
fn arguments_text(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let name = this.get(cx, NAME)?;
    let name = protocol::repr(cx, name)?;
    let mut text = str::to_string(name);
    let args = fixed_arguments(cx, this)?;
    for value in args.positionals() {
        let repr = protocol::repr(cx, *value)?;
        text.push_str(", ");
        text.push_str(&str::to_string(repr));
    }
    for (name, value) in args.keywords() {
        let repr = protocol::repr(cx, value)?;
        text.push_str(&format!(
            ", {}={}",
            str::to_string(name),
            str::to_string(repr)
        ));
    }
    Ok(text)
}

#[native(METHODCALLER, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let text = repr_guard::guarded(cx, this.value(), |cx| arguments_text(cx, this))?;
    let text = text.unwrap_or_else(|| "...".to_owned());
    Ok(format!("operator.methodcaller({text})"))
}

/// Return state information for pickling
#[native(METHODCALLER, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let class = class_of(this.value()).value();
    let name = this.get(cx, NAME)?;
    let args = fixed_arguments(cx, this)?;
    if args.kwnames.is_none() {
        let all = prepend(cx, name, args, |cx, args| cx.tuple(args.values))?;
        return cx.tuple(&[class, all]);
    }
    let positional = cx.tuple(args.positionals())?;
    let keywords = Args {
        values: &args.values[args.positionals().len()..],
        kwnames: args.kwnames,
    };
    let constructor = prepend(cx, name, keywords, |cx, args| {
        prepend(cx, class, args, |cx, args| {
            call::call(cx, partial::PARTIAL.value(), args)
        })
    })?;
    cx.tuple(&[constructor, positional])
}

#[native(METHODCALLER, "__text_signature__", getter, effect = pure)]
fn text_signature(_: &mut Cx, _this: &'static Instance) -> &'static str {
    "(obj, /)"
}
