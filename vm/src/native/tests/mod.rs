//! Native functions declared, called and called wrongly. They look like functions of CPython's
//! (`t_count` like `list.append`, `t_split` like `str.split`, ...), so that its messages are known.

mod wrong;

use super::*;
use crate::cx::{Cx, Exit, R};
use crate::objects::exception::describe;
use crate::objects::int::{INT, from_int, to_int};
use crate::objects::native_function::{self, NativeFunction};
use crate::objects::str::to_string;
use crate::objects::tuple::{self, TUPLE, Tuple};
use crate::testing::context;
use crate::value::Value;
use tython_num::Int;
use tython_num::int::{add as add_ints, neg as neg_int};

/// Count.
///
///   Indented.
#[native(TUPLE, "t_count(self, value, /)", effect = pure)]
fn count(_: &mut Cx, this: &'static Tuple, value: Value) -> usize {
    this.as_slice()
        .iter()
        .filter(|item| **item == value)
        .count()
}

#[native(TUPLE, "t_clear(self, /)")]
fn clear(_: &mut Cx, _: &'static Tuple) {}

#[native(TUPLE, "t_insert(self, index, object, /)")]
fn insert(cx: &mut Cx, _: &'static Tuple, index: isize, object: Value) -> R {
    cx.tuple(&[int(index as i64), object])
}

#[native(TUPLE, "t_pop(self, index=-1, /)")]
fn pop(_: &mut Cx, _: &'static Tuple, index: isize) -> i64 {
    index as i64
}

#[native(TUPLE, "t_find(self, sub[, start[, end]], /)")]
fn find(
    _: &mut Cx,
    _: &'static Tuple,
    _sub: Value,
    start: Option<SliceIndex>,
    end: Option<SliceIndex>,
) -> i64 {
    let (start, end) = (
        start.map_or(7, |start| start.0),
        end.map_or(70, |end| end.0),
    );
    start.wrapping_add(end) as i64
}

#[native(TUPLE, "t_split(self, /, sep=None, maxsplit=-1)")]
fn split(_: &mut Cx, _: &'static Tuple, sep: Option<&'static Tuple>, maxsplit: isize) -> R<i64> {
    Ok(sep.map_or(-1, |sep| sep.len() as i64) * 100 + maxsplit as i64)
}

#[native(TUPLE, "t_replace(self, old, new, /, count=-1)")]
fn replace(
    _: &mut Cx,
    _: &'static Tuple,
    old: &'static Tuple,
    new: &'static Tuple,
    count: isize,
) -> i64 {
    old.len() as i64 * 100 + new.len() as i64 * 10 + count as i64
}

#[native(TUPLE, "t_fromkeys(type, iterable, value=None, /)", classmethod)]
fn fromkeys(_: &mut Cx, class: Value, _iterable: Value, value: Value) -> Option<Value> {
    Some(value).filter(|_| class == TUPLE.value())
}

#[native(TUPLE, "t_maketrans(x, y=<unrepresentable>, /)", staticmethod)]
fn maketrans(_: &mut Cx, x: bool, y: Option<Value>) -> bool {
    x && y.is_none()
}

#[native(TUPLE, "__t_add__(self, value, /)", slot, effect = pure)]
fn add(cx: &mut Cx, this: &'static Tuple, value: Value) -> R {
    cx.tuple(&[this.get(0).unwrap_or(Value::NONE), value])
}

#[native(INT, "t_bits(self, /)", effect = pure)]
fn bits(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(TUPLE, "t_first", getter)]
fn first(_: &mut Cx, this: &'static Tuple) -> Option<Value> {
    this.get(0)
}

#[native(module = "t", "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", effect = pure)]
fn isclose(_: &mut Cx, a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> bool {
    (a - b).abs() <= (rel_tol * a.abs()).max(abs_tol)
}

#[native(module = "t", "print(*args, sep=' ', flush=False)")]
fn print(_: &mut Cx, args: &[Value], sep: Option<Value>, flush: bool) -> i64 {
    args.len() as i64 * 100 + i64::from(sep.is_some()) * 10 + i64::from(flush)
}

#[native(module = "t", "call(obj, /, *args, **kwargs)", opaque)]
fn call(_: &mut Cx, obj: Value, args: &[Value], kwargs: Kwargs<'_>) -> R<i64> {
    let passed_on = kwargs.forward(1);
    assert_eq!(passed_on.positionals(), args);
    assert!(
        kwargs.get("x").is_none_or(|x| x == Value::TRUE),
        "under its name"
    );
    let named = kwargs.iter().count() as i64;
    Ok(obj.as_small_int().unwrap_or(0) * 100 + args.len() as i64 * 10 + named)
}

#[native(module = "t", "word(text='a\\tb')", effect = pure)]
fn word(_: &mut Cx, text: Value) -> Value {
    text
}

#[native(module = "t", "required(*, a, b=None)")]
fn required(_: &mut Cx, a: Value, b: Value) -> Option<Value> {
    b.is_none().then_some(a)
}

#[test]
fn on_a_machine() {
    let cx = &mut context();
    cx.tx.begin();
    right_calls(cx);
    wrong::calls(cx);
    text_by_default(cx);
    large_numbers(cx);
    objects(cx);
    cx.tx.commit().expect("nothing shared is written");
}

fn def(name: &str) -> &'static NativeDef {
    let ours = |def: &&NativeDef| match def.owner {
        Owner::Class(class) => std::ptr::eq(class, &TUPLE) || def.name.contains("t_"),
        Owner::Module(module) => module == "t",
    };
    let named = NATIVES.iter().filter(ours).find(|def| def.name == name);
    named.expect(name)
}

/// Calls `name`; the last arguments have these names.
fn outcome(cx: &mut Cx, name: &str, values: &[Value], names: &[&str]) -> Result<Value, String> {
    let kwnames = if names.is_empty() {
        None
    } else {
        let names: Vec<Value> = names
            .iter()
            .map(|name| cx.str(name).expect("memory"))
            .collect();
        Some(tuple::new(cx, &names).expect("memory"))
    };
    (def(name).call)(cx, Args { values, kwnames }).map_err(|exit| {
        assert_eq!(exit, Exit::Raise);
        let exception = cx.take_exception();
        describe(cx, exception)
    })
}

fn int(number: i64) -> Value {
    Value::small_int(number).expect("small")
}

fn right_calls(cx: &mut Cx) {
    let this = cx.tuple(&[int(5), int(6), int(5)]).expect("memory");
    let pair = cx.tuple(&[int(1), int(2)]).expect("memory");
    let one = int(1);
    for (name, values, names, expected) in [
        ("t_count", &[this, int(5)][..], &[][..], int(2)),
        ("t_clear", &[this], &[], Value::NONE),
        ("t_find", &[this, one], &[], int(77)),
        ("t_find", &[this, one, one], &[], int(71)),
        ("t_find", &[this, one, Value::NONE, one], &[], int(8)),
        ("t_find", &[this, one, one, one], &[], int(2)),
        ("t_pop", &[this], &[], int(-1)),
        ("t_pop", &[this, int(3)], &[], int(3)),
        ("t_pop", &[this, Value::TRUE], &[], one),
        ("t_split", &[this], &[], int(-101)),
        ("t_split", &[this, pair], &[], int(199)),
        ("t_split", &[this, Value::NONE, one], &[], int(-99)),
        ("t_split", &[this, int(4)], &["maxsplit"], int(-96)),
        (
            "t_split",
            &[this, int(4), pair],
            &["maxsplit", "sep"],
            int(204),
        ),
        ("t_replace", &[this, pair, pair], &[], int(219)),
        (
            "t_replace",
            &[this, pair, pair, int(3)],
            &["count"],
            int(223),
        ),
        ("t_fromkeys", &[TUPLE.value(), pair], &[], Value::NONE),
        ("t_fromkeys", &[TUPLE.value(), pair, one], &[], one),
        ("t_maketrans", &[this], &[], Value::TRUE),
        ("t_maketrans", &[this, Value::NONE], &[], Value::FALSE),
        ("t_bits", &[one], &[], one),
        ("t_bits", &[Value::TRUE], &[], Value::TRUE),
        ("t_first", &[this], &[], int(5)),
        ("isclose", &[one, one], &[], Value::TRUE),
        ("isclose", &[one, one], &["a", "b"], Value::TRUE),
        ("isclose", &[one, int(3), int(2)], &["abs_tol"], Value::TRUE),
        ("print", &[], &[], int(0)),
        ("print", &[one, one], &[], int(200)),
        ("print", &[one, one, one], &["flush"], int(201)),
        ("print", &[one, one, one], &["flush", "sep"], int(111)),
        ("call", &[one, one], &[], int(110)),
        ("call", &[one, one, Value::TRUE, one], &["x", "y"], int(112)),
        ("word", &[one], &["text"], one),
        ("required", &[one], &["a"], one),
        ("required", &[one, one], &["b", "a"], Value::NONE),
    ] {
        assert_eq!(
            outcome(cx, name, values, names),
            Ok(expected),
            "{name} {values:?} {names:?}"
        );
    }
}

fn text_by_default(cx: &mut Cx) {
    let text = outcome(cx, "word", &[], &[]).expect("fits");
    assert_eq!(to_string(text), "a\tb");
}

fn large_numbers(cx: &mut Cx) {
    let this = cx.tuple(&[]).expect("memory");
    let largest = Int::from(i64::MAX);
    let too_large = add_ints(&largest, &Int::Small(1));
    let too_small = neg_int(&add_ints(&too_large, &too_large));
    let [largest, too_large, too_small] =
        [largest, too_large, too_small].map(|int| from_int(cx, int).expect("memory"));
    let number = |outcome: Result<Value, String>| {
        outcome.map(|value| to_int(value).and_then(|int| int.to_i64()))
    };
    let popped = outcome(cx, "t_pop", &[this, largest], &[]);
    assert_eq!(number(popped), Ok(Some(i64::MAX)));
    for value in [too_large, too_small] {
        let message = "OverflowError: Python int too large to convert to C ssize_t";
        assert_eq!(
            outcome(cx, "t_pop", &[this, value], &[]),
            Err(message.to_owned())
        );
    }
    // Bounds of slices saturate.
    let found = outcome(cx, "t_find", &[this, this, int(0), too_large], &[]);
    assert_eq!(number(found), Ok(Some(i64::MAX)));
    let found = outcome(cx, "t_find", &[this, this, int(0), too_small], &[]);
    assert_eq!(number(found), Ok(Some(i64::MIN)));
}

#[test]
fn texts() {
    for (name, signature) in [
        ("t_count", Some("($self, value, /)")),
        ("t_clear", Some("($self, /)")),
        ("t_find", Some("($self, sub[, start[, end]], /)")),
        ("t_split", Some("($self, /, sep=None, maxsplit=-1)")),
        ("t_fromkeys", Some("($type, iterable, value=None, /)")),
        ("t_maketrans", Some("(x, y=<unrepresentable>, /)")),
        (
            "isclose",
            Some("($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)"),
        ),
        ("print", Some("($module, /, *args, sep=' ', flush=False)")),
        ("call", None),
        ("t_first", None),
    ] {
        assert_eq!(text_signature(def(name)).as_deref(), signature, "{name}");
    }
    assert_eq!(doc(def("t_count")), "Count.\n\n  Indented.");
    assert_eq!(def("t_count").qualname(), "tuple.t_count");
    assert_eq!(def("t_count").effect, Effect::Pure);
    assert_eq!(def("t_clear").effect, Effect::Calls);
    let add = def("__t_add__");
    assert_eq!(
        (text_signature(add).as_deref(), doc(add)),
        (Some("($self, value, /)"), "")
    );
}

fn objects(cx: &mut Cx) {
    let this = cx.tuple(&[int(8)]).expect("memory");
    let class = TUPLE.class();
    let find = |cx: &mut Cx, name: &str| -> &'static NativeFunction {
        let name = cx.vm.intern(cx, name).expect("memory");
        let found = class.lookup(cx, name).expect("no conflict");
        found
            .and_then(|found| found.cast())
            .expect("a native function")
    };
    let get = |cx: &mut Cx, function: &'static NativeFunction, instance: Value| {
        native_function::get(cx, function, Some(instance), class)
    };
    let count = find(cx, "t_count");
    let bound = get(cx, count, this).expect("binds").cast().expect("bound");
    let called = native_function::call_bound(cx, bound, Args::positional(&[int(8)]));
    assert_eq!(called, Ok(int(1)));
    assert_eq!(get(cx, count, int(3)), Err(Exit::Raise));
    cx.take_exception();
    let first = find(cx, "t_first");
    assert!(first.is_computed_attribute());
    assert_eq!(get(cx, first, this), Ok(int(8)));
    assert_eq!(
        native_function::set(cx, first, this, this),
        Err(Exit::Raise)
    );
    let exception = cx.take_exception();
    let message = "AttributeError: attribute 't_first' of 'tuple' objects is not writable";
    assert_eq!(describe(cx, exception), message);
    let fromkeys = find(cx, "t_fromkeys");
    let bound = get(cx, fromkeys, this)
        .expect("binds")
        .cast()
        .expect("bound");
    assert_eq!(
        native_function::call_bound(cx, bound, Args::positional(&[this, int(4)])),
        Ok(int(4))
    );
}
