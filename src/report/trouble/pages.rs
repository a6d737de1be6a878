//! Troubles of page ends.

use super::{Area, Finder, Kind, Trouble, area};
use crate::model::length::{Length, Point, Size};
use crate::report::advice;
use crate::report::measure::Line;
use crate::typeset::display::{Item, Source};
use crate::typeset::page::fault::{Fault, FaultKind};

impl Finder<'_> {
    /// Looks at every page's end.
    pub(super) fn pages(&mut self) {
        for paragraph in &self.lines.paragraphs {
            self.turns(paragraph);
        }
        for (page, fault) in &self.layout.faults {
            self.fault(*page, fault);
        }
    }

    /// Where a paragraph goes on on the next page.
    fn turns(&mut self, paragraph: &[usize]) {
        for (place, pair) in paragraph.windows(2).enumerate() {
            let (Some(above), Some(below)) = (self.lines.all.get(pair[0]), self.lines.all.get(pair[1]))
            else {
                continue;
            };
            if above.page == below.page {
                continue;
            }
            if place == 0 {
                let message = "the first line of a paragraph stands alone at the foot".to_owned();
                self.line(Kind::Orphan, (100, 1), above, message);
            }
            if place + 2 == paragraph.len() {
                let message = "the last line of a paragraph stands alone at the top".to_owned();
                self.line(Kind::Widow, (100, 1), below, message);
            }
            // Pages are counted from a recto.
            if above.fact.hyphenated && above.page % 2 == 0 {
                let message = "a word is divided where the leaf is turned".to_owned();
                self.line(Kind::HyphenAtTurn, (100, 1), above, message);
            }
        }
    }

    /// What the page breaker gave up.
    fn fault(&mut self, page: usize, fault: &Fault) {
        let (kind, weight, amount, message) = match fault.kind {
            FaultKind::Uneven(lines) => {
                let (count, way) = (lines.unsigned_abs(), if lines > 0 { "higher" } else { "lower" });
                let count = if count == 1 { "a line".to_owned() } else { format!("{count} lines") };
                let why = self.reason(page);
                (
                    Kind::UnevenPages,
                    100,
                    lines.abs(),
                    format!("the page ends {count} {way} than it should: {why}"),
                )
            }
            FaultKind::Divided => {
                (Kind::DividedBlock, 50, 1, "what is kept together goes on on the next page".to_owned())
            }
            FaultKind::Stranded => {
                (Kind::StrandedHeading, 100, 1, "a heading at the foot lacks its text".to_owned())
            }
            FaultKind::FloatFar(pages) => {
                let many = if pages == 1 { "a page".to_owned() } else { format!("{pages} pages") };
                (
                    Kind::FarFloat,
                    25,
                    pages,
                    format!("a figure or table stands {many} after its place in the text"),
                )
            }
            FaultKind::LastShort(lines) => {
                let many = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
                (Kind::ShortPage, 25, -lines, format!("the chapter's last page holds no more than {many}"))
            }
            // Seen on the page itself, or common enough to be a figure only.
            FaultKind::LineAlone
            | FaultKind::LineAloneLong
            | FaultKind::ParagraphFar
            | FaultKind::HyphenTurned
            | FaultKind::SpreadShort
            | FaultKind::SpreadLong => return,
        };
        let last = self.lines.on(page).iter().rfind(|line| line.fact.justified);
        let last = last.or_else(|| self.lines.on(page).last());
        let height = last.map_or(Length::ZERO, |line| line.fact.size.height);
        let areas = last.map(|line| match kind {
            Kind::UnevenPages => self.below(page, line, height * amount.min(60)),
            _ => area(line),
        });
        let advice = advice::for_page(kind, self.lines, page);
        let text = last.map(|line| line.text.trim().to_owned()).unwrap_or_default();
        let span = last.map_or(fault.span, |line| line.fact.span);
        let start = last.and_then(|line| line.start);
        let areas = areas.into_iter().collect();
        let label = self.label(page);
        self.found.push(Trouble {
            kind,
            weight,
            amount,
            page,
            label,
            message,
            text,
            advice,
            areas,
            span,
            start,
            file: None,
        });
    }

    /// Why a page could not end lower: what begins the next.
    fn reason(&self, page: usize) -> &'static str {
        let Some(next) = self.layout.pages.get(page + 1) else { return "nothing follows it" };
        let first = self.lines.on(page + 1).first();
        let top = first.map(|line| line.fact.at.y);
        let above = next.frame.items.iter().any(|(at, item)| {
            let seen =
                matches!(item, Item::Image { .. } | Item::Group(_) | Item::Bitmap { .. } | Item::Path(_));
            seen && top.is_none_or(|top| at.y < top)
        });
        match first {
            _ if above => "what follows is a picture or a table, which is not divided",
            Some(line) if !line.fact.justified => "what follows stays with the lines below it",
            Some(line) if line.fact.index == 0 && line.fact.count <= 3 => {
                "the paragraph that follows is too short to be divided"
            }
            Some(line) if line.fact.index > 0 => "a line more or less would leave another one alone",
            _ => "every other division of the chapter is worse",
        }
    }

    /// The white below everything on a page, as wide as a line.
    fn below(&self, page: usize, line: &Line, height: Length) -> Area {
        let items = self.layout.pages.get(page).map(|page| page.frame.items.as_slice()).unwrap_or_default();
        let bottom = items.iter().filter_map(|(at, item)| match item {
            Item::Glyphs(run) if run.source != Source::Artifact => Some(at.y + run.size / 4),
            Item::Image { size, .. } | Item::Bitmap { size, .. } => Some(at.y + size.height),
            Item::Group(frame) => Some(at.y + frame.size.height),
            _ => None,
        });
        let line_bottom = line.fact.at.y + line.fact.size.height;
        let y = bottom.max().unwrap_or(line_bottom).max(line_bottom);
        let at = Point { x: line.fact.at.x, y };
        Area { at, size: Size { width: line.fact.size.width, height } }
    }
}
