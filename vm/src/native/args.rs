//! The arguments of a call.

use super::NativeDef;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::value::Value;
use tython_text::Text;

/// The arguments of a call, as the caller has laid them out: positional ones (the receiver of a method
/// first), then those that have names. (The convention of PEP 590, "Vectorcall".)
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    /// All arguments.
    pub values: &'a [Value],
    /// The names of the last ones: strings, each but once.
    pub kwnames: Option<&'static Tuple>,
}

impl<'a> Args<'a> {
    /// Arguments without names.
    #[inline(always)]
    pub const fn positional(values: &'a [Value]) -> Self {
        Args {
            values,
            kwnames: None,
        }
    }

    /// How many arguments have names.
    #[inline(always)]
    pub fn named(self) -> usize {
        self.kwnames.map_or(0, Tuple::len)
    }

    /// The arguments without names.
    #[inline(always)]
    pub fn positionals(self) -> &'a [Value] {
        let count = self.values.len().saturating_sub(self.named());
        self.values.get(..count).unwrap_or_default()
    }

    /// The arguments that have names, with them.
    pub fn keywords(self) -> impl Iterator<Item = (Value, Value)> + Clone + use<'a> {
        let names = self.kwnames.map_or(&[][..], Tuple::as_slice);
        let values = self
            .values
            .get(self.positionals().len()..)
            .unwrap_or_default();
        names.iter().copied().zip(values.iter().copied())
    }

    /// Whether no argument has a name, and their number is in this range.
    #[inline(always)]
    pub fn fit(self, least: usize, most: usize) -> bool {
        self.kwnames.is_none() && self.values.len() >= least && self.values.len() <= most
    }

    /// At most the first `most` arguments; the places of those that are not there are unbound.
    #[inline(always)]
    pub fn pad<const N: usize>(self, most: usize) -> [Value; N] {
        // A loop, because `array::from_fn` is not always inlined.
        let mut places = [Value::UNBOUND; N];
        let given = self.values.iter().take(most);
        for (place, value) in places.iter_mut().zip(given) {
            *place = *value;
        }
        places
    }

    /// The positional arguments from this one on.
    #[inline(always)]
    pub fn rest(self, from: usize) -> &'a [Value] {
        self.positionals().get(from..).unwrap_or_default()
    }
}

/// Whether a keyword argument's name is `name`, which is ASCII, as all names in declarations are.
#[inline]
pub(super) fn is_named(keyword: Value, name: &str) -> bool {
    keyword
        .cast::<Str>()
        .is_some_and(|keyword| match keyword.text() {
            Text::One(bytes) => bytes == name.as_bytes(),
            _ => false,
        })
}

/// The keyword arguments that no other parameter has taken: the type of a `**kwargs` parameter.
#[derive(Clone, Copy, Debug)]
pub struct Kwargs<'a> {
    args: Args<'a>,
    def: &'static NativeDef,
}

impl<'a> Kwargs<'a> {
    /// What the parameters of `def` leave of `args`.
    #[inline(always)]
    pub fn new(args: Args<'a>, def: &'static NativeDef) -> Self {
        Kwargs { args, def }
    }

    /// The arguments of the call from positional argument `from` on, to pass them on.
    pub fn forward(self, from: usize) -> Args<'a> {
        Args {
            values: self.args.values.get(from..).unwrap_or_default(),
            kwnames: self.args.kwnames,
        }
    }

    /// Names and values.
    pub fn iter(self) -> impl Iterator<Item = (Value, Value)> + use<'a> {
        let taken = |keyword: Value| {
            let mut params = self.def.params.iter();
            params.any(|param| param.is_keyword() && is_named(keyword, param.name))
        };
        self.args.keywords().filter(move |(name, _)| !taken(*name))
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.args.kwnames.is_none() || self.iter().next().is_none()
    }

    /// The value under this name.
    pub fn get(self, name: &str) -> Option<Value> {
        let mut found = self.iter().filter(|(keyword, _)| is_named(*keyword, name));
        found.next().map(|(_, value)| value)
    }
}
