//! A code object under construction: instructions with labels, constants, names.

use ruff_text_size::TextRange;
use rustc_hash::FxHashMap;

use super::blocks::Block;
use super::registers::{Reg, Registers};
use crate::code::{CodeFlags, Const, Name};
use crate::isa::Op;
use crate::symtable::Scope;

/// A place in the code, to jump to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(pub(super) u32);

/// The number of a [`Handler`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HandlerId(pub(super) u32);

/// Where exceptions go: a label, and the register for the exception.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handler {
    pub(super) label: Label,
    pub(super) exc: Reg,
}

/// An instruction whose registers are not numbered and whose jumps are labels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inst {
    pub(super) op: Op,
    /// By place: a register's bits, a label's number, or the number itself.
    pub(super) operands: [u32; 3],
    /// The operand word.
    pub(super) extra: u64,
    pub(super) range: Option<TextRange>,
    pub(super) handler: Option<HandlerId>,
}

/// What is compiled as one code object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    Module,
    Class,
    Function,
}

/// A comprehension that is being compiled as part of the unit around it.
pub(super) struct Inlined<'p> {
    pub(super) scope: &'p Scope,
    pub(super) variables: FxHashMap<Name, Reg>,
}

/// A code object under construction.
pub(super) struct Unit<'p> {
    pub(super) kind: UnitKind,
    pub(super) scope: &'p Scope,
    pub(super) name: Name,
    pub(super) qualname: Name,
    /// What the qualified names of definitions in this unit start with.
    pub(super) child_prefix: String,
    /// What they start with in a lazily evaluated scope directly in this unit.
    pub(super) grandchild_prefix: String,
    /// The scope whose `global` statements decide about those names.
    pub(super) naming_scope: &'p Scope,
    pub(super) flags: CodeFlags,
    pub(super) first_line: u32,
    pub(super) arg_count: u32,
    pub(super) posonly_count: u32,
    pub(super) kwonly_count: u32,
    pub(super) docstring: Option<Const>,

    pub(super) registers: Registers,
    pub(super) inlined: Vec<Inlined<'p>>,
    /// The cells that a class body makes by itself, `__class__` and the like: no variables of its own.
    pub(super) implicit_cells: Vec<(Name, Reg)>,
    /// The registers of all inlined comprehensions' variables: name, whether in a cell, register.
    pub(super) comprehension_variables: Vec<(Name, bool, Reg)>,
    pub(super) blocks: Vec<Block<'p>>,
    /// Simple annotations met so far, for the unit's `__annotate__`.
    pub(super) annotations: Vec<super::annotations::Deferred<'p>>,

    pub(super) insts: Vec<Inst>,
    pub(super) labels: Vec<Option<u32>>,
    pub(super) handlers: Vec<Handler>,
    /// The handler of the instructions that are emitted now.
    pub(super) handler: Option<HandlerId>,
    /// The source of the instructions that are emitted now.
    pub(super) range: Option<TextRange>,
    pub(super) names: Pool<Name>,
    pub(super) consts: Pool<Const>,
}

impl<'p> Unit<'p> {
    pub(super) fn new(kind: UnitKind, scope: &'p Scope, name: Name, qualname: Name) -> Self {
        Self {
            kind,
            scope,
            name,
            qualname,
            child_prefix: String::new(),
            grandchild_prefix: String::new(),
            naming_scope: scope,
            flags: CodeFlags::default(),
            first_line: 0,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            docstring: None,
            registers: Registers::default(),
            inlined: Vec::new(),
            implicit_cells: Vec::new(),
            comprehension_variables: Vec::new(),
            blocks: Vec::new(),
            annotations: Vec::new(),
            insts: Vec::new(),
            labels: Vec::new(),
            handlers: Vec::new(),
            handler: None,
            range: None,
            names: Pool::default(),
            consts: Pool::default(),
        }
    }
}

impl Unit<'_> {
    /// The number of registers that hold parameters.
    pub(super) fn parameter_count(&self) -> usize {
        let stars = [CodeFlags::VARARGS, CodeFlags::VARKEYWORDS];
        let stars = stars
            .into_iter()
            .filter(|&star| self.flags.has(star))
            .count();
        self.arg_count as usize + self.kwonly_count as usize + stars
    }
}

/// Numbered values without repetition.
pub(super) struct Pool<T> {
    values: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Pool<T> {
    /// The number of a value.
    pub(super) fn number(&mut self, value: T) -> u32 {
        if let Some(&number) = self.numbers.get(&value) {
            return number;
        }
        let number = self.values.len() as u32;
        self.numbers.insert(value.clone(), number);
        self.values.push(value);
        number
    }

    /// The values, in order of their numbers.
    pub(super) fn into_values(self) -> Vec<T> {
        self.values
    }
}
