//! Scripts: how a finding calls the writing a character belongs to, which way it runs.

use unicode_script::{Script, UnicodeScript};

/// What an author would call the writing `c` belongs to: `Greek`, `Korean`, `emoji`.
pub fn script_name(c: char) -> &'static str {
    match c.script() {
        Script::Hangul => "Korean",
        Script::Hiragana | Script::Katakana => "Japanese",
        Script::Han => "Chinese",
        Script::Common | Script::Inherited | Script::Unknown => sign_name(c),
        script => script.full_name(),
    }
}

/// Signs of no script, by Unicode block.
fn sign_name(c: char) -> &'static str {
    match c {
        '\u{2190}'..='\u{21FF}' | '\u{27F0}'..='\u{27FF}' | '\u{2900}'..='\u{297F}' => "arrow",
        '\u{2200}'..='\u{22FF}' | '\u{2980}'..='\u{2AFF}' | '\u{1D400}'..='\u{1D7FF}' => "mathematical",
        '\u{2500}'..='\u{257F}' => "box-drawing",
        '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' => "East Asian",
        '\u{1F000}'..='\u{1FAFF}' => "emoji",
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => "private-use",
        _ => "symbol",
    }
}

/// The script of a text as OpenType tags it: that of its first letter; Latin when it has none.
pub(super) fn of_text(text: &str) -> Script {
    // Nearly all text is found to be Latin by its first letter, without a look-up.
    if text
        .bytes()
        .find(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
        .is_none_or(|byte| byte.is_ascii())
    {
        return Script::Latin;
    }
    text.chars()
        .map(|c| c.script())
        .find(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown))
        .unwrap_or(Script::Latin)
}

/// Characters that show nothing by themselves: any face will do for them.
/// (The commonest of Unicode's `Default_Ignorable_Code_Point`, and controls.)
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_authors_use() {
        let named = [('α', "Greek"), ('한', "Korean"), ('か', "Japanese"), ('字', "Chinese")];
        let signs = [('→', "arrow"), ('😀', "emoji"), ('∮', "mathematical"), ('❦', "symbol")];
        for (c, name) in named.into_iter().chain(signs) {
            assert_eq!(script_name(c), name, "{c}");
        }
    }

    #[test]
    fn a_text_has_the_script_of_its_first_letter() {
        assert_eq!(of_text("«1, Привет"), Script::Cyrillic);
        assert_eq!(of_text("42"), Script::Latin);
    }
}
