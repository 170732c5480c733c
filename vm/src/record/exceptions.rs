//! New exceptions, and their fields.
//!
//! An exception whose class has the usual `__new__` is an instance whose first slots are the fields that all exceptions have
//! (`objects/exception/fields.rs`). It is made in line, as `exception::blank` makes it; `super().__init__(...)` sets its arguments.

use super::containers::INLINE;
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::native::{Kind, NativeDef, Owner};
use crate::objects::exception::classes::{BASE_EXCEPTION, INDEX_ERROR, KEY_ERROR};
use crate::objects::exception::{fields, is_exception};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::objects::type_object::Type;
use crate::protocol::attribute_cache::{self, Constructor};
use crate::protocol::class_of;
use crate::types::TypeCell;
use crate::value::Value;
use tython_jit::ir::{self, Op as Ir};

/// What is known of an exception that the trace has made.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Whether it has been raised.
    pub(super) raised: bool,
    /// What was made for it: tracebacks, and proxies of frames, by their addresses.
    pub(super) objects: Vec<ir::Value>,
}

/// The fields that are attributes which are read as they are.
const READABLE: [(&str, usize); 4] = [
    ("args", fields::ARGS),
    ("__traceback__", fields::TRACEBACK),
    ("__context__", fields::CONTEXT),
    ("__cause__", fields::CAUSE),
];

impl Recorder {
    /// A new exception of a class that is called with these arguments; `None` if calling it does something else.
    pub(super) fn new_exception(
        &mut self,
        cx: &mut Cx,
        class: &'static Type,
        args: &[Held],
    ) -> Res<Option<Held>> {
        match attribute_cache::constructor(cx, class) {
            Ok(Some(Constructor::Exception)) => self.blank_exception(cx, class, args).map(Some),
            _ => Ok(None),
        }
    }

    /// The same of a class with an `__init__` in Python, which is entered.
    pub(super) fn initialized_exception(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        class: &'static Type,
        (new, init): (&'static NativeFunction, &'static Function),
        args: &[Held],
        dst: u16,
    ) -> Res<Option<After>> {
        let is_usual = is_exception_method(new.def(), "__new__");
        if !is_usual || !self.can_take(cx, init, 1 + args.len(), None) {
            return Ok(None);
        }
        let exception = self.blank_exception(cx, class, args)?;
        let all: Vec<Held> = [exception]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        let function = (Held::Const(init.value()), init.value());
        let entered = self.enter(cx, fr, function, &all, None, (Back::Init, dst))?;
        self.set(dst, exception);
        Ok(Some(entered))
    }

    fn blank_exception(&mut self, cx: &mut Cx, class: &'static Type, args: &[Held]) -> Res<Held> {
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        if !super::classes::may_be_inlined(class) {
            return unsupported("a large exception");
        }
        self.guard_class(class, version);
        let args = self.arguments(cx, args)?;
        let exception = self.new_instance(class);
        let Held::Ref(address, _) = exception else {
            return unsupported("an instance without an address");
        };
        let (none, no) = (self.constant(Value::NONE), self.constant(Value::FALSE));
        self.set_field(address, fields::ARGS, args);
        for field in [fields::TRACEBACK, fields::CONTEXT, fields::CAUSE] {
            self.set_field(address, field, none);
        }
        self.set_field(address, fields::SUPPRESS_CONTEXT, no);
        self.exceptions.insert(address, Made::default());
        Ok(exception)
    }

    /// The tuple of an exception's arguments.
    fn arguments(&mut self, cx: &mut Cx, args: &[Held]) -> Res<ir::Value> {
        if args.is_empty() {
            let Ok(empty) = cx.tuple(&[]) else {
                return unsupported("a tuple");
            };
            return Ok(self.constant(empty));
        }
        if args.len() > usize::from(INLINE) {
            return unsupported("an exception with many arguments");
        }
        let tuple = self.new_tuple(args)?;
        Ok(self.word(tuple))
    }

