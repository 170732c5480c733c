//! What touches the operating system. Every call from here is a point where a transaction must have ended
//! or become irrevocable (`Cx::blocking`).

pub mod stdout;
