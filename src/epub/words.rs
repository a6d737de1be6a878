//! The words of an EPUB that no printed book has: landmarks, back links, the summary for
//! readers who cannot see. The book's own words come from [`crate::resolve::words`].

use crate::resolve::words::{Word, Words as BookWords};

/// The words of one language.
#[derive(Clone, Debug)]
pub(super) struct Words {
    book: BookWords,
    own: &'static Own,
}

#[derive(Debug)]
struct Own {
    lang: &'static str,
    landmarks: &'static str,
    start: &'static str,
    /// `{}`: the mark of the note.
    back: &'static str,
    done: &'static str,
    open: &'static str,
    /// The book has text and structure for every reader.
    summary: &'static str,
    /// Added when every picture has its text.
    described: &'static str,
}

impl Words {
    /// The words of a language given as BCP 47; English where there are none.
    pub(super) fn of(lang: &str) -> Self {
        let primary = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let own = OWN.iter().find(|own| own.lang == primary).unwrap_or(&OWN[0]);
        Self { book: BookWords::of(lang), own }
    }

    pub(super) fn book(&self, word: Word) -> &'static str {
        self.book.get(word)
    }

    pub(super) fn cover_of(&self, title: &str) -> String {
        self.book.with(Word::CoverOf, title)
    }

    pub(super) fn landmarks(&self) -> &'static str {
        self.own.landmarks
    }

    pub(super) fn start(&self) -> &'static str {
        self.own.start
    }

    pub(super) fn back_to(&self, mark: &str) -> String {
        self.own.back.replacen("{}", mark, 1)
    }

    pub(super) fn task(&self, done: bool) -> &'static str {
        if done { self.own.done } else { self.own.open }
    }

    /// The accessibility summary, in sentences that hold for this book.
    pub(super) fn summary(&self, all_described: bool) -> String {
        if all_described {
            format!("{} {}", self.own.summary, self.own.described)
        } else {
            self.own.summary.to_owned()
        }
    }
}

/// English first: what other languages fall back to.
const OWN: &[Own] = &[
    Own {
        lang: "en",
        landmarks: "Landmarks",
        start: "Start of the text",
        back: "Back to reference {}",
        done: "done",
        open: "to do",
        summary: "The text can be enlarged, restyled and read aloud; headings, contents and notes are linked.",
        described: "Every picture has a text alternative.",
    },
    Own {
        lang: "de",
        landmarks: "Orientierungspunkte",
        start: "Beginn des Textes",
        back: "Zurück zur Textstelle {}",
        done: "erledigt",
        open: "offen",
        summary: "Der Text lässt sich vergrößern, anders darstellen und vorlesen; Überschriften, Inhaltsverzeichnis und Anmerkungen sind verlinkt.",
        described: "Jedes Bild hat einen Alternativtext.",
    },
    Own {
        lang: "fr",
        landmarks: "Points de repère",
        start: "Début du texte",
        back: "Retour à l’appel {}",
        done: "fait",
        open: "à faire",
        summary: "Le texte peut être agrandi, mis en forme autrement et lu à voix haute ; les titres, la table des matières et les notes sont reliés.",
        described: "Chaque image a un texte de remplacement.",
    },
    Own {
        lang: "es",
        landmarks: "Puntos de referencia",
        start: "Comienzo del texto",
        back: "Volver a la llamada {}",
        done: "hecho",
        open: "pendiente",
        summary: "El texto se puede ampliar, cambiar de aspecto y leer en voz alta; los títulos, el índice y las notas están enlazados.",
        described: "Todas las imágenes tienen texto alternativo.",
    },
    Own {
        lang: "it",
        landmarks: "Punti di riferimento",
        start: "Inizio del testo",
        back: "Torna al rimando {}",
        done: "fatto",
        open: "da fare",
        summary: "Il testo può essere ingrandito, cambiato d’aspetto e letto ad alta voce; titoli, indice e note sono collegati.",
        described: "Ogni immagine ha un testo alternativo.",
    },
    Own {
        lang: "nl",
        landmarks: "Oriëntatiepunten",
        start: "Begin van de tekst",
        back: "Terug naar verwijzing {}",
        done: "klaar",
        open: "te doen",
        summary: "De tekst kan worden vergroot, anders opgemaakt en voorgelezen; koppen, inhoudsopgave en noten zijn gelinkt.",
        described: "Elke afbeelding heeft een alternatieve tekst.",
    },
    Own {
        lang: "pt",
        landmarks: "Pontos de referência",
        start: "Início do texto",
        back: "Voltar à chamada {}",
        done: "feito",
        open: "por fazer",
        summary: "O texto pode ser ampliado, ter outro aspeto e ser lido em voz alta; títulos, sumário e notas têm ligações.",
        described: "Todas as imagens têm texto alternativo.",
    },
    Own {
        lang: "ko",
        landmarks: "주요 위치",
        start: "본문 시작",
        back: "주석 {} 위치로 돌아가기",
        done: "완료",
        open: "미완료",
        summary: "글자 크기와 모양을 바꾸거나 소리 내어 읽게 할 수 있으며, 제목과 차례와 주석이 연결되어 있습니다.",
        described: "모든 그림에 대체 텍스트가 있습니다.",
    },
    Own {
        lang: "ja",
        landmarks: "ランドマーク",
        start: "本文の始まり",
        back: "注{}の参照元に戻る",
        done: "完了",
        open: "未完了",
        summary: "文字の大きさや表示を変えたり、読み上げたりできます。見出し、目次、注はリンクされています。",
        described: "すべての画像に代替テキストがあります。",
    },
    Own {
        lang: "zh",
        landmarks: "导航点",
        start: "正文开始",
        back: "返回注释 {} 的引用处",
        done: "已完成",
        open: "未完成",
        summary: "文本可以放大、更改样式和朗读；标题、目录和注释均有链接。",
        described: "每幅图片都有替代文本。",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_language_and_fall_back_to_english() {
        assert_eq!(Words::of("de-AT").back_to("3"), "Zurück zur Textstelle 3");
        assert_eq!(Words::of("tlh").landmarks(), "Landmarks");
        assert!(Words::of("fr").summary(true).len() > Words::of("fr").summary(false).len());
    }
}
