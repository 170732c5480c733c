//! What is marked and not traced yet, as far as it is not in one marker's hands: packets of work that
//! markers give each other, and that mutators leave.
//!
//! A marker works on a stack of its own, gives a part of it away when others have none, and takes a packet
//! when it has none itself. It returns when all markers are without work at one moment. Mutators may
//! leave packets at any time, also after that: so an empty queue means nothing until they are stopped.

use crate::sync::{AtomicUsize, Ordering, Queue, pause};

/// The queue, and how many are without work.
#[derive(Debug)]
pub struct Gray<W> {
    packets: Queue<Vec<W>>,
    markers: AtomicUsize,
    idle: AtomicUsize,
}

impl<W> Default for Gray<W> {
    fn default() -> Self {
        Gray {
            packets: Queue::new(),
            markers: AtomicUsize::new(0),
            idle: AtomicUsize::new(0),
        }
    }
}

impl<W> Gray<W> {
    /// Before so many markers start with [`Gray::work`]: none of them runs.
    pub fn begin(&self, markers: usize) {
        // Relaxed: the markers are started afterwards.
        self.markers.store(markers, Ordering::Relaxed);
        self.idle.store(0, Ordering::Relaxed);
    }

    /// So many of the markers will not come.
    pub fn begin_without(&self, missing: usize) {
        // Relaxed: who has not seen it yet looks again, and waits at the longest until then.
        self.markers.fetch_sub(missing, Ordering::Relaxed);
    }

    /// Leaves work for anybody.
    pub fn give(&self, packet: Vec<W>) {
        if !packet.is_empty() {
            self.packets.push(packet);
        }
    }

    /// Takes work that somebody has left.
    pub fn take(&self) -> Option<Vec<W>> {
        self.packets.pop()
    }

    /// Whether a marker would take a packet. Relaxed: a hint.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        self.idle.load(Ordering::Relaxed) > 0 && self.packets.is_empty()
    }

    /// Calls `work` with each packet that this marker gets, which comes back when it has none any more.
    /// Returns when all markers are here at once, and the queue was empty then; or when the others
    /// were here at once before that, and this one has found no more.
    pub fn work(&self, mut work: impl FnMut(Vec<W>)) {
        loop {
            while let Some(packet) = self.take() {
                work(packet);
            }
            // Release: pairs with the load below; what this marker gave away came before.
            self.idle.fetch_add(1, Ordering::Release);
            let mut turn = 0;
            loop {
                // Acquire: who sees all markers idle sees what they gave before they were, in the queue.
                let all = self.idle.load(Ordering::Acquire) >= self.markers.load(Ordering::Relaxed);
                if !self.packets.is_empty() {
                    self.idle.fetch_sub(1, Ordering::Relaxed);
                    break;
                }
                if all {
                    return;
                }
                pause(turn);
                turn += 1;
            }
        }
    }
}
