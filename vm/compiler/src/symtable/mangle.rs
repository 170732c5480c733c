//! Private names: `__name` in a class body is `_Class__name`.

use std::borrow::Cow;
use std::sync::Arc;

use ruff_python_ast::name::Name;
use rustc_hash::FxHashSet;

/// How a scope mangles names.
#[derive(Debug, Clone, Default)]
pub(super) struct Mangling {
    /// The class whose private names are mangled.
    pub(super) class: Option<Name>,
    /// Mangle these names only: around a generic class, the class's type parameters are mangled
    /// but its bases are not.
    pub(super) only: Option<Arc<FxHashSet<Name>>>,
}

impl Mangling {
    /// A name as the scope stores it.
    pub(super) fn apply<'name>(&self, name: &'name str) -> Cow<'name, str> {
        match &self.class {
            Some(class) if is_private(name) => {
                let only = self.only.as_ref();
                if only.is_some_and(|names| !names.contains(&Name::new(name))) {
                    return Cow::Borrowed(name);
                }
                match class.trim_start_matches('_') {
                    "" => Cow::Borrowed(name),
                    class => Cow::Owned(format!("_{class}{name}")),
                }
            }
            _ => Cow::Borrowed(name),
        }
    }
}

/// Whether a class mangles the name. Module paths and special names it does not.
fn is_private(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__") && !name.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mangle(class: &str, name: &str) -> String {
        let mangling = Mangling {
            class: Some(Name::new(class)),
            only: None,
        };
        mangling.apply(name).into_owned()
    }

    #[test]
    fn private_names_carry_the_class() {
        assert_eq!(mangle("C", "__x"), "_C__x");
        assert_eq!(mangle("__C", "__x"), "_C__x");
        assert_eq!(mangle("_", "__x"), "__x");
        assert_eq!(mangle("C", "__x__"), "__x__");
        assert_eq!(mangle("C", "_x"), "_x");
        assert_eq!(mangle("C", "__a.b"), "__a.b");
        assert_eq!(Mangling::default().apply("__x"), "__x");
    }
}
