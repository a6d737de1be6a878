//! How long the PDF backend takes for a long novel: 1,300 pages of justified text.

#[path = "../tests/synthetic/mod.rs"]
mod synthetic;

use bindery::font::Family;
use bindery::model::length::Length;
use bindery::pdf;
use bindery::typeset::display::{GlyphRun, Item, Layout, OutlineEntry, Page};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use synthetic::{Hand, Stage, node, page, point};

const PAGES: u32 = 1_300;
const LINES: u32 = 38;
const MEASURE: Length = Length::pt(290);

const TEXT: &str = "Well, Prince, so Genoa and Lucca are now just family estates of the Buonapartes. \
    But I warn you, if you don’t tell me that this means war, if you still try to defend the infamies \
    and horrors perpetrated by that Antichrist—I really believe he is Antichrist—I will have nothing \
    more to do with you and you are no longer my friend, no longer my ‘faithful slave,’ as you call \
    yourself! But how do you do? I see I have frightened you—sit down and tell me all the news. It was \
    in July, 1805, and the speaker was the well-known Anna Pávlovna Schérer, maid of honor and \
    favorite of the Empress Márya Fëdorovna.";

/// Lines of about equal length, stretched to the measure, some of them in italics.
fn lines(stage: &Stage) -> Vec<GlyphRun> {
    let mut hand = Hand::new(stage);
    let words: Vec<&str> = TEXT.split_whitespace().collect();
    let mut lines = Vec::new();
    for start in 0..words.len() {
        hand.how.font = stage.face(Family::Body, false, start % 16 == 0);
        let mut line = String::new();
        for word in words.iter().cycle().skip(start) {
            if hand.run(&format!("{line}{word} ")).width() > MEASURE {
                break;
            }
            line.push_str(word);
            line.push(' ');
        }
        let mut run = hand.run(&line);
        let gaps = i64::try_from(line.matches(' ').count()).expect("few").max(2) - 1;
        let stretch = (MEASURE - run.width()) / gaps;
        let text = std::sync::Arc::clone(&run.text);
        for glyph in &mut run.glyphs {
            if text.as_bytes().get(glyph.cluster as usize) == Some(&b' ') {
                glyph.advance += stretch;
            }
        }
        lines.push(run);
    }
    lines
}

fn book(stage: &Stage) -> Layout {
    let lines = lines(stage);
    let mut take = lines.iter().cycle();
    let mut pages: Vec<Page> = Vec::new();
    let mut outline = Vec::new();
    for number in 0..PAGES {
        pages.push(page(&(number + 1).to_string(), |frame| {
            if number % 10 == 0 {
                frame.push(point(50.0, 50.0), Item::Anchor(node(number, 0)));
            }
            for line in 0..LINES {
                let run = take.next().expect("an endless book").clone();
                frame.push(point(50.0, 60.0 + 14.0 * f64::from(line)), Item::Glyphs(run));
            }
            take.next();
        }));
        if number % 10 == 0 {
            outline.push(OutlineEntry {
                title: format!("Chapter {number}"),
                level: 1,
                node: node(number, 0),
            });
        }
    }
    Layout { pages, outline, starts: Vec::new(), ..Layout::default() }
}

fn write(criterion: &mut Criterion) {
    let stage = Stage::default();
    let layout = book(&stage);
    let (edition, geometry) = (stage.edition(), stage.geometry());
    let mut group = criterion.benchmark_group("pdf");
    group.sample_size(10);
    group.bench_function("write 1,300 pages", |bencher| {
        bencher.iter(|| pdf::render(&edition, &geometry, &layout).0.len());
    });
    let setup = || pdf::draft(&edition, &layout.pages).0;
    group.bench_function("finishing pass over 1,300 pages", |bencher| {
        bencher.iter_batched(
            setup,
            |draft| draft.finish(&edition, &layout.outline).0.len(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, write);
criterion_main!(benches);
