//! "Did you mean": which known name a wrong one was meant to be.
//!
//! Levenshtein's distance with cheaper changes of case, and CPython's limits, so that the same names
//! are suggested.

/// The cost of inserting, deleting or replacing a byte.
const MOVE: usize = 2;
/// The cost of changing the case of a letter.
const CASE: usize = 1;
/// What remains of longer names after what they have in common is not compared.
const LONGEST: usize = 40;
/// Among so many names nothing is suggested.
const MOST_CANDIDATES: usize = 750;

/// The candidate that `name` is most like, if it is like one.
pub fn closest<'a>(candidates: impl IntoIterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    let mut best = None;
    let mut best_distance = usize::MAX;
    for (count, candidate) in candidates.into_iter().enumerate() {
        if count + 1 == MOST_CANDIDATES {
            return None;
        }
        if candidate == name {
            continue;
        }
        // No more than a third of the bytes may change, and a tie goes to the first.
        let limit = ((name.len() + candidate.len() + 3) * MOVE / 6).min(best_distance - 1);
        if let Some(distance) = distance(name.as_bytes(), candidate.as_bytes(), limit) {
            best = Some(candidate);
            best_distance = distance;
        }
    }
    best
}

/// The distance of two names, unless it is above the limit.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Some(long.len() * MOVE).filter(|distance| *distance <= limit);
    }
    if long.len() > LONGEST || (long.len() - short.len()) * MOVE > limit {
        return None;
    }
    // One row of the table: the costs of turning the prefixes of `short` into what was read of `long`.
    let mut row: Vec<usize> = (1..=short.len()).map(|length| length * MOVE).collect();
    let mut result = 0;
    for (index, byte) in long.iter().enumerate() {
        let mut diagonal = index * MOVE;
        result = diagonal;
        let mut least = usize::MAX;
        for (other, cell) in short.iter().zip(&mut row) {
            let replaced = diagonal + replacement(*byte, *other);
            diagonal = *cell;
            result = replaced.min(result.min(diagonal) + MOVE);
            *cell = result;
            least = least.min(result);
        }
        if least > limit {
            return None;
        }
    }
    Some(result).filter(|distance| *distance <= limit)
}

fn replacement(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions() {
        let names = ["sep", "maxsplit", "Key", "keys"];
        assert_eq!(closest(names, "max_split"), Some("maxsplit"));
        assert_eq!(closest(names, "key"), Some("Key"), "case is cheap");
        assert_eq!(closest(names, "kye"), None, "two replacements are too many");
        assert_eq!(closest(names, "spe"), None);
        assert_eq!(closest(["sep"], "sepp"), Some("sep"));
        assert_eq!(closest(["key"], "key"), None, "it is no suggestion itself");
        assert_eq!(closest(["ab", "ac"], "a"), Some("ab"));
        assert_eq!(
            closest(["abc", "abd"], "abe"),
            Some("abc"),
            "the first of equals"
        );
        assert_eq!(closest([], "a"), None);
    }
}
