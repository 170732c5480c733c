//! Code objects: compiled code with its constants and names as values.
//!
//! The instruction words are atomics: quickening replaces one by another with one store, and a cache
//! word is one number or a pointer to an immutable record. Neither is part of transactions.

mod attributes;
mod replace;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::objects::generator::cleanup;
use crate::objects::{bytes, complex, int, set, slice, str};
use crate::protocol;
use crate::types::TypeDef;
use crate::value::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use stm_core::Word;
use tython_compiler::code::{Code, CodeFlags, Const, LocalKind};
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
    /// Whether a generator with this code may have something to clean up.
    pub cleans_up: bool,
    /// What the compiler of traces knows of the function's entry.
    pub site: Site,
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
        hidden: is_hidden(code),
        simple: is_plain.then_some(parameters),
        free: free.map(|index| index as u16).collect(),
        locals: code.locals.len(),
        cleans_up: code.flags.is_generator_like() && cleanup::may_be_needed(code),
        site: Site::default(),
        code: Arc::clone(code),
    });
    cx.account(size(&data))?;
    cx.create(&CODE, |header| CodeObject {
        header,
        data: Word::new(Box::into_raw(data) as u64),
    })
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
