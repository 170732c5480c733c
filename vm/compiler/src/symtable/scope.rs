//! A scope: its names and what the code generator must know about it.

use std::borrow::Cow;

use ruff_python_ast::name::Name;
use ruff_text_size::TextRange;
use rustc_hash::FxHashMap;

use super::mangle::Mangling;
use super::{Resolution, Symbol, SymbolFlags};

/// The number of a scope in its [`SymbolTable`](super::SymbolTable).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub(super) u32);

impl ScopeId {
    /// Its place in [`SymbolTable::scopes`](super::SymbolTable::scopes).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What opens a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The program.
    Module,
    /// A class body.
    Class,
    /// The body of a `def`.
    Function,
    /// The body of a `lambda`.
    Lambda,
    /// A list comprehension.
    ListComprehension,
    /// A set comprehension.
    SetComprehension,
    /// A dict comprehension.
    DictComprehension,
    /// A generator expression.
    Generator,
    /// The annotations of a function, class or module: the body of its `__annotate__`.
    Annotations,
    /// The type parameters of a generic function, class or type alias.
    TypeParameters,
    /// The value of a `type` statement.
    TypeAlias,
    /// The bound or constraints of a type variable.
    TypeVarBound,
    /// The default of a type parameter.
    TypeVarDefault,
}

impl ScopeKind {
    /// Whether names in it are fast locals, and visible to the scopes inside it.
    pub fn is_function_like(self) -> bool {
        !matches!(self, Self::Module | Self::Class)
    }

    /// What CPython calls a scope of this kind that has no name of its own.
    pub(super) fn default_name(self) -> &'static str {
        match self {
            Self::Module => "top",
            Self::Lambda => "lambda",
            Self::ListComprehension => "listcomp",
            Self::SetComprehension => "setcomp",
            Self::DictComprehension => "dictcomp",
            Self::Generator => "genexpr",
            Self::Annotations => "__annotate__",
            _ => "",
        }
    }

    /// Whether it is a comprehension or a generator expression.
    pub fn is_comprehension(self) -> bool {
        matches!(
            self,
            Self::ListComprehension
                | Self::SetComprehension
                | Self::DictComprehension
                | Self::Generator
        )
    }

    /// Whether it is one of the lazily run scopes of PEP 649 and PEP 695.
    pub fn is_annotation_like(self) -> bool {
        matches!(
            self,
            Self::Annotations
                | Self::TypeParameters
                | Self::TypeAlias
                | Self::TypeVarBound
                | Self::TypeVarDefault
        )
    }
}

/// A scope.
#[derive(Debug)]
pub struct Scope {
    /// Its number.
    pub id: ScopeId,
    /// What opened it.
    pub kind: ScopeKind,
    /// The name that CPython gives it: of the function or class, `top`, `lambda`, `genexpr`, ...
    pub name: Name,
    /// The node that opened it.
    pub range: TextRange,
    /// The line that CPython says it begins on; 0 for the module.
    pub line: u32,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// The scopes directly inside it, in order. In place of an inlined comprehension stand the
    /// scopes inside that.
    pub children: Vec<ScopeId>,
    /// Whether it is inside a function, so that closures can reach it.
    pub nested: bool,
    /// Whether it contains `yield`, or is a generator expression.
    pub is_generator: bool,
    /// Whether it is an `async def`, a comprehension or generator with `async for` or `await`, or
    /// a module with a top-level `await`.
    pub is_coroutine: bool,
    /// Whether a `return` with a value is in it.
    pub returns_value: bool,
    /// Whether it has a `*args` parameter.
    pub has_varargs: bool,
    /// Whether it has a `**kwargs` parameter.
    pub has_varkeywords: bool,
    /// A method: a function directly in a class (or in the type parameters of one that is).
    pub is_method: bool,
    /// Whether it has a docstring.
    pub has_docstring: bool,
    /// In a class: something inside refers to `__class__` (or to `super`), so the class body makes
    /// a cell for it.
    pub needs_class_closure: bool,
    /// In a class: an annotation or type-parameter scope inside sees the class's namespace, so the
    /// class body makes a cell `__classdict__`.
    pub needs_classdict: bool,
    /// An annotation-like scope directly in a class: names are looked up in `__classdict__` first.
    pub can_see_class_scope: bool,
    /// In a class or module: some annotations are run conditionally, so the body keeps the set
    /// `__conditional_annotations__`.
    pub has_conditional_annotations: bool,
    /// The scope of the annotations of this function, class or module.
    pub annotations: Option<ScopeId>,
    /// A comprehension: compile it as part of the scope around it (PEP 709).
    pub inlined: bool,
    /// The parameters, in the order of `co_varnames`: positional, keyword-only, `*args`,
    /// `**kwargs`. The outermost iterable of a comprehension is `.0`, the argument of the
    /// annotation-like scopes `.format`.
    pub parameters: Vec<Name>,
    pub(super) mangling: Mangling,
    pub(super) symbols: Vec<Symbol>,
    pub(super) by_name: FxHashMap<Name, usize>,
}

