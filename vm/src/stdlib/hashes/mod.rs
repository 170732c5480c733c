//! Digests: the modules behind `hashlib`, as it is without OpenSSL.
//!
//! A hash object has one slot, with a box that holds the algorithm's state. Such a state never changes:
//! an update makes a new one, so that a transaction that is rolled back puts the old one back. States
//! are a few hundred bytes, so that costs little beside the hashing.

mod blake2;
mod md5;
mod object;
mod sha1;
mod sha2;
mod sha3;
mod state;
