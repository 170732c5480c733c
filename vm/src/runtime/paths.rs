//! Where things are: the program itself, the prefix of the installation, the library.
//!
//! The library is inside the program. Its modules have file names all the same, below
//! [`Paths::library`]; that folder need not exist.

use crate::runtime::config::Config;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The name of the folder of libraries below `lib`.
const FOLDER: &str = "tython3.14";

/// Where things are.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// `sys.executable`; empty if nobody knows.
    pub executable: PathBuf,
    /// `sys._base_executable`: of a virtual environment, the one that it was made with.
    pub base_executable: PathBuf,
    /// `sys.prefix`
    pub prefix: PathBuf,
    /// `sys.base_prefix`
    pub base_prefix: PathBuf,
    /// `sys._home`: the folder that `pyvenv.cfg` names.
    pub home: Option<PathBuf>,
}

impl Paths {
    /// Finds out.
    pub fn find(config: &Config) -> Paths {
        let executable = executable(config.orig_argv.first().map(|name| &**name));
        let real = fs::canonicalize(&executable).unwrap_or_else(|_| executable.clone());
        let mut paths = Paths {
            base_executable: executable.clone(),
            executable,
            ..Paths::default()
        };
        let environment = virtual_environment(&paths.executable);
        let base = match &environment {
            Some((_, home)) => prefix_of(&home.join("tython")),
            None => prefix_of(&real),
        };
        paths.base_prefix = normal(&config.home.as_ref().map_or(base, PathBuf::from));
        paths.prefix.clone_from(&paths.base_prefix);
        if let Some((root, home)) = environment {
            let name = paths.executable.file_name().unwrap_or(OsStr::new("tython"));
            let base = home.join(name);
            paths.base_executable = if base.exists() { base } else { real };
            paths.prefix = root;
            paths.home = Some(home);
        }
        paths
    }

    /// The root of the library: `sys._stdlib_dir`.
    pub fn library(&self) -> PathBuf {
        self.base_prefix.join("lib").join(FOLDER)
    }

    /// Where packages are installed.
    pub fn site_packages(&self) -> PathBuf {
        let lib = self.prefix.join("lib");
        lib.join(FOLDER).join("site-packages")
    }
}

/// The program as it was called: not where links lead, so that virtual environments are found.
fn executable(called: Option<&OsStr>) -> PathBuf {
    let called = Path::new(called.unwrap_or_default());
    if called.components().count() > 1 || called.is_absolute() {
        return std::path::absolute(called).unwrap_or_default();
    }
    let found = env::var_os("PATH").and_then(|path| {
        let mut candidates = env::split_paths(&path).map(|folder| folder.join(called));
        candidates.find(|candidate| !called.as_os_str().is_empty() && candidate.is_file())
    });
    found
        .and_then(|found| std::path::absolute(found).ok())
        .or_else(|| env::current_exe().ok())
        .unwrap_or_default()
}

/// The same place without `.` and `..`, by its text alone: names of modules' files are compared as texts.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// The prefix of an installation: the folder around `bin`, or else that of the program.
fn prefix_of(executable: &Path) -> PathBuf {
    let folder = executable.parent().unwrap_or(Path::new("/"));
    if folder.file_name() == Some(OsStr::new("bin")) {
        folder.parent().unwrap_or(folder).to_owned()
    } else {
        folder.to_owned()
    }
}

/// The root of the virtual environment that the program lies in, and the folder of the program that it
/// was made with (PEP 405).
fn virtual_environment(executable: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = executable.parent()?;
    let candidates = [
        folder.join("pyvenv.cfg"),
        folder.parent()?.join("pyvenv.cfg"),
    ];
    let (file, text) = candidates
        .into_iter()
        .find_map(|file| fs::read_to_string(&file).ok().map(|text| (file, text)))?;
    let home = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case("home")
            .then(|| PathBuf::from(value.trim()))
    })?;
    Some((file.parent()?.to_owned(), home))
}
