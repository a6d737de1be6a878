//! Quotes, dashes and blanks, language by language.

use proptest::prelude::*;

use super::{parse_in, show_blocks};

/// One paragraph in a language.
fn set(lang: &str, text: &str) -> String {
    let shown = show_blocks(&parse_in(text, lang).blocks);
    shown.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(&shown).to_owned()
}

/// The marks of a language for `"a 'b'"`.
const MARKS: &[(&str, &str)] = &[
    ("en", "“a ‘b’”"),
    ("en-GB", "“a ‘b’”"),
    ("nl", "“a ‘b’”"),
    ("tr", "“a ‘b’”"),
    ("pt-BR", "“a ‘b’”"),
    ("es-MX", "“a ‘b’”"),
    ("ko", "“a ‘b’”"),
    ("zh-Hans", "“a ‘b’”"),
    ("de", "„a ‚b‘“"),
    ("de-AT", "„a ‚b‘“"),
    ("cs", "„a ‚b‘“"),
    ("de-CH", "«a ‹b›»"),
    ("fr-CH", "«a ‹b›»"),
    ("it-CH", "«a ‹b›»"),
    ("fr", "«\u{202f}a “b”\u{202f}»"),
    ("fr-CA", "«\u{a0}a “b”\u{a0}»"),
    ("es", "«a “b”»"),
    ("it", "«a “b”»"),
    ("pt-PT", "«a “b”»"),
    ("ru", "«a „b“»"),
    ("nb", "«a ‘b’»"),
    ("pl", "„a ‚b’”"),
    ("ro", "„a «b»”"),
    ("hu", "„a »b«”"),
    ("sv", "”a ’b’”"),
    ("fi", "”a ’b’”"),
    ("da", "»a ›b‹«"),
    ("ja", "「a 『b』」"),
    ("zh-Hant-TW", "「a 『b』」"),
];

#[test]
fn each_language_has_its_marks() {
    for (lang, shown) in MARKS {
        assert_eq!(&set(lang, "\"a 'b'\""), shown, "{lang}");
    }
    assert_eq!(set("ja", "「はい」"), "「はい」");
}

#[test]
fn apostrophes_are_told_from_quotes() {
    for (text, shown) in [
        ("It's the dogs' O'Brien", "It’s the dogs’ O’Brien"),
        ("'Tis 'twas the '90s and '68", "’Tis ’twas the ’90s and ’68"),
        ("'rock 'n' roll'", "‘rock ’n’ roll’"),
        ("'42' is it", "‘42’ is it"),
        ("\"'Nested,' he said\"", "“‘Nested,’ he said”"),
        ("'\"Both\"'", "‘“Both”’"),
        ("\"\" '' \"'\"x\"'\"", "“” ‘’ “‘“x”’”"),
        ("(\"a\") [\"b\"] --\"c\"-- \"d\"...", "(“a”) [“b”] –“c”– “d”…"),
        ("\"*word*\" *\"word\"* **'a'**", "“emphasis[word]” emphasis[“word”] strong[‘a’]"),
        ("\"I was--\" he said", "“I was–” he said"),
        ("a\n\"b\"", "a␤“b”"),
        ("\"a---\"b\" c---\" \"'Wait--'\"", "“a—“b” c—” “‘Wait–’”"),
    ] {
        assert_eq!(set("en", text), shown, "{text}");
    }
    assert_eq!(
        set("fr", "L'homme, l'\"autre\", aujourd'hui"),
        "L’homme, l’«\u{202f}autre\u{202f}», aujourd’hui"
    );
    assert_eq!(set("nl", "'s Avonds in 't huis"), "’s Avonds in ’t huis");
    assert_eq!(set("ko", "그는 'AI'는 \"A\"라고"), "그는 ‘AI’는 “A”라고");
    assert_eq!(set("it", "L'*amore* dell'\"uno\""), "L’emphasis[amore] dell’«uno»");
}

#[test]
fn measures_have_primes() {
    assert_eq!(set("en", "6'2\" tall, 5\" wide, 3' high"), "6′2″ tall, 5″ wide, 3′ high");
    assert_eq!(set("en", "\"He is 6'2\" tall in 1984\""), "“He is 6′2″ tall in 1984”");
    assert_eq!(set("en", "the 1980's, as in 1984\""), "the 1980’s, as in 1984”");
}

#[test]
fn french_has_its_blanks() {
    assert_eq!(set("fr", "*Non* ! *Si*!"), "emphasis[Non]\u{202f}! emphasis[Si]\u{202f}!");
    assert_eq!(
        set("fr", "http://a.b?c: 10:30, « ça »?"),
        "http://a.b?c\u{a0}: 10:30, «\u{202f}ça\u{202f}»\u{202f}?"
    );
    assert_eq!(set("fr", "[Really? Yes!]{lang=en} Oui!"), "span[Really? Yes!]{lang=en} Oui\u{202f}!");
    assert_eq!(set("en", "[Ah !]{lang=fr} Ah !"), "span[Ah\u{202f}!]{lang=fr} Ah !");
    assert_eq!(set("fr", "`a !` \\! a\\ !"), "`a !` ! a\u{a0}!");
}

#[test]
fn spans_switch_the_language_within_a_quotation() {
    assert_eq!(
        set("en", "\"She said [\"*ja*, 'so'\"]{lang=de} and left\""),
        "“She said span[„emphasis[ja], ‚so‘“]{lang=de} and left”"
    );
}

/// Text that quotes, and how it is set, with quotations one within another.
fn quoting(depth: u32) -> BoxedStrategy<(String, String)> {
    let word = prop::sample::select(vec!["word", "it", "Über", "long-ago", "l'eau"]);
    let word = word.prop_map(|word| (word.to_owned(), word.replace('\'', "’")));
    if depth == 0 {
        return word.boxed();
    }
    let (typed, marks) = if depth % 2 == 0 { ('"', ("“", "”")) } else { ('\'', ("‘", "’")) };
    let quoted = row(depth - 1).prop_map(move |(text, set)| {
        (format!("{typed}{text}{typed}"), format!("{}{set}{}", marks.0, marks.1))
    });
    // Two levels down, so that the kinds of quotes go on in turn.
    prop_oneof![2 => word, 3 => quoted, 1 => row(depth.saturating_sub(2))].boxed()
}

fn row(depth: u32) -> BoxedStrategy<(String, String)> {
    let between =
        prop::sample::select(vec![(" ", " "), (", ", ", "), (" --- ", " — "), (" (", " ("), ("\n", "␤")]);
    prop::collection::vec((quoting(depth), between), 1..4)
        .prop_map(|parts| {
            let (mut text, mut set) = (String::new(), String::new());
            let last = parts.len() - 1;
            for (index, ((typed, shown), (gap, wide))) in parts.into_iter().enumerate() {
                text.push_str(&typed);
                set.push_str(&shown);
                if index < last {
                    text.push_str(gap);
                    set.push_str(wide);
                }
            }
            (text, set)
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every quotation that is closed gets both its marks, however deep it stands.
    #[test]
    fn quotes_balance((text, shown) in row(4)) {
        prop_assert_eq!(set("en", &text), shown);
    }
}
