//! A crew: independent runs on all the machine's cores, with results in their order.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does every piece of work once, on as many threads as the machine has cores, and gives back what came of each in the
/// order of the work.
pub fn in_parallel<'a, W: Sync, R: Send>(work: &'a [W], run: impl Fn(&'a W) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(work.len()));
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(work.len());
    let worker = || {
        while let Some((index, piece)) = take(&next, work) {
            let result = run(piece);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The next piece of work that nobody has taken.
fn take<'a, W>(next: &AtomicUsize, work: &'a [W]) -> Option<(usize, &'a W)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    work.get(index).map(|piece| (index, piece))
}
