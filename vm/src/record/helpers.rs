//! The functions that traces call: what the interpreter does, for words.
//!
//! A helper that cannot do its work for these operands, and has done nothing, leaves: the instruction is
//! executed again by the interpreter. One that raises notes the exception, and leaves as well.

use super::comparison::is_plain;
use super::{keys, texts};
use crate::compiled::{context, failed, leave as leave_trace, seen};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::{Fr, step};
use crate::native::Args;
use crate::objects::bytearray::ByteArray;
use crate::objects::dict::{self, Dict};
use crate::objects::frame_object;
use crate::objects::generator::{Generator, recorded};
use crate::objects::iterators;
use crate::objects::list::{self, List};
use crate::objects::method;
use crate::objects::native_function::{self, NativeFunction};
use crate::objects::set::Set;
use crate::objects::slice;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::operators::{Binary, Unary};
use crate::protocol::{self, Compare, unpack};
use crate::stdlib::_thread::recorded as locks;
use crate::stdlib::stm::atomic;
use crate::value::Value;
use tython_jit::ir::{Effects, Helper, Type};
use tython_jit::lower::{Context, Returned};
use tython_num::float::{Power, pow};

/// A helper.
#[derive(Debug)]
pub(crate) struct Row {
    pub(super) name: &'static str,
    pub(super) params: &'static [Type],
    pub(super) result: Option<Type>,
    pub(super) effects: Effects,
    address: fn() -> usize,
}

/// What it may do that looks at objects, makes new ones, and raises.
const LOOKS: Effects = Effects::READS.and(Effects::ALLOCATES).and(Effects::RAISES);
/// The same, if it changes objects too.
const CHANGES: Effects = LOOKS.and(Effects::WRITES);
/// What it may do that cannot fail.
const READS: Effects = Effects::READS;
const WRITES: Effects = Effects::WRITES;
/// What it may do that touches no object, but is to stay where it is.
const BLOCK: Effects = Effects::WRITES.and(Effects::RAISES);
/// Everything.
pub(super) const ANY: Effects = CHANGES.and(Effects::ENDS);

const BINARY: &[Binary] = &[
    Binary::Add,
    Binary::Sub,
    Binary::Mul,
    Binary::MatMul,
    Binary::TrueDiv,
    Binary::FloorDiv,
    Binary::Mod,
    Binary::DivMod,
    Binary::Pow,
    Binary::LShift,
    Binary::RShift,
    Binary::And,
    Binary::Or,
    Binary::Xor,
];
const UNARY: &[Unary] = &[Unary::Neg, Unary::Pos, Unary::Invert];
const COMPARE: &[Compare] = &[
    Compare::Lt,
    Compare::Le,
    Compare::Eq,
    Compare::Ne,
    Compare::Gt,
    Compare::Ge,
];

/// What a helper gives: 64 bits.
trait Bits {
    fn bits(self) -> u64;
}

impl Bits for Value {
    fn bits(self) -> u64 {
        Value::bits(self)
    }
}

impl Bits for bool {
    fn bits(self) -> u64 {
        u64::from(self)
    }
}

