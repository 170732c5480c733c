//! `site`: packages that are installed, and the names that it adds to the builtins.
//!
//! The module `site` takes longer than the rest of the start. It is imported where it has something to
//! do: in a virtual environment, where packages are installed, where `sitecustomize` may be, and at a
//! prompt. Elsewhere only its builtins are made.

use crate::cx::{Cx, R};
use crate::runtime::config::{self, Config};
use crate::runtime::import;
use crate::runtime::paths::Paths;
use std::path::PathBuf;

/// Where the user's own packages are.
fn user_packages() -> Option<PathBuf> {
    let base = match std::env::var_os("PYTHONUSERBASE") {
        Some(base) => PathBuf::from(base),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".local"),
    };
    Some(base.join("lib").join("tython3.14").join("site-packages"))
}

/// Whether the module has more to do than its builtins.
fn is_needed(config: &Config, paths: &Paths) -> bool {
    paths.home.is_some()
        || config.python_path.is_some()
        || config.inspect > 0
        || paths.site_packages().is_dir()
        || config.no_user_site == 0 && user_packages().is_some_and(|folder| folder.is_dir())
}

/// Does what `import site` does at the start of the process, unless `-S` forbids it.
///
/// # Errors
/// What the import raises.
pub fn start(cx: &mut Cx, paths: &Paths) -> R<()> {
    let config = config::get();
    if !config.warn_options.is_empty() {
        // It says which of the options are wrong.
        import::module(cx, "warnings")?;
    }
    if config.no_site > 0 {
        return Ok(());
    }
    if is_needed(config, paths) {
        return import::module(cx, "site").map(|_| ());
    }
    import::module(cx, "_builtins_of_site").map(|_| ())
}
