//! Declares the methods that `bytes` and `bytearray` share.

/// Declares them for the class of a cell, whose objects are of a type that is a `ByteString`.
macro_rules! byte_methods {
    ($class:ident, $type:ty) => {
        use crate::native::native;
        use crate::objects::bytes::shared::pad::Fill;
        use crate::objects::bytes::shared::{case, find, hex, join, pad, split};
        use crate::objects::list::List;
        use crate::objects::str::Str;
        use crate::objects::str::bounds::Bound;
        use tython_text::{bytes, str as text};

        /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].
        ///
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        ///
        /// Return -1 on failure.
        #[native($class, "find(self, sub[, start[, end]], /)")]
        fn find(cx: &mut Cx, this: &'static $type, sub: Value, start: Bound, end: Bound) -> R<i64> {
            find::place_or_minus_one(cx, this, sub, [start, end], text::find)
        }

        /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].
        ///
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        ///
        /// Return -1 on failure.
        #[native($class, "rfind(self, sub[, start[, end]], /)")]
        fn rfind(
            cx: &mut Cx,
            this: &'static $type,
            sub: Value,
            start: Bound,
            end: Bound,
        ) -> R<i64> {
            find::place_or_minus_one(cx, this, sub, [start, end], text::rfind)
        }

        /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].
        ///
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        ///
        /// Raise ValueError if the subsection is not found.
        #[native($class, "index(self, sub[, start[, end]], /)")]
        fn index(
            cx: &mut Cx,
            this: &'static $type,
            sub: Value,
            start: Bound,
            end: Bound,
        ) -> R<usize> {
            find::place_or_error(cx, this, sub, [start, end], text::find)
        }

        /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].
        ///
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        ///
        /// Raise ValueError if the subsection is not found.
        #[native($class, "rindex(self, sub[, start[, end]], /)")]
        fn rindex(
            cx: &mut Cx,
            this: &'static $type,
            sub: Value,
            start: Bound,
            end: Bound,
        ) -> R<usize> {
            find::place_or_error(cx, this, sub, [start, end], text::rfind)
        }

        /// Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].
        ///
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        #[native($class, "count(self, sub[, start[, end]], /)")]
        fn count(
            cx: &mut Cx,
            this: &'static $type,
            sub: Value,
            start: Bound,
            end: Bound,
        ) -> R<usize> {
            find::count(cx, this, sub, [start, end])
        }

        /// Return True if the bytes starts with the specified prefix, False otherwise.
        ///
        ///   prefix
        ///     A bytes or a tuple of bytes to try.
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        #[native($class, "startswith(self, prefix[, start[, end]], /)")]
        fn startswith(
            cx: &mut Cx,
            this: &'static $type,
            prefix: Value,
            start: Bound,
            end: Bound,
        ) -> R<bool> {
            find::has_end(cx, this, prefix, [start, end], find::PREFIX)
        }

        /// Return True if the bytes ends with the specified suffix, False otherwise.
        ///
        ///   suffix
        ///     A bytes or a tuple of bytes to try.
        ///   start
        ///     Optional start position. Default: start of the bytes.
        ///   end
        ///     Optional stop position. Default: end of the bytes.
        #[native($class, "endswith(self, suffix[, start[, end]], /)")]
        fn endswith(
            cx: &mut Cx,
            this: &'static $type,
            suffix: Value,
            start: Bound,
            end: Bound,
        ) -> R<bool> {
            find::has_end(cx, this, suffix, [start, end], find::SUFFIX)
        }

        /// Return a bytes object with the given prefix string removed if present.
        ///
        /// If the bytes starts with the prefix string, return
        /// bytes[len(prefix):].  Otherwise, return a copy of the original
        /// bytes.
        #[native($class, "removeprefix(self, prefix, /)")]
        fn removeprefix(cx: &mut Cx, this: &'static $type, prefix: Value) -> R {
            find::remove(cx, this, prefix, text::remove_prefix)
        }

        /// Return a bytes object with the given suffix string removed if present.
        ///
        /// If the bytes ends with the suffix string and that suffix is not
        /// empty, return bytes[:-len(prefix)].  Otherwise, return a copy of the
        /// original bytes.
        #[native($class, "removesuffix(self, suffix, /)")]
        fn removesuffix(cx: &mut Cx, this: &'static $type, suffix: Value) -> R {
            find::remove(cx, this, suffix, text::remove_suffix)
        }

        /// B.lower() -> copy of B
        ///
        /// Return a copy of B with all ASCII characters converted to lowercase.
        #[native($class, "lower(self, /)")]
        fn lower(cx: &mut Cx, this: &'static $type) -> R {
            case::mapped(cx, this, bytes::lower)
        }

        /// B.upper() -> copy of B
        ///
        /// Return a copy of B with all ASCII characters converted to uppercase.
        #[native($class, "upper(self, /)")]
        fn upper(cx: &mut Cx, this: &'static $type) -> R {
            case::mapped(cx, this, bytes::upper)
        }

        /// B.swapcase() -> copy of B
        ///
        /// Return a copy of B with uppercase ASCII characters converted
        /// to lowercase ASCII and vice versa.
        #[native($class, "swapcase(self, /)")]
        fn swapcase(cx: &mut Cx, this: &'static $type) -> R {
            case::mapped(cx, this, bytes::swapcase)
        }

        /// B.title() -> copy of B
        ///
        /// Return a titlecased version of B, i.e. ASCII words start with
        /// uppercase characters, all remaining cased characters have lowercase.
        #[native($class, "title(self, /)")]
        fn title(cx: &mut Cx, this: &'static $type) -> R {
            case::mapped(cx, this, bytes::title)
        }

        /// B.capitalize() -> copy of B
        ///
        /// Return a copy of B with only its first character capitalized (ASCII)
        /// and the rest lower-cased.
        #[native($class, "capitalize(self, /)")]
        fn capitalize(cx: &mut Cx, this: &'static $type) -> R {
            case::mapped(cx, this, bytes::capitalize)
        }

        /// B.isalnum() -> bool
        ///
        /// Return True if all characters in B are alphanumeric
        /// and there is at least one character in B, False otherwise.
        #[native($class, "isalnum(self, /)")]
        fn isalnum(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_alphanumeric)
        }

        /// B.isalpha() -> bool
        ///
        /// Return True if all characters in B are alphabetic
        /// and there is at least one character in B, False otherwise.
        #[native($class, "isalpha(self, /)")]
        fn isalpha(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_alpha)
        }

        /// B.isdigit() -> bool
        ///
        /// Return True if all characters in B are digits
        /// and there is at least one character in B, False otherwise.
        #[native($class, "isdigit(self, /)")]
        fn isdigit(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_digit)
        }

        /// B.islower() -> bool
        ///
        /// Return True if all cased characters in B are lowercase and there is
        /// at least one cased character in B, False otherwise.
        #[native($class, "islower(self, /)")]
        fn islower(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_lower)
        }

        /// B.isspace() -> bool
        ///
        /// Return True if all characters in B are whitespace
        /// and there is at least one character in B, False otherwise.
        #[native($class, "isspace(self, /)")]
        fn isspace(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_whitespace)
        }

        /// B.istitle() -> bool
        ///
        /// Return True if B is a titlecased string and there is at least one
        /// character in B, i.e. uppercase characters may only follow uncased
        /// characters and lowercase characters only cased ones. Return False
        /// otherwise.
        #[native($class, "istitle(self, /)")]
        fn istitle(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_title)
        }

        /// B.isupper() -> bool
        ///
        /// Return True if all cased characters in B are uppercase and there is
        /// at least one cased character in B, False otherwise.
        #[native($class, "isupper(self, /)")]
        fn isupper(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, bytes::is_upper)
        }

        /// B.isascii() -> bool
        ///
        /// Return True if B is empty or all characters in B are ASCII,
        /// False otherwise.
        #[native($class, "isascii(self, /)")]
        fn isascii(cx: &mut Cx, this: &'static $type) -> R<bool> {
            case::holds(cx, this, <[u8]>::is_ascii)
        }

        /// Return a list of the sections in the bytes, using sep as the delimiter.
        ///
        ///   sep
        ///     The delimiter according which to split the bytes.
        ///     None (the default value) means split on ASCII whitespace
        ///     characters (space, tab, return, newline, formfeed, vertical tab).
        ///   maxsplit
        ///     Maximum number of splits to do.
        ///     -1 (the default value) means no limit.
        #[native($class, "split(self, /, sep=None, maxsplit=-1)")]
        fn split(
            cx: &mut Cx,
            this: &'static $type,
            sep: Value,
            maxsplit: isize,
        ) -> R<&'static List> {
            split::split(cx, this, sep, maxsplit)
        }

        /// Return a list of the sections in the bytes, using sep as the delimiter.
        ///
        ///   sep
        ///     The delimiter according which to split the bytes.
        ///     None (the default value) means split on ASCII whitespace
        ///     characters (space, tab, return, newline, formfeed, vertical tab).
        ///   maxsplit
        ///     Maximum number of splits to do.
        ///     -1 (the default value) means no limit.
        ///
        /// Splitting is done starting at the end of the bytes and working to
        /// the front.
        #[native($class, "rsplit(self, /, sep=None, maxsplit=-1)")]
        fn rsplit(
            cx: &mut Cx,
            this: &'static $type,
            sep: Value,
            maxsplit: isize,
        ) -> R<&'static List> {
            split::rsplit(cx, this, sep, maxsplit)
        }

        /// Return a list of the lines in the bytes, breaking at line boundaries.
        ///
        /// Line breaks are not included in the resulting list unless keepends
        /// is given and true.
        #[native($class, "splitlines(self, /, keepends=False)")]
        fn splitlines(cx: &mut Cx, this: &'static $type, keepends: bool) -> R<&'static List> {
            split::splitlines(cx, this, keepends)
        }

        /// Partition the bytes into three parts using the given separator.
        ///
        /// This will search for the separator sep in the bytes.  If the
        /// separator is found, returns a 3-tuple containing the part before the
        /// separator, the separator itself, and the part after it.
        ///
        /// If the separator is not found, returns a 3-tuple containing the
        /// original bytes object and two empty bytes objects.
        #[native($class, "partition(self, sep, /)")]
        fn partition(cx: &mut Cx, this: &'static $type, sep: Value) -> R {
            split::three_parts(cx, this, sep, true)
        }

        /// Partition the bytes into three parts using the given separator.
        ///
        /// This will search for the separator sep in the bytes, starting at the
        /// end.  If the separator is found, returns a 3-tuple containing the
        /// part before the separator, the separator itself, and the part after
        /// it.
        ///
        /// If the separator is not found, returns a 3-tuple containing two
        /// empty bytes objects and the original bytes object.
        #[native($class, "rpartition(self, sep, /)")]
        fn rpartition(cx: &mut Cx, this: &'static $type, sep: Value) -> R {
            split::three_parts(cx, this, sep, false)
        }

        /// Strip leading and trailing bytes contained in the argument.
        ///
        /// If the argument is omitted or None, strip leading and trailing ASCII
        /// whitespace.
        #[native($class, "strip(self, bytes=None, /)")]
        fn strip(cx: &mut Cx, this: &'static $type, bytes: Value) -> R {
            split::strip(cx, this, bytes, text::Ends::Both)
        }

        /// Strip leading bytes contained in the argument.
        ///
        /// If the argument is omitted or None, strip leading ASCII whitespace.
        #[native($class, "lstrip(self, bytes=None, /)")]
        fn lstrip(cx: &mut Cx, this: &'static $type, bytes: Value) -> R {
            split::strip(cx, this, bytes, text::Ends::Left)
        }

        /// Strip trailing bytes contained in the argument.
        ///
        /// If the argument is omitted or None, strip trailing ASCII whitespace.
        #[native($class, "rstrip(self, bytes=None, /)")]
        fn rstrip(cx: &mut Cx, this: &'static $type, bytes: Value) -> R {
            split::strip(cx, this, bytes, text::Ends::Right)
        }

        /// Return a centered string of length width.
        ///
        /// Padding is done using the specified fill character.
        #[native($class, "center(self, width, fillchar=b' ', /)")]
        fn center(cx: &mut Cx, this: &'static $type, width: isize, fillchar: Fill) -> R {
            pad::padded(cx, this, width, |text, width| {
                bytes::center(text, width, fillchar.0)
            })
        }

        /// Return a left-justified string of length width.
        ///
        /// Padding is done using the specified fill character.
        #[native($class, "ljust(self, width, fillchar=b' ', /)")]
        fn ljust(cx: &mut Cx, this: &'static $type, width: isize, fillchar: Fill) -> R {
            pad::padded(cx, this, width, |text, width| {
                bytes::left_justify(text, width, fillchar.0)
            })
        }

        /// Return a right-justified string of length width.
        ///
        /// Padding is done using the specified fill character.
        #[native($class, "rjust(self, width, fillchar=b' ', /)")]
        fn rjust(cx: &mut Cx, this: &'static $type, width: isize, fillchar: Fill) -> R {
            pad::padded(cx, this, width, |text, width| {
                bytes::right_justify(text, width, fillchar.0)
            })
        }

        /// Pad a numeric string with zeros on the left, to fill a field of the given width.
        ///
        /// The original string is never truncated.
        #[native($class, "zfill(self, width, /)")]
        fn zfill(cx: &mut Cx, this: &'static $type, width: isize) -> R {
            pad::padded(cx, this, width, bytes::zero_fill)
        }

        /// Return a copy where all tab characters are expanded using spaces.
        ///
        /// If tabsize is not given, a tab size of 8 characters is assumed.
        #[native($class, "expandtabs(self, /, tabsize=8)")]
        fn expandtabs(cx: &mut Cx, this: &'static $type, tabsize: i32) -> R {
            pad::expandtabs(cx, this, tabsize)
        }

        /// Return a copy with all occurrences of substring old replaced by new.
        ///
        ///   count
        ///     Maximum number of occurrences to replace.
        ///     -1 (the default value) means replace all occurrences.
        ///
        /// If the optional argument count is given, only the first count occurrences are
        /// replaced.
        #[native($class, "replace(self, old, new, count=-1, /)")]
        fn replace(cx: &mut Cx, this: &'static $type, old: Value, new: Value, count: isize) -> R {
            pad::replace(cx, this, old, new, count)
        }

        /// Return a copy with each character mapped by the given translation table.
        ///
        ///   table
        ///     Translation table, which must be a bytes object of length 256.
        ///
        /// All characters occurring in the optional argument delete are
        /// removed.  The remaining characters are mapped through the given
        /// translation table.
        #[native($class, "translate(self, table, /, delete=b'')")]
        fn translate(cx: &mut Cx, this: &'static $type, table: Value, delete: Option<Value>) -> R {
            pad::translate(cx, this, table, delete)
        }

        /// Return a translation table usable for the bytes or bytearray translate method.
        ///
        /// The returned table will be one where each byte in frm is mapped to
        /// the byte at the same position in to.
        ///
        /// The bytes objects frm and to must be of the same length.
        #[native($class, "maketrans(frm, to, /)", staticmethod)]
        fn maketrans(cx: &mut Cx, frm: Value, to: Value) -> R {
            pad::maketrans(cx, frm, to)
        }

        /// Concatenate any number of bytes objects.
        ///
        /// The bytes whose method is called is inserted in between each pair.
        ///
        /// The result is returned as a new bytes object.
        ///
        /// Example: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.
        #[native($class, "join(self, iterable_of_bytes, /)")]
        fn join(cx: &mut Cx, this: &'static $type, iterable_of_bytes: Value) -> R {
            join::join(cx, this, iterable_of_bytes)
        }

        /// Decode the bytes using the codec registered for encoding.
        ///
        ///   encoding
        ///     The encoding with which to decode the bytes.
        ///   errors
        ///     The error handling scheme to use for the handling of decoding
        ///     errors.  The default is 'strict' meaning that decoding errors
        ///     raise a UnicodeDecodeError.  Other possible values are 'ignore'
        ///     and 'replace' as well as any other name registered with
        ///     codecs.register_error that can handle UnicodeDecodeErrors.
        #[native($class, "decode(self, /, encoding='utf-8', errors='strict')")]
        fn decode(
            cx: &mut Cx,
            this: &'static $type,
            encoding: Option<&'static Str>,
            errors: Option<&'static Str>,
        ) -> R<&'static Str> {
            join::decode(cx, this, encoding, errors)
        }

        /// Create a string of hexadecimal numbers from a bytes object.
        ///
        ///   sep
        ///     An optional single character or byte to separate hex bytes.
        ///   bytes_per_sep
        ///     How many bytes between separators.  Positive values count from
        ///     the right, negative values count from the left.
        ///
        /// Example:
        /// >>> value = b'\xb9\x01\xef'
        /// >>> value.hex()
        /// 'b901ef'
        /// >>> value.hex(':')
        /// 'b9:01:ef'
        /// >>> value.hex(':', 2)
        /// 'b9:01ef'
        /// >>> value.hex(':', -2)
        /// 'b901:ef'
        #[native($class, "hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
        fn hex(
            cx: &mut Cx,
            this: &'static $type,
            sep: Option<Value>,
            bytes_per_sep: i32,
        ) -> R<&'static Str> {
            hex::of_bytes(cx, this, sep, bytes_per_sep)
        }
    };
}
pub(crate) use byte_methods;
