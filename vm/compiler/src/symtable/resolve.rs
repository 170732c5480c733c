//! The second pass: decides what each name means, from the outermost scope inwards.
//!
//! Each scope is given the names that the functions around it bind, and gives back the names that
//! it needs from them. The rules are those of the language reference, "Naming and binding", with
//! PEP 227 (closures), PEP 649 and PEP 695 (annotation scopes see the class around them), and
//! PEP 709 (comprehensions are inlined).

use ruff_python_ast::name::Name;
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Resolution, Scope, ScopeId, ScopeKind, Symbol, SymbolFlags};

/// Names for which a class body makes cells.
const IMPLICIT: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

type Names = FxHashSet<Name>;

/// What is wrong with a `nonlocal` or `global` declaration.
pub(super) struct BadDeclaration {
    pub(super) scope: ScopeId,
    pub(super) name: Name,
    pub(super) message: String,
}

/// Where a declaration is.
pub(super) type Directives = FxHashMap<(ScopeId, Name), TextRange>;

/// Resolves the names of all scopes.
pub(super) fn resolve(scopes: &mut [Scope]) -> Result<(), BadDeclaration> {
    let mut resolver = Resolver { scopes };
    resolver.scope(ScopeId(0), Around::default()).map(drop)
}

/// What a scope knows about those around it.
#[derive(Debug, Clone, Default)]
struct Around {
    /// Names that functions around bind; none at the module's level.
    bound: Option<Names>,
    /// Names that are declared global around.
    global: Names,
    /// Type parameters among the bound names.
    type_parameters: Names,
    /// The class whose namespace the scope sees.
    class: Option<ScopeId>,
}

struct Resolver<'scopes> {
    scopes: &'scopes mut [Scope],
}

