//! The pool: work on all cores, results in order, in bounded memory.

use std::collections::BTreeMap;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Items that may be under way or wait for their turn, for each worker.
const AHEAD: u64 = 4;

/// How far the work has come.
#[derive(Default)]
struct State {
    started: u64,
    taken: u64,
    stopped: bool,
}

/// Lets workers run only a bounded number of items ahead of what has been taken.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    moved: Condvar,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on; none when there is no more to do.
    fn next(&self, items: u64, ahead: u64) -> Option<u64> {
        let wait = |state: &mut State| !state.stopped && state.started < items && state.started >= state.taken + ahead;
        let mut state = self.moved.wait_while(self.lock(), wait).unwrap_or_else(PoisonError::into_inner);
        let item = state.started;
        state.started += 1;
        (!state.stopped && item < items).then_some(item)
    }

    fn take(&self) {
        self.lock().taken += 1;
        self.moved.notify_all();
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

/// Opens the gate for good when a worker ends in a panic, so that nobody waits for its result.
struct Worker<'g>(&'g Gate);

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

/// Works on items `0..items` with as many threads, and takes the results in order of their numbers.
///
/// # Errors
/// The first error that taking gives; what is under way is then left alone.
pub(super) fn in_order<T: Send, E>(
    jobs: usize,
    items: u64,
    work: impl Fn(u64) -> T + Sync,
    mut take: impl FnMut(u64, T) -> Result<(), E>,
) -> Result<(), E> {
    let gate = Gate::default();
    let ahead = AHEAD * jobs as u64;
    thread::scope(|scope| {
        let (sender, results) = sync_channel(jobs);
        for _ in 0..jobs {
            let sender: SyncSender<(u64, T)> = sender.clone();
            let (gate, work) = (&gate, &work);
            scope.spawn(move || {
                let worker = Worker(gate);
                while let Some(item) = gate.next(items, ahead) {
                    if sender.send((item, work(item))).is_err() {
                        break;
                    }
                }
                drop(worker);
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (item, result) in results {
            early.insert(item, result);
            while let Some(result) = early.remove(&next) {
                if let Err(error) = take(next, result) {
                    gate.stop();
                    return Err(error);
                }
                next += 1;
                gate.take();
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_and_nobody_runs_far_ahead() {
        for jobs in [1, 2, 5] {
            let (taken, furthest) = (AtomicU64::new(0), AtomicU64::new(0));
            let mut seen = Vec::new();
            let work = |item: u64| {
                furthest.fetch_max(item.saturating_sub(taken.load(Ordering::SeqCst)), Ordering::SeqCst);
                // The first of every seven is slow.
                (0..if item.is_multiple_of(7) { 200_000 } else { 1 }).fold(item, |sum: u64, i| sum.wrapping_add(i * i));
                2 * item
            };
            let done: Result<(), ()> = in_order(jobs, 200, work, |item, result| {
                assert_eq!(result, 2 * item);
                seen.push(item);
                taken.fetch_add(1, Ordering::SeqCst);
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(seen, (0..200).collect::<Vec<_>>());
            assert!(furthest.into_inner() <= AHEAD * jobs as u64);
        }
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let done = in_order(3, u64::MAX, |item| item, |item, _| if item == 10 { Err("ten") } else { Ok(()) });
        assert_eq!(done, Err("ten"));
    }
}
