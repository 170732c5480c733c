//! `tython`: runs Python programs.

fn main() {
    std::process::exit(tython::runtime::command_line::main(std::env::args_os()));
}
