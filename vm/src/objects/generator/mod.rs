//! Generators, coroutines and asynchronous generators: frames that are put aside.
//!
//! A suspended frame's registers lie in the heap, behind the fields of the generator and in one unit with
//! them, so that a rollback brings all of it back like any other object. Resuming copies them to the
//! frame stack.
//!
//! | file | what |
//! | --- | --- |
//! | `consume.rs` | what native functions do with all that one yields |
//! | `absorb.rs` | what becomes of most values there without leaving the generator |
//! | `create.rs` | how one is made |
//! | `cleanup.rs` | what happens to one that is garbage |
//! | `drive.rs` | `send`, `throw` and `close`, from native code |
//! | `resume.rs` | the way from the heap to the frame stack and back |
//! | `recorded.rs` | what compiled code knows of them |
//! | `methods.rs` | what all kinds have in common for Python code |
//! | `generators.rs`, `coroutines.rs` | what generators and coroutines have of their own |
//!
//! Asynchronous generators have more to them: `objects::async_generator`.

pub(crate) mod absorb;
pub(crate) mod cleanup;
pub(crate) mod consume;
mod coroutines;
mod create;
mod drive;
mod generators;
mod methods;
pub(crate) mod recorded;
mod resume;

pub use create::of_frame;
pub(crate) use create::{of_arguments, of_expression};
pub(crate) use drive::{Step, give, thrown};
pub(crate) use resume::dress;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::objects::code::CodeObject;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use stm_core::{Token, Unit, Word};
use tython_gc::Meta;

builtin_type! {
    /// The class of generators.
    pub static GENERATOR = TypeDef { name: "generator", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
    /// The class of coroutines.
    pub static COROUTINE = TypeDef { name: "coroutine", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
    /// The class of asynchronous generators.
    pub static ASYNC_GENERATOR = TypeDef { name: "async_generator", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
}

/// Where a generator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It has not begun.
    Created,
    /// It is suspended at a yield.
    Suspended,
    /// It is running.
    Running,
    /// It has returned or raised.
    Finished,
}

/// A generator, coroutine or asynchronous generator.
#[repr(C)]
#[derive(Debug)]
pub struct Generator {
    header: Header,
    /// A small integer: [`State`].
    state: Slot,
    /// The address of the word of the code to go on with.
    resume_at: Slot,
    /// What the frame was handling when it yielded, or unbound if nothing of its own.
    handled: Slot,
    /// What it awaits or yields from while it is suspended, or None.
    delegate: Slot,
    /// `__name__`
    pub name: Slot,
    /// `__qualname__`
    pub qualname: Slot,
    /// The code object.
    pub code: Fixed,
    /// The function, or unbound.
    pub function: Fixed,
    pub(crate) globals: Fixed,
    pub(crate) builtins: Fixed,
    /// The proxy that Python code has of its frame, or unbound.
    pub(crate) frame: Slot,
    /// Of a coroutine `cr_origin`; of an asynchronous generator how far its hooks are.
    pub(crate) extra: Slot,
    /// Of an asynchronous generator what is called instead of closing it when it is garbage.
    pub(crate) finalizer: Slot,
    /// How many registers follow: what they hold while it is suspended.
    count: Raw,
}

// SAFETY: a header, values, a word that looks like an integer, and as many values as that says.
unsafe impl HeapType for Generator {
    const LAYOUT: LayoutId = layout::GENERATOR;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        const FIELDS: usize = (size_of::<Generator>() - size_of::<Token>()) / size_of::<Word>();
        let meta = std::ptr::from_ref(&self.header.meta);
        Unit {
            token: &self.header.token,
            // SAFETY: the meta word, the fields and the registers.
            words: unsafe { std::slice::from_raw_parts(meta, FIELDS + self.count.get() as usize) },
        }
    }
}

const STATES: [State; 4] = [
    State::Created,
    State::Suspended,
    State::Running,
    State::Finished,
];

impl State {
    const fn value(self) -> Value {
        Value::index(self as usize)
    }

    #[inline(always)]
    fn of(value: Value) -> State {
        STATES[value.as_small_int().unwrap_or(0) as usize & 3]
    }
}

impl Generator {
    /// Whether it is a plain generator.
    #[inline(always)]
    pub fn is_generator(&self) -> bool {
        self.is_of(&GENERATOR)
    }

    /// Whether it is a coroutine.
    #[inline(always)]
    pub fn is_coroutine(&self) -> bool {
        self.is_of(&COROUTINE)
    }

    /// Whether it is an asynchronous generator.
    #[inline(always)]
    pub fn is_async(&self) -> bool {
        self.is_of(&ASYNC_GENERATOR)
    }

    #[inline(always)]
    fn is_of(&self, class: &TypeCell) -> bool {
        // Objects of these classes keep the shape that they were made with.
        Meta::from_bits(self.header.meta.load()).shape() == class.shape()
    }

    /// Where it stands.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub fn state(&'static self, cx: &mut Cx) -> R<State> {
        let state = cx.load(self, &self.state)?;
        Ok(State::of(state))
    }

    /// The same of one that has been opened for writing.
    #[inline(always)]
    fn opened_state(&'static self) -> State {
        State::of(self.state.peek())
    }

    /// What it awaits or yields from, or None; None too while it runs.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn delegate(&'static self, cx: &mut Cx) -> R {
        let (state, delegate) = cx.view(self, || (self.state.peek(), self.delegate.peek()))?;
        Ok(match State::of(state) {
            State::Suspended => delegate,
            _ => Value::NONE,
        })
    }

    /// The registers as they were when it was suspended.
    #[inline(always)]
    fn registers(&'static self) -> &'static [Slot] {
        let first = std::ptr::from_ref(self).wrapping_add(1).cast::<Slot>();
        // SAFETY: the object was made with so many words behind its fields.
        unsafe { std::slice::from_raw_parts(first, self.count.get() as usize) }
    }

    /// Register `index` of one that does not run.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    ///
    /// # Panics
    /// When there is none.
    pub(crate) fn register(&'static self, cx: &mut Cx, index: usize) -> R {
        cx.load(self, &self.registers()[index])
    }

    /// Writes register `index` of one that does not run.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    ///
    /// # Panics
    /// When there is none.
    pub(crate) fn set_register(&'static self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        cx.store(self, &self.registers()[index], value)
    }

    /// What it is called in messages.
    pub fn kind(&'static self) -> &'static str {
        let class = crate::protocol::class_of(self.value());
        if COROUTINE.is(class) {
            "coroutine"
        } else if ASYNC_GENERATOR.is(class) {
            "async generator"
        } else {
            "generator"
        }
    }

    /// The word of the code that it stands at, if it is suspended or has not begun.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn word(&'static self, cx: &mut Cx) -> R<u32> {
        let next = cx.load(self, &self.resume_at)?;
        Ok(self.word_before(next))
    }

    /// The word of the code before the address in `resume_at`.
    fn word_before(&'static self, next: Value) -> u32 {
        let start = self
            .code_object()
            .map_or(0, |code| code.data().words.as_ptr() as usize);
        let next = next.as_small_int().unwrap_or(0) as usize;
        (next.saturating_sub(start) / size_of::<u64>()).saturating_sub(1) as u32
    }

    /// The code object.
    #[inline(always)]
    pub(crate) fn code_object(&'static self) -> Option<&'static CodeObject> {
        self.code.get().cast::<CodeObject>()
    }
}
