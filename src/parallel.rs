//! Work side by side, results in order: the only place that names rayon.

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

/// [`map`] in which each worker has a tool of its own, made by `init`; a tool may remember
/// things for speed but must not let them show in results.
pub fn map_with<T: Sync, W, R: Send>(
    items: &[T],
    init: impl Fn() -> W + Sync + Send,
    f: impl Fn(&mut W, &T) -> R + Sync + Send,
) -> Vec<R> {
    items.par_iter().map_init(init, f).collect()
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
}
