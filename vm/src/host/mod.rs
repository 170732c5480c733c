//! What touches the operating system. Every call from here is a point where a transaction must have ended
//! or become irrevocable (`Cx::blocking`).
//!
//! | file | what |
//! | --- | --- |
//! | `call.rs` | system calls, waiting or not, and what becomes of their errors |
//! | `entropy.rs` | random bytes of the system |
//! | `fd.rs` | file descriptors that Python code names by their numbers |
//! | `os_text.rs` | the system's text as strings |
//! | `stdout.rs` | the process's standard output before Python's own is there |

pub mod call;
pub mod entropy;
pub mod fd;
pub mod os_text;
pub mod stdout;
