//! The command line and the environment, as CPython reads them.

use crate::runtime::byte_size;
use crate::runtime::config::Config;
use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// What is to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Program {
    /// What comes from standard input: line by line if that is a terminal.
    #[default]
    Stdin,
    /// `-c`
    Command(OsString),
    /// `-m`
    Module(OsString),
    /// A file, a folder or an archive.
    File(OsString),
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// To run something.
    Run(Program),
    /// `-V`; `-VV`
    Version {
        /// Whether it was given twice.
        twice: bool,
    },
    /// `-h` and the other texts.
    Help(Topic),
}

/// What `-h` and its relatives tell about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// `-h`
    Options,
    /// `--help-env`
    Environment,
    /// `--help-xoptions`
    XOptions,
    /// `--help-all`
    All,
}

/// Why nothing can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A wrong command line: what is wrong, to be followed by the usage; status 2.
    Usage(String),
    /// Something wrong in what CPython calls configuration; status 1.
    Fatal(String),
}

/// The command line while it is being read.
struct Reader<I> {
    arguments: I,
    config: Config,
    versions: u32,
    help: Option<Topic>,
}

/// The options that take an argument.
const WITH_ARGUMENT: &[u8] = b"cmWX";

impl<I: Iterator<Item = OsString>> Reader<I> {
    /// Reads the options, up to what is to be run.
    fn read(&mut self) -> Result<Program, Refusal> {
        while let Some(argument) = self.arguments.next() {
            let bytes = argument.as_bytes();
            match bytes {
                b"-" => {
                    self.config.argv.push(argument);
                    return Ok(Program::Stdin);
                }
                b"--" => {
                    return Ok(match self.arguments.next() {
                        Some(file) => self.file(file),
                        None => self.stdin(),
                    });
                }
                [b'-', b'-', long @ ..] => self.long_option(long)?,
                [b'-', letters @ ..] => {
                    if let Some(program) = self.letters(letters)? {
                        return Ok(program);
                    }
                }
                _ => return Ok(self.file(argument)),
            }
        }
        Ok(self.stdin())
    }

    fn stdin(&mut self) -> Program {
        self.config.argv.push(OsString::new());
        Program::Stdin
    }

    fn file(&mut self, file: OsString) -> Program {
        self.config.argv.push(file.clone());
        match file.as_bytes() {
            b"-" => Program::Stdin,
            _ => Program::File(file),
        }
    }

    fn long_option(&mut self, name: &[u8]) -> Result<(), Refusal> {
        match name {
            b"help" => self.help = Some(Topic::Options),
            b"help-env" => self.help = Some(Topic::Environment),
            b"help-xoptions" => self.help = Some(Topic::XOptions),
            b"help-all" => self.help = Some(Topic::All),
            b"version" => self.versions += 1,
            b"check-hash-based-pycs" => {
                let value = self.arguments.next();
                let value = value.and_then(|value| value.into_string().ok());
                match value.as_deref() {
                    Some("always" | "default" | "never") => {
                        self.config.check_hash_based_pycs = value;
                    }
                    Some(_) => {
                        return Err(Refusal::Usage(
                            "--check-hash-based-pycs must be one of 'default', 'always', or 'never'"
                                .to_owned(),
                        ));
                    }
                    None => {
                        return Err(Refusal::Usage(
                            "Argument expected for the --check-hash-based-pycs option".to_owned(),
                        ));
                    }
                }
            }
            _ => {
                let name = String::from_utf8_lossy(name);
                return Err(Refusal::Usage(format!("Unknown option: --{name}")));
            }
        }
        Ok(())
    }

