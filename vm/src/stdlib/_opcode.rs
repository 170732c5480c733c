//! `_opcode`: what CPython's opcodes mean, for the modules `opcode` and `dis`.
//!
//! The numbers are those of the library's `_opcode_metadata`. The bytecode of this interpreter is
//! another one, for registers: `-X dis` lists it.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::native_module;
use crate::objects::list;
use crate::value::Value;
use std::ops::RangeInclusive;

native_module!("_opcode", |cx, module| {
    super::document(cx, module, "Opcode support module.")?;
    super::set(cx, module, "ENABLE_SPECIALIZATION", Value::TRUE)?;
    super::set(cx, module, "ENABLE_SPECIALIZATION_FT", Value::TRUE)
});

/// Opcodes, as ranges.
type Opcodes = &'static [RangeInclusive<i32>];

const VALID: Opcodes = &[0..=120, 128..=211, 234..=266];

const ARG: Opcodes = &[
    44..=120,
    128..=128,
    143..=153,
    155..=195,
    197..=197,
    200..=200,
    209..=211,
    237..=237,
    239..=239,
    241..=245,
    247..=251,
    253..=253,
    255..=255,
    257..=261,
    263..=266,
];

const CONST: Opcodes = &[82..=82, 190..=191];

const EXC: Opcodes = &[263..=265];

const FREE: Opcodes = &[62..=62, 90..=90, 97..=97, 111..=111];

const JUMP: Opcodes = &[
    68..=68,
    70..=70,
    75..=77,
    100..=103,
    106..=106,
    172..=176,
    237..=237,
    248..=248,
    257..=260,
];

const LOCAL: Opcodes = &[3..=3, 63..=63, 83..=89, 112..=114, 261..=261, 266..=266];

const NAME: Opcodes = &[
    61..=61,
    64..=65,
    72..=73,
    80..=80,
    91..=93,
    96..=96,
    110..=110,
    115..=116,
    179..=179,
    189..=189,
    194..=195,
    200..=200,
    249..=249,
];

/// Whether an opcode is one of these.
fn among(opcode: i32, opcodes: Opcodes) -> Value {
    Value::bool(opcodes.iter().any(|range| range.contains(&opcode)))
}

/// Return True if opcode is valid, False otherwise.
#[native(module = "_opcode", "is_valid(opcode)", effect = pure)]
fn is_valid(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, VALID))
}

/// Return True if the opcode uses its oparg, False otherwise.
#[native(module = "_opcode", "has_arg(opcode)", effect = pure)]
fn has_arg(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, ARG))
}

/// Return True if the opcode accesses a constant, False otherwise.
#[native(module = "_opcode", "has_const(opcode)", effect = pure)]
fn has_const(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, CONST))
}

/// Return True if the opcode sets an exception handler, False otherwise.
#[native(module = "_opcode", "has_exc(opcode)", effect = pure)]
fn has_exc(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, EXC))
}

/// Return True if the opcode accesses a free variable, False otherwise.
#[native(module = "_opcode", "has_free(opcode)", effect = pure)]
fn has_free(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, FREE))
}

/// Return True if the opcode has a jump target, False otherwise.
#[native(module = "_opcode", "has_jump(opcode)", effect = pure)]
fn has_jump(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, JUMP))
}

/// Return True if the opcode accesses a local variable, False otherwise.
#[native(module = "_opcode", "has_local(opcode)", effect = pure)]
fn has_local(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, LOCAL))
}

/// Return True if the opcode accesses an attribute by name, False otherwise.
#[native(module = "_opcode", "has_name(opcode)", effect = pure)]
fn has_name(_cx: &mut Cx, opcode: i32) -> R {
    Ok(among(opcode, NAME))
}

/// The effect of an instruction on the stack: none, since there are only registers.
#[native(module = "_opcode", "stack_effect(opcode, oparg=None, /, *, jump=None)", effect = pure)]
fn stack_effect(cx: &mut Cx, opcode: i32, _oparg: Value, _jump: Value) -> R {
    match among(opcode, VALID) {
        Value::TRUE => Ok(Value::index(0)),
        _ => Err(cx.value_error(format_args!("invalid opcode or oparg"))),
    }
}