impl Scope {
    /// A name as the scope stores it: private names carry their class's name.
    pub fn mangle<'name>(&self, name: &'name str) -> Cow<'name, str> {
        self.mangling.apply(name)
    }

    /// The class whose private names are mangled here.
    pub fn private_class(&self) -> Option<&Name> {
        self.mangling.class.as_ref()
    }

    /// What a name, as written in the source, means in this scope.
    ///
    /// Names that the scope never mentions are [`Resolution::GlobalImplicit`].
    pub fn lookup(&self, name: &str) -> Resolution {
        self.symbol(name)
            .map_or(Resolution::GlobalImplicit, |symbol| symbol.resolution)
    }

    /// The symbol of a name, as written in the source.
    pub fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.stored(&self.mangle(name))
    }

    /// The symbol of a name, as the scope stores it.
    pub(super) fn stored(&self, name: &str) -> Option<&Symbol> {
        let index = self.by_name.get(name)?;
        self.symbols.get(*index)
    }

    /// All names, in order of first appearance.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// The local variables of a function that are not parameters, in order of first appearance.
    ///
    /// CPython lists `co_varnames` in the order in which its code generator first meets each name
    /// (the value of an assignment before its target): allot registers at first use to match.
    pub fn locals(&self) -> impl Iterator<Item = &Symbol> {
        self.symbols
            .iter()
            .filter(|symbol| symbol.resolution == Resolution::Local)
            .filter(|symbol| !symbol.flags.intersects(SymbolFlags::PARAMETER))
    }

    /// The cells that the scope makes, as `co_cellvars` orders them: parameters first, then by
    /// name, with the cells of the comprehensions inlined into it; last those that a class body
    /// or module makes for what is inside it.
    pub fn cellvars(&self) -> Vec<&Name> {
        let is_cell = |symbol: &&Symbol| {
            symbol.resolution == Resolution::Cell
                || symbol.flags.intersects(SymbolFlags::COMPREHENSION_CELL)
        };
        let (mut cells, mut others): (Vec<&Symbol>, Vec<&Symbol>) = self
            .symbols
            .iter()
            .filter(is_cell)
            .partition(|symbol| symbol.flags.intersects(SymbolFlags::PARAMETER));
        others.sort_unstable_by_key(|symbol| &symbol.name);
        cells.extend(others);
        let names = cells.into_iter().map(|symbol| &symbol.name);
        names.chain(self.implicit_cells()).collect()
    }

    /// The cells that a class body or module makes for what is inside it.
    fn implicit_cells(&self) -> impl Iterator<Item = &Name> {
        static CLASS: Name = Name::new_static("__class__");
        static NAMESPACE: Name = Name::new_static("__classdict__");
        static ANNOTATIONS: Name = Name::new_static("__conditional_annotations__");
        let cells = [
            (self.needs_class_closure, &CLASS),
            (self.needs_classdict, &NAMESPACE),
            (self.has_conditional_annotations, &ANNOTATIONS),
        ];
        cells
            .into_iter()
            .filter_map(|(needed, name)| needed.then_some(name))
    }

    /// The variables of enclosing functions that it needs, as `co_freevars` orders them: by name.
    ///
    /// A class may have a name both here and as a variable of its own namespace.
    pub fn freevars(&self) -> Vec<&Name> {
        let free = self.symbols.iter().filter(|symbol| {
            symbol.resolution == Resolution::Free
                || symbol.flags.intersects(SymbolFlags::FREE_CLASS)
        });
        let mut names: Vec<&Name> = free.map(|symbol| &symbol.name).collect();
        names.sort_unstable();
        names
    }
}
