//! What the command line and the environment have asked for: fixed once the process has started.

use std::ffi::OsString;
use std::sync::OnceLock;

/// The options. Counts are how often an option was given.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `-d`
    pub debug: u32,
    /// `-i`: a prompt after the program.
    pub inspect: u32,
    /// `-i`, without what PYTHONINSPECT adds.
    pub interactive: u32,
    /// `-O`, `-OO`
    pub optimize: u32,
    /// `-B`: no `.pyc` files are written.
    pub dont_write_bytecode: u32,
    /// `-s`: the user's own packages are not looked at.
    pub no_user_site: u32,
    /// `-S`: `site` is not imported.
    pub no_site: u32,
    /// `-E`: PYTHON* in the environment mean nothing.
    pub ignore_environment: u32,
    /// `-v`
    pub verbose: u32,
    /// `-b`
    pub bytes_warning: u32,
    /// `-q`
    pub quiet: u32,
    /// `-I`
    pub isolated: bool,
    /// `-P`: the program's folder is not on the path.
    pub safe_path: bool,
    /// `-u`
    pub unbuffered: bool,
    /// `-x`: the first line is skipped.
    pub skip_first_line: bool,
    /// `-X dev`
    pub dev_mode: bool,
    /// `-X warn_default_encoding`
    pub warn_default_encoding: bool,
    /// `-X utf8`; None: by the locale, which is the same here.
    pub utf8_mode: Option<bool>,
    /// `-X int_max_str_digits`
    pub int_max_str_digits: Option<usize>,
    /// `-X heap` or TYTHONHEAP: bytes that the heap may take; None: what the machine has.
    pub heap: Option<usize>,
    /// `-X gclog`: the file that collections are written to.
    pub gc_log: Option<OsString>,
    /// `-X jit` or TYTHONJIT: how often a loop runs before it is compiled; 0: it never is.
    pub jit: u16,
    /// `-X jitlog`: the file that traces are written to.
    pub jit_log: Option<OsString>,
    /// `-X jitlog-full`: with what each pass makes of a trace, and its machine code.
    pub jit_log_full: bool,
    /// `-X jit-trace`: a line for each trace on standard error.
    pub jit_trace: bool,
    /// `-X perf` or PYTHONPERFSUPPORT: the names of compiled code are written to where `perf` looks for them.
    pub perf: bool,
    /// `-X perf_jit` or PYTHON_PERF_JIT_SUPPORT: compiled code is written to a file that `perf inject --jit` reads.
    pub perf_jit: bool,
    /// `-X dis`: the code is listed instead of run.
    pub dis: bool,
    /// PYTHONHASHSEED, or that there is none.
    pub hash_seed: Option<u32>,
    /// `-X pycache_prefix` or PYTHONPYCACHEPREFIX.
    pub pycache_prefix: Option<OsString>,
    /// `--check-hash-based-pycs`
    pub check_hash_based_pycs: Option<String>,
    /// `-X name=value`, in order.
    pub x_options: Vec<(String, Option<String>)>,
    /// `-W`, and what PYTHONWARNINGS says, in the order of `sys.warnoptions`.
    pub warn_options: Vec<String>,
    /// PYTHONPATH.
    pub python_path: Option<OsString>,
    /// PYTHONHOME.
    pub home: Option<OsString>,
    /// PYTHONIOENCODING.
    pub io_encoding: Option<String>,
    /// `sys.argv`
    pub argv: Vec<OsString>,
    /// `sys.orig_argv`
    pub orig_argv: Vec<OsString>,
}

static CONFIG: OnceLock<Config> = OnceLock::new();

impl Config {
    /// Makes these the options of the process.
    pub fn install(self) {
        let _ = CONFIG.set(self);
    }
}

/// The options of the process.
pub fn get() -> &'static Config {
    CONFIG.get_or_init(Config::default)
}
