//! What touches the operating system. Every call from here is a point where a transaction must have ended
//! or become irrevocable (`Cx::blocking`).
//!
//! | file | what |
//! | --- | --- |
//! | `call.rs` | system calls, waiting or not, and what becomes of their errors |
//! | `os_text.rs` | the system's text as strings |
//! | `fd.rs` | file descriptors that Python code names by their numbers |
//! | `environment.rs` | the environment of the process |
//! | `process.rs` | processes |
//! | `readiness.rs` | `poll` and `epoll` |
//! | `spawn.rs` | new processes with new programs |
//! | `machine.rs` | what the system says of itself |
//! | `usage.rs` | what processes have used, and may use |
//! | `stdout.rs` | the process's standard output before Python's own is there |

pub mod call;
pub mod environment;
pub mod fd;
pub mod machine;
pub mod os_text;
pub mod process;
pub mod readiness;
pub mod spawn;
pub mod stdout;
pub mod usage;
