//! Native functions: what they do in a few instructions, or a call.

use super::emit::{float_of, int_of};
use super::held::Held;
use super::plain::is_plain_class;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::native::{Effect, NativeDef, Owner};
use crate::objects::list::recorded::sizes;
use crate::objects::list::{LIST, List};
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::TUPLE;
use crate::objects::type_object::Type;
use crate::protocol::class_of;
use crate::value::Value;
use tython_jit::ir::{self, Op as Ir};

/// Functions that look at the frame that calls them.
const LOOKS_AT_FRAMES: &[&str] = &[
    "globals",
    "locals",
    "vars",
    "dir",
    "eval",
    "exec",
    "super",
    "__import__",
    "_getframe",
    "_getframemodulename",
    "warn",
    "breakpoint",
];

impl Recorder {
    /// A call of a native function with the arguments in these registers.
    pub(super) fn native(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        callee: Value,
        args: &[u16],
        dst: u16,
    ) -> Res<After> {
        let Some(native) = callee.cast::<NativeFunction>() else {
            return unsupported("a native function that is none");
        };
        let def = native.def();
        if LOOKS_AT_FRAMES.contains(&def.name) {
            // Who calls a function that does so is compiled nevertheless.
            let newest = self.levels.len() - 1;
            if let Some(data) = self.data(newest).filter(|_| newest > 0) {
                data.resist();
            }
            return unsupported(format!("a call of {}", def.name));
        }
        if let Some(held) = self.intrinsic(cx, fr, def, args)? {
            return Ok(After::Set(dst, held));
        }
        if let Some(after) = self.lock(def, args, dst)? {
            return Ok(after);
        }
        let (kind, is_wild) = match (self.plain_call(fr, def, args)?, def.effect) {
            (Some(kind), _) => (kind, false),
            (None, Effect::Pure | Effect::Reads) => ("looks", false),
            (None, Effect::Writes) => ("changes", false),
            (None, Effect::Calls) => ("wild", true),
            (None, Effect::Waits | Effect::Enters | Effect::Io) => {
                return unsupported(format!("a call of {}", def.name));
            }
        };
        let held: Vec<Held> = args.iter().map(|register| self.get(*register)).collect();
        if native.direct().is_none() {
            return self.call_anything(Held::Const(callee), &held, dst);
        }
        let Some(helper) = super::helpers::of_native(kind, args.len()) else {
            return self.call_anything(Held::Const(callee), &held, dst);
        };
        let mut words = vec![self.constant(callee)];
        for held in held {
            words.push(self.word(held));
        }
        if is_wild {
            let word = self.wild_value(helper, &words)?;
            return Ok(After::Wild(Some((dst, word))));
        }
        let word = self.helper_value(helper, &words)?;
        Ok(After::Opaque(Some((dst, word))))
    }

    /// What a few instructions do.
    fn intrinsic(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        def: &'static NativeDef,
        args: &[u16],
    ) -> Res<Option<Held>> {
        let module = match def.owner {
            Owner::Module(module) => module,
            Owner::Class(class) => {
                if def.name == "append"
                    && LIST.value() == class.value()
                    && let &[list, value] = args
                {
                    return self.append(fr, list, value).map(Some);
                }
                if let Some(held) = self.keyed_method(fr, def, args)? {
                    return Ok(Some(held));
                }
                return self.set_arguments(cx, fr, def, args);
            }
        };
        match (module, def.name, args) {
            ("builtins", "len", &[tuple]) if TUPLE.is(class_of(fr.get(tuple))) => {
                let field = self.fields.tuple_length;
                let address = self.get_kind(fr, tuple);
                Ok(address.map(|address| Held::Int(self.load(field, address), None)))
            }
            ("builtins", "len", &[sized]) => {
                let length = self.length(fr, sized);
                Ok(length.map(|length| Held::Int(length, None)))
            }
            ("builtins", "ord", &[text]) => Ok(self.code_of(fr, text)),
            ("builtins", "chr", &[code]) => Ok(self.character_of(cx, fr, code)),
            ("builtins", "abs", &[number]) => self.abs(fr, number),
            ("builtins", "min", &[a, b]) => Ok(self.choose(fr, a, b, Ir::Lt, Ir::LtFloat)),
            ("builtins", "max", &[a, b]) => Ok(self.choose(fr, a, b, Ir::Gt, Ir::GtFloat)),
            ("builtins", "isinstance", &[object, class]) => self.isinstance(cx, fr, object, class),
            ("builtins", "issubclass", &[sub, class]) => self.issubclass(cx, fr, sub, class),
            ("math", "sqrt", &[number]) => {
                let operand = self.operand(fr, number);
                let Some(float) = self.as_exact_float(operand.0, operand.1) else {
                    return Ok(None);
                };
                let zero = self.float(0.0);
                let fits = self.emit(Ir::GeFloat, &[float, zero]);
                if !is_at_least_zero(operand.1) {
                    return Ok(None);
                }
                self.guard(fits, true);
                Ok(Some(Held::Float(self.emit(Ir::Sqrt, &[float]), None)))
            }
            ("math", "floor", &[number]) => Ok(self.rounded(fr, number, Ir::Floor)),
            ("math", "ceil", &[number]) => Ok(self.rounded(fr, number, Ir::Ceil)),
            ("math", "trunc", &[number]) => Ok(self.truncated(fr, number)),
            _ => Ok(None),
        }
    }

