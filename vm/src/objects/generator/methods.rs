//! What generators, coroutines and asynchronous generators have in common for Python code.

use super::{ASYNC_GENERATOR, COROUTINE, GENERATOR, Generator, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::code::CodeObject;
use crate::objects::frame_object;
use crate::objects::str::{self, Str};
use crate::protocol::type_name;
use crate::value::Value;

#[native(GENERATOR, "__repr__(self, /)", slot, effect = reads)]
#[native(COROUTINE, "__repr__(self, /)", slot, effect = reads)]
#[native(ASYNC_GENERATOR, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Generator) -> R<String> {
    let class = type_name(cx, this.value())?;
    let name = cx.load(this, &this.qualname)?;
    let (name, address) = (str::to_string(name), crate::protocol::id(this.value()));
    Ok(format!("<{class} object {name} at {address:#x}>"))
}

macro_rules! names {
    ($($class:ident $name:literal $field:ident $doc:literal;)*) => {
        $(
            const _: () = {
                #[doc = $doc]
                #[native($class, $name, getter, effect = reads)]
                fn get(cx: &mut Cx, this: &'static Generator) -> R {
                    cx.load(this, &this.$field)
                }

                #[native($class, $name, setter, effect = writes)]
                fn set(cx: &mut Cx, this: &'static Generator, value: Value) -> R<()> {
                    if !value.is::<Str>() {
                        return Err(cx.type_error(format_args!(
                            "{} must be set to a string object", $name
                        )));
                    }
                    cx.store(this, &this.$field, value)
                }

                #[native($class, $name, deleter, effect = pure)]
                fn delete(cx: &mut Cx, _this: &'static Generator) -> R<()> {
                    Err(cx.type_error(format_args!(
                        "{} must be set to a string object", $name
                    )))
                }
            };
        )*
    };
}

names! {
    GENERATOR "__name__" name "name of the generator";
    GENERATOR "__qualname__" qualname "qualified name of the generator";
    COROUTINE "__name__" name "name of the coroutine";
    COROUTINE "__qualname__" qualname "qualified name of the coroutine";
    ASYNC_GENERATOR "__name__" name "name of the async generator";
    ASYNC_GENERATOR "__qualname__" qualname "qualified name of the async generator";
}

#[native(GENERATOR, "gi_code", getter, effect = pure)]
#[native(COROUTINE, "cr_code", getter, effect = pure)]
#[native(ASYNC_GENERATOR, "ag_code", getter, effect = pure)]
fn code(_: &mut Cx, this: &'static Generator) -> Option<&'static CodeObject> {
    this.code_object()
}

/// object being iterated by yield from, or None
#[native(GENERATOR, "gi_yieldfrom", getter, effect = reads)]
#[native(COROUTINE, "cr_await", getter, effect = reads)]
#[native(ASYNC_GENERATOR, "ag_await", getter, effect = reads)]
fn delegate(cx: &mut Cx, this: &'static Generator) -> R {
    this.delegate(cx)
}

#[native(GENERATOR, "gi_running", getter, effect = reads)]
#[native(COROUTINE, "cr_running", getter, effect = reads)]
fn is_running(cx: &mut Cx, this: &'static Generator) -> R<bool> {
    Ok(this.state(cx)? == State::Running)
}

#[native(GENERATOR, "gi_suspended", getter, effect = reads)]
#[native(COROUTINE, "cr_suspended", getter, effect = reads)]
#[native(ASYNC_GENERATOR, "ag_suspended", getter, effect = reads)]
fn is_suspended(cx: &mut Cx, this: &'static Generator) -> R<bool> {
    Ok(this.state(cx)? == State::Suspended)
}

#[native(GENERATOR, "gi_frame", getter, effect = writes)]
#[native(COROUTINE, "cr_frame", getter, effect = writes)]
#[native(ASYNC_GENERATOR, "ag_frame", getter, effect = writes)]
fn frame(cx: &mut Cx, this: &'static Generator) -> R {
    frame_object::of_generator(cx, this)
}
