//! `termios`: terminals.

use super::set;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::host::{call, terminal};
use crate::native::native;
use crate::native_module;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::EXCEPTION;
use crate::objects::exception::{self, fields};
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::objects::tuple::Tuple;
use crate::protocol::number;
use crate::stdlib::posix::path::file_descriptor;
use crate::types::TypeDef;
use crate::value::Value;
use rustix::io::{Errno, Result};

native_module!("termios", fill);

builtin_type! {
    /// The class.
    static ERROR = TypeDef {
        name: "error",
        module: "termios",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, value) in CONSTANTS {
        let value = cx.int(*value)?;
        set(cx, module, name, value)?;
    }
    Ok(())
}

/// `termios.error` is no OSError: its arguments are number and text.
fn raise(cx: &mut Cx, error: Errno) -> Exit {
    let text = std::io::Error::from(error).to_string();
    let text = text
        .rsplit_once(" (os error")
        .map_or(&*text, |(text, _)| text)
        .to_owned();
    let arguments = cx
        .str(&text)
        .map(|text| [Value::index(error.raw_os_error() as usize), text]);
    match arguments.and_then(|arguments| exception::new(cx, &ERROR, &arguments)) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

fn done<T>(cx: &mut Cx, call: impl FnMut() -> Result<T>) -> R<T> {
    call::wait(cx, call)?.map_err(|error| raise(cx, error))
}

/// Get the tty attributes for file descriptor fd.
///
/// Returns a list [iflag, oflag, cflag, lflag, ispeed, ospeed, cc]
/// where cc is a list of the tty special characters (each a string of
/// length 1, except the items with indices VMIN and VTIME, which are
/// integers when these fields are defined).
#[native(module = "termios", "tcgetattr(fd, /)", effect = io)]
fn tcgetattr(cx: &mut Cx, fd: Value) -> R<&'static List> {
    let fd = file_descriptor(cx, fd)?;
    let state = done(cx, || terminal::attributes(fd))?;
    let characters = list::new(cx)?;
    let plain = state.c_lflag & libc::ICANON == 0;
    for (index, character) in state.c_cc.iter().enumerate() {
        let value = match index {
            libc::VMIN | libc::VTIME if plain => Value::index(usize::from(*character)),
            _ => bytes::new(cx, &[*character])?,
        };
        list::append(cx, characters, value)?;
    }
    let (input, output) = terminal::speeds(&state);
    let numbers = [
        state.c_iflag,
        state.c_oflag,
        state.c_cflag,
        state.c_lflag,
        input,
        output,
    ];
    let all = list::new(cx)?;
    for number in numbers {
        list::append(cx, all, Value::index(number as usize))?;
    }
    list::append(cx, all, Value::from(characters))?;
    Ok(all)
}

fn unsigned(cx: &mut Cx, value: Value) -> R<u32> {
    let index = number::index(cx, value)?;
    match index.as_small_int() {
        Some(number) => Ok(number as u32),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C long"))),
    }
}

/// Set the tty attributes for file descriptor fd.
///
/// The attributes to be set are taken from the attributes argument, which
/// is a list like the one returned by tcgetattr().
#[native(module = "termios", "tcsetattr(fd, when, attributes, /)", effect = io)]
fn tcsetattr(cx: &mut Cx, fd: Value, when: i32, attributes: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let items = match cx.payload::<List>(attributes)? {
        Some(list) => list::to_vec(cx, list)?,
        None => Vec::new(),
    };
    let [iflag, oflag, cflag, lflag, ispeed, ospeed, characters] = items[..] else {
        return Err(cx.type_error(format_args!("tcsetattr, arg 3: must be 7 element list")));
    };
    let mut state = done(cx, || terminal::attributes(fd))?;
    state.c_iflag = unsigned(cx, iflag)?;
    state.c_oflag = unsigned(cx, oflag)?;
    state.c_cflag = unsigned(cx, cflag)?;
    state.c_lflag = unsigned(cx, lflag)?;
    let speeds = (unsigned(cx, ispeed)?, unsigned(cx, ospeed)?);
    let characters = match cx.payload::<List>(characters)? {
        Some(list) => list::to_vec(cx, list)?,
        None => Vec::new(),
    };
    if characters.len() != state.c_cc.len() {
        let count = state.c_cc.len();
        return Err(cx.type_error(format_args!(
            "tcsetattr: attributes[6] must be {count} element list"
        )));
    }
    for (place, value) in state.c_cc.iter_mut().zip(characters) {
        *place = match cx.payload::<Bytes>(value)?.map(Bytes::as_slice) {
            Some(&[character]) => character,
            _ => match number::exact_int(cx, value)? {
                Some(number) => number.as_small_int().unwrap_or(0) as u8,
                None => {
                    return Err(cx.type_error(format_args!(
                        "tcsetattr: elements of attributes must be characters or integers"
                    )));
                }
            },
        };
    }
    done(cx, || {
        terminal::set_attributes(fd, when, &mut state, speeds)
    })
}

