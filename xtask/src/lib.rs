//! What the project's tools share: a reader of Rust sources that finds memory orderings, and the
//! workspace's place on disk.

pub mod mutants;
pub mod source;

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
