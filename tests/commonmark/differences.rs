//! Where Bindery means to differ from `CommonMark`.

const LOOK: &str = "HTML is mapped into the model, which has one element for each look";
const PROGRAM: &str = "scripts and styles in the text are left out, with a warning";
const EMPTY: &str = "an element that leads nowhere and holds nothing is not written";

/// Examples that come out otherwise, each with its reason.
pub(crate) const DIFFERENT: &[(usize, &str)] = &[
    (13, "`\\ ` is a blank that does not break, as in Pandoc"),
    (79, "`#` opens a chapter, which without words has no heading"),
    (148, "a cell holds lines: code in it is code in a line"),
    (150, EMPTY),
    (156, "a tag without an end is words, lest they be lost"),
    (157, "a tag without an end is words, lest they be lost"),
    (158, "a tag without an end is words, lest they be lost"),
    (164, LOOK),
    (166, LOOK),
    (167, LOOK),
    (168, LOOK),
    (169, "code in HTML begins with its first line that is not blank"),
    (170, PROGRAM),
    (171, "a book has no fields to type in: the words are a paragraph"),
    (172, PROGRAM),
    (173, PROGRAM),
    (176, PROGRAM),
    (178, PROGRAM),
    (182, "a CDATA section is text, as it is in XHTML"),
    (191, "a table without a cell is not written"),
    (494, LOOK),
    (613, EMPTY),
    (614, EMPTY),
    (615, EMPTY),
    (616, EMPTY),
    (623, EMPTY),
    (629, "a CDATA section is text, as it is in XHTML"),
];

/// No more may differ.
pub(crate) const MOST: usize = 30;
