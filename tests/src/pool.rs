//! A few things at a time.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Calls `work` on each item, `width` at a time, and returns the answers in the items' order.
pub fn map<T: Sync, R: Send>(width: usize, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let waiting = Mutex::new(items.iter().enumerate());
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let mut answers: Vec<(usize, R)> = thread::scope(|scope| {
        let shift = || {
            let turns = std::iter::from_fn(next);
            turns.map(|(index, item)| (index, work(item))).collect()
        };
        let workers: Vec<_> = (0..width.max(1)).map(|_| scope.spawn(shift)).collect();
        let shifts = workers.into_iter().map(|worker| {
            let shift: Vec<(usize, R)> = worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            shift
        });
        shifts.flatten().collect()
    });
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    #[test]
    fn answers_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..100).collect();
        let squares = super::map(3, &items, |item| item * item);
        assert_eq!(
            squares,
            (0..100).map(|item| item * item).collect::<Vec<u64>>()
        );
    }

    #[test]
    fn two_run_at_a_time() {
        // Each waits for the other: one at a time would never end.
        let both = Barrier::new(2);
        super::map(2, &[(), ()], |()| both.wait());
    }
}
