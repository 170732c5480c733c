//! The named tuples of constants: `version_info`, `flags`, `float_info` and others.

use crate::cx::{Cx, R};
use crate::host::locale;
use crate::objects::struct_sequence;
use crate::runtime::config;
use crate::struct_sequence;
use crate::value::Value;

/// `sys.version_info[:3]`: the version of Lib.
pub(super) const VERSION: [usize; 3] = [3, 14, 7];

/// `sys.hexversion`
pub(super) const HEX_VERSION: usize = VERSION[0] << 24 | VERSION[1] << 16 | VERSION[2] << 8 | 0xf0;

struct_sequence! {
    static VERSION_INFO = {
        module: "sys",
        name: "version_info",
        doc: "sys.version_info\n\nVersion information as a named tuple.",
        visible: 5,
        fields: { "major", "minor", "micro", "releaselevel", "serial" },
        unnamed: 0,
        more: {},
        new: struct_sequence::refuse,
    };
    static FLAGS = {
        module: "sys",
        name: "flags",
        doc: "sys.flags\n\nFlags provided through command line arguments or environment vars.",
        visible: 18,
        fields: {
            "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site",
            "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet",
            "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding",
            "safe_path", "int_max_str_digits", "gil", "thread_inherit_context",
            "context_aware_warnings",
        },
        unnamed: 0,
        more: {},
        new: struct_sequence::refuse,
    };
    static FLOAT_INFO = {
        module: "sys",
        name: "float_info",
        doc: "sys.float_info\n\nA named tuple holding information about the float type. It contains low level\ninformation about the precision and internal representation. Please study\nyour system's :file:`float.h` for more information.",
        visible: 11,
        fields: {
            "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig",
            "epsilon", "radix", "rounds",
        },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
    static INT_INFO = {
        module: "sys",
        name: "int_info",
        doc: "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
        visible: 4,
        fields: {
            "bits_per_digit", "sizeof_digit", "default_max_str_digits",
            "str_digits_check_threshold",
        },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
    static HASH_INFO = {
        module: "sys",
        name: "hash_info",
        doc: "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are read only.",
        visible: 9,
        fields: {
            "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits",
            "cutoff",
        },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
    static THREAD_INFO = {
        module: "sys",
        name: "thread_info",
        doc: "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
        visible: 3,
        fields: { "name", "lock", "version" },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
}

fn number(count: u32) -> Value {
    Value::index(count as usize)
}

/// `sys.version_info`
pub(super) fn version(cx: &mut Cx) -> R {
    let level = cx.str("final")?;
    let [major, minor, micro] = VERSION.map(Value::index);
    VERSION_INFO.make(cx, &[major, minor, micro, level, Value::index(0)])
}

/// `sys.flags`
pub(super) fn flags(cx: &mut Cx) -> R {
    let config = config::get();
    let digits = cx
        .vm
        .int_max_str_digits
        .load(std::sync::atomic::Ordering::Relaxed); // Relaxed: a limit.
    let values = [
        number(config.debug),
        number(config.inspect),
        number(config.interactive),
        number(config.optimize),
        number(config.dont_write_bytecode),
        number(config.no_user_site),
        number(config.no_site),
        number(config.ignore_environment),
        number(config.verbose),
        number(config.bytes_warning),
        number(config.quiet),
        number(u32::from(config.hash_seed != Some(0))),
        number(u32::from(config.isolated)),
        Value::bool(config.dev_mode),
        number(u32::from(config.utf8_mode.unwrap_or_else(locale::is_c))),
        number(u32::from(config.warn_default_encoding)),
        Value::bool(config.safe_path),
        Value::index(digits),
        number(0),
        number(1),
        number(1),
    ];
    FLAGS.make(cx, &values)
}

/// `sys.float_info`
pub(super) fn float(cx: &mut Cx) -> R {
    let values = [
        cx.float(f64::MAX)?,
        cx.int(i64::from(f64::MAX_EXP))?,
        cx.int(i64::from(f64::MAX_10_EXP))?,
        cx.float(f64::MIN_POSITIVE)?,
        cx.int(i64::from(f64::MIN_EXP))?,
        cx.int(i64::from(f64::MIN_10_EXP))?,
        number(f64::DIGITS),
        number(f64::MANTISSA_DIGITS),
        cx.float(f64::EPSILON)?,
        number(f64::RADIX),
        number(1),
    ];
    FLOAT_INFO.make(cx, &values)
}

/// `sys.int_info`: as programs know it from CPython, whose digits have 30 bits.
pub(super) fn int(cx: &mut Cx) -> R {
    INT_INFO.make(cx, &[30, 4, 4300, 640].map(Value::index))
}

/// `sys.hash_info`
pub(super) fn hash(cx: &mut Cx) -> R {
    let algorithm = cx.str("siphash13")?;
    let [width, modulus, inf, nan, imag] =
        [64, (1 << 61) - 1, 314_159, 0, 1_000_003].map(Value::index);
    let [hash_bits, seed_bits, cutoff] = [64, 128, 0].map(Value::index);
    HASH_INFO.make(
        cx,
        &[
            width, modulus, inf, nan, imag, algorithm, hash_bits, seed_bits, cutoff,
        ],
    )
}

/// `sys.thread_info`
pub(super) fn thread(cx: &mut Cx) -> R {
    let (name, lock) = (cx.str("pthread")?, cx.str("semaphore")?);
    THREAD_INFO.make(cx, &[name, lock, Value::NONE])
}
