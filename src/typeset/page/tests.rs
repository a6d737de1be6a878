//! Plans are the cheapest there are, and hold everything once.

mod force;

use proptest::prelude::*;

use super::breaker::{PageEnd, Plan, plan};
use super::cost;
use super::depth::{Depth, Turn};
use super::floats::FloatUnit;
use super::notes::Notes;
use super::unit::{Kind, Unit, Units};
use crate::edition::{Gutter, PageGeometry};
use crate::model::length::{Length, Size};
use crate::model::manifest::Bottoms;
use crate::typeset::flow::Spot;
use force::Force;

const LINE: Length = Length::pt(10);

/// A paragraph: the line counts of its variants with their costs, whether its second line
/// goes on with a divided word, the note its last line but one calls, lines of white above it.
#[derive(Clone, Debug)]
struct Para {
    variants: Vec<(usize, i64)>,
    divided: bool,
    calls: bool,
    white: i64,
    /// A float below it: its height in half lines, where it may stand, whether it calls a note.
    float: Option<(i64, Spot, bool)>,
}

fn para(lines: usize) -> Para {
    Para { variants: vec![(lines, 0)], divided: false, calls: false, white: 0, float: None }
}

fn depth(lines: u16, bottoms: Bottoms) -> Depth {
    let height = LINE * i64::from(lines);
    let page = PageGeometry {
        trim: Size { width: Length::pt(100), height: height + Length::pt(100) },
        inner: Length::pt(10),
        outer: Length::pt(10),
        top: Length::pt(10),
        measure: Length::pt(80),
        lines,
        size: Length::pt(8),
        leading: LINE,
        gutter: Gutter::Fixed,
    };
    Depth::new(&page, bottoms)
}

/// The units of paragraphs in all variants, or in one each.
fn units(paras: &[Para], notes: &[usize], chosen: Option<&[usize]>) -> Units {
    let mut units = Units::default();
    let (mut called, mut note) = (0, 0);
    for (item, para) in paras.iter().enumerate() {
        if para.white > 0 {
            let height = LINE * para.white;
            units.all.push(Unit { kind: Kind::Space, height, cost: 0, called, divided: false });
        }
        let before = called;
        let calls = para.calls.then(|| notes.get(note)).flatten();
        note += usize::from(calls.is_some());
        for (variant, (count, cost)) in para.variants.iter().enumerate() {
            if chosen.is_some_and(|chosen| chosen[item] != variant) {
                continue;
            }
            units.variants.insert((item, variant), *cost);
            called = before;
            for line in 0..*count {
                if line + 1 == (*count).max(2) - 1 || *count == 1 {
                    called += calls.copied().unwrap_or_default();
                }
                let divided = para.divided && line == 2;
                let alone = line > 0 && (line < 2 || count - line < 2);
                let cost = i64::from(alone) * cost::WIDOW + i64::from(divided) * cost::HYPHEN;
                let kind = Kind::Line { item, variant, line };
                units.all.push(Unit { kind, height: LINE, cost, called, divided });
            }
        }
        if let Some((halves, spot, calls)) = para.float {
            let calls = notes.get(note).filter(|_| calls);
            note += usize::from(calls.is_some());
            called += calls.copied().unwrap_or_default();
            let (unit, height, above, below) = (units.all.len(), LINE * halves / 2, LINE / 2, LINE);
            let kind = Kind::Float { item: 100 + item, float: units.floats.len() };
            units.all.push(Unit { kind, height, cost: 0, called, divided: false });
            units.floats.push(FloatUnit {
                unit,
                inner: Units::default(),
                height,
                above,
                below,
                step: LINE,
                spot,
            });
        }
    }
    units
}

/// The least cost of all choices of variants and all divisions, if it is at most `known`;
/// more than that else.
fn by_force(
    (paras, counts): (&[Para], &[usize]),
    notes: &Notes,
    depth: Depth,
    (recto, known): (bool, i64),
) -> i64 {
    let mut chosen = vec![0; paras.len()];
    let mut best = known + 1;
    loop {
        let units = units(paras, counts, Some(&chosen));
        let lines = chosen.iter().zip(paras).map(|(variant, para)| para.variants[*variant].1).sum();
        best = Force { units: &units, notes, depth, best }.run(recto, lines);
        let Some(next) = (0..paras.len()).find(|at| chosen[*at] + 1 < paras[*at].variants.len()) else {
            return best;
        };
        chosen[next] += 1;
        chosen[..next].fill(0);
    }
}