impl Resolver<'_> {
    /// Resolves a scope and those inside. Returns the names that it needs from around.
    fn scope(&mut self, id: ScopeId, mut around: Around) -> Result<Names, BadDeclaration> {
        let kind = self.scopes[id.index()].kind;
        let mut resolutions = FxHashMap::default();
        let mut free = Names::default();
        let mut local = Names::default();
        // What a class binds is not visible to the scopes inside.
        let mut inside = if kind == ScopeKind::Class {
            around.clone()
        } else {
            Around::default()
        };
        for symbol in &self.scopes[id.index()].symbols {
            let resolution = self.name(id, symbol, &mut around, &mut local)?;
            if resolution == Resolution::Free {
                free.insert(symbol.name.clone());
            }
            resolutions.insert(symbol.name.clone(), resolution);
        }
        if kind == ScopeKind::Class {
            let bound = inside.bound.get_or_insert_default();
            bound.extend(IMPLICIT.map(Name::new_static));
        } else {
            let mut bound = around.bound.clone();
            if kind.is_function_like() {
                bound.get_or_insert_default().extend(local);
            }
            inside.bound = Some(bound.unwrap_or_default());
            inside.global = around.global.clone();
        }
        inside.type_parameters = around.type_parameters.clone();

        let mut needed = Names::default();
        let cells = self.children(id, &around, &inside, &mut resolutions, &mut needed)?;
        if kind.is_function_like() {
            for (name, resolution) in &mut resolutions {
                if *resolution == Resolution::Local && (needed.remove(name) || cells.contains(name))
                {
                    *resolution = Resolution::Cell;
                }
            }
        } else if kind == ScopeKind::Class {
            let scope = &mut self.scopes[id.index()];
            scope.needs_class_closure = needed.remove("__class__");
            scope.needs_classdict = needed.remove("__classdict__");
            scope.has_conditional_annotations |= needed.remove("__conditional_annotations__");
        }
        self.record(id, &resolutions, &around, &needed, &cells);
        free.extend(needed);
        Ok(free)
    }

    /// Resolves the scopes inside, adds the names that they need to `needed`, and inlines the
    /// comprehensions among them. Returns the cells of the latter.
    fn children(
        &mut self,
        id: ScopeId,
        around: &Around,
        inside: &Around,
        resolutions: &mut FxHashMap<Name, Resolution>,
        needed: &mut Names,
    ) -> Result<Names, BadDeclaration> {
        let mut cells = Names::default();
        let mut children = Vec::new();
        for child in self.scopes[id.index()].children.clone() {
            let scope = &self.scopes[child.index()];
            let mut inside = inside.clone();
            inside.class = match self.scopes[id.index()].kind {
                _ if !scope.can_see_class_scope => None,
                ScopeKind::Class => Some(id),
                _ => around.class,
            };
            let inlined = scope.kind.is_comprehension()
                && scope.kind != ScopeKind::Generator
                && !self.scopes[id.index()].can_see_class_scope;
            let mut child_free = self.scope(child, inside)?;
            if inlined {
                self.scopes[child.index()].inlined = true;
                self.inline(id, child, resolutions, &mut child_free, &mut cells);
                children.extend_from_slice(&self.scopes[child.index()].children);
            } else {
                children.push(child);
            }
            needed.extend(child_free);
        }
        self.scopes[id.index()].children = children;
        Ok(cells)
    }

    /// What a name means in a scope.
    fn name(
        &self,
        id: ScopeId,
        symbol: &Symbol,
        around: &mut Around,
        local: &mut Names,
    ) -> Result<Resolution, BadDeclaration> {
        let Symbol { name, flags, .. } = symbol;
        let bad = |message: String| BadDeclaration {
            scope: id,
            name: name.clone(),
            message,
        };
        if flags.intersects(SymbolFlags::GLOBAL) {
            if flags.intersects(SymbolFlags::NONLOCAL) {
                return Err(bad(format!("name '{name}' is nonlocal and global")));
            }
            around.global.insert(name.clone());
            if let Some(bound) = &mut around.bound {
                bound.remove(name);
            }
            return Ok(Resolution::GlobalExplicit);
        }
        if flags.intersects(SymbolFlags::NONLOCAL) {
            let Some(bound) = &around.bound else {
                let message = "nonlocal declaration not allowed at module level";
                return Err(bad(message.to_owned()));
            };
            if !bound.contains(name) {
                return Err(bad(format!("no binding for nonlocal '{name}' found")));
            }
            if around.type_parameters.contains(name) {
                let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                return Err(bad(message));
            }
            return Ok(Resolution::Free);
        }
        if flags.intersects(SymbolFlags::BOUND) {
            local.insert(name.clone());
            around.global.remove(name);
            if flags.intersects(SymbolFlags::TYPE_PARAMETER) {
                around.type_parameters.insert(name.clone());
            } else {
                around.type_parameters.remove(name);
            }
            return Ok(Resolution::Local);
        }
        Ok(self.unbound(name, around))
    }

    /// What a name means that the scope does not bind.
    fn unbound(&self, name: &Name, around: &Around) -> Resolution {
        // What the class binds is found in its namespace at run time, or else is global: never the
        // variable of the same name in a function around the class.
        if let Some(class) = around.class
            && let Some(symbol) = self.scopes[class.index()].stored(name)
        {
            if symbol.flags.intersects(SymbolFlags::GLOBAL) {
                return Resolution::GlobalExplicit;
            }
            let bound = symbol.flags.intersects(SymbolFlags::BOUND);
            if bound && !symbol.flags.intersects(SymbolFlags::NONLOCAL) {
                return Resolution::GlobalImplicit;
            }
        }
        match &around.bound {
            Some(bound) if bound.contains(name) => Resolution::Free,
            _ => Resolution::GlobalImplicit,
        }
    }

    /// Makes the names of a comprehension part of the scope around it.
    fn inline(
        &mut self,
        id: ScopeId,
        comprehension: ScopeId,
        resolutions: &mut FxHashMap<Name, Resolution>,
        free: &mut Names,
        cells: &mut Names,
    ) {
        let in_class = self.scopes[id.index()].kind == ScopeKind::Class;
        let mut symbols = std::mem::take(&mut self.scopes[comprehension.index()].symbols);
        for symbol in &mut symbols {
            if symbol.flags.intersects(SymbolFlags::PARAMETER) {
                continue;
            }
            let name = &symbol.name;
            if symbol.resolution == Resolution::Cell
                || symbol.flags.intersects(SymbolFlags::COMPREHENSION_CELL)
            {
                cells.insert(name.clone());
            }
            let mut resolution = symbol.resolution;
            // What a class body makes cells for are ordinary names in the body itself, and only
            // for functions inside the cells.
            if in_class && resolution == Resolution::Free && IMPLICIT.contains(&name.as_str()) {
                resolution = Resolution::GlobalImplicit;
                if !self.is_free_inside(comprehension, name) {
                    symbol.resolution = resolution;
                    free.remove(name);
                }
            }
            let outer = &mut self.scopes[id.index()];
            match outer.by_name.get(name) {
                None => {
                    outer.by_name.insert(name.clone(), outer.symbols.len());
                    outer.symbols.push(symbol.clone());
                    resolutions.insert(name.clone(), resolution);
                }
                Some(&index) => {
                    let is_free = symbol.resolution == Resolution::Free;
                    if is_free && symbol.flags.intersects(SymbolFlags::USE) {
                        outer.symbols[index].flags |= SymbolFlags::USE;
                    }
                    // A variable of the scope around is no longer free in the comprehension, unless
                    // a function inside needs it.
                    let bound = outer.symbols[index].flags.intersects(SymbolFlags::BOUND);
                    if bound && !in_class && !self.is_free_inside(comprehension, name) {
                        free.remove(name);
                    }
                }
            }
        }
        self.scopes[comprehension.index()].symbols = symbols;
    }

    /// Whether a scope directly inside needs the name from around.
    fn is_free_inside(&self, id: ScopeId, name: &str) -> bool {
        self.scopes[id.index()].children.iter().any(|child| {
            let symbol = self.scopes[child.index()].stored(name);
            symbol.is_some_and(|symbol| symbol.resolution == Resolution::Free)
        })
    }

    /// Stores what was found out about a scope's names.
    fn record(
        &mut self,
        id: ScopeId,
        resolutions: &FxHashMap<Name, Resolution>,
        around: &Around,
        needed: &Names,
        cells: &Names,
    ) {
        let scope = &mut self.scopes[id.index()];
        for symbol in &mut scope.symbols {
            if let Some(resolution) = resolutions.get(&symbol.name) {
                symbol.resolution = *resolution;
            }
            if cells.contains(&symbol.name) {
                symbol.flags |= SymbolFlags::COMPREHENSION_CELL;
            }
        }
        let sees_class = scope.kind == ScopeKind::Class || scope.can_see_class_scope;
        let mut needed: Vec<&Name> = needed.iter().collect();
        needed.sort_unstable();
        for name in needed {
            if let Some(&index) = scope.by_name.get(name) {
                if sees_class {
                    scope.symbols[index].flags |= SymbolFlags::FREE_CLASS;
                }
                continue;
            }
            if around
                .bound
                .as_ref()
                .is_some_and(|bound| !bound.contains(name))
            {
                continue;
            }
            scope.by_name.insert(name.clone(), scope.symbols.len());
            scope.symbols.push(Symbol {
                name: name.clone(),
                flags: SymbolFlags::empty(),
                resolution: Resolution::Free,
            });
        }
    }
}