    /// One argument of short options.
    fn letters(&mut self, letters: &[u8]) -> Result<Option<Program>, Refusal> {
        for (index, &letter) in letters.iter().enumerate() {
            if WITH_ARGUMENT.contains(&letter) {
                let rest = &letters[index + 1..];
                let value = match rest {
                    [] => self.arguments.next(),
                    _ => Some(OsString::from_vec(rest.to_vec())),
                };
                let Some(value) = value else {
                    let letter = char::from(letter);
                    return Err(Refusal::Usage(format!(
                        "Argument expected for the -{letter} option"
                    )));
                };
                return Ok(self.with_argument(letter, value));
            }
            self.flag(letter)?;
        }
        Ok(None)
    }

    fn with_argument(&mut self, letter: u8, value: OsString) -> Option<Program> {
        match letter {
            b'c' => {
                self.config.argv.push("-c".into());
                let mut command = value;
                command.push("\n");
                return Some(Program::Command(command));
            }
            b'm' => {
                self.config.argv.push("-m".into());
                return Some(Program::Module(value));
            }
            b'W' => self
                .config
                .warn_options
                .push(value.to_string_lossy().into_owned()),
            _ => {
                let text = value.to_string_lossy();
                let option = match text.split_once('=') {
                    Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                    None => (text.into_owned(), None),
                };
                self.config.x_options.push(option);
            }
        }
        None
    }

    fn flag(&mut self, letter: u8) -> Result<(), Refusal> {
        let config = &mut self.config;
        match letter {
            b'b' => config.bytes_warning += 1,
            b'B' => config.dont_write_bytecode = 1,
            b'd' => config.debug += 1,
            b'E' => config.ignore_environment = 1,
            b'i' => {
                config.inspect += 1;
                config.interactive += 1;
            }
            b'I' => config.isolated = true,
            b'O' => config.optimize += 1,
            b'P' => config.safe_path = true,
            b'q' => config.quiet += 1,
            b's' => config.no_user_site = 1,
            b'S' => config.no_site = 1,
            b'u' => config.unbuffered = true,
            b'v' => config.verbose += 1,
            b'V' => self.versions += 1,
            b'x' => config.skip_first_line = true,
            // Without meaning since Python 3.
            b't' | b'R' => {}
            b'h' | b'?' => self.help = Some(Topic::Options),
            _ => {
                let letter = char::from(letter);
                return Err(Refusal::Usage(format!("Unknown option: -{letter}")));
            }
        }
        Ok(())
    }
}

/// Reads the command line and the environment.
///
/// # Errors
/// When the command line or a variable is wrong.
pub fn read(mut arguments: impl Iterator<Item = OsString>) -> Result<(Request, Config), Refusal> {
    let called = arguments.next();
    let all: Vec<OsString> = arguments.collect();
    let mut reader = Reader {
        arguments: all.iter().cloned(),
        config: Config::default(),
        versions: 0,
        help: None,
    };
    let program = reader.read()?;
    let rest: Vec<OsString> = reader.arguments.collect();
    let (help, versions) = (reader.help, reader.versions);
    let mut config = reader.config;
    config.argv.extend(rest);
    config.orig_argv = called.into_iter().chain(all).collect();
    if let Some(topic) = help {
        return Ok((Request::Help(topic), config));
    }
    if versions > 0 {
        let twice = versions > 1;
        return Ok((Request::Version { twice }, config));
    }
    environment(&mut config)?;
    x_options(&mut config)?;
    Ok((Request::Run(program), config))
}

