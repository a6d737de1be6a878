//! A written file held against the standards it claims: `page_validation` for PDF/A and
//! PDF/UA, and what it passes over; [`preflight`] for PDF/X. What breaks a rule is a finding,
//! and the file is not written.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use super::{findings, preflight};
use crate::diagnostic::Diagnostic;
use crate::model::press::{Press, Standard};
use crate::parallel;

/// What of the standards a file claims it does not keep.
pub(super) fn judge(bytes: &[u8], press: &Press) -> Vec<Diagnostic> {
    let verdicts = parallel::map(&press.standards, |kept| faults(bytes, kept.value));
    let told = press.standards.iter().zip(verdicts).flat_map(|(kept, faults)| {
        faults.into_iter().map(|fault| findings::broken_rule(kept, &fault)).collect::<Vec<_>>()
    });
    told.collect()
}

/// What a file breaks of a standard, in words.
pub(super) fn faults(bytes: &[u8], standard: Standard) -> Vec<String> {
    let profile = match standard {
        Standard::X1a | Standard::X4 => return preflight::faults(bytes, standard),
        Standard::A2a => ValidationProfile::PdfA2a,
        Standard::A2u => ValidationProfile::PdfA2u,
        Standard::Ua1 => ValidationProfile::PdfUa1,
    };
    let validate = || match validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)) {
        Ok(report) => {
            let failures = report.failures.iter();
            failures.map(|failure| format!("{} ({})", failure.message, failure.rule_id)).collect()
        }
        Err(reason) => vec![reason.to_string()],
    };
    let (mut told, more): (Vec<String>, _) =
        parallel::join(validate, || preflight::passed_over(bytes, standard));
    told.extend(more);
    told
}

/// Blanks what a file says of standards: it does not keep them.
pub(super) fn unclaim(bytes: &mut [u8]) {
    const CLAIMS: [(&[u8], &[u8]); 8] = [
        (b"<pdfaid:part>", b"</pdfaid:part>"),
        (b"<pdfaid:conformance>", b"</pdfaid:conformance>"),
        (b"<pdfuaid:part>", b"</pdfuaid:part>"),
        (b"<pdfxid:GTS_PDFXVersion>", b"</pdfxid:GTS_PDFXVersion>"),
        (b"<pdfx:GTS_PDFXVersion>", b"</pdfx:GTS_PDFXVersion>"),
        (b"<pdfx:GTS_PDFXConformance>", b"</pdfx:GTS_PDFXConformance>"),
        (b"/GTS_PDFXVersion(", b")"),
        (b"/GTS_PDFXConformance(", b")"),
    ];
    let find = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|window| window == part);
    for (begin, end) in CLAIMS {
        if let Some(start) = find(bytes, begin)
            && let Some(length) = bytes.get(start..).and_then(|rest| find(rest, end))
            && let Some(claim) = bytes.get_mut(start..start + length + end.len())
        {
            claim.fill(b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_blanked_and_nothing_moves() {
        let mut bytes = b"a<pdfaid:part>2</pdfaid:part>b/GTS_PDFXVersion(PDF/X-1:2001)c".to_vec();
        let length = bytes.len();
        unclaim(&mut bytes);
        assert_eq!(bytes.len(), length);
        let left: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b' ').collect();
        assert_eq!(left, b"abc");
    }

    #[test]
    fn what_is_no_pdf_is_broken() {
        for (_, standard) in Standard::WORDS {
            assert!(!faults(b"nothing", *standard).is_empty());
        }
    }
}
