//! A build of tython in a folder of its own: for tests of what it writes, and of the tools that read that.

use crate::interpreter;
use crate::process::{self, Limits, Outcome};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder, and a build to run in it; `None`, which is said, if there is no build.
///
/// # Errors
/// What the system says, and as [`interpreter::find`].
pub fn place() -> Result<Option<(TempDir, PathBuf)>, String> {
    let Some(build) = interpreter::find()? else {
        println!("skipped: there is no build of tython");
        return Ok(None);
    };
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    Ok(Some((folder, build)))
}

/// Runs a build with these arguments in that folder, for a minute at the most.
///
/// # Errors
/// When it cannot be run.
pub fn run(build: &Path, folder: &Path, arguments: &[&str]) -> io::Result<Outcome> {
    let mut command = interpreter::command(build);
    command.args(arguments).current_dir(folder);
    process::run(&mut command, Limits::seconds(60))
}
