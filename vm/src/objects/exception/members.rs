//! Fields of exceptions as attributes that anybody may read, set and delete; unset ones read as None.

use super::classes::{
    ATTRIBUTE_ERROR, BASE_EXCEPTION_GROUP, IMPORT_ERROR, NAME_ERROR, OS_ERROR, STOP_ITERATION,
    SYNTAX_ERROR, SYSTEM_EXIT, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR,
};
use super::fields;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::value::Value;

macro_rules! readable {
    ($($class:ident $name:literal $field:ident;)*) => {
        $(
            const _: () = {
                #[native($class, $name, getter, effect = reads)]
                fn get(cx: &mut Cx, this: &'static Instance) -> R {
                    Ok(this.get(cx, fields::$field)?.bound().unwrap_or(Value::NONE))
                }
            };
        )*
    };
}

/// Attributes that can only be read.
macro_rules! read_only {
    ($($class:ident $name:literal $field:ident;)*) => {
        readable! {
            $($class $name $field;)*
        }
        $(
            const _: () = {
                #[native($class, $name, setter, effect = pure)]
                fn set(cx: &mut Cx, _this: &'static Instance, _value: Value) -> R<()> {
                    Err(cx.attribute_error(format_args!("readonly attribute")))
                }

                #[native($class, $name, deleter, effect = pure)]
                fn delete(cx: &mut Cx, _this: &'static Instance) -> R<()> {
                    Err(cx.attribute_error(format_args!("readonly attribute")))
                }
            };
        )*
    };
}

macro_rules! members {
    ($($class:ident $name:literal $field:ident;)*) => {
        readable! {
            $($class $name $field;)*
        }
        $(
            const _: () = {
                #[native($class, $name, setter, effect = writes)]
                fn set(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
                    this.set(cx, fields::$field, value)
                }

                #[native($class, $name, deleter, effect = writes)]
                fn delete(cx: &mut Cx, this: &'static Instance) -> R<()> {
                    this.set(cx, fields::$field, Value::UNBOUND)
                }
            };
        )*
    };
}

members! {
    STOP_ITERATION "value" FIRST;
    SYSTEM_EXIT "code" FIRST;
    NAME_ERROR "name" FIRST;
    ATTRIBUTE_ERROR "name" FIRST;
    ATTRIBUTE_ERROR "obj" ATTRIBUTE_OBJ;
    IMPORT_ERROR "msg" IMPORT_MSG;
    IMPORT_ERROR "name" IMPORT_NAME;
    IMPORT_ERROR "path" IMPORT_PATH;
    IMPORT_ERROR "name_from" IMPORT_NAME_FROM;
    OS_ERROR "errno" OS_ERRNO;
    OS_ERROR "strerror" OS_STRERROR;
    OS_ERROR "filename" OS_FILENAME;
    OS_ERROR "filename2" OS_FILENAME2;
    SYNTAX_ERROR "msg" SYNTAX_MSG;
    SYNTAX_ERROR "filename" SYNTAX_FILENAME;
    SYNTAX_ERROR "lineno" SYNTAX_LINENO;
    SYNTAX_ERROR "offset" SYNTAX_OFFSET;
    SYNTAX_ERROR "text" SYNTAX_TEXT;
    SYNTAX_ERROR "end_lineno" SYNTAX_END_LINENO;
    SYNTAX_ERROR "end_offset" SYNTAX_END_OFFSET;
    SYNTAX_ERROR "print_file_and_line" SYNTAX_PRINT;
    SYNTAX_ERROR "_metadata" SYNTAX_METADATA;
    UNICODE_ENCODE_ERROR "encoding" UNICODE_ENCODING;
    UNICODE_ENCODE_ERROR "object" UNICODE_OBJECT;
    UNICODE_ENCODE_ERROR "reason" UNICODE_REASON;
    UNICODE_DECODE_ERROR "encoding" UNICODE_ENCODING;
    UNICODE_DECODE_ERROR "object" UNICODE_OBJECT;
    UNICODE_DECODE_ERROR "reason" UNICODE_REASON;
    UNICODE_TRANSLATE_ERROR "encoding" UNICODE_ENCODING;
    UNICODE_TRANSLATE_ERROR "object" UNICODE_OBJECT;
    UNICODE_TRANSLATE_ERROR "reason" UNICODE_REASON;
}

read_only! {
    BASE_EXCEPTION_GROUP "message" GROUP_MESSAGE;
    BASE_EXCEPTION_GROUP "exceptions" GROUP_EXCEPTIONS;
}
