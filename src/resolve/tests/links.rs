//! Where links lead, and what is said of those that lead nowhere.

use super::*;

/// Where each link leads, by its address: `chapter.index`, an address, or a message.
fn led(drafts: Vec<Draft>) -> Vec<(String, String)> {
    let (resolved, found) = resolve(book(drafts));
    let mut out = Vec::new();
    for chapter in &resolved.book.chapters {
        walk::blocks(&chapter.blocks, &mut |_| {}, &mut |run| {
            walk::inlines(run, &mut |inline| {
                let InlineKind::Link { url, .. } = &inline.kind else { return };
                let finding = found.iter().find(|f| f.labels[0].span == inline.span);
                let to = match (resolved.targets.get(&inline.id), finding) {
                    (Some(Target::Uri(uri)), None) => uri.clone(),
                    (Some(Target::Node(node)), None) => {
                        assert!(resolved.anchors.contains(node));
                        format!("{}.{}", node.chapter, node.index)
                    }
                    (None, Some(f)) => format!("{} | {}", f.message, f.help.join(" | ")),
                    other => panic!("{url}: {other:?}"),
                };
                out.push((url.clone(), to));
            });
        });
    }
    out
}

fn pairs(list: &[(String, String)]) -> Vec<(&str, &str)> {
    list.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

#[test]
fn addresses_of_a_site_made_from_the_book_lead_to_its_files() {
    let urls = ["/pasta/#the-water", "/tools/slack/", "/index.html", "pasta2", "/twice"];
    let from = urls.into_iter().fold(Draft::new("content/rice.md", "Rice"), Draft::link);
    let pasta = Draft::new("content/pasta.md", "Pasta").heading(2, "The Water", None);
    let names = ["_tools/slack.md", "content/_index.md", "a/twice.md", "b/twice.md"];
    let others = names.map(|name| Draft::new(name, "Other"));
    let led = led([from, pasta].into_iter().chain(others).collect());
    let to: Vec<&str> = led.iter().map(|(_, to)| to.split(" | ").next().unwrap_or_default()).collect();
    let dangling = ["`pasta2` is not a chapter of this book", "`/twice` is not a chapter of this book"];
    assert_eq!(to, ["1.3", "2.0", "3.0", dangling[0], dangling[1]]);
}

#[test]
fn links_lead_to_files_labels_slugs_and_addresses() {
    let one = Draft::new("part/one.md", "One")
        .heading(2, "First Steps", None) // 0.3
        .heading(2, "First Steps", None) // 0.5
        .link("#first-steps")
        .link("#first-steps-1")
        .link("two.md")
        .link("./two.html#deep")
        .link("/part/two.md#deep")
        .link("../part/two.md#the-end")
        .link("#deep")
        .link("t%77o.md")
        .link("https://example.org/#x");
    let two =
        Draft::new("part/two.md", "Two").heading(2, "Deep Water", Some("deep")).heading(3, "The End", None);
    assert_eq!(
        pairs(&led(vec![one, two])),
        [
            ("#first-steps", "0.3"),
            ("#first-steps-1", "0.5"),
            ("two.md", "1.0"),
            ("./two.html#deep", "1.3"),
            ("/part/two.md#deep", "1.3"),
            ("../part/two.md#the-end", "1.5"),
            ("#deep", "1.3"),
            ("t%77o.md", "1.0"),
            ("https://example.org/#x", "https://example.org/#x"),
        ]
    );
}

#[test]
fn links_that_lead_nowhere_say_what_is_near() {
    let one = Draft::new("one.md", "One")
        .heading(2, "Press", Some("press"))
        .link("#pres")
        .link("tow.md")
        .link("two.md#rian")
        .link("two.md#press")
        .link("../outside.md")
        .link("code.rs")
        .link("www.example.org")
        .link("ch006.xhtml#press")
        .link("");
    let two = Draft::new("two.md", "Two").heading(2, "Rain", Some("rain"));
    assert_eq!(
        pairs(&led(vec![one, two])),
        [
            ("#pres", "no place in this book is labelled `pres` | a label with a similar name is `#press`"),
            ("tow.md", "`tow.md` is not a chapter of this book | a chapter with a similar name is `two.md`"),
            (
                "two.md#rian",
                "no place in `two.md` is labelled `rian` | a label with a similar name is `#rain`"
            ),
            (
                "two.md#press",
                "no place in `two.md` is labelled `press` | `one.md` has this label: write `one.md#press`"
            ),
            (
                "../outside.md",
                "`../outside.md` is not a chapter of this book | only files in the book's order can be linked \
                 to; add it there, or link to an address on the web"
            ),
            (
                "code.rs",
                "`code.rs` is not a chapter of this book | only files in the book's order can be linked to; add \
                 it there, or link to an address on the web"
            ),
            (
                "www.example.org",
                "`www.example.org` is not a chapter of this book | for an address on the web write \
                 `https://www.example.org`"
            ),
            (
                "ch006.xhtml#press",
                "`ch006.xhtml` is not a chapter of this book | this book has the label: write `#press` alone"
            ),
            (
                "",
                "this link has no address | write where it leads between the parentheses, or take the brackets \
                 away"
            ),
        ]
    );
}

#[test]
fn a_label_twice_in_a_file_is_reported_at_both_places() {
    let one = Draft::new("one.md", "One").heading(2, "A", Some("x")).heading(2, "B", Some("x"));
    let (_, found) = resolve(book(vec![one]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the label `x` is given twice");
    let places: Vec<u32> = found[0].labels.iter().map(|label| label.span.start).collect();
    assert_eq!(places, [5, 3]);
}

#[test]
fn files_may_share_a_label_until_a_link_could_mean_either() {
    let file = |path| Draft::new(path, "T").heading(2, "A", Some("x"));
    let (_, found) = resolve(book(vec![file("one.md").link("#x"), file("two.md").link("one.md#x")]));
    assert_eq!(found, []);
    let (_, found) = resolve(book(vec![file("one.md"), file("two.md"), Draft::new("c.md", "C").link("#x")]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].labels.len(), 3);
}

#[test]
fn many_broken_links_take_bounded_time() {
    let mut draft = Draft::new("one.md", "One");
    for n in 0..20_000 {
        draft = draft.heading(2, &format!("Heading number {n} of many"), None).link(&format!("#headign-{n}"));
    }
    let (_, found) = resolve(book(vec![draft]));
    assert_eq!(found.len(), 20_000);
}
