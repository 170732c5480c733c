//! Calls of native functions that have their receivers, as in `append = list.append`.
//!
//! They are calls of the function itself with one argument more. The receiver comes to the place in the window of the call where
//! that of a method stands; so what records calls of methods knows such calls, and the interpreter executes one.

use super::Recorder;
use super::held::Held;
use crate::cx::Cx;
use crate::interp::Fr;
use crate::native::{NativeDef, Owner};
use crate::objects::native_function::{BoundNative, NativeFunction};
use crate::objects::type_object::Type;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::Op as Ir;

impl Recorder {
    /// The function of a bound one that is called without a receiver; its receiver is in the window then.
    pub(super) fn unbind(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Option<Value> {
        let bound = fr.get(i.b()).cast::<BoundNative>()?;
        let function = function_of(cx, bound.def())?;
        let receiver = match self.get(i.b()).constant() {
            Some(_) => Held::Const(bound.receiver.get()),
            None => {
                let address = self.get_kind(fr, i.b())?;
                let def = self.load(self.fields.bound_def, address);
                let wanted = self.int(bound.def_bits());
                let same = self.emit(Ir::Eq, &[def, wanted]);
                self.guard(same, true);
                Held::Word(self.load(self.fields.bound_receiver, address))
            }
        };
        self.set(i.b() + 1, receiver);
        fr.set(i.b() + 1, bound.receiver.get());
        if i.op() != Some(Op::Call) {
            // Executed again, the instruction would find a receiver.
            self.set(i.b(), Held::Const(function));
            fr.set(i.b(), function);
        }
        Some(function)
    }
}

/// The object of a declaration, in its class.
fn function_of(cx: &mut Cx, def: &'static NativeDef) -> Option<Value> {
    let Owner::Class(class) = def.owner else {
        return None;
    };
    let name = cx.vm.intern(cx, def.name).ok()?;
    let found = class.value().cast::<Type>()?.lookup(cx, name).ok()??;
    let is_same = |native: &NativeFunction| std::ptr::eq(native.def(), def);
    found
        .cast::<NativeFunction>()
        .filter(|native| is_same(native))?;
    Some(found)
}
