//! The methods that `bytes` has as well.

use super::base::{BYTEARRAY, ByteArray};
use crate::cx::{Cx, R};
use crate::value::Value;

crate::objects::bytes::shared::byte_methods!(BYTEARRAY, ByteArray);
