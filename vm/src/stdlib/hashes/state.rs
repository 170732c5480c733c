//! The states of algorithms.

use crate::cx::{Cx, R};
use crate::native::{ArgPlace, FromArg};
use crate::objects::native_box::{self, Native, NativeBox};
use crate::objects::str::Str;
use crate::protocol::buffer;
use crate::value::Value;
use ::sha2::digest::{Digest, ExtendableOutput, Update, XofReader};
use std::borrow::Cow;

/// What an algorithm has taken in so far.
pub(super) trait Hasher: Send + Sync + 'static {
    /// Takes in more.
    fn update(&mut self, data: &[u8]);

    /// The digest; of algorithms that can give any number of bytes, `length` of them.
    fn digest(&self, length: usize) -> Vec<u8>;

    /// Bytes in a digest, 0 if that is up to the caller.
    fn size(&self) -> usize;

    /// The same state again.
    fn copy(&self) -> Box<dyn Hasher>;
}

/// An algorithm whose digests have one length.
#[derive(Clone)]
pub(super) struct Fixed<D>(pub(super) D);

impl<D: Digest + Clone + Send + Sync + 'static> Hasher for Fixed<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn size(&self) -> usize {
        <D as Digest>::output_size()
    }

    fn copy(&self) -> Box<dyn Hasher> {
        Box::new(self.clone())
    }
}

/// An algorithm that gives as many bytes as are wanted.
#[derive(Clone)]
pub(super) struct Extendable<D>(pub(super) D);

impl<D: ExtendableOutput + Update + Clone + Send + Sync + 'static> Hasher for Extendable<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self, length: usize) -> Vec<u8> {
        let mut digest = vec![0; length];
        self.0.clone().finalize_xof().read(&mut digest);
        digest
    }

    fn size(&self) -> usize {
        0
    }

    fn copy(&self) -> Box<dyn Hasher> {
        Box::new(self.clone())
    }
}

/// A state in a box.
pub(super) struct State(pub(super) Box<dyn Hasher>);

impl Native for State {
    fn bytes(&self) -> usize {
        size_of_val(&*self.0) + size_of::<State>()
    }
}

impl State {
    /// The box as a value.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn boxed(self, cx: &mut Cx) -> R<&'static NativeBox> {
        native_box::hidden(cx, Box::new(self))
    }
}

/// What is to be hashed.
pub(super) struct Data(pub(super) Cow<'static, [u8]>);

impl FromArg for Data {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        if cx.payload::<Str>(value)?.is_some() {
            return Err(cx.type_error(format_args!("Strings must be encoded before hashing")));
        }
        match buffer::contents(cx, value)? {
            Some(data) => Ok(Data(data)),
            None => Err(cx.type_error(format_args!("object supporting the buffer API required"))),
        }
    }
}

/// The one of the two arguments that was given, if one was.
///
/// # Errors
/// TypeError if both were.
pub(super) fn either(cx: &mut Cx, data: Option<Data>, string: Option<Data>) -> R<Option<Data>> {
    match (data, string) {
        (Some(_), Some(_)) => Err(cx.type_error(format_args!(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
        ))),
        (data, string) => Ok(data.or(string)),
    }
}
