//! Leanpub: `Book.txt`, a file a line, with words between them for where the matter of the
//! book changes. Title and author are known to Leanpub only.

use super::Import;
use super::mdbook::USUAL_FRONT;
use super::yaml::Yaml;

/// Where Leanpub keeps pictures, beside the files of the text.
const PICTURES: [&str; 2] = ["resources", "images"];

/// Imports the book of a `Book.txt`.
pub(super) fn read(import: &mut Import<'_, '_>, sign: &str) {
    let folder = sign.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let Some(id) = import.reader.text(&import.reader.root.join(sign), None) else { return };
    let Some(text) = import.reader.sources.get(id).map(|file| file.text.clone()) else { return };
    let (mut front, mut chapters, mut back) = (Vec::new(), Vec::new(), Vec::new());
    let mut matter = "mainmatter";
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let word = line.trim_end_matches(':').trim_matches(['{', '}']);
        if let Some(word) = ["frontmatter", "mainmatter", "backmatter"].iter().find(|known| **known == word) {
            matter = word;
            continue;
        }
        let file = Yaml::text(format!("{folder}{line}"));
        match matter {
            "frontmatter" => front.push(file),
            "backmatter" => back.push(file),
            _ => chapters.push(file),
        }
    }
    if !front.is_empty() {
        let front = USUAL_FRONT.iter().map(|page| Yaml::text(*page)).chain(front).collect();
        import.draft.set("front", Yaml::List(front));
    }
    import.draft.set("chapters", Yaml::List(chapters));
    if !back.is_empty() {
        import.draft.set("back", Yaml::List(back));
    }
    let folders = PICTURES.map(|name| format!("{folder}{name}"));
    let there =
        folders.iter().filter(|path| import.reader.files.list(&import.reader.root.join(path)).is_ok());
    let there: Vec<&String> = there.collect();
    if !there.is_empty() {
        import.draft.set("resource-path", Yaml::texts(there.into_iter().map(String::as_str)));
    }
    import.draft.remark("Leanpub knows title, author and language from its site; write them here:");
    import.draft.remark("title: …");
    import.draft.remark("author: …");
    import.draft.remark("lang: en");
}
