//! Calls of classes.

use super::comparison::{Operand, is_scalar};
use super::emit::{float_of, int_of};
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::native::Effect;
use crate::objects::dict::DICT;
use crate::objects::float::FLOAT;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::int::{BOOL, INT};
use crate::objects::list::LIST;
use crate::objects::native_function::NativeFunction;
use crate::objects::range::RANGE;
use crate::objects::set::SET;
use crate::objects::str::STR;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{Flags, TYPE, Type};
use crate::protocol::attribute_cache::{self, Constructor};
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::Conversion;
use tython_jit::ir::{self, FieldId, Op as Ir};

/// The helper that makes an empty container of a builtin class, if it is given the number 0.
fn of_nothing(class: &'static Type) -> Option<&'static str> {
    match class.value() {
        class if class == LIST.value() => Some("build_list"),
        class if class == DICT.value() => Some("build_map"),
        class if class == SET.value() => Some("build_set"),
        _ => None,
    }
}

/// Slots of an instance that is allocated in line at most.
const LARGEST: usize = 24;

impl Recorder {
    /// A call of a class, which is always this one.
    pub(super) fn call_class(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        class: &'static Type,
        registers: &[u16],
        dst: u16,
    ) -> Res<After> {
        if let &[argument] = registers
            && let Some(after) = self.bool_of_instance(cx, fr, class, argument, dst)?
        {
            return Ok(after);
        }
        if let &[argument] = registers
            && let Some(held) = self.converted(fr, class.value(), argument)?
        {
            return Ok(After::Set(dst, held));
        }
        if registers.is_empty()
            && let Some(helper) = of_nothing(class)
        {
            let none = self.int(0);
            let word = self.helper_value(helper, &[none])?;
            return Ok(After::Opaque(Some((dst, word))));
        }
        let args: Vec<Held> = registers
            .iter()
            .map(|register| self.get(*register))
            .collect();
        let callee = Held::Const(class.value());
        let Ok(Some(constructor)) = attribute_cache::constructor(cx, class) else {
            return self.call_anything(callee, &args, dst);
        };
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        match constructor {
            Constructor::Init(init)
                if may_be_inlined(class) && self.can_take(cx, init, 1 + args.len(), None) =>
            {
                self.guard_class(class, version);
                self.initialized(cx, fr, class, init, (&args, None), dst)
            }
            Constructor::Nothing if args.is_empty() && may_be_inlined(class) => {
                self.guard_class(class, version);
                let instance = self.new_instance(class);
                Ok(After::Set(dst, instance))
            }
            Constructor::Exception
                if let Some(exception) = self.new_exception(cx, class, &args)? =>
            {
                Ok(After::Set(dst, exception))
            }
            Constructor::NewAndEnter(new, init)
                if let Some(after) =
                    self.initialized_exception(cx, fr, class, (new, init), &args, dst)? =>
            {
                Ok(after)
            }
            Constructor::New(new) if self.is_plain(fr, new, registers) => {
                self.guard_class(class, version);
                if RANGE.is(class)
                    && let Some(range) = self.new_range(fr, registers)
                {
                    return Ok(After::Set(dst, range));
                }
                self.guard_scalars(fr, registers)?;
                let mut words = vec![self.constant(new.value()), self.constant(class.value())];
                for register in registers {
                    words.push(self.get_word(*register));
                }
                match super::helpers::of_native("looks", words.len() - 1) {
                    Some(helper) => {
                        let word = self.helper_value(helper, &words)?;
                        Ok(After::Opaque(Some((dst, word))))
                    }
                    None => self.call_anything(callee, &args, dst),
                }
            }
            _ => self.call_anything(callee, &args, dst),
        }
    }

    /// A call of a class with arguments of which the last have these names: if it does nothing but `__init__`.
    pub(super) fn construct(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        class: &'static Type,
        (callee, args): (Operand, &[Held]),
        names: &'static Tuple,
        dst: u16,
    ) -> Res<Option<After>> {
        let Ok(Some(Constructor::Init(init))) = attribute_cache::constructor(cx, class) else {
            return Ok(None);
        };
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        if !may_be_inlined(class) || !self.can_take(cx, init, 1 + args.len(), Some(names)) {
            return Ok(None);
        }
        self.guard_callee(callee);
        self.guard_class(class, version);
        self.initialized(cx, fr, class, init, (args, Some(names)), dst)
            .map(Some)
    }

    /// A new instance, whose `__init__` is entered.
    fn initialized(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        class: &'static Type,
        init: &'static Function,
        (args, names): (&[Held], Option<&'static Tuple>),
        dst: u16,
    ) -> Res<After> {
        let instance = self.new_instance(class);
        let mut all = vec![instance];
        all.extend(args);
        let function = (Held::Const(init.value()), init.value());
        let entered = self.enter(cx, fr, function, &all, names, (Back::Init, dst))?;
        self.set(dst, instance);
        Ok(entered)
    }

    /// Whether a `__new__` runs no Python code for the arguments in these registers.
    fn is_plain(&self, fr: Fr, new: &'static NativeFunction, registers: &[u16]) -> bool {
        let is_pure = matches!(new.def().effect, Effect::Pure | Effect::Reads)
            || RANGE.value() == new.owner.get();
        let mut args = registers.iter().map(|register| fr.get(*register));
        is_pure && new.direct().is_some() && args.all(is_scalar)
    }

    /// A class that is called to convert its argument.
    fn converted(&mut self, fr: Fr, class: Value, register: u16) -> Res<Option<Held>> {
        let now = fr.get(register);
        if class == FLOAT.value() && (float_of(now).is_some() || int_of(now).is_some()) {
            let (held, now) = self.operand(fr, register);
            if let Some(float) = self.as_float(held, now) {
                return Ok(Some(Held::Float(float, None)));
            }
            let int = self.as_int(held, now);
            return Ok(int.map(|int| Held::Float(self.emit(Ir::IntToFloat, &[int]), None)));
        }
        if class == INT.value() && int_of(now).is_some() {
            let int = self.get_int(fr, register);
            return Ok(int.map(|int| Held::Int(int, None)));
        }
        if class == INT.value() && float_of(now).is_some() {
            return Ok(self.truncated(fr, register));
        }
        if class == BOOL.value() && (is_scalar(now) && !now.is_reference()) {
            let (held, now) = self.operand(fr, register);
            if let Some(int) = self.as_int(held, now) {
                let zero = self.int(0);
                return Ok(Some(Held::Bool(self.emit(Ir::Ne, &[int, zero]))));
            }
        }
        if class == STR.value() && is_scalar(now) {
            let operand = self.operand(fr, register);
            self.guard_scalar(operand)?;
            let word = self.get_word(register);
            let conversion = self.int(Conversion::Str as i64);
            let text = self.helper_value("format_value", &[word, conversion])?;
            return Ok(Some(Held::Word(text)));
        }
        if class == TYPE.value() {
            let operand = self.operand(fr, register);
            match now.is::<Instance>() {
                true => drop(self.guard_shape(fr, register)?),
                false => self.guard_scalar(operand)?,
            }
            return Ok(Some(Held::Const(class_of(now).value())));
        }
        Ok(None)
    }

    /// A new instance, without attributes.
    pub(super) fn new_instance(&mut self, class: &'static Type) -> Held {
        let (shape, slots) = Instance::of_class(class);
        let name = format!("{}:{shape}:{slots}:instance", Instance::LAYOUT.get());
        let declared = &mut self.trace.declared;
        let mut fields: Vec<FieldId> = vec![self.fields.meta, self.fields.instance_ext];
        for slot in 0..slots {
            fields.push(self.fields.slot(declared, slot as u32));
        }
        let instance = self.allocate(name, 1 + slots, &fields, false);
        let meta = Meta::new(Instance::LAYOUT, shape).with_flags(slots as u32);
        let meta = self.int(meta.bits() as i64);
        self.store(fields[0], instance, meta);
        let unbound: ir::Value = self.constant(Value::UNBOUND);
        for field in fields.into_iter().skip(1) {
            self.store(field, instance, unbound);
        }
        let word = self.tagged(instance);
        Held::Ref(instance, word)
    }
}

/// Whether instances are allocated in line.
pub(super) fn may_be_inlined(class: &'static Type) -> bool {
    let (_, slots) = Instance::of_class(class);
    !class.flags().has(Flags::FINALIZER) && slots <= LARGEST
}
