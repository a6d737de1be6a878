//! Headings to the names that other tools give them, so that links written for those
//! tools lead to the same place here.

/// GitHub's name for a heading: lower case, punctuation dropped, each blank a hyphen.
/// mdBook's is the same.
pub(super) fn github(title: &str) -> String {
    let lower = title.trim().to_lowercase();
    lower
        .chars()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

/// Pandoc's name for a heading: lower case; punctuation dropped but `_`, `-` and `.`;
/// blanks to one hyphen; everything before the first letter dropped; `section` where nothing
/// is left.
pub(super) fn pandoc(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut name = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        let kept: String = word.chars().filter(|c| c.is_alphanumeric() || "_-.".contains(*c)).collect();
        if kept.is_empty() {
            continue;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&kept);
    }
    match name.find(char::is_alphabetic) {
        Some(at) => name.split_off(at),
        None => "section".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_keeps_every_blank_and_drops_punctuation() {
        assert_eq!(github("What's  new? Part 2"), "whats--new-part-2");
        assert_eq!(github("1. The `Box<T>` Type"), "1-the-boxt-type");
        assert_eq!(github("Über 한글"), "über-한글");
    }

    #[test]
    fn pandoc_begins_with_a_letter_and_joins_blanks() {
        assert_eq!(pandoc("Heading identifiers in HTML"), "heading-identifiers-in-html");
        assert_eq!(pandoc("Dogs?--in *my* house?"), "dogs--in-my-house");
        assert_eq!(pandoc("3. Applications"), "applications");
        assert_eq!(pandoc("33"), "section");
    }
}
