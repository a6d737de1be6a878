//! Work side by side, results in order: the only place that names rayon.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

/// `f` over every item, on all threads of the current pool; results stand in the order
/// of the items, so nothing that follows can tell how many threads there were.
pub fn map<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    items.par_iter().map(f).collect()
}

/// [`map`] that takes its items.
pub fn map_into<T: Send, R: Send>(items: Vec<T>, f: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    items.into_par_iter().map(f).collect()
}

/// [`map`] over pieces of at most `size` items, for work too small to share one by one.
pub fn map_chunks<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    f: impl Fn(&[T]) -> Vec<R> + Sync + Send,
) -> Vec<R> {
    let parts: Vec<Vec<R>> = items.par_chunks(size.max(1)).map(f).collect();
    parts.into_iter().flatten().collect()
}

/// What workers remember, kept from one piece of work to the next. It may make work
/// faster but must not show in results.
#[derive(Debug, Default)]
pub struct Memories<W>(Mutex<Vec<W>>);

impl<W: Default> Memories<W> {
    /// Does `work` with a memory that nobody else has meanwhile: one of earlier work or, when
    /// none is free, a new one.
    pub fn lend<R>(&self, work: impl FnOnce(&mut W) -> R) -> R {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = free().pop().unwrap_or_default();
        let result = work(&mut memory);
        free().push(memory);
        result
    }
}

/// [`map`] in which each worker has a memory of its own.
pub fn map_with<T: Sync, W: Default + Send, R: Send>(
    items: &[T],
    memories: &Memories<W>,
    f: impl Fn(&mut W, &T) -> R + Sync + Send,
) -> Vec<R> {
    items.par_iter().map(|item| memories.lend(|memory| f(memory, item))).collect()
}

/// [`map_with`] that takes its items.
pub fn map_into_with<T: Send, W: Default + Send, R: Send>(
    items: Vec<T>,
    memories: &Memories<W>,
    f: impl Fn(&mut W, T) -> R + Sync + Send,
) -> Vec<R> {
    items.into_par_iter().map(|item| memories.lend(|memory| f(memory, item))).collect()
}

/// Gives back the memory of something large beside what comes next: to forget takes its
/// time, too.
pub fn forget(something: impl Send + 'static) {
    rayon::spawn(move || drop(something));
}

/// Two pieces of work side by side.
pub fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(a, b)
}

/// Runs `work` with `threads` threads (0: as many as the machine has).
pub fn with_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        // No thread could be started: the caller's own does everything.
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u32> = (0..1000).collect();
        let doubled: Vec<u32> = items.iter().map(|n| n * 2).collect();
        assert_eq!(with_threads(4, || map(&items, |n| n * 2)), doubled);
        assert_eq!(map_into(items.clone(), |n| n * 2), doubled);
        assert_eq!(map_chunks(&items, 7, |part| part.iter().map(|n| n * 2).collect()), doubled);
    }

    #[test]
    fn workers_remember_what_they_did() {
        let memories: Memories<u32> = Memories::default();
        let items: Vec<u32> = (0..1000).collect();
        let remember = |memory: &mut u32, n: &u32| {
            *memory += 1;
            *n
        };
        for _ in 0..3 {
            assert_eq!(with_threads(2, || map_with(&items, &memories, remember)), items);
        }
        let counts = memories.0.into_inner().unwrap();
        assert!(counts.len() <= 2);
        assert_eq!(counts.iter().sum::<u32>(), 3000);
    }
}