    /// A float that one of these rounds, without the fraction: a machine integer.
    fn rounded(&mut self, fr: Fr, number: u16, way: Ir) -> Option<Held> {
        fits_into_int(fr.get(number))?;
        let float = self.get_float(fr, number)?;
        let whole = self.emit(way, &[float]);
        Some(Held::Int(self.checked(Ir::FloatToInt, &[whole]), None))
    }

    /// A float without the fraction.
    pub(super) fn truncated(&mut self, fr: Fr, number: u16) -> Option<Held> {
        fits_into_int(fr.get(number))?;
        let float = self.get_float(fr, number)?;
        Some(Held::Int(self.checked(Ir::FloatToInt, &[float]), None))
    }

    /// The second of two numbers, if it compares like this with the first; else the first.
    fn choose(&mut self, fr: Fr, a: u16, b: u16, ints: Ir, floats: Ir) -> Option<Held> {
        let (first, second) = (self.operand(fr, a), self.operand(fr, b));
        let is_less = matches!(ints, Ir::Lt);
        if let (Some(x), Some(y)) = (int_of(first.1), int_of(second.1)) {
            let one = self.as_int(first.0, first.1)?;
            let two = self.as_int(second.0, second.1)?;
            let takes = if is_less { y < x } else { y > x };
            let condition = self.emit(ints, &[two, one]);
            self.guard(condition, takes);
            return Some(if takes { self.get(b) } else { self.get(a) });
        }
        let (x, y) = (float_of(first.1)?, float_of(second.1)?);
        let one = self.as_float(first.0, first.1)?;
        let two = self.as_float(second.0, second.1)?;
        let takes = if is_less { y < x } else { y > x };
        let condition = self.emit(floats, &[two, one]);
        self.guard(condition, takes);
        Some(if takes { self.get(b) } else { self.get(a) })
    }

    /// `list.append(value)`
    pub(super) fn append(&mut self, fr: Fr, list: u16, value: u16) -> Res<Held> {
        let word = self.get_word(value);
        let now = fr.get(list).cast::<List>();
        let room = now.and_then(sizes).filter(|(slots, length)| length < slots);
        match room.and_then(|_| self.get_kind(fr, list)) {
            Some(address) => self.append_in_place(address, word),
            None => {
                let list = self.get_word(list);
                self.call_helper("list_append", &[list, word])?;
            }
        }
        Ok(Held::Const(Value::NONE))
    }

    fn abs(&mut self, fr: Fr, number: u16) -> Res<Option<Held>> {
        let (held, now) = self.operand(fr, number);
        if let Some(float) = self.as_float(held, now) {
            return Ok(Some(Held::Float(self.emit(Ir::AbsFloat, &[float]), None)));
        }
        let Some(int) = self.as_int(held, now) else {
            return Ok(None);
        };
        // The sign's copies, taken off what they are flipped by.
        let by = self.int(63);
        let sign = self.emit(Ir::Sar, &[int, by]);
        let flipped: ir::Value = self.emit(Ir::Xor, &[int, sign]);
        let result = self.checked(Ir::SubOvf, &[flipped, sign]);
        Ok(Some(Held::Int(result, None)))
    }

    /// `isinstance` of a class that asks nobody in Python.
    fn isinstance(&mut self, cx: &mut Cx, fr: Fr, object: u16, class: u16) -> Res<Option<Held>> {
        let now = fr.get(object);
        let Some(wanted) = fr.get(class).cast::<Type>() else {
            return Ok(None);
        };
        let own = class_of(now);
        let (Ok(version), Ok(is_one)) = (cx.load(own, &own.version), own.is_subclass(cx, wanted))
        else {
            return Ok(None);
        };
        if !self.guard_checks(cx, wanted)? {
            return Ok(None);
        }
        self.guard_same(fr, class);
        let operand = self.operand(fr, object);
        if now.is::<crate::objects::instance::Instance>() {
            // What an instance calls its `__class__` may be another one.
            if !is_one {
                return Ok(None);
            }
            self.guard_shape(fr, object)?;
            self.guard_class(own, version);
        } else {
            self.guard_scalar(operand)?;
        }
        Ok(Some(Held::Const(Value::bool(is_one))))
    }

    /// `issubclass` of two classes that are plain ones.
    fn issubclass(&mut self, cx: &mut Cx, fr: Fr, sub: u16, class: u16) -> Res<Option<Held>> {
        let (now, wanted) = (fr.get(sub), fr.get(class));
        if !is_plain_class(now) || !is_plain_class(wanted) {
            return Ok(None);
        }
        let (Some(own), Some(wanted)) = (now.cast::<Type>(), wanted.cast::<Type>()) else {
            return Ok(None);
        };
        let (Ok(version), Ok(is_one)) = (cx.load(own, &own.version), own.is_subclass(cx, wanted))
        else {
            return Ok(None);
        };
        self.guard_same(fr, sub);
        self.guard_same(fr, class);
        self.guard_class(own, version);
        Ok(Some(Held::Const(Value::bool(is_one))))
    }
}

/// A float that is a machine integer when it is rounded, in whichever way.
fn fits_into_int(value: Value) -> Option<f64> {
    const MOST: f64 = -(i64::MIN as f64);
    float_of(value).filter(|float| float.abs() < MOST)
}

fn is_at_least_zero(value: Value) -> bool {
    float_of(value).is_some_and(|float| float >= 0.0) || int_of(value).is_some_and(|int| int >= 0)
}
