//! What is changed in files of Lib that were changed for another interpreter before.

use std::io;

/// A piece of text in a file, and what takes its place.
struct Patch {
    path: &'static str,
    from: &'static str,
    to: &'static str,
}

const PATCHES: &[Patch] = &[
    Patch {
        path: "sysconfig/__init__.py",
        from: "    return 'RustPython'  # XXX: RUSTPYTHON; For site-packages\n",
        to: "    return 'Tython'\n",
    },
    Patch {
        path: "site.py",
        from: "    return 'RustPython' # XXX: RUSTPYTHON; for site-packages\n",
        to: "    return 'Tython'\n",
    },
    Patch {
        path: "site.py",
        from: "    # XXX: RUSTPYTHON\n    return f'{userbase}/lib/rustpython{",
        to: "    return f'{userbase}/lib/{implementation_lower}{",
    },
];

/// The file with all its changes.
///
/// # Errors
/// When a text that is to be changed is not there.
pub(crate) fn apply(path: &str, contents: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut patches = PATCHES.iter().filter(|patch| patch.path == path).peekable();
    if patches.peek().is_none() {
        return Ok(contents);
    }
    let mut text = String::from_utf8(contents).map_err(io::Error::other)?;
    for patch in patches {
        if !text.contains(patch.from) {
            return Err(io::Error::other(format!("{path} has no {:?}", patch.from)));
        }
        text = text.replace(patch.from, patch.to);
    }
    Ok(text.into_bytes())
}
