//! `getattr` and `hasattr` of an instance with a name that is always the same.

use super::comparison::Operand;
use super::held::Held;
use super::{After, Recorder, Res};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::native::Owner;
use crate::objects::function::Function;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::protocol::attribute::intern;
use crate::protocol::attribute_cache::What;
use crate::value::Value;

impl Recorder {
    /// A call of one of these with arguments in these registers, if it does nothing but what the attribute cache knows.
    pub(super) fn attribute_by_name(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        callee: Operand,
        registers: &[u16],
        dst: u16,
    ) -> Res<Option<After>> {
        let native = callee.1.cast::<NativeFunction>().map(NativeFunction::def);
        let native = native.filter(|def| matches!(def.owner, Owner::Module("builtins")));
        let (object, name, default) = match (native.map(|def| def.name), registers) {
            (Some("getattr" | "hasattr"), &[object, name]) => (object, name, None),
            (Some("getattr"), &[object, name, default]) => (object, name, Some(default)),
            _ => return Ok(None),
        };
        let Some(name) = self.get(name).constant() else {
            return Ok(None);
        };
        if !name.is::<Str>() {
            return Ok(None);
        }
        let name = intern(cx, name);
        self.guard_callee(callee);
        let Some((address, _, known)) = self.attribute(cx, fr, object, name, false)? else {
            return Ok(None);
        };
        if native.is_some_and(|def| def.name == "hasattr") {
            return Ok(match known.what {
                What::Slot => {
                    let word = self.load_slot(cx, fr, (object, address), name, &known);
                    word.map(|_| After::Set(dst, Held::Const(Value::TRUE)))
                }
                What::Value | What::Method | What::Static | What::OfClass => {
                    Some(After::Set(dst, Held::Const(Value::TRUE)))
                }
                What::Absent => Some(After::Set(dst, Held::Const(Value::FALSE))),
                _ => None,
            });
        }
        let is_called = matches!(known.what, What::Getter | What::Hook);
        match (known.what, default) {
            (What::Absent, Some(default)) => return Ok(Some(After::Set(dst, self.get(default)))),
            // It may raise AttributeError.
            (_, Some(_)) if is_called => return Ok(None),
            _ => {}
        }
        if is_called && !self.can_enter_value(cx, known.value) {
            return Ok(None);
        }
        let after = self.read_known(cx, fr, (object, address), name, &known, dst)?;
        let Some(function) = known.value.cast::<Function>() else {
            return Ok(after);
        };
        let mut arguments = vec![fr.get(object)];
        if known.what == What::Hook {
            arguments.push(name);
        }
        let back = (Back::Store, dst);
        Ok(after.map(|after| self.executed_as(after, function, arguments, back)))
    }

    fn can_enter_value(&self, cx: &mut Cx, function: Value) -> bool {
        let function = function.cast::<Function>();
        function.is_some_and(|function| self.can_enter(cx, function))
    }
}
