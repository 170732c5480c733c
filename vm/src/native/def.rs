//! The table of native functions.

use super::Args;
use crate::cx::{Cx, R};
use crate::types::TypeCell;
use linkme::distributed_slice;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Every native function and method, in no order.
#[distributed_slice]
pub static NATIVES: [NativeDef];

/// How a native function is called.
pub type NativeCall = fn(&mut Cx, Args<'_>) -> R;

/// One native function: what `#[native]` says of it, and how it is called.
#[derive(Debug)]
pub struct NativeDef {
    /// To what it belongs.
    pub owner: Owner,
    /// Its name there.
    pub name: &'static str,
    /// The parameters as they were declared, receiver and parentheses included; empty for computed
    /// attributes.
    pub signature: &'static str,
    /// The parameters after the receiver.
    pub params: &'static [Param],
    /// Its documentation comment; see also [`super::doc`].
    pub doc: &'static str,
    /// How it becomes an attribute of its owner.
    pub kind: Kind,
    /// What a call may do.
    pub effect: Effect,
    /// Whether `__text_signature__` is None.
    pub opaque: bool,
    /// Calls it. The receiver, if there is one, is the first argument.
    pub call: NativeCall,
}

/// To what a native function belongs.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    /// A class.
    Class(&'static TypeCell),
    /// The module with this name.
    Module(&'static str),
}

/// How a native function becomes an attribute of its owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A function of a module.
    Function,
    /// A method: `method_descriptor`.
    Method,
    /// A special method: `wrapper_descriptor`.
    Slot,
    /// A method whose receiver is the class: `classmethod_descriptor`.
    ClassMethod,
    /// A function in a `staticmethod`.
    StaticMethod,
    /// `__new__`: a function whose first argument is a class.
    New,
    /// What an attribute gives: with the next two a `getset_descriptor`.
    Getter,
    /// What assignment to an attribute does.
    Setter,
    /// What deletion of an attribute does.
    Deleter,
}

impl Kind {
    /// Whether the first argument of a call is the instance or class that it is about.
    pub const fn has_receiver(self) -> bool {
        !matches!(self, Kind::Function | Kind::StaticMethod)
    }
}

/// What a call of a native function may do. Nothing that it calls is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It depends on its arguments' immutable parts alone; it may allocate and raise.
    Pure,
    /// It reads mutable objects.
    Reads,
    /// It writes objects, through the transaction.
    Writes,
    /// It may wait (`Cx::wait_until`, `Cx::doze`), and touches no object afterwards. It calls
    /// nothing else.
    Waits,
    /// It calls Python code, which may do anything. What is declared without an effect has this one.
    Calls,
    /// It ends in running Python code. The interpreter sets [`Cx::may_enter`] before it calls it: then it
    /// may push that code's frame and return, None if the code's result does not matter.
    Enters,
    /// It does what no rollback can undo: before it is called, the transaction becomes irrevocable.
    Io,
}

/// A parameter of a native function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: ParamKind,
    /// The text of its default.
    pub default: Option<&'static str>,
    /// Whether each call must give it.
    pub required: bool,
}

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// One argument by position.
    PositionalOnly,
    /// One argument by position or by name.
    PositionalOrKeyword,
    /// All positional arguments that are left.
    VarPositional,
    /// One argument by name.
    KeywordOnly,
    /// All keyword arguments that are left.
    VarKeyword,
}

impl Param {
    /// Whether it takes one argument, not all that are left.
    pub const fn is_single(&self) -> bool {
        !matches!(self.kind, ParamKind::VarPositional | ParamKind::VarKeyword)
    }

    /// Whether it takes one argument by position.
    pub const fn is_positional(&self) -> bool {
        matches!(
            self.kind,
            ParamKind::PositionalOnly | ParamKind::PositionalOrKeyword
        )
    }

    /// Whether it takes one argument by name.
    pub const fn is_keyword(&self) -> bool {
        matches!(
            self.kind,
            ParamKind::PositionalOrKeyword | ParamKind::KeywordOnly
        )
    }
}

impl NativeDef {
    /// The class that it belongs to.
    #[inline(always)]
    pub fn class(&self) -> Option<&'static TypeCell> {
        match self.owner {
            Owner::Class(cell) => Some(cell),
            Owner::Module(_) => None,
        }
    }

    /// The parameters that take one argument: those that [`super::bind()`] has a place for.
    pub fn singles(&self) -> impl Iterator<Item = &'static Param> + Clone + use<> {
        self.params.iter().filter(|param| param.is_single())
    }

    /// Whether a parameter of this kind is there.
    pub fn takes(&self, kind: ParamKind) -> bool {
        self.params.iter().any(|param| param.kind == kind)
    }

    /// The name of the class in messages: with its module, unless that is `builtins`.
    pub fn class_name(&self) -> String {
        match self.class().map(|cell| &cell.def) {
            Some(def) if def.module != "builtins" => format!("{}.{}", def.module, def.name),
            Some(def) => def.name.to_owned(),
            None => String::new(),
        }
    }

    /// `__qualname__`: `list.append`.
    pub fn qualname(&self) -> String {
        match self.owner {
            Owner::Class(cell) => format!("{}.{}", cell.def.name, self.name),
            Owner::Module(_) => self.name.to_owned(),
        }
    }
}

/// The table by owner.
#[derive(Default)]
struct Index {
    /// By the addresses of their cells.
    classes: HashMap<usize, Vec<&'static NativeDef>>,
    modules: HashMap<&'static str, Vec<&'static NativeDef>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for def in NATIVES {
        let row = match def.owner {
            Owner::Class(cell) => index.classes.entry(address(cell)).or_default(),
            Owner::Module(name) => index.modules.entry(name).or_default(),
        };
        row.push(def);
    }
    index
});

fn address(cell: &'static TypeCell) -> usize {
    std::ptr::from_ref(cell) as usize
}

/// The native functions of a class.
pub fn of_class(cell: &'static TypeCell) -> impl Iterator<Item = &'static NativeDef> + Clone {
    let found = INDEX.classes.get(&address(cell));
    found.into_iter().flatten().copied()
}

/// The native functions of a module.
pub fn of_module(module: &str) -> impl Iterator<Item = &'static NativeDef> + Clone + use<> {
    INDEX.modules.get(module).into_iter().flatten().copied()
}