    /// `BaseException.__init__`, if it is that which is called, without names.
    pub(super) fn set_arguments(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        def: &'static NativeDef,
        args: &[u16],
    ) -> Res<Option<Held>> {
        let Some((receiver, args)) = args.split_first() else {
            return Ok(None);
        };
        if !is_exception_method(def, "__init__") || !is_exception(fr.get(*receiver)) {
            return Ok(None);
        }
        let args: Vec<Held> = args.iter().map(|register| self.get(*register)).collect();
        let args = self.arguments(cx, &args)?;
        let exception = self.guard_shape(fr, *receiver)?;
        self.open_write(exception);
        self.set_field(exception, fields::ARGS, args);
        Ok(Some(Held::Const(Value::NONE)))
    }

    /// A field of the exception in a register, if it is read by its name.
    pub(super) fn read_field(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        name: Value,
    ) -> Res<Option<Held>> {
        let now = fr.get(register);
        let Some(instance) = now.cast::<Instance>().filter(|_| is_exception(now)) else {
            return Ok(None);
        };
        let class = class_of(now);
        let Ok(Some(getter)) = class.lookup(cx, name) else {
            return Ok(None);
        };
        let Some(getter) = getter.cast::<NativeFunction>().map(NativeFunction::def) else {
            return Ok(None);
        };
        let is_it = |(name, _): &&(&str, usize)| {
            getter.kind == Kind::Getter && is_exception_method(getter, name)
        };
        let Some((_, field)) = READABLE.iter().find(is_it) else {
            return Ok(None);
        };
        let (Ok(version), Ok(value)) = (cx.load(class, &class.version), instance.get(cx, *field))
        else {
            return unsupported("a class that changes");
        };
        if value.is_unbound() {
            return Ok(None);
        }
        let exception = self.guard_shape(fr, register)?;
        self.guard_class(class, version);
        let word = self.field(exception, *field);
        let unbound = self.constant(Value::UNBOUND);
        let same = self.emit(Ir::SameWord, &[word, unbound]);
        self.guard(same, false);
        Ok(Some(Held::Word(word)))
    }

    /// What a field of an exception holds that is open.
    pub(super) fn field(&mut self, exception: ir::Value, field: usize) -> ir::Value {
        let declared = &mut self.trace.declared;
        let slot = self.fields.slot(declared, field as u32);
        self.load(slot, exception)
    }

    /// Sets a field of an exception that is open.
    pub(super) fn set_field(&mut self, exception: ir::Value, field: usize, word: ir::Value) {
        let declared = &mut self.trace.declared;
        let slot = self.fields.slot(declared, field as u32);
        self.store(slot, exception, word);
    }

    /// These were made for an exception: an entry of its traceback, and the proxy of the frame that it shows.
    pub(super) fn made_for(&mut self, exception: ir::Value, entry: ir::Value, proxy: Held) {
        if let Some(made) = self.exceptions.get_mut(&exception) {
            made.objects.push(entry);
            if let Held::Ref(address, _) = proxy {
                made.objects.push(address);
            }
        }
    }

    /// The running instruction raises KeyError of a key that is not there.
    pub(super) fn missing_key(&mut self, cx: &mut Cx, key: Held) -> Res<After> {
        self.raises_new(cx, &KEY_ERROR, key)
    }

    /// The running instruction raises IndexError with this message.
    pub(super) fn missing_index(&mut self, cx: &mut Cx, message: &str) -> Res<After> {
        match cx.str(message) {
            Ok(message) => self.raises_new(cx, &INDEX_ERROR, Held::Const(message)),
            Err(_) => unsupported("a message"),
        }
    }

    fn raises_new(&mut self, cx: &mut Cx, class: &TypeCell, argument: Held) -> Res<After> {
        match self.new_exception(cx, class.class(), &[argument])? {
            Some(Held::Ref(exception, _)) => self.flies_in_context(exception),
            _ => unsupported("an exception of an unusual class"),
        }
    }
}

/// Whether a native function is this one of `BaseException`.
fn is_exception_method(def: &NativeDef, name: &str) -> bool {
    matches!(def.owner, Owner::Class(class) if class.value() == BASE_EXCEPTION.value())
        && def.name == name
}
