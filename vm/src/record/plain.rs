//! Native functions that may run Python code, but run none for the arguments that they are given here.
//!
//! Such a call needs no frames, and behind it is known what was known before. Who says so here makes sure of what it goes by:
//! guards keep the arguments of the kinds that they are of now.

use super::comparison::is_scalar;
use super::{Recorder, Res};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::native::{Effect, NativeDef, Owner};
use crate::objects::bytes::BYTES;
use crate::objects::dict::DICT;
use crate::objects::list::{LIST, List};
use crate::objects::set::{FROZENSET, SET};
use crate::objects::str::STR;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{TYPE, Type};
use crate::protocol::class_of;
use crate::value::Value;

/// Methods of texts and bytes that ask their arguments for an index, or take any object with a buffer: none of numbers, texts
/// and bytes runs Python code then.
const OF_TEXTS: &[&str] = &[
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "startswith",
    "endswith",
    "split",
    "rsplit",
    "splitlines",
    "replace",
    "strip",
    "lstrip",
    "rstrip",
    "partition",
    "rpartition",
    "removeprefix",
    "removesuffix",
    "center",
    "ljust",
    "rjust",
    "zfill",
    "expandtabs",
];

/// Functions of modules of which the same is true.
const OF_SCALARS: &[(&str, &str)] = &[
    ("builtins", "ascii"),
    ("builtins", "bin"),
    ("builtins", "chr"),
    ("builtins", "divmod"),
    ("builtins", "hash"),
    ("builtins", "hex"),
    ("builtins", "oct"),
    ("builtins", "ord"),
    ("builtins", "repr"),
    ("builtins", "round"),
    ("posix", "fspath"),
];

/// Which arguments have to stay of their kinds, and which helper calls the function then.
enum Plain {
    /// All of them; it looks at objects.
    All,
    /// The first one; if there is a key behind it, that too.
    First(&'static str),
}

impl Recorder {
    /// Which helper calls a function that may run Python code for other arguments, but not for those that it has now: their
    /// kinds are guarded.
    pub(super) fn plain_call(
        &mut self,
        fr: Fr,
        def: &'static NativeDef,
        args: &[u16],
    ) -> Res<Option<&'static str>> {
        if def.effect != Effect::Calls {
            return Ok(None);
        }
        let now: Vec<Value> = args.iter().map(|register| fr.get(*register)).collect();
        let (kind, guarded) = match plain(def, &now) {
            Some(Plain::All) => ("looks", args),
            Some(Plain::First(kind)) if self.get_kind(fr, args[0]).is_some() => {
                (kind, args.get(1..2).unwrap_or_default())
            }
            _ => return Ok(None),
        };
        for register in guarded {
            let operand = self.operand(fr, *register);
            self.guard_scalar(operand)?;
        }
        Ok(Some(kind))
    }
}

/// What a function that may run Python code does for these arguments, if it runs none for them: methods of containers that take
/// a key or an index (what may be equal to a scalar runs none either, as a rule), the length of a container, and what is done
/// with numbers and texts alone.
fn plain(def: &'static NativeDef, args: &[Value]) -> Option<Plain> {
    let class = class_of(*args.first()?).value();
    let are_scalars = || args.iter().all(|value| is_scalar(*value));
    let sized = [DICT.value(), SET.value(), FROZENSET.value(), STR.value()];
    let owner = match def.owner {
        Owner::Module(module) => {
            let is_length = module == "builtins" && def.name == "len" && sized.contains(&class);
            return match is_length {
                true => Some(Plain::First("looks")),
                false => (OF_SCALARS.contains(&(module, def.name)) && are_scalars())
                    .then_some(Plain::All),
            };
        }
        Owner::Class(owner) => owner.value(),
    };
    if owner != class {
        return None;
    }
    if owner == LIST.value() {
        return match (def.name, args) {
            ("pop", &[_]) => Some(Plain::First("changes")),
            ("pop", &[_, index]) | ("insert", &[_, index, _]) => {
                index.is_small_int().then_some(Plain::First("changes"))
            }
            _ => None,
        };
    }
    if owner == STR.value() || owner == BYTES.value() {
        return match (def.name, args) {
            // Items that are no texts are refused.
            ("join", &[_, items]) if owner == STR.value() => {
                (items.is::<List>() || items.is::<Tuple>()).then_some(Plain::All)
            }
            (name, _) => (OF_TEXTS.contains(&name) && are_scalars()).then_some(Plain::All),
        };
    }
    if !args.get(1).is_some_and(|key| is_scalar(*key)) {
        return None;
    }
    match def.name {
        "setdefault" | "pop" if owner == DICT.value() => Some(Plain::First("changes")),
        "remove" if owner == SET.value() => Some(Plain::First("changes")),
        _ => None,
    }
}

/// Whether it is a class whose metaclass is `type`.
pub(super) fn is_plain_class(value: Value) -> bool {
    value.is::<Type>() && TYPE.is(class_of(value))
}