/// How many notes are called.
fn used(paras: &[Para], counts: &[usize]) -> usize {
    let calls = |p: &Para| usize::from(p.calls) + usize::from(p.float.is_some_and(|(.., calls)| calls));
    paras.iter().map(calls).sum::<usize>().min(counts.len())
}

fn divide(paras: &[Para], counts: &[usize], depth: Depth, recto: bool) -> (Plan, Notes) {
    let used = used(paras, counts);
    let notes = Notes::of_lines(&counts[..used], LINE);
    (plan(&units(paras, counts, None), &notes, depth, recto), notes)
}

/// Lines that each page holds.
fn lines_of(plan: &Plan, paras: &[Para]) -> Vec<usize> {
    let all = units(paras, &[], None);
    let chosen: Vec<usize> =
        (0..paras.len()).map(|item| plan.variants.get(&item).copied().unwrap_or_default()).collect();
    let units = units(paras, &[], Some(&chosen));
    let pages = super::compose::pages(plan, &all, &units);
    let boxes = |range: std::ops::Range<usize>| units.all[range].iter().filter(|u| u.kind.is_box()).count();
    pages.into_iter().map(|page| boxes(page.units)).collect()
}

fn paragraphs() -> impl Strategy<Value = Vec<Para>> {
    let variant = (1usize..5, 1i64..90_000, 1i64..90_000);
    let one = (variant, 0u8..4, any::<bool>(), 0u8..3, 0i64..4).prop_map(
        |((lines, short, long), which, divided, calls, white)| {
            let mut variants = vec![(lines, 0)];
            if which & 1 > 0 {
                variants.push((lines + 1, long));
            }
            if which & 2 > 0 && lines > 1 {
                variants.push((lines - 1, short));
            }
            Para { variants, divided, calls: calls == 0, white: white / 3, float: None }
        },
    );
    prop::collection::vec(one, 1..6)
}

/// Paragraphs with floats between them.
fn with_floats() -> impl Strategy<Value = Vec<Para>> {
    let spot = prop::sample::select(vec![Spot::Near, Spot::Near, Spot::Top, Spot::Bottom, Spot::Page]);
    let float = prop::option::of((1i64..10, spot, 0u8..4));
    let floats = prop::collection::vec(float, 5);
    (paragraphs(), floats).prop_map(|(mut paras, floats)| {
        paras.truncate(4);
        for (para, float) in paras.iter_mut().zip(floats) {
            para.float = float.map(|(halves, spot, calls)| (halves, spot, calls == 0));
        }
        paras
    })
}

