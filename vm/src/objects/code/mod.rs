//! Code objects: compiled code with its constants and names as values.
//!
//! The instruction words are atomics: quickening replaces one by another with one store, and a cache
//! word is one number or a pointer to an immutable record. Neither is part of transactions.

mod attributes;
mod replace;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::interp::dead_registers::{Set, live_registers};
use crate::objects::generator::{cleanup, consume};
use crate::objects::{bytes, complex, int, set, slice, str};
use crate::protocol;
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use stm_core::Word;
use tython_compiler::code::{Code, CodeFlags, Const, LocalKind};
use tython_compiler::isa::{Instr, Op};
use tython_gc::Object;
use tython_jit::hooks::Site;

builtin_type! {
    /// The class.
    pub static CODE = TypeDef {
        name: "code",
        layout: Some(layout::CODE),
        doc: "Create a code object.  Not for the faint of heart.",
        ..TypeDef::NEW
    };
}

/// The bit of a register; those with high numbers share theirs.
const fn bit(register: u16) -> u64 {
    1 << (register % 64)
}

/// From so many strikes on code is not inlined.
const RESISTS: u8 = 2;

/// What a code object is for the interpreter.
#[derive(Debug)]
pub struct CodeData {
    /// What the compiler made.
    pub code: Arc<Code>,
    /// Instructions, operand words and cache words.
    pub words: Box<[AtomicU64]>,
    /// Constants.
    pub consts: Box<[Value]>,
    /// Names: interned strings.
    pub names: Box<[Value]>,
    /// The names of registers that have one: interned strings.
    pub local_names: Box<[Value]>,
    /// `co_name`.
    pub name: Value,
    /// `co_qualname`.
    pub qualname: Value,
    /// `co_filename`.
    pub filename: Value,
    /// The docstring or None.
    pub docstring: Value,
    /// Registers.
    pub registers: usize,
    /// Registers that hold parameters.
    pub parameters: usize,
    /// Whether tracebacks leave its frames out: in CPython the function is native.
    pub hidden: bool,
    /// Whether a call with exactly so many positional arguments needs nothing but a copy.
    pub simple: Option<usize>,
    /// The registers of free variables, in the order of the closure tuple.
    pub free: Box<[u16]>,
    /// Registers that hold variables.
    pub locals: usize,
    /// Whether a call does nothing but to make a generator.
    pub makes_generator: bool,
    /// Whether a generator with this code may have something to clean up.
    pub cleans_up: bool,
    /// What the compiler of traces knows of the function's entry, for several threads and for one; and of where the body of a
    /// coroutine begins.
    entries: [Site; 4],
    /// Of a generator's code: the loops of native functions over it.
    pub consumer: Option<&'static CodeObject>,
    /// Whether this is the code of such loops.
    pub consumes: bool,
    /// Whether a recording has come to nothing inside of a call or a generator with this code, from `RESISTS` on; up to there,
    /// how often an exception was caught here while it was recorded.
    strikes: AtomicU8,
    /// Registers, by their numbers, that held values of several types in the turns of a loop.
    mixed: AtomicU64,
    /// Of the code of such loops: whether they have taken many values of one generator.
    took_many: AtomicBool,
    /// Where the words are that come from no piece of source, once somebody has asked.
    unplaced: OnceLock<Box<[Range<u32>]>>,
    /// What is needed where, once a trace has been recorded.
    needed: OnceLock<Arc<Vec<Set>>>,
}

/// A code object.
#[repr(C)]
#[derive(Debug)]
pub struct CodeObject {
    header: Header,
    /// The address of a [`CodeData`], which this object owns; raw.
    data: Word,
}

// SAFETY: a header and a raw word.
unsafe impl HeapType for CodeObject {
    const LAYOUT: LayoutId = layout::CODE;
}

impl CodeData {
    /// Whether its frames are not to be seen at all: they stand for a native function.
    pub(crate) fn is_native(&self) -> bool {
        self.consumes
    }

    /// Whether a word comes from a piece of source: what the compiler has added does not. Asked at each frame that an
    /// exception leaves, where to decode the table of positions would take longer than the rest.
    pub(crate) fn is_placed(&self, word: u32) -> bool {
        let unplaced = self.unplaced.get_or_init(|| {
            let mut unplaced = Vec::new();
            let mut behind = 0;
            for (start, end, position) in self.code.positions.iter() {
                if position.is_none() {
                    unplaced.push(start..end);
                }
                behind = end;
            }
            // A table that `code.replace` was given may end early.
            unplaced.push(behind..u32::MAX);
            unplaced.into()
        });
        !unplaced.iter().any(|words| words.contains(&word))
    }