/// Return the specialization stats
#[native(module = "_opcode", "get_specialization_stats()", effect = pure)]
fn specialization_stats(_cx: &mut Cx) -> R {
    Ok(Value::NONE)
}

/// Return the executor object at offset in code if exists, None otherwise.
#[native(module = "_opcode", "get_executor(*, code, offset)", effect = pure)]
fn executor(cx: &mut Cx, _code: Value, _offset: Value) -> R {
    Err(cx.value_error(format_args!("no executor at given byte offset")))
}

fn strings(cx: &mut Cx, texts: &[&str]) -> R {
    let all = list::new(cx)?;
    for text in texts {
        let text = cx.str(text)?;
        list::append(cx, all, text)?;
    }
    Ok(all.value())
}

/// Return a list of names of the unary intrinsics.
#[native(module = "_opcode", "get_intrinsic1_descs()", effect = pure)]
fn unary_intrinsics(cx: &mut Cx) -> R {
    strings(
        cx,
        &[
            "INTRINSIC_1_INVALID",
            "INTRINSIC_PRINT",
            "INTRINSIC_IMPORT_STAR",
            "INTRINSIC_STOPITERATION_ERROR",
            "INTRINSIC_ASYNC_GEN_WRAP",
            "INTRINSIC_UNARY_POSITIVE",
            "INTRINSIC_LIST_TO_TUPLE",
            "INTRINSIC_TYPEVAR",
            "INTRINSIC_PARAMSPEC",
            "INTRINSIC_TYPEVARTUPLE",
            "INTRINSIC_SUBSCRIPT_GENERIC",
            "INTRINSIC_TYPEALIAS",
        ],
    )
}

/// Return a list of names of the binary intrinsics.
#[native(module = "_opcode", "get_intrinsic2_descs()", effect = pure)]
fn binary_intrinsics(cx: &mut Cx) -> R {
    strings(
        cx,
        &[
            "INTRINSIC_2_INVALID",
            "INTRINSIC_PREP_RERAISE_STAR",
            "INTRINSIC_TYPEVAR_WITH_BOUND",
            "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
            "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
            "INTRINSIC_SET_TYPEPARAM_DEFAULT",
        ],
    )
}

/// Return a list of special method names.
#[native(module = "_opcode", "get_special_method_names()", effect = pure)]
fn special_method_names(cx: &mut Cx) -> R {
    strings(cx, &["__enter__", "__exit__", "__aenter__", "__aexit__"])
}

/// The operators, by their numbers; those in place follow, and the subscript is the last.
const OPERATORS: [(&str, &str); 13] = [
    ("ADD", "+"),
    ("AND", "&"),
    ("FLOOR_DIVIDE", "//"),
    ("LSHIFT", "<<"),
    ("MATRIX_MULTIPLY", "@"),
    ("MULTIPLY", "*"),
    ("REMAINDER", "%"),
    ("OR", "|"),
    ("POWER", "**"),
    ("RSHIFT", ">>"),
    ("SUBTRACT", "-"),
    ("TRUE_DIVIDE", "/"),
    ("XOR", "^"),
];

/// Return array of symbols of binary ops.
///
/// Indexed by the BINARY_OP oparg value.
#[native(module = "_opcode", "get_nb_ops()", effect = pure)]
fn binary_operators(cx: &mut Cx) -> R {
    let all = list::new(cx)?;
    let plain = OPERATORS.map(|(name, sign)| (format!("NB_{name}"), sign.to_owned()));
    let in_place = OPERATORS.map(|(name, sign)| (format!("NB_INPLACE_{name}"), format!("{sign}=")));
    let subscript = ("NB_SUBSCR".to_owned(), "[]".to_owned());
    for (name, sign) in plain.into_iter().chain(in_place).chain([subscript]) {
        let pair = [cx.str(&name)?, cx.str(&sign)?];
        let pair = cx.tuple(&pair)?;
        list::append(cx, all, pair)?;
    }
    Ok(all.value())
}
