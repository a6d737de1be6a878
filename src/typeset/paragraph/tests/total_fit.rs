//! The breaker against every way there is.

use proptest::prelude::*;

use crate::model::length::Length;
use crate::typeset::paragraph::knuth_plass::{
    Opportunity, Pass, Problem, SORE, Solution, Sums, cost_of, solve,
};

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
        sums.reserve += pt(word.abs()).scale(flex * 3 / 4, 1000);
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

/// The cheapest way of each line count, by trying all: with spaces that are a little loose
/// at most, else with looser ones.
fn brute_force(problem: &Problem<'_>) -> Vec<(usize, i64)> {
    let strict = all_ways(problem, Pass::Strict);
    let is_good = strict.iter().any(|(_, cost)| cost / 1000 < SORE);
    if is_good { strict } else { all_ways(problem, Pass::Tolerant) }
}

fn all_ways(problem: &Problem<'_>, pass: Pass) -> Vec<(usize, i64)> {
    let inner = problem.breaks.len() - 1;
    let mut best: Vec<(usize, i64)> = Vec::new();
    for mask in 0u32..1 << inner {
        let mut breaks: Vec<u32> = (0..inner).filter(|n| mask >> n & 1 == 1).map(|n| n as u32).collect();
        breaks.push(inner as u32);
        let Some(cost) = cost_of(problem, &breaks, pass) else { continue };
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
        let problem = Problem { indent: Some(Length::pt(12)), ..problem_over(&breaks, widths, ragged) };
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

/// As many words in each line as fit, one line after the other.
fn first_fit(problem: &Problem<'_>) -> Vec<u32> {
    let mut breaks: Vec<u32> = Vec::new();
    let last = problem.breaks.len() as u32 - 1;
    while breaks.last() != Some(&last) {
        let from = breaks.last().map_or(0, |at| at + 1);
        let mut start = problem.start;
        if let Some(at) = breaks.last() {
            start = problem.breaks[*at as usize].start;
        }
        let width = problem.widths[breaks.len().min(problem.widths.len() - 1)];
        let fits = |at: &u32| {
            let end = problem.breaks[*at as usize].end;
            end.width - start.width - (end.shrink - start.shrink) - (end.flex - start.flex) <= width
        };
        breaks.push((from..=last).take_while(fits).last().unwrap_or(from));
    }
    breaks
}

proptest! {
    #[test]
    fn the_optimum_is_never_dearer_than_first_fit(
        words in prop::collection::vec(prop_oneof![3i64..22, -22i64..-6], 5..80),
        flex in prop_oneof![Just(0i64), Just(20), Just(40)],
    ) {
        let (breaks, widths, ragged) = problem(&words, &[100], false, flex);
        let problem =
            Problem { indent: Some(Length::pt(12)), ..problem_over(&breaks, widths, ragged) };
        let found = solve(&problem);
        if let Some(cost) = cost_of(&problem, &first_fit(&problem), Pass::Strict) {
            prop_assert!(found[0].cost <= cost / 1000, "{} > {}", found[0].cost, cost / 1000);
        }
    }
}

/// The problem of some breaks, with a last word too short to stand alone.
fn problem_over(breaks: &[Opportunity], widths: Vec<Length>, ragged: Option<Length>) -> Problem<'_> {
    Problem {
        start: Sums::default(),
        breaks,
        middles: &[],
        widths,
        ragged,
        first_word: 0,
        last_word: 4,
        banned: None,
        indent: None,
    }
}

#[test]
fn capitalised_words_are_divided_only_in_need() {
    let (mut breaks, widths, ragged) = problem(&[30, -30, 10, 30, 30, 30, 30], &[76], false, 0);
    breaks[1].capital = true;
    let problem = |breaks| problem_over(breaks, widths.clone(), ragged);
    assert!(solve(&problem(&breaks))[0].breaks.contains(&1), "nothing else works");
    let (mut breaks, ..) = problem_of(&[20, 18, -20, 20, 30, 30, 30]);
    breaks[2].capital = true;
    assert!(!solve(&problem(&breaks))[0].breaks.contains(&2));
}

#[test]
fn a_capitalised_word_is_divided_before_spaces_are_too_wide() {
    // Three words at ratio 1.6 to 1.9, or two and the first half of the third.
    for width in 72..75 {
        let (mut breaks, widths, ragged) = problem(&[23, 22, -14, 30, 30], &[width], false, 0);
        breaks[2].capital = true;
        breaks[2].demerits = 1_000_000;
        let problem = problem_over(&breaks, widths, ragged);
        assert!(solve(&problem)[0].breaks.contains(&2), "{width}: {:?}", solve(&problem)[0]);
    }
}

#[test]
fn a_short_word_stands_alone_before_spaces_hurt() {
    // Six words fill a line; five have spaces 1.8 times as wide as they should be.
    let (breaks, widths, ragged) = problem(&[12, 12, 12, 12, 12, 7, 12], &[82], false, 0);
    let lines = |last_word| {
        let problem = Problem {
            last_word,
            indent: Some(Length::pt(6)),
            ..problem_over(&breaks, widths.clone(), ragged)
        };
        solve(&problem).remove(0).breaks
    };
    assert_eq!(lines(4), [4, 6], "a few letters never");
    assert_eq!(lines(6), [5, 6]);
}

fn problem_of(words: &[i64]) -> (Vec<Opportunity>, Vec<Length>, Option<Length>) {
    problem(words, &[76], false, 0)
}

#[test]
fn the_same_word_is_not_set_above_itself() {
    let words: Vec<i64> = (0..70).map(|n| 5 + n * 7 % 6).collect();
    let (mut breaks, widths, ragged) = problem(&words, &[150], false, 40);
    let solved = |breaks: &[Opportunity]| {
        let problem = problem_over(breaks, widths.clone(), ragged);
        solve(&problem).remove(0).breaks
    };
    let plain = solved(&breaks);
    // The words that begin lines 2 and 3 read alike.
    breaks[plain[0] as usize].words.1 = 7;
    breaks[plain[1] as usize].words.1 = 7;
    let other = solved(&breaks);
    assert!(!(other.contains(&plain[0]) && other.contains(&plain[1])), "{plain:?} {other:?}");
}

#[test]
fn an_endless_word_is_one_overfull_line() {
    let (breaks, widths, ragged) = problem(&[10, 100, 10], &[40], false, 0);
    let problem = problem_over(&breaks, widths, ragged);
    let found = solve(&problem);
    assert_eq!(found[0].breaks, [0, 1, 2]);
    let overfull: Vec<bool> = found[0].lines.iter().map(|line| line.overfull).collect();
    assert_eq!(overfull, [false, true, false]);
}

#[test]
fn hyphens_are_not_stacked_when_spaces_can_give() {
    let words: Vec<i64> = (0..60).map(|n| if n % 3 == 0 { -9 } else { 7 + n % 5 }).collect();
    let (breaks, widths, ragged) = problem(&words, &[80], false, 0);
    let problem = problem_over(&breaks, widths, ragged);
    let found = &solve(&problem)[0];
    let stacked = found.breaks.windows(2).filter(|w| w.iter().all(|b| breaks[*b as usize].hyphen)).count();
    assert_eq!(stacked, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// With words as they are set: hyphens, ligatures, letters that give, stops that hang out.
    #[test]
    fn the_fit_of_real_words_is_total(
        words in prop::collection::vec("extensive|afternoon|office,|the|of|was|“river|Mr.|12|km|difficult", 3..10),
        measure in 70i64..140,
    ) {
        use crate::typeset::paragraph::{collect::collect, items, prepare, set::Prepared, units};
        let fixture = super::Fixture::new();
        let edition = fixture.edition();
        let mut setter = crate::typeset::paragraph::Setter::new(&edition);
        let inlines = [super::text(&words.join(" "))];
        let content = super::content(&inlines);
        let style = super::ParagraphStyle { measure: Length::pt(measure), ..super::style() };
        let rules = prepare::rules(&edition, &style);
        let flat = collect(&setter, &content, &style);
        let units = units::units(&mut setter, flat, Length::pt(measure));
        let items = items::items(&units, rules);
        let prepared = Prepared::new(&setter, &content, &style, units, rules);
        let problem = prepared.problem(&items);
        prop_assume!(problem.breaks.len() < 15);
        let expected = brute_force(&problem);
        let found = solve(&problem);
        prop_assert!(!found.is_empty());
        if let Some(least) = expected.iter().map(|(_, cost)| cost / 1000).min() {
            prop_assert_eq!(found[0].cost, least);
        }
    }
}
