//! Classes with metaclasses in Python, as those of enumerations are: their calls, and which objects are their instances.
//!
//! The metaclass of a class never changes; what it has of `__call__` and `__instancecheck__` goes with its version.

use super::comparison::Operand;
use super::held::Held;
use super::{Recorder, Res, unsupported};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Owner;
use crate::objects::function::Function;
use crate::objects::native_function::NativeFunction;
use crate::objects::object::OBJECT;
use crate::objects::type_object::{TYPE, Type};
use crate::protocol::class_of;
use crate::value::Value;

impl Recorder {
    /// The function in Python that a call of a class is, with the class as its first argument: its metaclass says so. What is
    /// called is this class from here on.
    pub(super) fn call_of_metaclass(
        &mut self,
        cx: &mut Cx,
        callee: Operand,
    ) -> Res<Option<(Held, Value)>> {
        let Some(class) = callee.1.cast::<Type>() else {
            return Ok(None);
        };
        let name = name!(cx, "__call__");
        let Some((meta, found)) = said_by_metaclass(cx, class, name) else {
            return Ok(None);
        };
        if !found.is::<Function>() {
            return Ok(None);
        }
        self.guard_callee(callee);
        self.guard_now(cx, meta)?;
        Ok(Some((Held::Const(found), found)))
    }

    /// Whether `isinstance` of a class, which is this one, asks nobody in Python; it stays so.
    pub(super) fn guard_checks(&mut self, cx: &mut Cx, class: &'static Type) -> Res<bool> {
        if TYPE.is(class_of(class.value())) {
            return Ok(true);
        }
        let name = name!(cx, "__instancecheck__");
        match said_by_metaclass(cx, class, name) {
            Some((meta, found)) if found == cx.vm.type_instancecheck.get() => {
                self.guard_now(cx, meta)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// A class stays as it is now.
    fn guard_now(&mut self, cx: &mut Cx, class: &'static Type) -> Res<()> {
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        self.guard_class(class, version);
        Ok(())
    }
}

/// The metaclass of a class, if that is not `type`, and what it has of this name.
fn said_by_metaclass(cx: &mut Cx, class: &'static Type, name: R) -> Option<(&'static Type, Value)> {
    let meta = class_of(class.value());
    if TYPE.is(meta) {
        return None;
    }
    Some((meta, meta.lookup(cx, name.ok()?).ok()??))
}

/// Whether this getter gives the class of an object: `object.__class__`.
pub(super) fn is_class_of(getter: Value) -> bool {
    getter.cast::<NativeFunction>().is_some_and(|getter| {
        let def = getter.def();
        let is_objects =
            matches!(def.owner, Owner::Class(class) if class.value() == OBJECT.value());
        is_objects && def.name == "__class__"
    })
}