    /// The registers that a frame needs which stands before each word at which an instruction starts: those that are live,
    /// and all variables. `locals()` shows them, tracebacks have them.
    pub(crate) fn needed(&self) -> Arc<Vec<Set>> {
        let needed = || {
            let mut live = live_registers(&self.code);
            for set in &mut live {
                (0..self.locals as u32).for_each(|variable| set.add(variable));
            }
            Arc::new(live)
        };
        Arc::clone(self.needed.get_or_init(needed))
    }

    /// What the compiler of traces knows of the function's entry.
    #[inline(always)]
    pub(crate) fn entry(&self, is_solo: bool) -> &Site {
        &self.entries[usize::from(is_solo)]
    }

    /// The same of where the body of a coroutine begins, which its first frame has left behind a `ReturnGenerator`.
    #[inline(always)]
    pub(crate) fn body(&self, is_solo: bool) -> &Site {
        &self.entries[2 + usize::from(is_solo)]
    }

    /// Whether generators or calls with this code are not inlined.
    pub(crate) fn resists(&self) -> bool {
        // Relaxed: a hint.
        self.strikes.load(Ordering::Relaxed) >= RESISTS
    }

    /// Neither are inlined any more.
    pub(crate) fn resist(&self) {
        self.strikes.store(RESISTS, Ordering::Relaxed); // Relaxed: as above.
    }

    /// It has caught an exception while it was recorded: once may be an accident.
    pub(crate) fn has_caught(&self) {
        // Relaxed: as above.
        let before = self.strikes.load(Ordering::Relaxed);
        let strikes = (before + 1).min(RESISTS);
        self.strikes.store(strikes, Ordering::Relaxed);
    }

    /// Whether a register held values of several types in the turns of a loop, which no trace can carry unboxed then.
    pub(crate) fn is_mixed(&self, register: u16) -> bool {
        // Relaxed: a hint.
        self.mixed.load(Ordering::Relaxed) & bit(register) != 0
    }

    /// One does.
    pub(crate) fn mixes(&self, register: u16) {
        self.mixed.fetch_or(bit(register), Ordering::Relaxed); // Relaxed: as above.
    }

    /// Whether the loops of native functions have taken many values of one generator.
    pub(crate) fn took_many(&self) -> bool {
        self.took_many.load(Ordering::Relaxed) // Relaxed: a hint.
    }

    /// They have.
    pub(crate) fn takes_many(&self) {
        self.took_many.store(true, Ordering::Relaxed); // Relaxed: as above.
    }
}

