//! Figures under one caption: rows of pictures of one height, each above its own caption,
//! kept on one page and made smaller where they must be.

use super::caption::Caption;
use super::{Context, Flow, Rigid, VItem};
use crate::model::block::{Block, BlockKind, Group};
use crate::model::inline::{Image, Inline};
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{Frame, Item};
use crate::typeset::paragraph::{Piece, TextAlign};

/// A figure of a group.
struct Member<'b> {
    block: &'b Block,
    image: &'b Image,
    caption: &'b [Inline],
    /// `(a)`, when it is one of several.
    letter: String,
}

/// Members side by side: what each is and how large its picture is.
type Row<'r, 'b> = &'r [(&'r Member<'b>, Size)];

impl Flow<'_, '_> {
    /// A group: rows of figures, or blocks one below the other, then the caption.
    pub(super) fn group(&mut self, block: &Block, group: &Group, around: &Context) {
        self.floated(block, around, |flow| flow.group_here(block, group, around));
    }

    /// The group; whether it may move.
    fn group_here(&mut self, block: &Block, group: &Group, around: &Context) -> bool {
        let caption = self.caption(block, &group.caption, around);
        let members = members(&group.blocks);
        if members.len() < group.blocks.len() || members.is_empty() {
            self.blocks(&group.blocks, around);
            if let Some(caption) = caption {
                self.push(VItem::Keep(1));
                self.push(caption.into_item());
                self.space(around.leading / 2);
                self.snap(around);
            }
            self.flush = false;
            return false;
        }
        let moves = caption.is_some();
        for member in &members {
            self.mark(member.block.id);
        }
        let rows = self.fitted(&members, group, caption.as_ref(), around);
        let gap = around.leading / 2;
        let heights: Length = rows.iter().map(|row| row.frame.size.height + gap).sum();
        let total = heights - gap + caption.as_ref().map_or(Length::ZERO, |c| gap + c.height());
        let (above, below) = self.around_display(total, around);
        self.space(above);
        self.kept(|flow| {
            for (index, row) in rows.into_iter().enumerate() {
                if index > 0 {
                    flow.push(VItem::Space(gap));
                }
                flow.push(VItem::Rigid(row));
            }
            if let Some(caption) = caption {
                flow.push(VItem::Space(gap));
                flow.push(caption.into_item());
            }
        });
        self.space(below);
        self.snap(around);
        self.flush = false;
        moves
    }

