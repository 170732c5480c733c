//! Unicode 3.2.0, as differences from today's.

use super::{Number, OLD_NORMAL, OLD_NUMBERS, OLD_RECORDS, Record, Version};
use std::cmp::Ordering;

/// The record of `code`. That of version 3.2.0 says nothing of case and of numbers.
pub(super) fn record_of(version: Version, code: u32) -> &'static Record {
    match version {
        Version::Current => super::record(code),
        Version::Old => {
            // Runs leave out what is unassigned, and so is the last code point but two.
            let unassigned = || super::record(0x10_FFFF);
            in_runs(&OLD_RECORDS, code).unwrap_or_else(unassigned)
        }
    }
}

/// The numeric values of `code`, where the version's differ from today's.
pub(super) fn number(version: Version, code: u32) -> Option<&'static Number> {
    match version {
        Version::Current => None,
        Version::Old => in_runs(&OLD_NUMBERS, code),
    }
}

/// The canonical decomposition of `code`, where the version's differs from today's.
pub(super) fn normal(version: Version, code: u32) -> Option<u32> {
    if version == Version::Current {
        return None;
    }
    let place = OLD_NORMAL.binary_search_by_key(&code, |&(code, _)| code);
    place.ok().map(|place| OLD_NORMAL[place].1)
}

fn in_runs<T>(runs: &'static [(u32, u32, T)], code: u32) -> Option<&'static T> {
    let place = runs.binary_search_by(|&(first, last, _)| {
        if code < first {
            Ordering::Greater
        } else if code > last {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    });
    place.ok().map(|place| &runs[place].2)
}
