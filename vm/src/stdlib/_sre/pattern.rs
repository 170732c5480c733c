//! `re.Pattern`: a compiled pattern.

use super::subject::Subject;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::objects::native_box::{self, Native, NativeBox};
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::{generic_alias, mapping_proxy};
use crate::protocol::{self, Compare, number};
use crate::types::TypeDef;
use crate::value::Value;
use tython_sre::{MAX_GROUPS, Program};
use tython_text::Builder;

builtin_type! {
    /// The class.
    pub(super) static PATTERN = TypeDef {
        name: "Pattern",
        module: "re",
        layout: Some(layout::NATIVE_BOX),
        doc: "Compiled regular expression object.",
        ..TypeDef::NEW
    };
}

/// What a pattern has besides Python objects.
pub(super) struct Compiled {
    program: tython_sre::Pattern,
    /// What the pattern was made of, to compare patterns by.
    code: Box<[u32]>,
    flags: i32,
    /// Whether it is for bytes; `None` if it is for anything.
    bytes: Option<bool>,
}

impl Compiled {
    /// The program; the first one to ask makes it ready.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn program(&self, cx: &mut Cx) -> R<&Program> {
        match self.program.ready() {
            Some(program) => Ok(program),
            None => self.make_ready(cx),
        }
    }

    #[cold]
    fn make_ready(&self, cx: &mut Cx) -> R<&Program> {
        let program = self.program.program();
        cx.account(program.bytes())?;
        Ok(program)
    }
}

impl Native for Compiled {
    fn bytes(&self) -> usize {
        self.program.bytes() + size_of_val::<[_]>(&self.code) + size_of::<Compiled>()
    }
}

/// A pattern object. It keeps a tuple: the pattern as text, group numbers by name, names by number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern(pub(super) &'static NativeBox);

impl Pattern {
    /// The compiled part.
    #[inline]
    pub(super) fn compiled(self) -> &'static Compiled {
        match self.0.get::<Compiled>() {
            Some(compiled) => compiled,
            None => unreachable!("a pattern has a program"),
        }
    }

    fn part(self, index: usize) -> Value {
        let parts = self.0.keeps.get().cast::<Tuple>();
        parts
            .and_then(|parts| parts.get(index))
            .unwrap_or(Value::NONE)
    }

    /// The pattern as text; None if there is none.
    fn source(self) -> Value {
        self.part(0)
    }

    /// The numbers of the groups that have names.
    pub(super) fn group_index(self) -> Option<&'static Dict> {
        self.part(1).cast::<Dict>()
    }

    /// The name of a group.
    pub(super) fn group_name(self, group: usize) -> Option<Value> {
        self.part(2)
            .cast::<Tuple>()
            .and_then(|names| names.get(group))
    }

    /// How many groups there are.
    pub(super) fn groups(self) -> usize {
        self.compiled().program.groups()
    }

    /// Whether it is for bytes; `None` if it is for anything.
    pub(super) fn is_bytes(self) -> Option<bool> {
        self.compiled().bytes
    }
}

/// The numbers of a code.
fn numbers(cx: &mut Cx, code: &'static List) -> R<Vec<u32>> {
    let mut numbers = Vec::with_capacity(list::len(cx, code)?);
    let mut index = 0;
    while let Some(item) = list::get(cx, code, index)? {
        // The compiler's names of operations are instances of a class of integers.
        let exact = cx.payload_value(item)?.unwrap_or(item);
        match exact.as_small_int().map(u32::try_from) {
            Some(Ok(number)) => numbers.push(number),
            _ => numbers.push(other_number(cx, item)?),
        }
        index += 1;
    }
    Ok(numbers)
}

/// A number of a code that is no integer in its range: a bool, or an error.
#[cold]
fn other_number(cx: &mut Cx, item: Value) -> R<u32> {
    let Some(exact) = number::exact_int(cx, item)? else {
        return Err(cx.type_error(format_args!("an integer is required")));
    };
    match to_int(exact).and_then(|int| int.to_i64()) {
        Some(..0) => {
            Err(cx.overflow_error(format_args!("can't convert negative value to unsigned int")))
        }
        Some(number) => u32::try_from(number).map_err(|_| {
            cx.overflow_error(format_args!("regular expression code size limit exceeded"))
        }),
        None => Err(cx.overflow_error(format_args!(
            "Python int too large to convert to C unsigned long"
        ))),
    }
}

#[native(
    module = "_sre",
    "compile(pattern, flags, code, groups, groupindex, indexgroup)"
)]
fn compile(
    cx: &mut Cx,
    pattern: Value,
    flags: i32,
    code: &'static List,
    groups: isize,
    groupindex: &'static Dict,
    indexgroup: &'static Tuple,
) -> R<&'static NativeBox> {
    let code = numbers(cx, code)?;
    let bytes = match pattern.is_none() {
        true => None,
        false => Some(Subject::of(cx, pattern)?.is_bytes()),
    };
    let groups = u32::try_from(groups)
        .ok()
        .filter(|groups| *groups <= MAX_GROUPS);
    let program = groups.and_then(|groups| tython_sre::Pattern::new(&code, groups).ok());
    let Some(program) = program else {
        return Err(cx.runtime_error(format_args!("invalid SRE code")));
    };
    let keeps = tuple::new(cx, &[pattern, groupindex.value(), indexgroup.value()])?;
    let compiled = Box::new(Compiled {
        program,
        code: code.into(),
        flags,
        bytes,
    });
    native_box::new(cx, PATTERN.shape(), compiled, keeps.value(), Value::NONE)
}

