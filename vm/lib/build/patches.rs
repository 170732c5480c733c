//! What is changed in files of Lib: where they were changed for another interpreter before, and where they
//! do what CPython does in native code.

use std::io;

/// A piece of text in a file, and what takes its place.
struct Patch {
    path: &'static str,
    from: &'static str,
    to: &'static str,
}

const PATCHES: &[Patch] = &[
    // Of incomplete input, the native pickle of CPython says more.
    Patch {
        path: "pickle.py",
        from: "return self.file_read(n)",
        to: "return self.all_of(n, self.file_read(n))",
    },
    Patch {
        path: "pickle.py",
        from: "return self.file_readline()",
        to: "return self.line_of(self.file_readline())",
    },
    Patch {
        path: "pickle.py",
        from: "    def load_frame(self, frame_size):\n",
        to: "    def all_of(self, n, data):\n        if len(data) < n:\n            raise UnpicklingError(\"pickle data was truncated\")\n        return data\n\n    def line_of(self, data):\n        if not data.endswith(b'\\n'):\n            raise UnpicklingError(\"pickle data was truncated\")\n        return data\n\n    def load_frame(self, frame_size):\n",
    },
    Patch {
        path: "pickle.py",
        from: "                key = read(1)\n                if not key:\n                    raise EOFError\n",
        to: "                try:\n                    key = read(1)\n                except UnpicklingError:\n                    key = None\n                if not key:\n                    raise EOFError(\"Ran out of input\")\n",
    },
    // There is no OpenSSL to take it from.
    Patch {
        path: "hashlib.py",
        from: "from _hashlib import pbkdf2_hmac",
        to: "from _pbkdf2 import pbkdf2_hmac",
    },
    Patch {
        path: "sysconfig/__init__.py",
        from: "f'_sysconfigdata_{sys.abiflags}_{sys.platform}_{multiarch}'",
        to: "'_sysconfigdata'",
    },
    Patch {
        path: "sysconfig/__init__.py",
        from: "    multiarch = getattr(sys.implementation, '_multiarch', '')\n    return os.environ.get(",
        to: "    return os.environ.get(",
    },
    Patch {
        path: "pickle.py",
        from: "    from _pickle import PickleBuffer\n",
        to: "    from _pickle_buffer import PickleBuffer\n",
    },
    Patch {
        path: "site.py",
        from: "/lib/rustpython{",
        to: "/lib/{implementation_lower}{",
    },
];

/// Lines that are changed as a whole, with the remarks on them: `from` is what only that line contains.
const LINES: &[Patch] = &[
    Patch {
        path: "sysconfig/__init__.py",
        from: "return 'RustPython'",
        to: "    return 'Tython'\n",
    },
    Patch {
        path: "site.py",
        from: "return 'RustPython'",
        to: "    return 'Tython'\n",
    },
    Patch {
        path: "site.py",
        from: "RUSTPYTHON",
        to: "",
    },
];

/// The file with all its changes.
///
/// # Errors
/// When a text that is to be changed is not there, or a line is not there just once.
pub(crate) fn apply(path: &str, contents: Vec<u8>) -> io::Result<Vec<u8>> {
    let of_path = |patch: &&Patch| patch.path == path;
    if !PATCHES.iter().chain(LINES).any(|patch| of_path(&patch)) {
        return Ok(contents);
    }
    let mut text = String::from_utf8(contents).map_err(io::Error::other)?;
    for patch in PATCHES.iter().filter(of_path) {
        if !text.contains(patch.from) {
            return Err(missing(patch));
        }
        text = text.replace(patch.from, patch.to);
    }
    for patch in LINES.iter().filter(of_path) {
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut found = lines.iter_mut().filter(|line| line.contains(patch.from));
        match (found.next(), found.next()) {
            (Some(line), None) => *line = patch.to,
            _ => return Err(missing(patch)),
        }
        text = lines.concat();
    }
    Ok(text.into_bytes())
}

fn missing(patch: &Patch) -> io::Error {
    let Patch { path, from, .. } = patch;
    io::Error::other(format!("{path} does not have {from:?} as it should"))
}
