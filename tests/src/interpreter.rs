//! Which interpreter to run, and a clean environment for it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The environment variable that names the interpreter under test.
pub const VARIABLE: &str = "TYTHON";

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of this crate.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The interpreter under test: what `TYTHON` names, or the newest build of `tython` in the target
/// folder. `None` if there is no build.
///
/// # Errors
/// `TYTHON` names something that is not there.
pub fn find() -> Result<Option<PathBuf>, String> {
    if let Some(name) = std::env::var_os(VARIABLE) {
        let path = absolute(Path::new(&name));
        let found = path.is_file();
        return if found {
            Ok(Some(path))
        } else {
            Err(format!("{VARIABLE}: there is no {}", path.display()))
        };
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |name| absolute(Path::new(&name)));
    let builds = ["release", "debug"].map(|profile| target.join(profile).join("tython"));
    let age = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    Ok(builds
        .into_iter()
        .filter(|path| path.is_file())
        .max_by_key(age))
}

/// A path that stays right when a child has another working directory. Relative ones are looked up
/// from the working directory first and then from the workspace's root, because `cargo test` runs
/// in the folder of the crate.
pub fn absolute(path: &Path) -> PathBuf {
    let here = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if here.exists() || path.is_absolute() {
        here
    } else {
        root().join(path)
    }
}

/// A command that runs `interpreter` without what the user's environment asks of Pythons.
pub fn command(interpreter: &Path) -> Command {
    let mut command = Command::new(interpreter);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command
        .env_remove("FORCE_COLOR")
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
