//! What `-h`, `-V` and wrong options show.

use crate::runtime::options::Topic;

/// The version, with more about the build if asked twice.
pub fn version(twice: bool) -> String {
    let version = concat!("Python 3.14.7 (Tython ", env!("CARGO_PKG_VERSION"), ")");
    if twice {
        format!(
            "{version} [{} {}]",
            std::env::consts::OS,
            std::env::consts::ARCH
        )
    } else {
        version.to_owned()
    }
}

/// The line of usage, and a hint.
pub fn usage(called: &str) -> String {
    format!("{}Try `tython -h' for more information.\n", line(called))
}

fn line(called: &str) -> String {
    format!("usage: {called} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n")
}

/// A text of help.
pub fn text(topic: Topic, called: &str) -> String {
    match topic {
        Topic::Options => format!("{}{OPTIONS}", line(called)),
        Topic::Environment => ENVIRONMENT.to_owned(),
        Topic::XOptions => X_OPTIONS.to_owned(),
        Topic::All => format!("{}{OPTIONS}\n{ENVIRONMENT}\n{X_OPTIONS}", line(called)),
    }
}

const OPTIONS: &str = "\
Options (and the variables of the environment that do the same):
-b     : warn where bytes are converted to text or compared with it (-bb: raise)
-B     : write no .pyc files (PYTHONDONTWRITEBYTECODE)
-c cmd : run this text (ends the options)
-d     : accepted, without effect (PYTHONDEBUG)
-E     : ignore all variables PYTHON*
-h     : show this text (also -?, --help)
-i     : give a prompt after the program has ended (PYTHONINSPECT)
-I     : isolate the program from its user: -E, -P and -s
-m mod : run this module of the library (ends the options)
-O     : leave assertions out (PYTHONOPTIMIZE); -OO: docstrings too
-P     : do not put the program's folder on sys.path (PYTHONSAFEPATH)
-q     : show no version when the prompt begins
-s     : do not use the user's own packages (PYTHONNOUSERSITE)
-S     : do not import site
-u     : do not buffer stdout and stderr (PYTHONUNBUFFERED)
-v     : tell about imports (PYTHONVERBOSE)
-V     : show the version (also --version); -VV: and the platform
-W arg : filter of warnings: action:message:category:module:lineno (PYTHONWARNINGS)
-x     : skip the first line of the program
-X opt : an option of this implementation
--check-hash-based-pycs always|default|never:
         when .pyc files with a hash are compared with their source
--help-env, --help-xoptions, --help-all: more help

Arguments:
file   : the program
-      : the program comes from standard input (default; a prompt on a terminal)
arg ...: sys.argv[1:]
";

const ENVIRONMENT: &str = "\
Variables of the environment that change what happens:
PYTHONHASHSEED          : the key of string hashes, or \"random\"
PYTHONHOME              : the prefix of the installation
PYTHONINTMAXSTRDIGITS   : most digits in a conversion between int and str; 0: any number
PYTHONIOENCODING        : encoding[:errors] of the standard streams
PYTHONPATH              : folders for sys.path, separated by ':'
PYTHONPYCACHEPREFIX     : where .pyc files go
PYTHONSTARTUP           : a file that is run before the first prompt
PYTHONWARNDEFAULTENCODING: warn where text files are opened without an encoding
TYTHONHEAP              : as -X heap
TYTHONJIT               : as -X jit
See also the options that have a variable (tython -h).
";

const X_OPTIONS: &str = "\
Options of this implementation:
-X dev                  : more checks and warnings (PYTHONDEVMODE)
-X dis                  : list the program's code instead of running it
-X gclog=FILE           : write a line for each garbage collection; see tython -m gc.report
-X heap=SIZE            : bytes that objects may take (K, M, G: more); beyond them: MemoryError
-X int_max_str_digits=N : as PYTHONINTMAXSTRDIGITS
-X jit=on|off|N         : compile loops, from their N-th turn on
-X jit-trace            : say on standard error what is compiled, a line each, and what is not
-X jitlog=FILE          : write down what is compiled, and what is not; see tython -m jitview
-X jitlog-full          : and what each pass of the compiler makes of it, and the machine code
-X perf                 : tell perf of compiled code, in /tmp/perf-PID.map (PYTHONPERFSUPPORT)
-X perf_jit             : write compiled code for perf inject --jit, to /tmp/jit-PID.dump (PYTHON_PERF_JIT_SUPPORT)
-X pycache_prefix=PATH  : as PYTHONPYCACHEPREFIX
-X utf8[=0|1]           : text files are UTF-8 in any locale (PYTHONUTF8)
-X warn_default_encoding: as PYTHONWARNDEFAULTENCODING
";
