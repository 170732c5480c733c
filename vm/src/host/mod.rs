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
//! | `socket.rs` | sockets |
//! | `spawn.rs` | new processes with new programs |
//! | `machine.rs`, `locale.rs` | what the system says of itself |
//! | `allocator.rs` | the C library's `malloc`, which holds what heap objects own outside of the heap |
//! | `accounts.rs` | users and groups |
//! | `control.rs`, `terminal.rs` | descriptors and terminals under control |
//! | `usage.rs` | what processes have used, and may use |
//! | `stdout.rs`, `stderr.rs` | the process's standard streams where Python's own are not there |
//! | `standard.rs` | which of these the process was started with |

pub mod accounts;
pub mod allocator;
pub mod call;
pub mod control;
pub mod environment;
pub mod fd;
pub mod locale;
pub mod machine;
pub mod os_text;
pub mod process;
pub mod readiness;
pub mod socket;
pub mod spawn;
pub mod standard;
pub mod stderr;
pub mod stdout;
pub mod terminal;
pub mod usage;
