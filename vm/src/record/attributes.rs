//! Attributes: slots by the shape, methods and other values of classes by the class's version.

use super::begin::NOTHING;
use super::held::Held;
use super::metaclasses::is_class_of;
use super::{After, Recorder, Res, refused, unsupported};
use crate::cx::Cx;
use crate::heap::Meta;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::name;
use crate::native::Effect;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::module::{MODULE, Module};
use crate::objects::native_function::NativeFunction;
use crate::objects::super_object::{self, SUPER};
use crate::objects::type_object::{Flags, TYPE, Type};
use crate::objects::wrapper::Wrapper;
use crate::protocol::attribute::Method;
use crate::protocol::attribute_cache::{self, Known, What};
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op, SUPER_METHOD};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    pub(super) fn attributes(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::LoadAttr => self.load_attr(cx, fr, i)?,
            Op::StoreAttr => self.store_attr(cx, fr, i)?,
            Op::LoadMethod => self.load_method(cx, fr, i)?,
            Op::LoadSuper => self.load_super(cx, fr, i)?,
            Op::DeleteAttr => {
                let object = self.get_word(i.a());
                let name = self.constant(fr.name(usize::from(i.b())));
                self.wild("del_attr", &[object, name])?;
                After::Wild(None)
            }
            _ => return Ok(None),
        }))
    }

    /// The instance in a register, which has the shape that it has now.
    pub(super) fn guard_shape(&mut self, fr: Fr, register: u16) -> Res<ir::Value> {
        match fr.get(register).cast::<Instance>() {
            Some(instance) => self.guard_meta(fr, register, instance.peek_meta()),
            None => unsupported("an instance that is none"),
        }
    }

    /// The instance in a register, which has this meta word.
    fn guard_meta(&mut self, fr: Fr, register: u16, meta: Meta) -> Res<ir::Value> {
        let (held, now) = (self.get(register), fr.get(register));
        let Some(address) = self.as_ref(held, now) else {
            return unsupported("an instance that is none");
        };
        if let Held::Word(word) = held {
            self.set(register, Held::Ref(address, word));
        }
        self.open_read(address);
        let field = self.fields.meta;
        let found = self.load(field, address);
        let wanted = self.int(meta.bits() as i64);
        let same = self.emit(Ir::Eq, &[found, wanted]);
        self.guard(same, true);
        Ok(address)
    }

    /// A class is as it is now.
    pub(super) fn guard_class(&mut self, class: &'static Type, version: Value) {
        let class = self.object(Value::from(class));
        self.open_read(class);
        let field = self.fields.class_version;
        let word = self.load(field, class);
        self.guard_word(word, version);
    }

    /// What is known of an attribute of the instance in a register; its shape and its class have to be what they are now.
    pub(super) fn attribute(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        name: Value,
        stores: bool,
    ) -> Res<Option<(ir::Value, Meta, Known)>> {
        let Some(instance) = fr.get(register).cast::<Instance>() else {
            return Ok(None);
        };
        let Ok(Some(known)) = attribute_cache::known(cx, instance, name, stores) else {
            return Ok(None);
        };
        let meta = instance.peek_meta();
        if meta.shape() != known.shape {
            return Err(refused(Refusal::Interrupted, "another thread changes it"));
        }
        let address = self.guard_meta(fr, register, meta)?;
        self.guard_class(known.class, known.version);
        Ok(Some((address, meta, known)))
    }

    fn slot(&mut self, number: u16) -> ir::FieldId {
        let declared = &mut self.trace.declared;
        self.fields.slot(declared, u32::from(number))
    }

    fn load_attr(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let name = fr.name(usize::from(i.c()));
        if let Some(field) = self.read_field(cx, fr, i.b(), name)? {
            return Ok(After::Set(i.a(), field));
        }
        let Some((address, _, known)) = self.attribute(cx, fr, i.b(), name, false)? else {
            if let Some(word) = self.computed(cx, fr, i.b(), name)? {
                return Ok(After::Opaque(Some((i.a(), word))));
            }
            return match self.of_namespace(cx, fr, i.b(), name)? {
                Some((held, None)) => Ok(After::Set(i.a(), held)),
                _ => self.load_attr_slowly(fr, i, name),
            };
        };
        match self.read_known(cx, fr, (i.b(), address), name, &known, i.a())? {
            Some(after) => Ok(after),
            None => self.load_attr_slowly(fr, i, name),
        }
    }

    /// What a slot of the instance in a register holds, which lies there. It is bound now; one of `__slots__` may be unbound
    /// another time.
    pub(super) fn load_slot(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        (register, address): (u16, ir::Value),
        name: Value,
        known: &Known,
    ) -> Option<ir::Value> {
        let instance = fr.get(register).cast::<Instance>()?;
        let number = usize::from(known.slot);
        if number >= instance.inline_slots() || instance.get(cx, number).ok()?.is_unbound() {
            return None;
        }
        let is_own = instance.shape(cx).ok()?.slot(name) == Some(u32::from(known.slot));
        let slot = self.slot(known.slot);
        let word = self.load(slot, address);
        if !is_own {
            let unbound = self.constant(Value::UNBOUND);
            let same = self.emit(Ir::SameWord, &[word, unbound]);
            self.guard(same, false);
        }
        Some(word)
    }

    /// Reads an attribute of the instance in a register, which lies there, as is known of it.
    pub(super) fn read_known(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        (register, address): (u16, ir::Value),
        name: Value,
        known: &Known,
        dst: u16,
    ) -> Res<Option<After>> {
        Ok(Some(match known.what {
            What::Slot => {
                let word = self.load_slot(cx, fr, (register, address), name, known);
                return Ok(word.map(|word| After::Set(dst, Held::Word(word))));
            }
            What::Value => After::Set(dst, Held::Const(known.value)),
            What::Method if known.value.is::<Function>() => {
                let words = [self.constant(known.value), self.get_word(register)];
                let word = self.helper_value("bound_method", &words)?;
                After::Opaque(Some((dst, word)))
            }
            What::Computed if is_class_of(known.value) => {
                After::Set(dst, Held::Const(Value::from(known.class)))
            }
            What::Computed => {
                let Some(helper) = known.value.cast::<NativeFunction>().and_then(computes) else {
                    return Ok(None);
                };
                let words = [self.constant(known.value), self.get_word(register)];
                let word = self.helper_value(helper, &words)?;
                After::Opaque(Some((dst, word)))
            }
            What::Getter | What::Hook if known.value.is::<Function>() => {
                let mut args = vec![self.get(register)];
                if known.what == What::Hook {
                    args.push(Held::Const(name));
                }
                let function = (Held::Const(known.value), known.value);
                return self
                    .enter(cx, fr, function, &args, None, (Back::Store, dst))
                    .map(Some);
            }
            _ => return Ok(None),
        }))
    }

    /// An attribute of a builtin object that a native function computes of what never changes.
    fn computed(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        name: Value,
    ) -> Res<Option<ir::Value>> {
        let now = fr.get(register);
        if now.is::<Instance>() || !now.is_reference() {
            return Ok(None);
        }
        let getter = attribute_cache::builtin_getter(cx, now, name);
        let Some(getter) = getter.filter(|getter| getter.def().effect == Effect::Pure) else {
            return Ok(None);
        };
        if self.get_kind(fr, register).is_none() {
            return Ok(None);
        }
        let words = [self.constant(Value::from(getter)), self.get_word(register)];
        self.helper_value("compute", &words).map(Some)
    }

    fn load_attr_slowly(&mut self, _: Fr, i: Instr, name: Value) -> Res<After> {
        let object = self.get_word(i.b());
        let name = self.constant(name);
        let word = self.wild_value("get_attr", &[object, name])?;
        Ok(After::Wild(Some((i.a(), word))))
    }

    fn store_attr(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let name = fr.name(usize::from(i.b()));
        let inline = fr
            .get(i.a())
            .cast::<Instance>()
            .map_or(0, Instance::inline_slots);
        if let Some((address, meta, known)) = self.attribute(cx, fr, i.a(), name, true)?
            && matches!(known.what, What::Slot | What::Add)
            && usize::from(known.slot) < inline
        {
            let word = self.get_word(i.c());
            self.open_write(address);
            let slot = self.slot(known.slot);
            self.store(slot, address, word);
            if known.what == What::Add {
                let next = meta.with_shape(known.next);
                let next = self.int(next.bits() as i64);
                let field = self.fields.meta;
                self.store(field, address, next);
            }
            return Ok(After::Nothing);
        }
        if let Some((_, _, known)) = self.attribute(cx, fr, i.a(), name, true)?
            && known.what == What::Setter
            && let Some(function) = known.value.cast::<Function>()
            && self.can_enter(cx, function)
        {
            let args = [self.get(i.a()), self.get(i.c())];
            let function = (Held::Const(known.value), known.value);
            return self.enter(cx, fr, function, &args, None, (Back::Drop, 0));
        }
        let (object, value) = (self.get_word(i.a()), self.get_word(i.c()));
        let name = self.constant(name);
        self.wild("set_attr", &[object, name, value])?;
        Ok(After::Wild(None))
    }

    fn load_method(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let name = fr.name(usize::from(i.c()));
        if let Some((address, _, known)) = self.attribute(cx, fr, i.b(), name, false)? {
            let receiver = self.get(i.b());
            let pair = match known.what {
                What::Method => (Held::Const(known.value), receiver),
                What::Value => (Held::Const(known.value), NOTHING),
                What::Slot => match self.load_slot(cx, fr, (i.b(), address), name, &known) {
                    Some(word) => (Held::Word(word), NOTHING),
                    None => return self.interpreted(fr, Op::LoadMethod, i),
                },
                What::Static => (self.wrapped(cx, known.value)?, NOTHING),
                What::Computed if is_class_of(known.value) => {
                    (Held::Const(Value::from(known.class)), NOTHING)
                }
                What::OfClass => {
                    let function = self.wrapped(cx, known.value)?;
                    let is_function = |value: Value| value.is::<Function>();
                    if !function.constant().is_some_and(is_function) {
                        return self.interpreted(fr, Op::LoadMethod, i);
                    }
                    (function, Held::Const(Value::from(known.class)))
                }
                _ => return self.interpreted(fr, Op::LoadMethod, i),
            };
            return Ok(self.pair(i.a(), pair));
        }
        let now = fr.get(i.b());
        if now.is::<Instance>() {
            return self.interpreted(fr, Op::LoadMethod, i);
        }
        let method = attribute_cache::builtin_method(cx, now, name);
        if !method.is_unbound() && now.is_reference() {
            if self.get_kind(fr, i.b()).is_none() {
                return self.interpreted(fr, Op::LoadMethod, i);
            }
            let receiver = self.get(i.b());
            return Ok(self.pair(i.a(), (Held::Const(method), receiver)));
        }
        match self.of_namespace(cx, fr, i.b(), name)? {
            Some((held, receiver)) => Ok(self.pair(i.a(), (held, receiver.unwrap_or(NOTHING)))),
            None => self.interpreted(fr, Op::LoadMethod, i),
        }
    }

    /// The function in a `staticmethod` or `classmethod`, which is what it is now.
    fn wrapped(&mut self, cx: &mut Cx, wrapper: Value) -> Res<Held> {
        let Some(now) = wrapper.cast::<Wrapper>() else {
            return unsupported("a wrapper that is none");
        };
        let Ok(function) = cx.load(now, &now.function) else {
            return unsupported("a wrapper that changes");
        };
        let wrapper = self.object(wrapper);
        self.open_read(wrapper);
        let field = self.fields.wrapped;
        let word = self.load(field, wrapper);
        self.guard_word(word, function);
        Ok(Held::Const(function))
    }

    /// `super().name(...)` of a method that is a function in Python.
    fn load_super(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let (class, object) = (fr.get(i.a() + 1), fr.get(i.a() + 2));
        let name = fr.name(usize::from(i.b()));
        let is_usual = fr.get(i.a()) == SUPER.value()
            && i.c() & SUPER_METHOD != 0
            && object.is::<Instance>()
            && class.is::<Type>();
        if !is_usual {
            return self.interpreted(fr, Op::LoadSuper, i);
        }
        let Ok(Some(function)) = super_object::function(cx, class, object, name) else {
            return self.interpreted(fr, Op::LoadSuper, i);
        };
        let own = class_of(object);
        let Ok(version) = cx.load(own, &own.version) else {
            return unsupported("a class that changes");
        };
        self.guard_same(fr, i.a());
        self.guard_same(fr, i.a() + 1);
        self.guard_shape(fr, i.a() + 2)?;
        self.guard_class(own, version);
        let receiver = self.get(i.a() + 2);
        Ok(self.pair(i.a(), (Held::Const(function), receiver)))
    }

    pub(super) fn pair(&mut self, base: u16, (first, second): (Held, Held)) -> After {
        self.pending_sets = vec![(base, first), (base + 1, second)];
        After::Nothing
    }

    /// The attribute of a module or class, and the receiver of a method that it is.
    fn of_namespace(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        name: Value,
    ) -> Res<Option<(Held, Option<Held>)>> {
        let now = fr.get(register);
        if let Some(module) = now.cast::<Module>() {
            if !MODULE.is(class_of(now)) {
                return Ok(None);
            }
            self.guard_same(fr, register);
            let dict = module.dict.get();
            return Ok(Some((self.global(cx, dict, dict, name)?, None)));
        }
        let Some(class) = now.cast::<Type>() else {
            return Ok(None);
        };
        let meta = class_of(now);
        let Ok(Some(found)) = attribute_cache::class_attribute(cx, class, name) else {
            return Ok(None);
        };
        // The class of such a value could get a `__get__`.
        if matches!(found, Method::Value(value) if !class_of(value).flags().has(Flags::BUILTIN)) {
            return Ok(None);
        }
        let (Ok(version), Ok(of_meta)) =
            (cx.load(class, &class.version), cx.load(meta, &meta.version))
        else {
            return unsupported("a class that changes");
        };
        self.guard_same(fr, register);
        self.guard_class(class, version);
        if !TYPE.is(meta) {
            self.guard_class(meta, of_meta);
        }
        Ok(Some(match found {
            Method::Value(value) => (Held::Const(value), None),
            Method::Unbound { function, receiver } => {
                (Held::Const(function), Some(Held::Const(receiver)))
            }
        }))
    }

    /// A register holds the object that it holds now.
    pub(super) fn guard_same(&mut self, fr: Fr, register: u16) {
        let now = fr.get(register);
        if self.get(register).constant().is_none() {
            let word = self.get_word(register);
            self.guard_word(word, now);
            self.set(register, Held::Const(now));
        }
    }

    /// Whether an instance counts as true. `None`: a method has to say so.
    pub(super) fn truth_of_instance(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
    ) -> Res<Option<ir::Value>> {
        let class = class_of(fr.get(register));
        let Ok(None) = (|cx: &mut Cx| {
            let name = name!(cx, "__bool__")?;
            if let Some(found) = class.lookup(cx, name)? {
                return Ok::<_, crate::cx::Exit>(Some(found));
            }
            let name = name!(cx, "__len__")?;
            class.lookup(cx, name)
        })(cx) else {
            return Ok(None);
        };
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        self.guard_shape(fr, register)?;
        self.guard_class(class, version);
        Ok(Some(self.bool(true)))
    }
}

/// The helper that calls a getter, if that runs no Python code.
fn computes(getter: &'static NativeFunction) -> Option<&'static str> {
    match getter.def().effect {
        Effect::Pure | Effect::Reads => Some("compute"),
        Effect::Writes => Some("compute_changing"),
        _ => None,
    }
}