impl CodeObject {
    /// What the interpreter needs.
    #[inline(always)]
    pub fn data(&'static self) -> &'static CodeData {
        // SAFETY: `new` stored it; it lives as long as the object, which the caller holds.
        unsafe { &*(self.data.load() as *const CodeData) }
    }
}

/// The value of a constant.
///
/// # Errors
/// MemoryError.
pub(crate) fn value_of(cx: &mut Cx, constant: &Const) -> R {
    Ok(match constant {
        Const::None => Value::NONE,
        Const::True => Value::TRUE,
        Const::False => Value::FALSE,
        Const::Ellipsis => Value::ELLIPSIS,
        Const::Int(value) => cx.int(*value)?,
        Const::BigInt(digits) => int::from_decimal(cx, digits)?,
        Const::Float(value) => cx.float(value.get())?,
        Const::Complex(real, imaginary) => complex::new(cx, real.get(), imaginary.get())?,
        Const::Str(text) => str::constant(cx, text)?,
        Const::Bytes(content) => bytes::new(cx, content)?,
        Const::Tuple(items) => {
            let items = constants(cx, items)?;
            cx.tuple(&items)?
        }
        Const::FrozenSet(items) => {
            let items = constants(cx, items)?;
            set::frozen(cx, &items)?
        }
        Const::Slice(parts) => {
            let [start, stop, step] =
                [&parts[0], &parts[1], &parts[2]].map(|part| value_of(cx, part));
            slice::new(cx, start?, stop?, step?)?
        }
        Const::Code(code) => new(cx, &code.0)?.value(),
    })
}

fn constants(cx: &mut Cx, items: &[Const]) -> R<Vec<Value>> {
    items.iter().map(|item| value_of(cx, item)).collect()
}

/// Whether the constants are those that the compiler has put there: `code.replace` gives others.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn is_as_compiled(cx: &mut Cx, code: &'static CodeObject) -> R<bool> {
    let data = code.data();
    for (value, constant) in data.consts.iter().zip(data.code.consts.iter()) {
        let same = match (value.cast::<CodeObject>(), constant) {
            (Some(inner), Const::Code(made)) => {
                Arc::ptr_eq(&inner.data().code, &made.0) && is_as_compiled(cx, inner)?
            }
            // Their order says nothing: NaNs are hashed by identity.
            (None, Const::FrozenSet(items)) => {
                let set = value.cast::<set::Set>();
                match set {
                    Some(set) => set::len(cx, set)? == items.len(),
                    None => false,
                }
            }
            (None, constant) => {
                let made = value_of(cx, constant)?;
                let [a, b] = [protocol::repr(cx, *value)?, protocol::repr(cx, made)?];
                str::to_string(a) == str::to_string(b)
            }
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A code object of what the compiler made, and of all code objects among its constants.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, code: &Arc<Code>) -> R<&'static CodeObject> {
    let consts = constants(cx, &code.consts)?;
    let docstring = match &code.docstring {
        Some(docstring) => value_of(cx, docstring)?,
        None => Value::NONE,
    };
    of_data(cx, code, consts.into(), docstring)
}

/// A code object with these constants.
fn of_data(
    cx: &mut Cx,
    code: &Arc<Code>,
    consts: Box<[Value]>,
    docstring: Value,
) -> R<&'static CodeObject> {
    let consumer = consume::loops_for(cx, code)?;
    let consumes = consume::are_loops(code);
    let vm = cx.vm;
    let mut intern = |name: &str| vm.intern(cx, name);
    let names = code
        .names
        .iter()
        .map(|name| intern(name))
        .collect::<R<Vec<_>>>()?;
    let local_names = code.locals.iter().map(|local| intern(&local.name));
    let local_names = local_names.collect::<R<Vec<_>>>()?;
    let [name, qualname, filename] =
        [&code.name, &code.qualname, &code.filename].map(|name| intern(name));
    let parameters = code.parameter_count() as usize;
    let has_stars = code
        .flags
        .has(CodeFlags(CodeFlags::VARARGS.0 | CodeFlags::VARKEYWORDS.0));
    let is_plain = !has_stars && code.kwonly_count == 0;
    let free = (0..code.locals.len()).filter(|index| code.locals[*index].kind.is(LocalKind::FREE));
    let data = Box::new(CodeData {
        words: code
            .words
            .iter()
            .map(|word| AtomicU64::new(*word))
            .collect(),
        consts,
        names: names.into(),
        local_names: local_names.into(),
        name: name?,
        qualname: qualname?,
        filename: filename?,
        docstring,
        registers: code.registers as usize,
        parameters,
        hidden: is_hidden(code) || consumes,
        simple: is_plain.then_some(parameters),
        free: free.map(|index| index as u16).collect(),
        locals: code.locals.len(),
        makes_generator: begins_with(code, Op::ReturnGenerator),
        cleans_up: code.flags.is_generator_like() && cleanup::may_be_needed(code),
        entries: Default::default(),
        consumer,
        consumes,
        strikes: AtomicU8::new(0),
        mixed: AtomicU64::new(0),
        took_many: AtomicBool::new(false),
        unplaced: OnceLock::new(),
        needed: OnceLock::new(),
        code: Arc::clone(code),
    });
    cx.account(size(&data))?;
    cx.create(&CODE, |header| CodeObject {
        header,
        data: Word::new(Box::into_raw(data) as u64),
    })
}

fn begins_with(code: &Code, op: Op) -> bool {
    let first = code.words.first();
    first.is_some_and(|word| Instr(*word).op() == Some(op))
}

/// Whether this is one of the functions of `warnings` that CPython has in C.
fn is_hidden(code: &Code) -> bool {
    matches!(&*code.name, "warn" | "warn_explicit") && code.filename.ends_with("/_py_warnings.py")
}

fn size(data: &CodeData) -> usize {
    size_of::<CodeData>() + 8 * (data.words.len() + data.consts.len() + data.names.len())
}

fn data_of(object: Object) -> *mut CodeData {
    // SAFETY: a code object has one payload word.
    unsafe { object.word(0) }.load() as *mut CodeData
}

/// Visits constants and names.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, _from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: null as long as the object is being made, then what `new` stored.
    let data = unsafe { data_of(object).as_ref() }?;
    let singles = [data.name, data.qualname, data.filename, data.docstring];
    let all = data
        .consts
        .iter()
        .chain(&data.names)
        .chain(&data.local_names);
    all.chain(&singles).for_each(|value| visit(value.bits()));
    if let Some(consumer) = data.consumer {
        visit(consumer.value().bits());
    }
    None
}

/// Frees the data.
///
/// # Safety
/// As `tython_gc::Layout::drop`.
pub unsafe fn drop_code(object: Object) {
    let data = data_of(object);
    if !data.is_null() {
        // SAFETY: `new` made it of a box, and the object has died.
        drop(unsafe { Box::from_raw(data) });
    }
}

/// Bytes outside of the heap.
///
/// # Safety
/// As `tython_gc::Layout::external_size`.
pub unsafe fn code_size(object: Object) -> usize {
    // SAFETY: as in `trace`.
    unsafe { data_of(object).as_ref() }.map_or(0, size)
}