/// The pattern string from which the RE object was compiled.
#[native(PATTERN, "pattern", getter, effect = pure)]
fn source(_: &mut Cx, this: &'static NativeBox) -> Value {
    Pattern(this).source()
}

/// The regex matching flags.
#[native(PATTERN, "flags", getter, effect = pure)]
fn flags(_: &mut Cx, this: &'static NativeBox) -> i64 {
    Pattern(this).compiled().flags.into()
}

/// The number of capturing groups in the pattern.
#[native(PATTERN, "groups", getter, effect = pure)]
fn groups(_: &mut Cx, this: &'static NativeBox) -> usize {
    Pattern(this).groups()
}

/// A dictionary mapping group names to group numbers.
#[native(PATTERN, "groupindex", getter, effect = reads)]
fn groupindex(cx: &mut Cx, this: &'static NativeBox) -> R {
    match Pattern(this).group_index() {
        Some(index) => mapping_proxy::new(cx, index.value()),
        None => Ok(dict::new(cx)?.value()),
    }
}

#[native(PATTERN, "__copy__(self)", effect = pure)]
fn copy(_: &mut Cx, this: &'static NativeBox) -> Value {
    this.value()
}

#[native(PATTERN, "__deepcopy__(self, memo, /)", effect = pure)]
fn deepcopy(_: &mut Cx, this: &'static NativeBox, _memo: Value) -> Value {
    this.value()
}

/// Patterns are generic over the type of string they handle (str or bytes)
#[native(PATTERN, "__class_getitem__(type, object, /)", classmethod, effect = pure)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}

const UNICODE: i32 = 32;
/// The flags that a `repr` names.
const NAMES: [(&str, i32); 7] = [
    ("re.IGNORECASE", 2),
    ("re.LOCALE", 4),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", 256),
];
/// LOCALE, UNICODE, ASCII.
const KINDS: i32 = 4 | UNICODE | 256;

/// The flags as Python writes them.
fn flag_names(compiled: &Compiled) -> String {
    let mut flags = compiled.flags;
    if compiled.bytes == Some(false) && flags & KINDS == UNICODE {
        flags &= !UNICODE;
    }
    let mut names = Vec::new();
    for (name, flag) in NAMES {
        if flags & flag != 0 {
            names.push(name.to_owned());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    names.join("|")
}

/// How much of the pattern a `repr` shows.
const SHOWN: usize = 200;

#[native(PATTERN, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static NativeBox) -> R<&'static Str> {
    let pattern = Pattern(this);
    let mut made = Builder::new();
    made.push_text(tython_text::Text::ascii("re.compile("));
    if let Some(source) = protocol::repr(cx, pattern.source())?.cast::<Str>() {
        let text = source.text();
        made.push_text(text.part(0..text.len().min(SHOWN)));
    }
    let names = flag_names(pattern.compiled());
    if !names.is_empty() {
        made.push_text(tython_text::Text::ascii(", "));
        made.push_text(tython_text::Text::ascii(&names));
    }
    made.push(')'.into());
    str::made(cx, made.finish(), "string is too long")
}

#[native(PATTERN, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static NativeBox) -> R<i64> {
    let compiled = Pattern(this).compiled();
    let source = protocol::hash(cx, Pattern(this).source())?;
    let mixed = compiled.code.iter().fold(source as u64, |hash, number| {
        (hash ^ u64::from(*number)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let hash = mixed as i64 ^ i64::from(compiled.flags);
    Ok(if hash == -1 { -2 } else { hash })
}

fn equals(cx: &mut Cx, this: Pattern, other: Pattern) -> R<bool> {
    let (a, b) = (this.compiled(), other.compiled());
    if a.flags != b.flags || a.bytes != b.bytes || a.code != b.code {
        return Ok(false);
    }
    protocol::equal(cx, this.source(), other.source())
}

fn compare(cx: &mut Cx, this: &'static NativeBox, other: Value, op: Compare) -> R {
    let is_pattern = PATTERN.is(protocol::class_of(other));
    match other.cast::<NativeBox>().filter(|_| is_pattern) {
        Some(other) => {
            let equal = equals(cx, Pattern(this), Pattern(other))?;
            Ok(Value::bool(equal == (op == Compare::Eq)))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(PATTERN, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static NativeBox, value: Value) -> R {
    compare(cx, this, value, Compare::Eq)
}

#[native(PATTERN, "__ne__(self, value, /)", slot)]
fn ne(cx: &mut Cx, this: &'static NativeBox, value: Value) -> R {
    compare(cx, this, value, Compare::Ne)
}
