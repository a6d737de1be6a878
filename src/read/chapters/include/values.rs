//! What `{{< var .. >}}` and `{{< meta .. >}}` stand for.

use std::collections::BTreeMap;

use super::library::near;
use crate::model::manifest::Manifest;
use crate::model::metadata::Date;

/// Values by name.
#[derive(Debug, Default)]
pub(in crate::read::chapters) struct Values {
    vars: BTreeMap<String, String>,
    meta: BTreeMap<String, String>,
}

impl Values {
    /// What a manifest gives.
    pub(in crate::read::chapters) fn of(manifest: &Manifest) -> Self {
        let metadata = &manifest.metadata;
        let authors = Some(metadata.author_line());
        let texts = [
            ("title", Some(metadata.title.clone())),
            ("subtitle", metadata.subtitle.clone()),
            ("short-title", metadata.short_title.clone()),
            ("author", authors.clone()),
            ("authors", authors),
            ("date", metadata.date.map(iso)),
            ("publisher", metadata.publisher.clone()),
            ("lang", Some(metadata.lang.clone())),
            ("rights", metadata.rights.clone()),
            ("description", metadata.description.clone()),
        ];
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let meta = texts.iter().filter_map(|(name, text)| {
            let text = one_line(text.as_deref()?);
            (!text.is_empty()).then(|| ((*name).to_owned(), text))
        });
        let vars = manifest.vars.iter().map(|(name, text)| (name.clone(), one_line(text)));
        Self { vars: vars.collect(), meta: meta.collect() }
    }

    /// These values.
    #[cfg(test)]
    pub(super) fn new<const V: usize, const M: usize>(
        vars: [(&str, &str); V],
        meta: [(&str, &str); M],
    ) -> Self {
        let map = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        Self { vars: map(&vars), meta: map(&meta) }
    }

    fn named(&self, shortcode: &str) -> &BTreeMap<String, String> {
        if shortcode == "var" { &self.vars } else { &self.meta }
    }

    /// The value that a shortcode, `var` or `meta`, names; Quarto finds the book's own keys
    /// under `book.`, too.
    pub(super) fn get(&self, shortcode: &str, name: &str) -> Option<&str> {
        let values = self.named(shortcode);
        let in_book = || name.strip_prefix("book.").filter(|_| shortcode == "meta");
        values.get(name).or_else(|| values.get(in_book()?)).map(String::as_str)
    }

    /// The name nearest to one that is not there.
    pub(super) fn near(&self, shortcode: &str, name: &str) -> Option<&str> {
        near(name, self.named(shortcode).keys())
    }
}

/// `2027-03-01`, or as much of it as is known.
fn iso(date: Date) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    format!("{:04}{}{}", date.year, part(date.month), part(date.day.filter(|_| date.month.is_some())))
}