macro_rules! controls {
    ($($(#[$doc:meta])* $name:ident $signature:literal $argument:ident;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "termios", $signature, effect = io)]
            fn $name(cx: &mut Cx, fd: Value, $argument: i32) -> R<()> {
                let fd = file_descriptor(cx, fd)?;
                done(cx, || terminal::$name(fd, $argument))
            }
        )*
    };
}

controls! {
    /// Send a break on file descriptor fd.
    tcsendbreak "tcsendbreak(fd, duration, /)" duration;
    /// Discard queued data on file descriptor fd.
    tcflush "tcflush(fd, queue, /)" queue;
    /// Suspend or resume input or output on file descriptor fd.
    tcflow "tcflow(fd, action, /)" action;
}

/// Wait until all output written to file descriptor fd has been transmitted.
#[native(module = "termios", "tcdrain(fd, /)", effect = io)]
fn tcdrain(cx: &mut Cx, fd: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    done(cx, || terminal::tcdrain(fd))
}

/// Get the tty winsize for file descriptor fd.
///
/// Returns a tuple (ws_row, ws_col).
#[native(module = "termios", "tcgetwinsize(fd, /)", effect = io)]
fn tcgetwinsize(cx: &mut Cx, fd: Value) -> R {
    let fd = file_descriptor(cx, fd)?;
    let size = done(cx, || {
        rustix::termios::tcgetwinsize(crate::host::fd::borrow(fd)?)
    })?;
    let pair = [size.ws_row, size.ws_col].map(|count| Value::index(usize::from(count)));
    cx.tuple(&pair)
}

/// Set the tty winsize for file descriptor fd.
///
/// The winsize to be set is taken from the winsize argument, which
/// is a two-item tuple (ws_row, ws_col) like the one returned by tcgetwinsize().
#[native(module = "termios", "tcsetwinsize(fd, winsize, /)", effect = io)]
fn tcsetwinsize(cx: &mut Cx, fd: Value, winsize: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let Some([rows, columns]) = cx.payload::<Tuple>(winsize)?.map(Tuple::as_slice) else {
        return Err(cx.type_error(format_args!(
            "tcsetwinsize, arg 2: must be a two-item sequence"
        )));
    };
    let (rows, columns) = (unsigned(cx, *rows)?, unsigned(cx, *columns)?);
    let (Ok(rows), Ok(columns)) = (u16::try_from(rows), u16::try_from(columns)) else {
        return Err(cx.overflow_error(format_args!("winsize value(s) out of range.")));
    };
    done(cx, || {
        let fd = crate::host::fd::borrow(fd)?;
        let mut size = rustix::termios::tcgetwinsize(fd)?;
        (size.ws_row, size.ws_col) = (rows, columns);
        rustix::termios::tcsetwinsize(fd, size)
    })
}

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("B0", 0), ("B1000000", 1000000), ("B110", 110), ("B115200", 115200), ("B1152000", 1152000),
    ("B1200", 1200), ("B134", 134), ("B14400", 14400), ("B150", 150), ("B1500000", 1500000),
    ("B1800", 1800), ("B19200", 19200), ("B200", 200), ("B2000000", 2000000), ("B230400", 230400),
    ("B2400", 2400), ("B2500000", 2500000), ("B28800", 28800), ("B300", 300), ("B3000000", 3000000),
    ("B3500000", 3500000), ("B38400", 38400), ("B4000000", 4000000), ("B460800", 460800),
    ("B4800", 4800), ("B50", 50), ("B500000", 500000), ("B57600", 57600), ("B576000", 576000),
    ("B600", 600), ("B7200", 7200), ("B75", 75), ("B76800", 76800), ("B921600", 921600),
    ("B9600", 9600), ("BRKINT", 2), ("BS0", 0), ("BS1", 8192), ("BSDLY", 8192), ("CBAUD", 4111),
    ("CBAUDEX", 4096), ("CDSUSP", 25), ("CEOF", 4), ("CEOL", 0), ("CEOT", 4), ("CERASE", 127),
    ("CFLUSH", 15), ("CIBAUD", 269418496), ("CINTR", 3), ("CKILL", 21), ("CLNEXT", 22),
    ("CLOCAL", 2048), ("CQUIT", 28), ("CR0", 0), ("CR1", 512), ("CR2", 1024), ("CR3", 1536),
    ("CRDLY", 1536), ("CREAD", 128), ("CRPRNT", 18), ("CRTSCTS", 2147483648), ("CS5", 0),
    ("CS6", 16), ("CS7", 32), ("CS8", 48), ("CSIZE", 48), ("CSTART", 17), ("CSTOP", 19),
    ("CSTOPB", 64), ("CSUSP", 26), ("CWERASE", 23), ("ECHO", 8), ("ECHOCTL", 512), ("ECHOE", 16),
    ("ECHOK", 32), ("ECHOKE", 2048), ("ECHONL", 64), ("ECHOPRT", 1024), ("EXTA", 19200),
    ("EXTB", 38400), ("EXTPROC", 65536), ("FF0", 0), ("FF1", 32768), ("FFDLY", 32768),
    ("FIOASYNC", 21586), ("FIOCLEX", 21585), ("FIONBIO", 21537), ("FIONCLEX", 21584),
    ("FIONREAD", 21531), ("FLUSHO", 4096), ("HUPCL", 1024), ("IBSHIFT", 16), ("ICANON", 2),
    ("ICRNL", 256), ("IEXTEN", 32768), ("IGNBRK", 1), ("IGNCR", 128), ("IGNPAR", 4),
    ("IMAXBEL", 8192), ("INLCR", 64), ("INPCK", 16), ("IOCSIZE_MASK", 1073676288),
    ("IOCSIZE_SHIFT", 16), ("ISIG", 1), ("ISTRIP", 32), ("IUCLC", 512), ("IUTF8", 16384),
    ("IXANY", 2048), ("IXOFF", 4096), ("IXON", 1024), ("NCCS", 32), ("NL0", 0), ("NL1", 256),
    ("NLDLY", 256), ("NOFLSH", 128), ("N_MOUSE", 2), ("N_PPP", 3), ("N_SLIP", 1), ("N_STRIP", 4),
    ("N_TTY", 0), ("OCRNL", 8), ("OFDEL", 128), ("OFILL", 64), ("OLCUC", 2), ("ONLCR", 4),
    ("ONLRET", 32), ("ONOCR", 16), ("OPOST", 1), ("PARENB", 256), ("PARMRK", 8), ("PARODD", 512),
    ("PENDIN", 16384), ("TAB0", 0), ("TAB1", 2048), ("TAB2", 4096), ("TAB3", 6144),
    ("TABDLY", 6144), ("TCFLSH", 21515), ("TCGETS", 21505), ("TCIFLUSH", 0), ("TCIOFF", 2),
    ("TCIOFLUSH", 2), ("TCION", 3), ("TCOFLUSH", 1), ("TCOOFF", 0), ("TCOON", 1), ("TCSADRAIN", 1),
    ("TCSAFLUSH", 2), ("TCSANOW", 0), ("TCSBRK", 21513), ("TCSBRKP", 21541), ("TCSETS", 21506),
    ("TCSETSF", 21508), ("TCSETSW", 21507), ("TCXONC", 21514), ("TIOCCONS", 21533),
    ("TIOCEXCL", 21516), ("TIOCGETD", 21540), ("TIOCGICOUNT", 21597), ("TIOCGLCKTRMIOS", 21590),
    ("TIOCGPGRP", 21519), ("TIOCGSERIAL", 21534), ("TIOCGSOFTCAR", 21529), ("TIOCGWINSZ", 21523),
    ("TIOCINQ", 21531), ("TIOCLINUX", 21532), ("TIOCMBIC", 21527), ("TIOCMBIS", 21526),
    ("TIOCMGET", 21525), ("TIOCMIWAIT", 21596), ("TIOCMSET", 21528), ("TIOCM_CAR", 64),
    ("TIOCM_CD", 64), ("TIOCM_CTS", 32), ("TIOCM_DSR", 256), ("TIOCM_DTR", 2), ("TIOCM_LE", 1),
    ("TIOCM_RI", 128), ("TIOCM_RNG", 128), ("TIOCM_RTS", 4), ("TIOCM_SR", 16), ("TIOCM_ST", 8),
    ("TIOCNOTTY", 21538), ("TIOCNXCL", 21517), ("TIOCOUTQ", 21521), ("TIOCPKT", 21536),
    ("TIOCPKT_DATA", 0), ("TIOCPKT_DOSTOP", 32), ("TIOCPKT_FLUSHREAD", 1),
    ("TIOCPKT_FLUSHWRITE", 2), ("TIOCPKT_NOSTOP", 16), ("TIOCPKT_START", 8), ("TIOCPKT_STOP", 4),
    ("TIOCSCTTY", 21518), ("TIOCSERCONFIG", 21587), ("TIOCSERGETLSR", 21593),
    ("TIOCSERGETMULTI", 21594), ("TIOCSERGSTRUCT", 21592), ("TIOCSERGWILD", 21588),
    ("TIOCSERSETMULTI", 21595), ("TIOCSERSWILD", 21589), ("TIOCSER_TEMT", 1), ("TIOCSETD", 21539),
    ("TIOCSLCKTRMIOS", 21591), ("TIOCSPGRP", 21520), ("TIOCSSERIAL", 21535),
    ("TIOCSSOFTCAR", 21530), ("TIOCSTI", 21522), ("TIOCSWINSZ", 21524), ("TOSTOP", 256),
    ("VDISCARD", 13), ("VEOF", 4), ("VEOL", 11), ("VEOL2", 16), ("VERASE", 2), ("VINTR", 0),
    ("VKILL", 3), ("VLNEXT", 15), ("VMIN", 6), ("VQUIT", 1), ("VREPRINT", 12), ("VSTART", 8),
    ("VSTOP", 9), ("VSUSP", 10), ("VSWTC", 7), ("VSWTCH", 7), ("VT0", 0), ("VT1", 16384),
    ("VTDLY", 16384), ("VTIME", 5), ("VWERASE", 14), ("XCASE", 4), ("XTABS", 6144),
];
