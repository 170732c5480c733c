//! The methods that `bytearray` has as well.

use super::base::{BYTES, Bytes};
use crate::cx::{Cx, R};
use crate::value::Value;

super::shared::byte_methods!(BYTES, Bytes);