/// A variable that is set to something.
fn variable(config: &Config, name: &str) -> Option<OsString> {
    if config.ignore_environment > 0 {
        return None;
    }
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The level that a variable raises an option to: a number, or 1 for anything else.
fn level(config: &Config, name: &str) -> u32 {
    match variable(config, name) {
        Some(value) => {
            let number = value.to_str().and_then(|value| value.parse().ok());
            number.unwrap_or(1u32).max(1)
        }
        None => 0,
    }
}

fn environment(config: &mut Config) -> Result<(), Refusal> {
    if config.isolated {
        config.ignore_environment = 1;
        config.no_user_site = 1;
        config.safe_path = true;
    }
    config.debug = config.debug.max(level(config, "PYTHONDEBUG"));
    config.verbose = config.verbose.max(level(config, "PYTHONVERBOSE"));
    config.optimize = config.optimize.max(level(config, "PYTHONOPTIMIZE"));
    config.inspect = config.inspect.max(level(config, "PYTHONINSPECT"));
    config.no_user_site = config.no_user_site.max(level(config, "PYTHONNOUSERSITE"));
    config.dont_write_bytecode = config
        .dont_write_bytecode
        .max(level(config, "PYTHONDONTWRITEBYTECODE"));
    config.unbuffered |= level(config, "PYTHONUNBUFFERED") > 0;
    config.safe_path |= variable(config, "PYTHONSAFEPATH").is_some();
    config.dev_mode |= variable(config, "PYTHONDEVMODE").is_some();
    config.warn_default_encoding |= variable(config, "PYTHONWARNDEFAULTENCODING").is_some();
    config.python_path = variable(config, "PYTHONPATH");
    config.home = variable(config, "PYTHONHOME");
    config.pycache_prefix = variable(config, "PYTHONPYCACHEPREFIX");
    let text = |value: OsString| value.to_string_lossy().into_owned();
    config.io_encoding = variable(config, "PYTHONIOENCODING").map(text);
    if let Some(filters) = variable(config, "PYTHONWARNINGS").map(text) {
        let filters = filters.split(',').map(str::to_owned);
        config.warn_options.splice(0..0, filters);
    }
    if let Some(seed) = variable(config, "PYTHONHASHSEED") {
        config.hash_seed = hash_seed(&seed)?;
    }
    if let Some(digits) = variable(config, "PYTHONINTMAXSTRDIGITS").map(text) {
        let digits = digit_limit(&digits).ok_or_else(|| {
            Refusal::Fatal(
                "config_init_int_max_str_digits: PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited."
                    .to_owned(),
            )
        })?;
        config.int_max_str_digits = Some(digits);
    }
    if let Some(size) = variable(config, "TYTHONHEAP").map(text) {
        config.heap = heap_size("TYTHONHEAP", Some(&size))?;
    }
    if let Some(jit) = variable(config, "TYTHONJIT").map(text) {
        config.jit = jit_threshold("TYTHONJIT", Some(&jit))?;
    }
    config.perf = variable(config, "PYTHONPERFSUPPORT").is_some_and(|value| value != "0");
    config.perf_jit = variable(config, "PYTHON_PERF_JIT_SUPPORT").is_some_and(|value| value != "0");
    if let Some(mode) = variable(config, "PYTHONUTF8") {
        config.utf8_mode = match mode.as_bytes() {
            b"0" => Some(false),
            b"1" => Some(true),
            _ => {
                return Err(Refusal::Fatal(
                    "preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value"
                        .to_owned(),
                ));
            }
        };
    }
    Ok(())
}

fn hash_seed(text: &OsStr) -> Result<Option<u32>, Refusal> {
    match text.to_str() {
        Some("random") => Ok(None),
        Some(text) if text.parse::<u32>().is_ok() => Ok(text.parse().ok()),
        _ => Err(Refusal::Fatal(
            "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]"
                .to_owned(),
        )),
    }
}

/// A limit of digits; `None` if it is not one.
fn digit_limit(text: &str) -> Option<usize> {
    let digits: usize = text.parse().ok()?;
    (digits == 0 || digits >= 640).then_some(digits)
}

/// Bytes that the heap may take; `None`: as many as there are.
fn heap_size(name: &str, text: Option<&str>) -> Result<Option<usize>, Refusal> {
    match text.and_then(byte_size::parse) {
        Some(bytes) => Ok((bytes > 0).then_some(bytes)),
        None => Err(Refusal::Fatal(format!(
            "config_init_heap: {name}: invalid size; must be a number of bytes, of K, M or G of them, or 0 for unlimited."
        ))),
    }
}

/// The turn of a loop in which it is recorded, to be compiled; 0: never.
fn jit_threshold(name: &str, text: Option<&str>) -> Result<u16, Refusal> {
    match text {
        None | Some("on") => Ok(tython_jit::hooks::Thresholds::default().loops),
        Some("off") => Ok(0),
        Some(text) => text.parse().map_err(|_| {
            Refusal::Fatal(format!(
                "config_init_jit: {name}: must be on, off, or a number below 65536."
            ))
        }),
    }
}

fn x_options(config: &mut Config) -> Result<(), Refusal> {
    for (name, value) in config.x_options.clone() {
        match (&*name, value.as_deref()) {
            ("dev", _) => config.dev_mode = true,
            ("dis", None) => config.dis = true,
            ("utf8", None | Some("1")) => config.utf8_mode = Some(true),
            ("utf8", Some("0")) => config.utf8_mode = Some(false),
            ("utf8", Some(_)) => {
                return Err(Refusal::Fatal(
                    "preconfig_init_utf8_mode: invalid -X utf8 option value".to_owned(),
                ));
            }
            ("warn_default_encoding", None) => config.warn_default_encoding = true,
            ("gclog", Some(file)) if !file.is_empty() => config.gc_log = Some(file.into()),
            ("gclog", _) => {
                return Err(Refusal::Fatal(
                    "config_init_gclog: -X gclog: a file must be named.".to_owned(),
                ));
            }
            ("jit", value) => config.jit = jit_threshold("-X jit", value)?,
            ("jitlog", Some(file)) if !file.is_empty() => config.jit_log = Some(file.into()),
            ("jitlog", _) => {
                return Err(Refusal::Fatal(
                    "config_init_jitlog: -X jitlog: a file must be named.".to_owned(),
                ));
            }
            ("jitlog-full", None) => config.jit_log_full = true,
            ("jit-trace", None) => config.jit_trace = true,
            ("perf", _) => config.perf = true,
            ("perf_jit", _) => config.perf_jit = true,
            ("heap", value) => config.heap = heap_size("-X heap", value)?,
            ("pycache_prefix", value) => config.pycache_prefix = value.map(OsString::from),
            ("int_max_str_digits", value) => {
                let digits = value.and_then(digit_limit).ok_or_else(|| {
                    Refusal::Fatal(
                        "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited."
                            .to_owned(),
                    )
                })?;
                config.int_max_str_digits = Some(digits);
            }
            _ => {}
        }
    }
    if config.dev_mode {
        config.warn_options.insert(0, "default".to_owned());
    }
    match config.bytes_warning {
        0 => {}
        1 => config.warn_options.push("default::BytesWarning".to_owned()),
        _ => config.warn_options.push("error::BytesWarning".to_owned()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn read_words(line: &str) -> Result<(Request, Config), Refusal> {
        read(line.split_whitespace().map(OsString::from))
    }

    fn program(line: &str) -> (Program, Config) {
        match read_words(line).unwrap() {
            (Request::Run(program), config) => (program, config),
            (other, _) => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_run_ends_the_options() {
        let (run, config) = program("tython -OBc pass -O x");
        assert_eq!(run, Program::Command("pass\n".into()));
        assert_eq!((config.optimize, config.dont_write_bytecode), (1, 1));
        assert_eq!(config.argv, ["-c", "-O", "x"]);
        let (run, config) = program("tython -mjson.tool -h");
        assert_eq!(run, Program::Module("json.tool".into()));
        assert_eq!(config.argv, ["-m", "-h"]);
        let (run, config) = program("tython -u a.py -u");
        assert_eq!(run, Program::File("a.py".into()));
        assert!(config.unbuffered);
        assert_eq!(config.argv, ["a.py", "-u"]);
        assert_eq!(config.orig_argv.len(), 4);
        assert_eq!(program("tython").1.argv, [""]);
        assert_eq!(program("tython - 1").1.argv, ["-", "1"]);
    }

    #[test]
    fn options_with_arguments() {
        let config = program("tython -W error -Wdefault::Warning -X a=b -Xdev -c 1").1;
        assert_eq!(
            config.warn_options,
            ["default", "error", "default::Warning"]
        );
        let given = [
            ("a".to_owned(), Some("b".to_owned())),
            ("dev".to_owned(), None),
        ];
        assert_eq!(config.x_options, given);
        assert!(config.dev_mode);
        let config = program("tython -bb -X int_max_str_digits=700 -c 1").1;
        assert_eq!(config.warn_options, ["error::BytesWarning"]);
        assert_eq!(config.int_max_str_digits, Some(700));
    }

    #[test]
    fn a_limit_of_the_heap() {
        let limit = |line| program(line).1.heap;
        assert_eq!(limit("tython -X heap=64M -c 1"), Some(64 << 20));
        assert_eq!(limit("tython -X heap=64M -X heap=0 -c 1"), None);
        for wrong in ["tython -X heap -c 1", "tython -X heap=1.5G -c 1"] {
            assert!(matches!(read_words(wrong), Err(Refusal::Fatal(_))));
        }
    }

    #[test]
    fn when_loops_are_compiled() {
        let jit = |line| program(line).1.jit;
        assert_eq!(jit("tython -X jit=off -c 1"), 0);
        assert_eq!(jit("tython -X jit=2 -c 1"), 2);
        assert_eq!(jit("tython -X jit -c 1"), jit("tython -X jit=on -c 1"));
        assert!(jit("tython -X jit -c 1") > 0);
        for wrong in ["tython -X jit=-1 -c 1", "tython -X jit=70000 -c 1"] {
            assert!(matches!(read_words(wrong), Err(Refusal::Fatal(_))));
        }
    }

    #[test]
    fn what_is_said_of_compiled_code() {
        let config = program("tython -X jitlog=a=b -c 1").1;
        assert_eq!(config.jit_log, Some("a=b".into()));
        assert!(!config.jit_log_full && !config.jit_trace && !config.perf);
        let config = program("tython -X jitlog-full -X jit-trace -X perf -c 1").1;
        assert!(config.jit_log_full && config.jit_trace && config.perf && !config.perf_jit);
        assert!(program("tython -X perf_jit -c 1").1.perf_jit);
        assert!(matches!(
            read_words("tython -X jitlog= -c 1"),
            Err(Refusal::Fatal(_))
        ));
    }

    #[test]
    fn a_log_of_collections_has_a_name() {
        let config = program("tython -X gclog=a=b -c 1").1;
        assert_eq!(config.gc_log, Some("a=b".into()));
        for wrong in ["tython -X gclog -c 1", "tython -X gclog= -c 1"] {
            assert!(matches!(read_words(wrong), Err(Refusal::Fatal(_))));
        }
    }

    #[test]
    fn isolation_implies_more() {
        let config = program("tython -I -c 1").1;
        assert!(config.isolated && config.safe_path);
        assert_eq!((config.ignore_environment, config.no_user_site), (1, 1));
    }

    #[test]
    fn wrong_command_lines() {
        let usage = |line| match read_words(line) {
            Err(Refusal::Usage(message)) => message,
            other => panic!("{other:?}"),
        };
        assert_eq!(usage("tython -z"), "Unknown option: -z");
        assert_eq!(usage("tython --what"), "Unknown option: --what");
        assert_eq!(usage("tython -c"), "Argument expected for the -c option");
        assert!(matches!(
            read_words("tython -X int_max_str_digits=3 -c 1"),
            Err(Refusal::Fatal(_))
        ));
    }

    #[test]
    fn questions() {
        let request = |line| read_words(line).unwrap().0;
        assert_eq!(request("tython -V"), Request::Version { twice: false });
        assert_eq!(request("tython -VV"), Request::Version { twice: true });
        assert_eq!(request("tython -V -h"), Request::Help(Topic::Options));
        assert_eq!(
            request("tython --help-env"),
            Request::Help(Topic::Environment)
        );
    }
}