impl Bits for f64 {
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

impl Bits for i64 {
    fn bits(self) -> u64 {
        self as u64
    }
}

impl Bits for () {
    fn bits(self) -> u64 {
        0
    }
}

/// `None`: the helper cannot do it.
fn given<T: Bits>(cx: &mut Cx, result: R<Option<T>>) -> Returned {
    debug_assert!(cx.has_way_on(), "a trace goes on where nothing may fail");
    match result {
        Ok(Some(value)) => Returned::done(value.bits()),
        Ok(None) => leave_trace(cx),
        Err(exit) => failed(cx, exit),
    }
}

macro_rules! params {
    (I64) => {
        i64
    };
    (F64) => {
        f64
    };
    (Word) => {
        Value
    };
}

macro_rules! argument {
    (I64 $bits:ident) => {
        $bits as i64
    };
    (F64 $bits:ident) => {
        f64::from_bits($bits)
    };
    (Word $bits:ident) => {
        Value::from_bits($bits)
    };
}

macro_rules! helpers {
    ($($(#[doc = $doc:literal])+ $name:ident($($arg:ident: $ty:ident),*) -> $result:tt, $effects:ident, |$cx:ident| $body:expr;)*) => {
        $(
            $(#[doc = $doc])+
            unsafe extern "C" fn $name(context_: Context, $($arg: u64),*) -> Returned {
                // SAFETY: compiled code passes on its context.
                let cx = unsafe { context(context_) };
                $(let $arg: params!($ty) = argument!($ty $arg);)*
                let result = (|$cx: &mut Cx| $body)(cx);
                given(cx, result)
            }
        )*

        static ROWS: &[Row] = &[$(Row {
            name: stringify!($name),
            params: &[$(Type::$ty),*],
            result: result!($result),
            effects: $effects,
            address: || $name as *const () as usize,
        }),*];
    };
}

macro_rules! result {
    (None) => {
        None
    };
    ($ty:ident) => {
        Some(Type::$ty)
    };
}

helpers! {
    /// `a op b` of values whose operators are builtin.
    binary_scalars(op: I64, a: Word, b: Word) -> Word, LOOKS, |cx| {
        BINARY.get(op as usize).map(|op| self::binary_any(cx, *op, a, b)).transpose()
    };
    /// `a + b` of two texts.
    add_texts(a: Word, b: Word) -> Word, LOOKS, |cx| match (a.cast::<Str>(), b.cast::<Str>()) {
        (Some(a), Some(b)) => str::add(cx, a, b).map(|text| Some(text.value())),
        _ => Ok(None),
    };
    /// `text % values`, of values that run no Python code; else unbound.
    format_plain(text: Word, values: Word) -> Word, LOOKS, |cx| match is_plain(values) {
        true => self::binary_any(cx, Binary::Mod, text, values).map(Some),
        false => Ok(Some(Value::UNBOUND)),
    };
    /// `a op b`.
    binary(op: I64, a: Word, b: Word) -> Word, ANY, |cx| {
        BINARY.get(op as usize).map(|op| self::binary_any(cx, *op, a, b)).transpose()
    };
    /// `a op= b`.
    in_place(op: I64, a: Word, b: Word) -> Word, ANY, |cx| {
        BINARY.get(op as usize).map(|op| self::in_place_any(cx, *op, a, b)).transpose()
    };
    /// `op a`.
    unary(op: I64, a: Word) -> Word, ANY, |cx| {
        UNARY.get(op as usize).map(|op| self::unary_any(cx, *op, a)).transpose()
    };
    /// `a op b` of values whose comparison is builtin.
    compare_scalars(op: I64, a: Word, b: Word) -> Bool, LOOKS, |cx| {
        COMPARE.get(op as usize).map(|op| protocol::compare::compare(cx, a, b, *op)).transpose()
    };
    /// `a op b`.
    compare(op: I64, a: Word, b: Word) -> Word, ANY, |cx| {
        COMPARE.get(op as usize).map(|op| protocol::rich_compare(cx, a, b, *op)).transpose()
    };
    /// Whether `a op b` counts as true.
    compare_any(op: I64, a: Word, b: Word) -> Bool, ANY, |cx| {
        let Some(op) = COMPARE.get(op as usize) else {
            return Ok(None);
        };
        let answer = protocol::rich_compare(cx, a, b, *op)?;
        protocol::truth(cx, answer).map(Some)
    };
    /// `value in container`, or not in it.
    contains(negated: I64, container: Word, value: Word) -> Word, LOOKS, |cx| is_in(cx, negated, container, value);
    /// The same, of any container.
    contains_any(negated: I64, container: Word, value: Word) -> Word, ANY, |cx| is_in(cx, negated, container, value);
    /// The truth of an object of a builtin class.
    truth(value: Word) -> Bool, LOOKS, |cx| protocol::truth(cx, value).map(Some);
    /// The truth of anything.
    truth_any(value: Word) -> Bool, ANY, |cx| protocol::truth(cx, value).map(Some);
    /// `x ** y`, if that is a float.
    float_power(x: F64, y: F64) -> F64, LOOKS, |_cx| Ok(match pow(x, y) {
        Ok(Power::Float(power)) => Some(power),
        _ => None,
    });
    /// `object.name`
    get_attr(object: Word, name: Word) -> Word, ANY, |cx| {
        protocol::get_attr(cx, object, name).map(Some)
    };
    /// What a getter computes of an object that has it.
    compute(getter: Word, object: Word) -> Word, LOOKS, |cx| match getter.cast::<NativeFunction>() {
        Some(getter) => native_function::compute(cx, getter, object).map(Some),
        None => Ok(None),
    };
    /// The same, of a getter that writes objects.
    compute_changing(getter: Word, object: Word) -> Word, CHANGES, |cx| match getter.cast::<NativeFunction>() {
        Some(getter) => native_function::compute(cx, getter, object).map(Some),
        None => Ok(None),
    };
    /// A function, bound to an object.
    bound_method(function: Word, receiver: Word) -> Word, LOOKS, |cx| {
        method::new(cx, function, receiver).map(|method| Some(method.value()))
    };
    /// `object.name = value`
    set_attr(object: Word, name: Word, value: Word) -> None, ANY, |cx| {
        protocol::set_attr(cx, object, name, value).map(Some)
    };
    /// `del object.name`
    del_attr(object: Word, name: Word) -> None, ANY, |cx| {
        protocol::attribute::delete(cx, object, name).map(Some)
    };
    /// `callee()`
    call0(callee: Word) -> Word, ANY, |cx| call(cx, callee, &[]);
    /// `callee(a)`
    call1(callee: Word, a: Word) -> Word, ANY, |cx| call(cx, callee, &[a]);
    /// `callee(a, b)`
    call2(callee: Word, a: Word, b: Word) -> Word, ANY, |cx| call(cx, callee, &[a, b]);
    /// `callee(a, b, c)`
    call3(callee: Word, a: Word, b: Word, c: Word) -> Word, ANY, |cx| call(cx, callee, &[a, b, c]);
    /// `callee(a, b, c, d)`
    call4(callee: Word, a: Word, b: Word, c: Word, d: Word) -> Word, ANY, |cx| {
        call(cx, callee, &[a, b, c, d])
    };
    /// `callee(...)` of what was handed over.
    call_many(callee: Word, count: I64) -> Word, ANY, |cx| {
        let args = cx.handed_over;
        call(cx, callee, &args[..count as usize])
    };
    /// The same, where the last arguments have these names.
    call_with_names(callee: Word, names: Word, count: I64) -> Word, ANY, |cx| {
        let values = cx.handed_over;
        let args = Args { values: &values[..count as usize], kwnames: names.cast::<Tuple>() };
        protocol::call::call(cx, callee, args).map(Some)
    };
    /// `callee(*args, **kwargs)`, with a receiver or without.
    call_spread(callee: Word, receiver: Word, args: Word, kwargs: Word) -> Word, ANY, |cx| {
        let args = protocol::call::positional(cx, callee, args)?;
        let (values, kwnames) = protocol::call::spread(cx, receiver, args, kwargs)?;
        let args = Args { values: values.as_slice(), kwnames };
        protocol::call::call(cx, callee, args).map(Some)
    };
    /// What a dict has for a key, or unbound.
    dict_find(dict: Word, key: Word) -> Word, LOOKS, |cx| match dict.cast::<Dict>() {
        Some(dict) => dict::get(cx, dict, key).map(|found| Some(found.unwrap_or(Value::UNBOUND))),
        None => Ok(None),
    };
    /// The proxy of the frame that the trace was entered from.
    frame_proxy() -> Word, CHANGES, |cx| {
        let fr = Fr(cx.frames.top());
        frame_object::of_running(cx, fr).map(|proxy| Some(proxy.value()))
    };
    /// The newest frame, which has a proxy, is about to be left.
    show_frame() -> None, CHANGES, |cx| {
        let fr = Fr(cx.frames.top());
        frame_object::leave(cx, fr).map(Some)
    };
    /// Whether a dict has no entries.
    is_empty_dict(dict: Word) -> Bool, LOOKS, |cx| match dict.cast::<Dict>() {
        Some(dict) => dict::len(cx, dict).map(|length| Some(length == 0)),
        None => Ok(None),
    };
    /// Binds a global name.
    set_name(names: Word, name: Word, value: Word) -> None, CHANGES, |cx| {
        match names.cast::<Dict>() {
            Some(names) => dict::set_str(cx, names, name, value).map(Some),
            None => Ok(None),
        }
    };
    /// Enters an atomic block, if it may begin at once.
    enter_block() -> None, BLOCK, |cx| Ok(atomic::enter_at_once(cx).then_some(()));
    /// Leaves an atomic block, if there is one.
    leave_block() -> None, BLOCK, |cx| Ok(atomic::leave(cx).then_some(()));
    /// Takes a lock, if nobody else has it.
    take_lock(lock: Word) -> None, CHANGES, |cx| locks::take_at_once(cx, lock);
    /// Whether a lock could be taken.
    try_lock(lock: Word) -> Word, CHANGES, |cx| locks::try_to_take(cx, lock);
    /// Gives a lock back.
    give_lock_back(lock: Word) -> None, CHANGES, |cx| locks::give_back(cx, lock);
    /// Executes an instruction of the newest frame, one that pushes no frame and does not jump.
    execute(word: I64) -> None, ANY, |cx| {
        let fr = Fr(cx.frames.top());
        fr.go_to(word as usize);
        step(cx, fr, fr.instruction()).map(|_| Some(()))
    };
    /// Pops the newest frames, which go on in the trace. Bits say by depth of which it knows the proxies; the
    /// newest one gets a result in this register, or in none.
    pop_frames(count: I64, known: I64, result: I64) -> None, WRITES, |cx| {
        seen::pop_inlined(cx, count as usize, known as u64, result).map(Some)
    };
    /// `iter(value)` of an object of a builtin class.
    get_iter(value: Word) -> Word, LOOKS, |cx| iterators::of_loop(cx, value).map(Some);
    /// `iter(value)`
    get_any_iter(value: Word) -> Word, ANY, |cx| iterators::of_loop(cx, value).map(Some);
    /// `next(iterator)`, or unbound, of an iterator that runs no Python code.
    iter_next(iterator: Word) -> Word, CHANGES, |cx| next(cx, iterator);
    /// `next(iterator)`, or unbound.
    iter_next_any(iterator: Word) -> Word, ANY, |cx| next(cx, iterator);
    /// The body of a generator has returned.
    generator_ends(generator: Word) -> None, CHANGES, |cx| match generator.cast::<Generator>() {
        Some(generator) => generator.finish(cx).map(Some),
        None => Ok(None),
    };
    /// What a call of a generator function gives, of the arguments that were handed over.
    make_generator(function: Word, count: I64) -> Word, LOOKS, |cx| {
        let args = cx.handed_over;
        recorded::of_call(cx, function, &args[..count as usize])
    };
    /// The generator that one delegates to in the end, or itself.
    innermost_generator(outermost: Word) -> Word, LOOKS, |cx| match outermost.cast::<Generator>() {
        Some(outermost) => {
            let found = recorded::innermost(cx, outermost)?;
            Ok(found.map(Generator::value))
        }
        None => Ok(None),
    };
    /// The generator that delegates to one, among those that the outermost delegates to.
    delegating_generator(outermost: Word, inner: Word) -> Word, LOOKS, |cx| {
        let found = recorded::delegating(cx, outermost, inner)?;
        Ok(found.map(Generator::value))
    };
    /// Leaves if a generator may not delegate to one more.
    check_delegates(outermost: Word, newest: Word) -> None, LOOKS, |cx| {
        let may = recorded::may_delegate(cx, outermost, newest)?;
        Ok(may.then_some(()))
    };
    /// `object[key]`, of a builtin class and a key that runs no Python code.
    get_item(object: Word, key: Word) -> Word, LOOKS, |cx| {
        protocol::get_item(cx, object, key).map(Some)
    };
    /// `object[key]`
    get_any_item(object: Word, key: Word) -> Word, ANY, |cx| {
        protocol::get_item(cx, object, key).map(Some)
    };
    /// `dict[key]`, of a scalar or a tuple of such; else it leaves.
    dict_item(dict: Word, key: Word) -> Word, LOOKS, |cx| keys::item(cx, dict, key);
    /// `dict.get(key, default)` of the same.
    dict_get(dict: Word, key: Word, default: Word) -> Word, LOOKS, |cx| {
        keys::get(cx, dict, key, default)
    };
    /// `dict[key] = value` of the same.
    set_dict_item(dict: Word, key: Word, value: Word) -> None, CHANGES, |cx| {
        keys::set(cx, dict, key, value)
    };
    /// `key in dict` of the same.
    in_dict(dict: Word, key: Word) -> Bool, LOOKS, |cx| keys::contains::<Dict>(cx, dict, key);
    /// `element in set` of the same.
    in_set(set: Word, element: Word) -> Bool, LOOKS, |cx| keys::contains::<Set>(cx, set, element);
    /// `set.add(element)` of the same.
    add_to_set(set: Word, element: Word) -> None, CHANGES, |cx| keys::add(cx, set, element);
    /// `set.discard(element)` of the same.
    discard_from_set(set: Word, element: Word) -> None, CHANGES, |cx| {
        keys::discard(cx, set, element)
    };
    /// A set of what was handed over, all of which is such.
    build_set(count: I64) -> Word, LOOKS, |cx| {
        let items = cx.handed_over;
        keys::new_set(cx, &items[..count as usize])
    };
    /// `dict[key] = value`, of a key that runs no Python code.
    set_item(object: Word, key: Word, value: Word) -> None, CHANGES, |cx| {
        protocol::set_item(cx, object, key, value).map(Some)
    };
    /// `object[key] = value`
    set_any_item(object: Word, key: Word, value: Word) -> None, ANY, |cx| {
        protocol::set_item(cx, object, key, value).map(Some)
    };
    /// `del object[key]`
    del_item(object: Word, key: Word) -> None, ANY, |cx| {
        protocol::del_item(cx, object, key).map(Some)
    };
    /// `bytearray[index] = byte`, if it has the index, and the byte is one.
    set_byte(bytes: Word, index: I64, byte: I64) -> None, CHANGES, |cx| {
        let bytes = bytes.cast::<ByteArray>();
        match (bytes, isize::try_from(index), u8::try_from(byte)) {
            (Some(bytes), Ok(index), Ok(byte)) => {
                Ok(bytes.set(cx, index, byte)?.then_some(()))
            }
            _ => Ok(None),
        }
    };
    /// `object[start:stop]`, of a builtin class.
    get_slice(object: Word, start: Word, stop: Word) -> Word, LOOKS, |cx| {
        match protocol::builtin::get_slice(cx, object, start, stop)? {
            Some(value) => Ok(Some(value)),
            None => {
                let bounds = slice::new(cx, start, stop, Value::NONE)?;
                protocol::get_item(cx, object, bounds).map(Some)
            }
        }
    };
    /// `object[start:stop:step]`, of a builtin sequence, if the three are small integers, or nothing.
    get_stepped(object: Word, start: Word, stop: Word, step: Word) -> Word, LOOKS, |cx| {
        protocol::builtin::get_stepped(cx, object, start, stop, step)
    };
    /// `list[start:stop] = values`, of a list and of values that are in a list or tuple.
    set_slice(list: Word, start: Word, stop: Word, values: Word) -> None, CHANGES, |cx| {
        let bounds = slice::Unpacked::of_bounds(start, stop);
        match (list.cast::<List>(), bounds) {
            (Some(list), Some(bounds)) => list::set_slice(cx, list, bounds, values).map(Some),
            _ => Ok(None),
        }
    };
    /// Puts a value where the next helper finds it.
    hand_over(index: I64, value: Word) -> None, READS, |cx| {
        if let Some(place) = cx.handed_over.get_mut(index as usize) {
            *place = value;
        }
        Ok(Some(()))
    };
    /// A tuple of what was handed over.
    build_tuple(count: I64) -> Word, LOOKS, |cx| {
        let items = cx.handed_over;
        tuple::new(cx, &items[..count as usize]).map(|tuple| Some(tuple.value()))
    };
    /// `(a, b, *values)` of what was handed over, the values last: a list or a tuple.
    build_tuple_with(count: I64) -> Word, LOOKS, |cx| {
        let items = cx.handed_over;
        unpack::tuple_with(cx, &items[..count as usize]).map(|tuple| Some(tuple.value()))
    };
    /// A list of what was handed over.
    build_list(count: I64) -> Word, LOOKS, |cx| {
        let items = cx.handed_over;
        list::from_slice(cx, &items[..count as usize]).map(|list| Some(list.value()))
    };
    /// The strings that were handed over, joined.
    build_string(count: I64) -> Word, LOOKS, |cx| {
        let items = cx.handed_over;
        crate::objects::str::concat(cx, &items[..count as usize]).map(Some)
    };
    /// An empty dict.
    build_map(count: I64) -> Word, LOOKS, |cx| match count {
        0 => dict::new(cx).map(|dict| Some(dict.value())),
        _ => Ok(None),
    };
    /// `list.append(value)` of a list.
    list_append(list: Word, value: Word) -> None, CHANGES, |cx| match list.cast::<List>() {
        Some(list) => list::append(cx, list, value).map(Some),
        None => Ok(None),
    };
    /// `list.extend(values)` of a list or tuple.
    list_extend(list: Word, values: Word) -> None, CHANGES, |cx| match list.cast::<List>() {
        Some(list) => list::extend(cx, list, values).map(Some),
        None => Ok(None),
    };
    /// `target.update(source)` of dicts, if the target is empty.
    dict_copy(target: Word, source: Word) -> None, CHANGES, |cx| {
        match (target.cast::<Dict>(), source.cast::<Dict>()) {
            (Some(target), Some(source)) if dict::len(cx, target)? == 0 => {
                dict::merge(cx, target, source).map(Some)
            }
            _ => Ok(None),
        }
    };
    /// `tuple(list)`
    list_to_tuple(list: Word) -> Word, LOOKS, |cx| match list.cast::<List>() {
        Some(list) => tuple::of_list(cx, list).map(|tuple| Some(tuple.value())),
        None => Ok(None),
    };
    /// `len(value)`
    get_len(value: Word) -> Word, ANY, |cx| protocol::len(cx, value).map(|len| Some(Value::index(len)));
    /// The text of a scalar, converted.
    format_value(value: Word, conversion: I64) -> Word, LOOKS, |cx| {
        protocol::text_of(cx, value, conversion as u16).map(Some)
    };
    /// The text of a scalar, converted, as a text says.
    format_scalar(value: Word, conversion: I64, spec: Word) -> Word, LOOKS, |cx| {
        let value = protocol::converted(cx, value, conversion as u16)?;
        protocol::format(cx, value, spec).map(Some)
    };
    /// The text of anything, converted.
    format_any(value: Word, conversion: I64) -> Word, ANY, |cx| {
        protocol::text_of(cx, value, conversion as u16).map(Some)
    };
    /// A native function that changes nothing.
    looks0(callee: Word) -> Word, LOOKS, |cx| native(cx, callee, &[]);
    /// The same.
    looks1(callee: Word, a: Word) -> Word, LOOKS, |cx| native(cx, callee, &[a]);
    /// The same.
    looks2(callee: Word, a: Word, b: Word) -> Word, LOOKS, |cx| native(cx, callee, &[a, b]);
    /// The same.
    looks3(callee: Word, a: Word, b: Word, c: Word) -> Word, LOOKS, |cx| {
        native(cx, callee, &[a, b, c])
    };
    /// A native function that runs no Python code.
    changes0(callee: Word) -> Word, CHANGES, |cx| native(cx, callee, &[]);
    /// The same.
    changes1(callee: Word, a: Word) -> Word, CHANGES, |cx| native(cx, callee, &[a]);
    /// The same.
    changes2(callee: Word, a: Word, b: Word) -> Word, CHANGES, |cx| native(cx, callee, &[a, b]);
    /// The same.
    changes3(callee: Word, a: Word, b: Word, c: Word) -> Word, CHANGES, |cx| {
        native(cx, callee, &[a, b, c])
    };
    /// A native function that may do anything.
    wild0(callee: Word) -> Word, ANY, |cx| native(cx, callee, &[]);
    /// The same.
    wild1(callee: Word, a: Word) -> Word, ANY, |cx| native(cx, callee, &[a]);
    /// The same.
    wild2(callee: Word, a: Word, b: Word) -> Word, ANY, |cx| native(cx, callee, &[a, b]);
    /// The same.
    wild3(callee: Word, a: Word, b: Word, c: Word) -> Word, ANY, |cx| {
        native(cx, callee, &[a, b, c])
    };
}

macro_rules! pure {
    ($($(#[doc = $doc:literal])+ $name:ident($($arg:ident: $ty:ident),*) -> $result:ident, $body:expr;)*) => {
        $(
            $(#[doc = $doc])+
            extern "C" fn $name($($arg: u64),*) -> u64 {
                $(let $arg: params!($ty) = argument!($ty $arg);)*
                $body.bits()
            }
        )*

        static PURE: &[Row] = &[$(Row {
            name: stringify!($name),
            params: &[$(Type::$ty),*],
            result: result!($result),
            effects: Effects::NONE,
            address: || $name as *const () as usize,
        }),*];
    };
}

// What depends on nothing but the arguments, which are values, and does nothing: it may be called earlier, or less often.
pure! {
    /// Whether two texts are the same.
    same_text(a: Word, b: Word) -> Bool, texts::same(a, b);
    /// `a op b` of two texts, in order.
    text_order(op: I64, a: Word, b: Word) -> Bool, {
        COMPARE.get(op as usize).is_some_and(|op| texts::order(*op, a, b))
    };
}

/// The helper that calls a native function of so many arguments.
pub(super) fn of_native(kind: &str, args: usize) -> Option<&'static str> {
    let name = format!("{kind}{args}");
    find(&name).map(|row| row.name)
}

fn is_in(cx: &mut Cx, negated: i64, container: Value, value: Value) -> R<Option<Value>> {
    let found = protocol::contains(cx, container, value)?;
    Ok(Some(Value::bool(found != (negated != 0))))
}

fn call(cx: &mut Cx, callee: Value, args: &[Value]) -> R<Option<Value>> {
    protocol::call_values(cx, callee, args).map(Some)
}

fn next(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    Ok(Some(
        protocol::next(cx, iterator)?.unwrap_or(Value::UNBOUND),
    ))
}

fn native(cx: &mut Cx, callee: Value, args: &[Value]) -> R<Option<Value>> {
    let native = callee.cast::<NativeFunction>();
    match native.and_then(NativeFunction::direct) {
        Some(call) => call(cx, Args::positional(args)).map(Some),
        None => Ok(None),
    }
}

fn binary_any(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    crate::protocol::operators::binary(cx, op, a, b)
}

fn in_place_any(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    crate::protocol::operators::in_place(cx, op, a, b)
}

fn unary_any(cx: &mut Cx, op: Unary, a: Value) -> R {
    crate::protocol::operators::unary(cx, op, a)
}

/// The helper of that name.
pub(super) fn find(name: &str) -> Option<&'static Row> {
    let rows = ROWS.iter().chain(PURE);
    rows.into_iter().find(|row| row.name == name)
}

/// Where the machine code of a helper is.
pub(crate) fn address(helper: &Helper) -> Option<usize> {
    find(&helper.name).map(|row| (row.address)())
}
