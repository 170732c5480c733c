//! The builtin error handlers as functions, which `lookup_error` gives. (Codecs do not call them: they
//! know what the names mean.)

use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::{
    UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR,
};
use crate::objects::exception::{self, fields};
use crate::objects::int::to_int;
use crate::objects::str::{Str, checked, made, to_string};
use crate::protocol::{is_instance, type_name};
use crate::value::Value;
use std::ops::Range;
use tython_text::codecs::{Fault, Handler, Refusal, Replacement};
use tython_text::{Builder, Text};

/// What an exception is about.
enum Subject {
    Encode(&'static Str),
    Decode(&'static Bytes),
    Translate(&'static Str),
}

impl Subject {
    /// `None` if the value is no such exception.
    fn of(cx: &mut Cx, exception: Value) -> R<Option<Subject>> {
        let is_encode = is_instance(cx, exception, &UNICODE_ENCODE_ERROR)?;
        if is_encode || is_instance(cx, exception, &UNICODE_TRANSLATE_ERROR)? {
            let object = exception::field(cx, exception, fields::UNICODE_OBJECT)?;
            let Some(text) = cx.payload::<Str>(object)? else {
                return Err(cx.type_error(format_args!(
                    "UnicodeError 'object' attribute must be a string"
                )));
            };
            return Ok(Some(match is_encode {
                true => Subject::Encode(text),
                false => Subject::Translate(text),
            }));
        }
        if !is_instance(cx, exception, &UNICODE_DECODE_ERROR)? {
            return Ok(None);
        }
        let object = exception::field(cx, exception, fields::UNICODE_OBJECT)?;
        match cx.payload::<Bytes>(object)? {
            Some(bytes) => Ok(Some(Subject::Decode(bytes))),
            None => Err(cx.type_error(format_args!(
                "UnicodeError 'object' attribute must be a bytes"
            ))),
        }
    }

    fn len(&self) -> usize {
        match self {
            Subject::Encode(text) | Subject::Translate(text) => text.len(),
            Subject::Decode(bytes) => bytes.as_slice().len(),
        }
    }

    /// The part in question, cut to what there is.
    fn range(&self, cx: &mut Cx, exception: Value) -> R<Range<usize>> {
        let length = self.len();
        let mut place = |field: usize| -> R<usize> {
            let value = exception::field(cx, exception, field)?;
            let number = to_int(value).and_then(|int| int.to_i64()).unwrap_or(0);
            Ok(usize::try_from(number).unwrap_or(0).min(length))
        };
        let start = place(fields::UNICODE_START)?;
        let end = place(fields::UNICODE_END)?;
        let start = start.min(length.saturating_sub(1));
        let end = end.max(1).min(length);
        Ok(start..end.max(start))
    }
}

#[cold]
fn refuse(cx: &mut Cx, exception: Value) -> R<Exit> {
    let class = type_name(cx, exception)?;
    Ok(cx.type_error(format_args!(
        "don't know how to handle {class} in error callback"
    )))
}

/// What a handler makes of an exception: the replacement, and where to go on.
fn handle(cx: &mut Cx, exception: Value, handler: Handler) -> R {
    let Some(subject) = Subject::of(cx, exception)? else {
        return Err(refuse(cx, exception)?);
    };
    let range = subject.range(cx, exception)?;
    let encoding = exception::field(cx, exception, fields::UNICODE_ENCODING)?;
    let encoding = to_string(encoding);
    let fault = Fault {
        start: range.start,
        end: range.end,
        reason: "",
    };
    let answer = match subject {
        Subject::Encode(text) => encoded(cx, handler, &encoding, text.text(), fault)?,
        Subject::Translate(text) => match handler {
            Handler::Ignore | Handler::BackslashReplace => {
                encoded(cx, handler, &encoding, text.text(), fault)?
            }
            Handler::Replace => {
                let mut marks = Builder::new();
                marks.push_repeated(0xFFFD, range.len());
                let marks = made(cx, marks.finish(), "string is too long")?;
                Ok((Value::from(marks), range.end))
            }
            _ => Err(Refusal::WrongDirection),
        },
        Subject::Decode(bytes) => {
            let mut out = Builder::new();
            match handler.decode(&encoding, bytes.as_slice(), fault, &mut out) {
                Ok(next) => {
                    let text = made(cx, out.finish(), "string is too long")?;
                    Ok((Value::from(text), next))
                }
                Err(refusal) => Err(refusal),
            }
        }
    };
    match answer {
        Ok((replacement, next)) => cx.tuple(&[replacement, Value::index(next)]),
        Err(Refusal::Raise(_)) => Err(cx.raise(exception)),
        Err(Refusal::WrongDirection) => Err(refuse(cx, exception)?),
        Err(Refusal::Size(error)) => checked(cx, Err(error), "string is too long"),
    }
}

fn encoded(
    cx: &mut Cx,
    handler: Handler,
    encoding: &str,
    text: Text<'_>,
    fault: Fault,
) -> R<Result<(Value, usize), Refusal>> {
    Ok(match handler.encode(encoding, text, fault) {
        Ok((Replacement::Text(text), next)) => {
            let text = made(cx, Ok(text), "string is too long")?;
            Ok((Value::from(text), next))
        }
        Ok((Replacement::Bytes(bytes), next)) => Ok((bytes::new(cx, &bytes)?, next)),
        Err(refusal) => Err(refusal),
    })
}

/// Implements the 'strict' error handling, which raises a UnicodeError on coding errors.
#[native(module = "_codecs.handlers", "strict_errors(exception, /)", opaque)]
fn strict_errors(cx: &mut Cx, exception: Value) -> R {
    match exception::is_exception(exception) {
        true => Err(cx.raise(exception)),
        false => Err(cx.type_error(format_args!("codec must pass exception instance"))),
    }
}

macro_rules! handlers {
    ($($(#[doc = $doc:literal])* $name:ident $signature:literal: $handler:ident;)*) => {
        $(
            $(#[doc = $doc])*
            #[native(module = "_codecs.handlers", $signature, opaque)]
            fn $name(cx: &mut Cx, exception: Value) -> R {
                handle(cx, exception, Handler::$handler)
            }
        )*
    };
}

handlers! {
    /// Implements the 'ignore' error handling, which ignores malformed data and continues.
    ignore_errors "ignore_errors(exception, /)": Ignore;
    /// Implements the 'replace' error handling, which replaces malformed data with a replacement marker.
    replace_errors "replace_errors(exception, /)": Replace;
    /// Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.
    xmlcharrefreplace_errors "xmlcharrefreplace_errors(exception, /)": XmlCharRefReplace;
    /// Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.
    backslashreplace_errors "backslashreplace_errors(exception, /)": BackslashReplace;
    /// Implements the 'namereplace' error handling, which replaces an unencodable character with a \N{...} escape sequence.
    namereplace_errors "namereplace_errors(exception, /)": NameReplace;
    surrogatepass "surrogatepass(exception, /)": SurrogatePass;
    surrogateescape "surrogateescape(exception, /)": SurrogateEscape;
}
