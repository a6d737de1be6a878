//! The breaker against every way there is.

use proptest::prelude::*;

use crate::model::length::Length;
use crate::typeset::paragraph::knuth_plass::{Opportunity, Pass, Problem, Solution, Sums, cost_of, solve};

/// A paragraph of words with their widths, a space between; negative: a hyphen after it.
fn problem(
    words: &[i64],
    widths: &[i64],
    ragged: bool,
    flex: i64,
) -> (Vec<Opportunity>, Vec<Length>, Option<Length>) {
    let pt = |n: i64| Length::pt(n);
    let mut sums = Sums::default();
    let mut breaks = Vec::new();
    for (n, word) in words.iter().enumerate() {
        sums.width += pt(word.abs());
        sums.flex += pt(word.abs()).scale(flex, 1000);
        let (end, last) = (sums, n + 1 == words.len());
        if *word < 0 && !last {
            let mut end = end;
            end.width += pt(3);
            breaks.push(Opportunity {
                end,
                start: sums,
                demerits: 40_000,
                hyphen: true,
                ..Opportunity::default()
            });
            continue;
        }
        sums.width += pt(3);
        sums.stretch += pt(3) / 2;
        sums.shrink += pt(1);
        sums.spaces += 1;
        breaks.push(Opportunity { end, start: sums, forced: last, ..Opportunity::default() });
    }
    let widths = widths.iter().map(|w| pt(*w)).collect();
    (breaks, widths, ragged.then(|| pt(30)))
}

/// The cheapest way of each line count, by trying all.
fn brute_force(problem: &Problem<'_>) -> Vec<(usize, i64)> {
    let inner = problem.breaks.len() - 1;
    let mut best: Vec<(usize, i64)> = Vec::new();
    for mask in 0u32..1 << inner {
        let mut breaks: Vec<u32> = (0..inner).filter(|n| mask >> n & 1 == 1).map(|n| n as u32).collect();
        breaks.push(inner as u32);
        let Some(cost) = cost_of(problem, &breaks, Pass::Strict) else { continue };
        match best.iter_mut().find(|(count, _)| *count == breaks.len()) {
            Some(known) => known.1 = known.1.min(cost),
            None => best.push((breaks.len(), cost)),
        }
    }
    best.sort_unstable();
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_fit_is_total(
        words in prop::collection::vec(prop_oneof![3i64..22, -22i64..-6], 1..13),
        widths in prop_oneof![Just(vec![60]), Just(vec![40, 60]), Just(vec![50, 45, 70]), Just(vec![90])],
        ragged in any::<bool>(),
        flex in prop_oneof![Just(0i64), Just(20)],
    ) {
        let (breaks, widths, ragged) = problem(&words, &widths, ragged, flex);
        let problem = Problem { start: Sums::default(), breaks: &breaks, widths, ragged, first_word: 0, indent: Some(Length::pt(12)) };
        let expected = brute_force(&problem);
        let found = solve(&problem);
        prop_assert!(!found.is_empty());
        for Solution { breaks, cost, .. } in &found {
            if let Some((_, least)) = expected.iter().find(|(count, _)| *count == breaks.len()) {
                prop_assert_eq!(cost, &(least / 1000), "{} lines", breaks.len());
            } else {
                prop_assert!(expected.is_empty(), "a way that is not there");
            }
        }
        if let Some(least) = expected.iter().map(|(_, cost)| cost / 1000).min() {
            prop_assert_eq!(found[0].cost, least);
        }
    }
}

#[test]
fn an_endless_word_is_one_overfull_line() {
    let (breaks, widths, ragged) = problem(&[10, 100, 10], &[40], false, 0);
    let problem =
        Problem { start: Sums::default(), breaks: &breaks, widths, ragged, first_word: 0, indent: None };
    let found = solve(&problem);
    assert_eq!(found[0].breaks, [0, 1, 2]);
    let overfull: Vec<bool> = found[0].lines.iter().map(|line| line.overfull).collect();
    assert_eq!(overfull, [false, true, false]);
}

#[test]
fn hyphens_are_not_stacked_when_spaces_can_give() {
    let words: Vec<i64> = (0..60).map(|n| if n % 3 == 0 { -9 } else { 7 + n % 5 }).collect();
    let (breaks, widths, ragged) = problem(&words, &[80], false, 0);
    let problem =
        Problem { start: Sums::default(), breaks: &breaks, widths, ragged, first_word: 0, indent: None };
    let found = &solve(&problem)[0];
    let stacked = found.breaks.windows(2).filter(|w| w.iter().all(|b| breaks[*b as usize].hyphen)).count();
    assert_eq!(stacked, 0);
}