    /// The rows as boxes, in the size in which they fit on a page with their caption.
    fn fitted(
        &mut self,
        members: &[Member<'_>],
        group: &Group,
        caption: Option<&Caption>,
        around: &Context,
    ) -> Vec<Rigid> {
        let columns = usize::from(group.columns.max(1));
        let sizes: Vec<Size> =
            members.chunks(columns).flat_map(|row| self.row_sizes(row, columns, around)).collect();
        let known = self.setter.findings.len();
        let set = |flow: &mut Self, scale: (i64, i64)| -> Vec<Rigid> {
            let scaled = |size: &Size| Size {
                width: size.width.scale(scale.0, scale.1).max(Length(1)),
                height: size.height.scale(scale.0, scale.1).max(Length(1)),
            };
            let all: Vec<_> = members.iter().zip(sizes.iter().map(scaled)).collect();
            all.chunks(columns).map(|row| flow.group_row(row, columns, around)).collect()
        };
        let rows = set(self, (1, 1));
        let gap = around.leading / 2;
        let total: Length = rows.iter().map(|row| row.frame.size.height + gap).sum();
        let room = self.page.height() - caption.map_or(Length::ZERO, |c| gap + c.height()) - gap;
        let pictures: Length = sizes
            .chunks(columns)
            .map(|row| row.iter().map(|size| size.height).max().unwrap_or_default())
            .sum();
        let fixed = total - pictures;
        if total <= room || pictures <= Length::ZERO {
            return rows;
        }
        self.setter.findings.truncate(known);
        // Captions keep their size: pictures give all, but never more than to a quarter.
        let left = (room - fixed).max(pictures / 4);
        set(self, (left.0, pictures.0))
    }

    /// How large the pictures of a row are: of one height where that suits their shapes,
    /// else each as its column allows.
    fn row_sizes(&self, row: &[Member<'_>], columns: usize, around: &Context) -> Vec<Size> {
        let (column, gap) = self.columns(columns, around);
        let room = self.page.height();
        let book = &self.setter.edition.book.book;
        let mut narrow = around.clone();
        narrow.left = Length::ZERO;
        narrow.right = (self.page.measure - column).at_least_zero();
        let sizes: Vec<Option<Size>> = row
            .iter()
            .map(|member| {
                let asset = member.image.asset.as_ref().and_then(|key| book.assets.get(key))?;
                Some(self.extent(asset, member.image, room, &narrow))
            })
            .collect();
        let free = row.iter().all(|member| member.image.width.is_none());
        let known: Vec<Size> = sizes.iter().flatten().copied().collect();
        let plain = || sizes.iter().map(|size| size.unwrap_or(Size { width: column, height: column / 2 }));
        if !free || known.len() < row.len() || row.len() < 2 {
            return plain().collect();
        }
        // Heights of pictures that are all as wide as one em; their sum of widths is the row's.
        let count = i64::try_from(row.len()).unwrap_or(i64::MAX);
        let width = column * count + gap * (count - 1);
        let unit = Length::pt(100);
        let widths: Vec<Length> = known.iter().map(|s| unit.scale(s.width.0, s.height.0.max(1))).collect();
        let sum: Length = widths.iter().copied().sum();
        let tallest = known.iter().map(|size| size.height).max().unwrap_or_default();
        let height = unit.scale((width - gap * (count - 1)).0, sum.0.max(1)).min(tallest);
        let equal: Vec<Size> =
            widths.iter().map(|w| Size { width: w.scale(height.0, unit.0), height }).collect();
        if equal.iter().all(|size| size.width * 5 >= column * 2) { equal } else { plain().collect() }
    }

    /// Width of a column and of the white between two.
    fn columns(&self, columns: usize, around: &Context) -> (Length, Length) {
        let count = i64::try_from(columns).unwrap_or(i64::MAX);
        let width = around.width(&self.page);
        let gap = (around.size * 3 / 2).min(width / (count * 4));
        ((width - gap * (count - 1)) / count, gap)
    }

    /// A row as one box: pictures on one line, captions below it.
    fn group_row(&mut self, row: Row<'_, '_>, columns: usize, around: &Context) -> Rigid {
        let (column, gap) = self.columns(columns, around);
        let least = column / 2;
        let mut cells = Vec::with_capacity(row.len());
        for (member, size) in row {
            let mut inner = around.clone();
            inner.left = Length::ZERO;
            inner.right = (self.page.measure - size.width.max(least)).at_least_zero();
            let picture = self.picture_of(member.block, member.image, *size, &inner);
            let width = picture.size.width.max(least);
            let caption = self.member_caption(member, width, around);
            cells.push((picture, width, caption));
        }
        let count = i64::try_from(cells.len().saturating_sub(1)).unwrap_or(i64::MAX);
        let taken: Length = cells.iter().map(|(_, width, _)| *width).sum::<Length>() + gap * count;
        let room = around.width(&self.page);
        let tallest = cells.iter().map(|(picture, ..)| picture.size.height).max().unwrap_or_default();
        let below = around.leading / 3;
        let captions = cells.iter().filter_map(|(_, _, c)| c.as_ref()).map(Caption::height).max();
        let height = tallest + captions.map_or(Length::ZERO, |height| below + height);
        let mut rigid =
            Rigid { span: row.first().map(|(m, _)| m.block.span).unwrap_or_default(), ..Rigid::default() };
        rigid.frame = Frame::new(Size { width: self.page.measure, height });
        let mut x = around.left + ((room - taken) / 2).at_least_zero();
        for ((picture, width, caption), (member, _)) in cells.into_iter().zip(row) {
            let at = Point { x: x + (width - picture.size.width) / 2, y: tallest - picture.size.height };
            if self.setter.edition.book.anchors.contains(&member.block.id) {
                rigid.frame.push(Point { x, y: Length::ZERO }, Item::Anchor(member.block.id));
            }
            rigid.frame.place(at, picture);
            if let Some(caption) = caption {
                rigid.notes.extend(caption.notes());
                for index in 0..caption.lines() {
                    let y = tallest + below + super::times(caption.leading, index);
                    rigid.frame.place(Point { x, y }, caption.paragraph.line(0, index).frame);
                }
            }
            x += width + gap;
        }
        rigid
    }

    /// `(a) Its words`, as wide as its picture.
    fn member_caption(&mut self, member: &Member<'_>, width: Length, around: &Context) -> Option<Caption> {
        if member.letter.is_empty() && member.caption.is_empty() {
            return None;
        }
        let mut style = self.caption_style(around);
        (style.measure, style.left, style.right) = (width, Length::ZERO, Length::ZERO);
        style.align = TextAlign::Center;
        let mut pieces = Vec::with_capacity(2);
        if !member.letter.is_empty() {
            let gap = if member.caption.is_empty() { "" } else { " " };
            let (text, node) = (format!("{}{gap}", member.letter).into(), member.block.id);
            pieces.push(Piece::Label { text, node, style: crate::model::theme::LabelStyle::Upright });
        }
        pieces.push(Piece::Inlines(member.caption));
        Some(self.set_caption(member.block, pieces, &style))
    }
}

/// The figures of a group; fewer than its blocks where it holds something else.
fn members(blocks: &[Block]) -> Vec<Member<'_>> {
    let lettered = crate::resolve::are_lettered(blocks);
    let letter =
        |index| if lettered { format!("({})", crate::resolve::letter(index)) } else { String::new() };
    let figures = blocks.iter().enumerate().filter_map(|(index, block)| match &block.kind {
        BlockKind::Figure { image, caption } => Some(Member { block, image, caption, letter: letter(index) }),
        _ => None,
    });
    figures.collect()
}
