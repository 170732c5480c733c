//! When to look for traces that nobody enters any more.
//!
//! A trace keeps alive what it has as constants, and so the function that it is a loop of: who looks for functions that are
//! gone finds none. What is not used is given up instead, by second chance, as pages of memory are (the clock of
//! Multics): a mark is set by whoever enters a trace, and cleared when it is asked for. A tree of which no trace
//! was marked between two looks is retired; if it is wanted again, it is recorded again.
//!
//! As with the heap, there is no use in looking before there is much more than the last look has left.

/// Traces and bytes of code that are too few to look at.
const FEW: usize = 256;
const SMALL: usize = 2 << 20;

/// How much there may be before the next look.
#[derive(Debug)]
pub(super) struct Ages {
    traces: usize,
    bytes: usize,
}

impl Default for Ages {
    fn default() -> Self {
        Ages {
            traces: FEW,
            bytes: SMALL,
        }
    }
}

impl Ages {
    /// Whether there is so much that it is time to look.
    pub(super) fn is_time(&self, traces: usize, bytes: usize) -> bool {
        traces >= self.traces || bytes >= self.bytes
    }

    /// A look has left so much: the next one comes when that has grown by a half.
    pub(super) fn passed(&mut self, traces: usize, bytes: usize) {
        self.traces = FEW.max(traces + traces / 2);
        self.bytes = SMALL.max(bytes + bytes / 2);
    }
}
