//! What an author asks about kinds of findings: which are errors to them, which are
//! nothing to say.
//!
//! Rules are taken in the order they were given; a later one wins. Errors stay errors:
//! what could not be what the author means is not a matter of taste.

use super::{Code, Diagnostic, Severity};

/// One wish about findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Warnings of this kind are left out.
    Allow(Code),
    /// Warnings of this kind are errors.
    Deny(Code),
    /// Every warning counts against the book: one that was allowed before is told again.
    DenyWarnings,
}

/// The wishes for one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<Rule>);

impl Levels {
    /// Rules in the order they were given.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self(rules)
    }

    /// Whether the book fails with any warning that is told.
    pub fn deny_warnings(&self) -> bool {
        self.0.contains(&Rule::DenyWarnings)
    }

    /// How much a finding of this kind weighs; `None`: it is left out.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        if code.severity() == Severity::Error {
            return Some(Severity::Error);
        }
        let mut severity = Some(Severity::Warning);
        for rule in &self.0 {
            severity = match rule {
                Rule::Allow(allowed) if *allowed == code => None,
                Rule::Deny(denied) if *denied == code => Some(Severity::Error),
                Rule::DenyWarnings => severity.or(Some(Severity::Warning)),
                Rule::Allow(_) | Rule::Deny(_) => severity,
            };
        }
        severity
    }

    /// Findings as they weigh under these rules, those left out taken away.
    pub fn apply(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.0.is_empty() {
            return findings;
        }
        let weighed = findings.into_iter().filter_map(|finding| {
            let severity = self.severity(finding.code)?;
            Some(finding.weighing(severity))
        });
        weighed.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severity(rules: &[Rule]) -> Option<Severity> {
        Levels::new(rules.to_vec()).severity(Code::MissingAlt)
    }

    #[test]
    fn a_later_rule_wins() {
        use Rule::{Allow, Deny, DenyWarnings};
        let code = Code::MissingAlt;
        assert_eq!(severity(&[]), Some(Severity::Warning));
        assert_eq!(severity(&[Allow(code)]), None);
        assert_eq!(severity(&[Allow(code), Deny(code)]), Some(Severity::Error));
        assert_eq!(severity(&[Deny(code), Allow(code)]), None);
        assert_eq!(severity(&[Allow(Code::OverfullLine)]), Some(Severity::Warning));
        assert_eq!(severity(&[Deny(code), DenyWarnings]), Some(Severity::Error));
        assert_eq!(severity(&[DenyWarnings, Allow(code)]), None);
        assert_eq!(severity(&[Allow(code), DenyWarnings]), Some(Severity::Warning));
    }

    #[test]
    fn errors_stay_errors() {
        let levels = Levels::new(vec![Rule::Allow(Code::DanglingLink)]);
        let found = levels.apply(vec![Diagnostic::new(Code::DanglingLink, "x")]);
        assert!(found.len() == 1 && found[0].is_error());
    }

    #[test]
    fn what_is_denied_is_an_error_and_what_is_allowed_is_gone() {
        let levels = Levels::new(vec![Rule::Deny(Code::MissingAlt), Rule::Allow(Code::NotRead)]);
        let findings = [Code::MissingAlt, Code::NotRead, Code::RemoteImage];
        let found = levels.apply(findings.map(|code| Diagnostic::new(code, "x")).into());
        let weights: Vec<_> = found.iter().map(|finding| (finding.code, finding.severity())).collect();
        assert_eq!(weights, [(Code::MissingAlt, Severity::Error), (Code::RemoteImage, Severity::Warning)]);
    }
}
