//! Every finder against the definition, on alphabets small enough for near misses.

use super::two_way::TwoWay;
use super::wide::View;
use super::*;

/// The words of up to `length` letters over two letters.
fn words(length: u32) -> impl Iterator<Item = Vec<u16>> {
    (0..=length).flat_map(|length| {
        (0..1u32 << length).map(move |bits| {
            (0..length)
                .map(|at| if bits >> at & 1 == 0 { 0x100 } else { 0x1 })
                .collect()
        })
    })
}

fn places(hay: &[u16], needle: &[u16]) -> Vec<usize> {
    let last = (hay.len() + 1).saturating_sub(needle.len());
    (0..last)
        .filter(|&at| hay[at..].starts_with(needle))
        .collect()
}

#[test]
fn finders_agree_with_the_definition() {
    for hay in words(9) {
        for needle in words(5) {
            let expected = places(&hay, &needle);
            let case = format!("{hay:?} {needle:?}");
            assert_eq!(find(&hay, &needle), expected.first().copied(), "{case}");
            assert_eq!(rfind(&hay, &needle), expected.last().copied(), "{case}");
            let (bytes, byte_needle): (Vec<u8>, Vec<u8>) = (
                hay.iter().map(|&unit| unit as u8).collect(),
                needle.iter().map(|&unit| unit as u8).collect(),
            );
            assert_eq!(
                find(&bytes, &byte_needle),
                expected.first().copied(),
                "{case}"
            );
            assert_eq!(
                rfind(&bytes, &byte_needle),
                expected.last().copied(),
                "{case}"
            );
            assert_eq!(count(&bytes, &byte_needle), count(&hay, &needle), "{case}");
        }
    }
}

#[test]
fn two_way_finds_the_first_place() {
    for hay in words(9) {
        for needle in words(6).filter(|needle| needle.len() > 1) {
            let view = View::<_, false>(&needle);
            let found = TwoWay::new(view).find(View(&hay), view, 0);
            assert_eq!(
                found,
                places(&hay, &needle).first().copied(),
                "{hay:?} {needle:?}"
            );
        }
    }
}

#[test]
fn long_periodic_texts_are_searched_in_linear_time() {
    // A quadratic search would take minutes.
    let hay: Vec<u32> = vec![0x1F600; 2_000_000];
    let mut needle = vec![0x1F600; 100_000];
    needle.push(0x1F601);
    assert_eq!(find(&hay, &needle), None);
    needle.insert(0, 0x1F601);
    needle.pop();
    assert_eq!(rfind(&hay, &needle), None);
}

#[test]
fn matches_do_not_overlap() {
    let hay: Vec<u32> = "aaaaa".chars().map(u32::from).collect();
    assert_eq!(Matches::new(&hay, &hay[..2]).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(count(&hay, &hay[..2]), 2);
    assert_eq!(count(&hay, &[]), 6);
    assert_eq!(Matches::new(&hay, &[]).count(), 0);
}

#[test]
fn scans_find_in_every_block() {
    for length in [0, 1, 31, 32, 33, 63, 64, 65, 100] {
        for place in 0..length {
            let mut units = vec![7u16; length];
            units[place] = 300;
            assert_eq!(u16::find_unit(&units, 300), Some(place));
            assert_eq!(u16::rfind_unit(&units, 300), Some(place));
            assert_eq!(u16::find_unit(&units, 301), None);
            assert_eq!(u16::rfind_unit(&units, 301), None);
        }
    }
}
