//! `--allow` and `--deny`: two options whose order among each other counts, which is why
//! they are read together.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::diagnostic::level::Rule;
use crate::diagnostic::{Code, Levels, Severity, nearest};

/// The word that means every warning.
const WARNINGS: &str = "warnings";

/// The options as rules in the order they were typed.
#[derive(Clone, Debug, Default)]
pub(super) struct LevelArgs {
    pub(super) levels: Levels,
}

impl Args for LevelArgs {
    fn augment_args(command: Command) -> Command {
        let option = |name: &'static str| {
            Arg::new(name).long(name).action(ArgAction::Append).value_delimiter(',').value_name("CODE")
        };
        command
            .arg(option("allow").value_parser(allow).help(
                "Leave warnings of this kind out; several with commas, or given again. Of `--allow` \
                 and `--deny` the later wins",
            ))
            .arg(
                option("deny").value_parser(deny).help(
                    "Make warnings of this kind errors; `warnings`: any warning makes the exit status 1",
                ),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut placed: Vec<(usize, Rule)> = Vec::new();
        for name in ["allow", "deny"] {
            let rules = matches.get_many::<Rule>(name).into_iter().flatten().copied();
            placed.extend(matches.indices_of(name).into_iter().flatten().zip(rules));
        }
        placed.sort_by_key(|(place, _)| *place);
        Ok(Self { levels: Levels::new(placed.into_iter().map(|(_, rule)| rule).collect()) })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What `--allow` takes: the code of a warning.
fn allow(typed: &str) -> Result<Rule, String> {
    match Code::parse(typed) {
        Some(code) if code.severity() == Severity::Error => {
            Err("this is an error, and only warnings can be allowed; `--keep-going` writes in spite of it"
                .into())
        }
        Some(code) => Ok(Rule::Allow(code)),
        None => Err(unknown(typed, &[])),
    }
}

/// What `--deny` takes: a code, or the word for every warning.
fn deny(typed: &str) -> Result<Rule, String> {
    if typed == WARNINGS {
        return Ok(Rule::DenyWarnings);
    }
    Code::parse(typed).map(Rule::Deny).ok_or_else(|| unknown(typed, &[WARNINGS]))
}

fn unknown(typed: &str, words: &[&'static str]) -> String {
    let known = Code::ALL.iter().map(|code| code.name()).chain(words.iter().copied());
    match nearest(typed, known) {
        Some(near) => format!("no finding is called that; did you mean `{near}`?"),
        None => "no finding is called that; `bindery explain` lists all of them".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &[&str]) -> Result<Levels, String> {
        let command = LevelArgs::augment_args(Command::new("x"));
        let matches = command.try_get_matches_from(["x"].iter().chain(typed)).map_err(|e| e.to_string())?;
        LevelArgs::from_arg_matches(&matches).map(|args| args.levels).map_err(|e| e.to_string())
    }

    #[test]
    fn rules_come_in_the_order_they_were_typed() {
        let rules = |typed: &[&str]| read(typed).expect("understood");
        assert_eq!(rules(&[]), Levels::default());
        assert_eq!(
            rules(&["--deny", "missing-alt,warnings", "--allow", "missing-alt", "--deny=not-read"]),
            Levels::new(vec![
                Rule::Deny(Code::MissingAlt),
                Rule::DenyWarnings,
                Rule::Allow(Code::MissingAlt),
                Rule::Deny(Code::NotRead),
            ])
        );
    }

    #[test]
    fn what_is_no_warning_is_refused() {
        let said = |typed: &[&str]| read(typed).expect_err("refused");
        assert!(said(&["--allow", "missing-al"]).contains("did you mean `missing-alt`?"));
        assert!(said(&["--deny", "warning"]).contains("did you mean `warnings`?"));
        assert!(said(&["--allow", "dangling-link"]).contains("only warnings can be allowed"));
        assert!(said(&["--allow", "warnings"]).contains("lists all of them"));
        assert!(said(&["--deny", "zzz"]).contains("lists all of them"));
    }
}
