//! Every way to divide the units of one choice of variants, tried one after the other.

use super::LINE;
use crate::model::length::Length;
use crate::typeset::flow::Spot;
use crate::typeset::page::cost;
use crate::typeset::page::depth::{Depth, Turn};
use crate::typeset::page::floats::{Cursor, LEAST_TEXT, MOST_WAITING};
use crate::typeset::page::notes::Notes;
use crate::typeset::page::unit::{Kind, Units};

pub(super) struct Force<'a> {
    pub(super) units: &'a Units,
    pub(super) notes: &'a Notes,
    pub(super) depth: Depth,
    pub(super) best: i64,
}

/// What was decided before a page.
#[derive(Clone, Copy)]
struct Before {
    set: usize,
    placed: usize,
    turn: Turn,
    only: bool,
    cost: i64,
}

/// A page that is filled.
#[derive(Clone, Copy)]
struct Filling {
    before: Before,
    cursor: Cursor,
    /// Where white has led since the last box.
    y: Length,
    foot: Length,
    placed: usize,
    /// Whether text stands on it, or a float where it is written.
    begun: bool,
    /// Whether the last unit was a float that stands elsewhere.
    passed: bool,
    against: i64,
}

impl Force<'_> {
    /// The least cost there is, if it is below `best`.
    pub(super) fn run(mut self, recto: bool, lines: i64) -> i64 {
        let before = Before { set: 0, placed: 0, turn: Turn::of(recto), only: true, cost: lines };
        self.page(self.units.next_box(0), before);
        self.best
    }

    fn page(&mut self, at: usize, before: Before) {
        if before.cost >= self.best {
            return;
        }
        let end = self.units.all.len();
        let met = self.units.floats_before(at);
        if at == end && before.set == self.notes.boxes.len() && before.placed == met {
            self.best = before.cost;
            return;
        }
        self.notes_alone(at, before);
        if before.placed < met {
            self.floats_alone(at, before);
        }
        if at < end {
            self.heads(at, before);
        }
    }

    fn notes_alone(&mut self, at: usize, before: Before) {
        let (set, end) = (before.set, self.units.all.len());
        let room = self.depth.of(0) - self.units.all.get(at).map_or(Length::ZERO, |u| u.height);
        let first = self.units.all.get(at).map_or(usize::MAX, |u| u.called);
        let called = self.units.called(at, before.placed).0;
        if set < called && (at == end || self.notes.fit(set, first, room).is_none()) {
            let fit = self.notes.fit(set, called, self.depth.of(0));
            let to = fit.map_or_else(|| self.notes.most(set, called, self.depth.of(0)), |f| f.to);
            let cost = before.cost + cost::NOTE_DIVIDED + cost::PAGE;
            let after =
                Before { set: to.max(set + 1), turn: before.turn.freely(), only: false, cost, ..before };
            self.page(at, after);
        }
    }

    /// A page of as many waiting floats as it holds.
    fn floats_alone(&mut self, at: usize, before: Before) {
        let whole = self.depth.of(0);
        let waiting = &self.units.floats[before.placed..self.units.floats_before(at)];
        let height = |count: usize| -> Length {
            let above: Length = waiting[..count - 1].iter().map(|f| f.apart(LINE)).sum();
            above + waiting[count - 1].alone(LINE)
        };
        let count = (1..=waiting.len()).take_while(|n| *n == 1 || height(*n) <= whole).last().unwrap();
        let room = whole - height(count);
        let (placed, white) = (before.placed + count, room.0 / LINE.0);
        let called = self.units.called(at, placed).0;
        let (set, more) = if called <= before.set {
            (before.set, 0)
        } else {
            match self.notes.fit(before.set, called, room) {
                Some(fit) => (fit.to, fit.cost),
                None => (self.notes.most(before.set, called, room), cost::NOTE_APART),
            }
        };
        let cost = before.cost + cost::PAGE + cost::FLOAT_PAGE + white * white * cost::FLOAT_WHITE + more;
        self.page(at, Before { set, placed, turn: before.turn.freely(), only: false, cost });
    }

    /// Pages with any number of the waiting floats at their head; one that the text is still
    /// to speak of may stand there too.
    fn heads(&mut self, at: usize, before: Before) {
        let met = self.units.floats_before(at);
        let ahead = self.units.floats.get(met);
        let ahead = usize::from(before.placed == met && ahead.is_some_and(|f| f.spot == Spot::Top));
        let mut y = Length::ZERO;
        for placed in before.placed..=met + ahead {
            let cursor = Cursor { bottom: y, white: Length::ZERO };
            let (foot, begun, passed, against) = (Length::ZERO, false, false, 0);
            self.fill(at, Filling { before, cursor, y, foot, placed, begun, passed, against });
            let Some(float) = self.units.floats.get(placed) else { break };
            y += float.apart(LINE);
            if float.spot == Spot::Page || y > self.depth.of(0) - LINE * LEAST_TEXT {
                break;
            }
        }
    }

    /// Fills a page from a unit on.
    fn fill(&mut self, at: usize, page: Filling) {
        let Some(unit) = self.units.all.get(at) else { return };
        match unit.kind {
            Kind::Space => self.fill(at + 1, Filling { y: page.y + unit.height, ..page }),
            Kind::Float { float, .. } => self.float(at, float, page),
            _ => {
                let top = if page.begun { page.cursor.next(page.y) } else { page.cursor.bottom };
                let bottom = top + unit.height;
                let deepest = if page.begun { self.depth.least_short(page.before.turn) } else { 0 };
                if bottom > self.depth.of(deepest) - page.foot {
                    return;
                }
                let cursor = Cursor { bottom, white: Length::ZERO };
                self.go_on(at, Filling { cursor, y: bottom, begun: true, passed: false, ..page });
            }
        }
    }

    /// The page ends behind a unit, or goes on.
    fn go_on(&mut self, at: usize, page: Filling) {
        let next = self.units.next_box(at + 1);
        if page.begun {
            self.end(next, page);
        }
        if !page.begun && page.cursor.bottom + page.foot == Length::ZERO {
            // Nothing stands on it yet.
            self.page(next, page.before);
        } else if next < self.units.all.len() {
            self.fill(at + 1, page);
        }
    }

    fn float(&mut self, at: usize, index: usize, page: Filling) {
        let float = &self.units.floats[index];
        let limit = self.depth.of(self.depth.least_short(page.before.turn));
        let white = page.cursor.pass(page.y).white;
        let white = if page.begun { white } else { Length::ZERO };
        let cursor = Cursor { white, ..page.cursor };
        let passed = Filling { cursor, y: cursor.bottom, passed: true, ..page };
        if page.placed > index {
            return self.go_on(at, passed);
        }
        let waiting = index - page.placed;
        let full = page.cursor.bottom + page.foot;
        if waiting == 0 && page.foot == Length::ZERO {
            let top = page.cursor.next(page.y).max(page.cursor.bottom + float.above);
            let top = if page.begun { top } else { page.cursor.bottom };
            let bottom = top + float.height;
            if bottom <= limit {
                let as_wanted = float.spot == Spot::Near || float.spot == Spot::Top && top == Length::ZERO;
                let against = page.against + if as_wanted { 0 } else { cost::FLOAT_AGAINST };
                let white = float.white_below(bottom);
                let cursor = Cursor { bottom, white };
                let (y, placed) = (bottom, index + 1);
                let here = Filling { cursor, y, placed, against, begun: true, passed: false, ..page };
                self.go_on(at, here);
            }
        }
        if waiting == 0 && float.spot == Spot::Bottom && full + float.apart(LINE) <= limit {
            let foot = page.foot + float.apart(LINE);
            self.go_on(at, Filling { foot, placed: index + 1, ..passed });
        }
        let stays = full == Length::ZERO && waiting == 0 && matches!(float.spot, Spot::Near | Spot::Top);
        if waiting < MOST_WAITING && !stays {
            self.go_on(at, passed);
        }
    }

    fn end(&mut self, next: usize, page: Filling) {
        let (Before { set, turn, only, .. }, placed) = (page.before, page.placed);
        let (called, in_order) = self.units.called(next, placed);
        let (last, height) = (next == self.units.all.len(), page.cursor.bottom + page.foot);
        let mut ways = Vec::new();
        if set >= called {
            ways.push((self.depth.short(height), set, 0));
        } else {
            for short in self.depth.with_notes(turn) {
                let room = self.depth.of(short) - height;
                if let Some(fit) = self.notes.fit(set, called, room) {
                    let gap = (room - fit.height).0 / LINE.0;
                    let gap = if last { 0 } else { gap * gap * cost::GAP };
                    ways.push((short, fit.to, fit.cost + gap));
                }
            }
            if ways.is_empty() {
                let least = self.depth.least_short(turn);
                let to = self.notes.most(set, called, self.depth.of(least) - height);
                ways.push((least, to, cost::NOTE_APART));
            }
        }
        let met = self.units.floats_before(next);
        let each = cost::FLOAT_MOVED + if turn.is_recto() { cost::FLOAT_TURNED } else { 0 };
        let waits = match met.checked_sub(placed) {
            Some(waiting) => i64::try_from(waiting).unwrap() * each,
            None => cost::FLOAT_AHEAD,
        };
        let apart = if in_order { 0 } else { cost::NOTE_APART };
        for (short, to, more) in ways {
            let (by_depth, after) = if last {
                let beside = if let Turn::Facing(beside) = turn { i64::from(beside) } else { 0 };
                let lack = if only { 0 } else { (cost::LAST_LINES - height.0 / LINE.0).max(0) };
                let deeper = i64::from(short < beside) * cost::UNEVEN;
                (lack * lack * cost::LAST_SHORT + deeper, turn.freely())
            } else {
                self.depth.leave(turn, short)
            };
            let mut cost = page.before.cost + page.against + cost::PAGE + more + by_depth + waits + apart;
            if let Some(unit) = self.units.all.get(next) {
                let eased = self.units.eased.get(&next).filter(|_| !page.passed);
                cost += eased.unwrap_or(&unit.cost);
                cost += i64::from(unit.divided && turn.is_recto()) * cost::HYPHEN_TURNED;
            }
            self.page(next, Before { set: to, placed, turn: after, only: false, cost });
        }
    }
}