/// Every float of a section and the page it stands on.
fn pages_of_floats(plan: &Plan) -> Vec<usize> {
    let mut found = Vec::new();
    for (page, end) in plan.ends.iter().enumerate() {
        found.resize(end.floats.max(found.len()), page);
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn floats_stand_where_that_costs_least(
        paras in with_floats(), counts in prop::collection::vec(1usize..4, 0..3), recto in any::<bool>(),
    ) {
        let depth = depth(5, Bottoms::Grid);
        let (plan, notes) = divide(&paras, &counts, depth, recto);
        let used = used(&paras, &counts);
        prop_assert_eq!(plan.cost, by_force((&paras, &counts[..used]), &notes, depth, (recto, plan.cost)));
        let floats = paras.iter().filter(|para| para.float.is_some()).count();
        prop_assert_eq!(pages_of_floats(&plan).len(), floats, "every float");
        prop_assert_eq!(plan.ends.last().map(|end| end.notes), Some(notes.boxes.len()), "every note");
    }

    #[test]
    fn a_plan_costs_what_the_cheapest_way_costs(
        paras in paragraphs(), counts in prop::collection::vec(1usize..7, 0..3),
        recto in any::<bool>(), style in 0u8..3,
    ) {
        let bottoms = [Bottoms::Grid, Bottoms::Flush, Bottoms::Ragged][usize::from(style)];
        let depth = depth(5, bottoms);
        let (plan, notes) = divide(&paras, &counts, depth, recto);
        let used = used(&paras, &counts);
        prop_assert_eq!(plan.cost, by_force((&paras, &counts[..used]), &notes, depth, (recto, plan.cost)));
        prop_assert_eq!(plan.ends.last().map(|end| end.notes), Some(notes.boxes.len()), "every note");
        let whole: usize = paras.iter().enumerate().map(|(item, para)| {
            para.variants[plan.variants.get(&item).copied().unwrap_or_default()].0
        }).sum();
        prop_assert_eq!(lines_of(&plan, &paras).iter().sum::<usize>(), whole, "every line");
    }

    #[test]
    fn notes_without_end_are_kept(counts in prop::collection::vec(1usize..60, 1..4), lines in 2u16..8) {
        let paras: Vec<Para> = counts.iter().map(|_| Para { calls: true, ..para(3) }).collect();
        let (plan, notes) = divide(&paras, &counts, depth(lines, Bottoms::Grid), true);
        prop_assert_eq!(plan.ends.last().map(|end| end.notes), Some(notes.boxes.len()));
    }
}

#[test]
fn facing_pages_are_equally_deep() {
    // Full pages would leave a line alone: the verso's, or the recto's.
    for before in 8..30 {
        let paras: Vec<Para> = [before, 3, 3, 3, 40, 7].map(para).to_vec();
        let (plan, _) = divide(&paras, &[], depth(10, Bottoms::Grid), true);
        let inner = &plan.ends[1..plan.ends.len() - 1];
        for pair in inner.chunks_exact(2) {
            assert_eq!(pair[0].turn, Turn::Verso);
            assert_eq!(pair[0].short, pair[1].short, "{before} lines first: {:?}", plan.ends);
        }
    }
}

#[test]
fn a_paragraph_gives_a_line_where_that_keeps_pages_full() {
    let mut paras: Vec<Para> = [5, 4, 2, 12, 12].map(para).to_vec();
    let stiff = divide(&paras, &[], depth(10, Bottoms::Grid), true).0;
    assert_ne!(stiff.ends[0].short, 0, "a page a line shorter or longer");
    paras[1].variants.push((3, 1_000));
    let soft = divide(&paras, &[], depth(10, Bottoms::Grid), true).0;
    assert_eq!((soft.ends[0].short, soft.variants.get(&1)), (0, Some(&1)));
    paras[1].variants[1].1 = cost::SPREAD * 2;
    let dear = divide(&paras, &[], depth(10, Bottoms::Grid), true).0;
    assert_eq!(dear.variants.get(&1), None, "not at any price");
}

#[test]
fn a_word_is_rather_not_divided_where_the_leaf_is_turned() {
    let mut paras = vec![para(8), para(20)];
    paras[1].divided = true;
    let pages = |recto| lines_of(&divide(&paras, &[], depth(10, Bottoms::Grid), recto).0, &paras);
    assert_eq!(pages(false)[0], 10, "from a verso one goes on beside it");
    assert_ne!(pages(true)[0], 10);
}

#[test]
fn ragged_pages_end_where_they_like_and_never_below_the_last_line() {
    let paras: Vec<Para> = [8, 3, 9, 8, 3].map(para).to_vec();
    let ragged = divide(&paras, &[], depth(10, Bottoms::Ragged), true).0;
    assert!(ragged.ends.iter().all(|end| end.short >= 0), "{:?}", ragged.ends);
    let grid = divide(&paras, &[], depth(10, Bottoms::Grid), true).0;
    assert!(grid.cost > ragged.cost);
}

#[test]
fn long_sections_are_divided_without_faults_too() {
    // 120 pages: beyond what is divided exactly.
    let lengths = [3, 7, 1, 12, 5, 2, 9, 4, 4, 6];
    let one = |n: usize| {
        let lines = lengths[(n * n + n / 3) % lengths.len()];
        let mut para = para(lines);
        if lines > 4 {
            para.variants.extend([(lines + 1, 20_000), (lines - 1, 30_000)]);
        }
        para
    };
    let paras: Vec<Para> = (0..230).map(one).collect();
    let (plan, _) = divide(&paras, &[], depth(10, Bottoms::Grid), true);
    assert!(plan.ends.len() > 100, "{} pages", plan.ends.len());
    assert!(plan.cost < cost::WIDOW, "{}", plan.cost);
    let uneven = |end: &&PageEnd| matches!(end.turn, Turn::Facing(beside) if i64::from(beside) != end.short);
    let inner = &plan.ends[..plan.ends.len() - 1];
    assert_eq!(inner.iter().find(uneven), None, "all spreads are level");
}
