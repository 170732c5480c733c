//! `posix`: the operating system, for `os` and all that builds on it.
//!
//! | file | what |
//! | --- | --- |
//! | `path.rs`, `arguments.rs` | what is a path or a descriptor |
//! | `stat.rs`, `times.rs`, `names.rs` | files by their names |
//! | `files.rs` | files by their descriptors |
//! | `folders.rs`, `scandir.rs` | folders |
//! | `process.rs`, `at_fork.rs`, `users.rs`, `environment.rs` | processes |
//! | `system.rs` | the machine and its terminals |
//! | `constants.rs` | numbers |

mod arguments;
mod at_fork;
mod constants;
mod environment;
mod files;
mod folders;
mod names;
pub(crate) mod path;
pub(crate) mod process;
mod scandir;
mod stat;
mod system;
mod text_path;
mod times;
mod users;

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::dict;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::list;
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::value::Value;

native_module!("posix", fill);

/// What the C library has, in the words of `os.supports_fd` and its like.
const FUNCTIONS: [&str; 27] = [
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR",
    "HAVE_FEXECVE",
    "HAVE_FPATHCONF",
    "HAVE_FSTATAT",
    "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LCHOWN",
    "HAVE_LINKAT",
    "HAVE_LSTAT",
    "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE",
    "HAVE_MKDIRAT",
    "HAVE_MKFIFOAT",
    "HAVE_MKNODAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    at_fork::start(cx)?;
    constants::fill(cx, module)?;
    for class in [
        &stat::STAT_RESULT,
        &stat::STATVFS_RESULT,
        &system::TERMINAL_SIZE,
    ] {
        set(cx, module, class.class.def.name, class.class.value())?;
    }
    set(cx, module, "error", OS_ERROR.value())?;
    let iterator = crate::name!(cx, "ScandirIterator")?;
    dict::remove(cx, module.namespace(), iterator)?;
    let environ = environment::snapshot(cx)?;
    set(cx, module, "environ", Value::from(environ))?;
    for table in ["confstr_names", "pathconf_names", "sysconf_names"] {
        let names = system::names(cx, table)?;
        set(cx, module, table, Value::from(names))?;
    }
    let functions = list::new(cx)?;
    for name in FUNCTIONS {
        let name = cx.str(name)?;
        list::append(cx, functions, name)?;
    }
    set(cx, module, "_have_functions", Value::from(functions))
}
