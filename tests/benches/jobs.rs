//! What there is to run: our programs, our thread programs, and pyperformance's where it is unpacked.

use std::path::{Path, PathBuf};
use tython_tests::interpreter;

/// A group of programs that have a driver and a table of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// One thread: the time of `main(n)`.
    Programs,
    /// The same programs as whole processes, which take the first interpreter about a second.
    Processes,
    /// Fixed work with one thread and with two.
    Threads,
    /// The same for programs that do little but allocate.
    Allocation,
    /// The inner functions of pyperformance's programs.
    Pyperformance,
}

impl Set {
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        let sets = [
            Set::Programs,
            Set::Processes,
            Set::Threads,
            Set::Allocation,
            Set::Pyperformance,
        ];
        let found = sets.into_iter().find(|set| set.name() == name);
        found.ok_or_else(|| format!("there is no set {name}"))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Set::Programs => "programs",
            Set::Processes => "processes",
            Set::Threads => "threads",
            Set::Allocation => "allocation",
            Set::Pyperformance => "pyperformance",
        }
    }

    /// Whether two threads are compared with one.
    pub(crate) fn is_threaded(self) -> bool {
        matches!(self, Set::Threads | Set::Allocation)
    }

    /// Where its programs are, below the folder of the benchmarks.
    fn folder(self) -> &'static str {
        match self {
            Set::Allocation => "gc/allocation",
            Set::Processes => "programs",
            _ => self.name(),
        }
    }

    /// The script that runs a program of this set, below the folder of the benchmarks.
    pub(crate) fn driver(self) -> &'static str {
        match self {
            Set::Programs => "driver.py",
            Set::Processes => "process.py",
            Set::Threads | Set::Allocation => "threads/driver.py",
            Set::Pyperformance => "stub/run.py",
        }
    }
}

/// One program.
pub(crate) struct Job {
    pub(crate) set: Set,
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// Those of pyperformance's programs that need nothing but the standard library and say something
/// about an interpreter.
const PYPERFORMANCE: [&str; 23] = [
    "chaos",
    "comprehensions",
    "coroutines",
    "deepcopy",
    "deltablue",
    "fannkuch",
    "float",
    "generators",
    "go",
    "hexiom",
    "json_dumps",
    "json_loads",
    "logging",
    "mdp",
    "nbody",
    "nqueens",
    "pidigits",
    "raytrace",
    "regex_compile",
    "richards",
    "scimark",
    "spectral_norm",
    "unpack_sequence",
];

/// The folder of the benchmarks.
pub(crate) fn folder() -> PathBuf {
    interpreter::folder().join("benches")
}

/// The programs of a set, in the order of their names.
pub(crate) fn of(set: Set, pyperformance: Option<&Path>) -> Result<Vec<Job>, String> {
    if set == Set::Pyperformance {
        let unpacked = pyperformance.ok_or("the set pyperformance needs --pyperformance DIR")?;
        return theirs(unpacked);
    }
    let paths = programs(&folder().join(set.folder()))?.into_iter();
    let jobs = paths.map(|path| Job {
        set,
        name: stem(&path),
        path,
    });
    Ok(jobs.collect())
}

/// The programs in a folder, in the order of their names.
pub(crate) fn programs(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = folder
        .read_dir()
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .filter(|path| stem(path) != "driver")
        .collect();
    paths.sort();
    Ok(paths)
}

/// The name of a program.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn theirs(unpacked: &Path) -> Result<Vec<Job>, String> {
    let inner = unpacked.join("pyperformance/data-files/benchmarks");
    let folder = if inner.is_dir() { &inner } else { unpacked };
    let jobs: Vec<Job> = PYPERFORMANCE
        .iter()
        .map(|name| Job {
            set: Set::Pyperformance,
            name: name.to_string(),
            path: folder.join(format!("bm_{name}")).join("run_benchmark.py"),
        })
        .filter(|job| job.path.is_file())
        .collect();
    if jobs.is_empty() {
        return Err(format!("{}: there is no pyperformance", unpacked.display()));
    }
    Ok(jobs)
}
