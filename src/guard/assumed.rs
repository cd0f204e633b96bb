//! Commands that return credentials, of the account that their arguments name.

use std::ffi::OsStr;
use std::fmt;

use super::options::Argument;
use crate::aws::{AccountId, role_name};

/// The commands, and the option that names the account or an ARN in it.
///
/// <https://docs.aws.amazon.com/cli/latest/reference/sts/>,
/// <https://docs.aws.amazon.com/cli/latest/reference/sso/get-role-credentials.html>
const COMMANDS: [(&str, &str, &str); 9] = [
    ("account-access-runtime", "get-role-credentials", "--role-arn"),
    ("lakeformation", "assume-decorated-role-with-saml", "--role-arn"),
    ("s3control", "get-data-access", "--account-id"),
    ("sso", "get-role-credentials", "--account-id"),
    ("sts", "assume-role", "--role-arn"),
    ("sts", "assume-role-with-saml", "--role-arn"),
    ("sts", "assume-role-with-web-identity", "--role-arn"),
    ("sts", "assume-root", "--target-principal"),
    // The token says nothing that could be read here.
    ("sts", "get-delegated-access-token", "--trade-in-token"),
];

/// The account that a command returns credentials of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AssumedAccount {
    Known {
        account: AccountId,
        role: Option<String>,
    },
    /// The arguments do not say it, as where they name a file.
    Unknown,
}

impl AssumedAccount {
    /// Reads the arguments of such a command; `words` are those of the service and the operation.
    pub(super) fn of(arguments: &[Argument<'_>]) -> Option<Self> {
        let mut words = arguments.iter().filter_map(|argument| match argument {
            Argument::Word(word) => Some(*word),
            Argument::Option(_) => None,
        });
        let (service, operation) = (words.next()?, words.next()?);
        let is_it = |(a, b, _): &&(&str, &str, &str)| service == *a && operation == *b;
        let (_, _, option) = COMMANDS.iter().find(is_it)?;
        let mut accounts = values(arguments, option).map(|value| {
            let value = value.and_then(OsStr::to_str)?;
            let account = AccountId::new(value).or_else(|| AccountId::of_arn(value))?;
            let role = value.contains(":role/").then(|| role_name(value).to_owned());
            Some(Self::Known { account, role: role.or_else(|| role_of_option(arguments)) })
        });
        let first = accounts.next().flatten();
        // Of two that differ, nobody should have to know which one counts.
        let is_alone = accounts.all(|account| account == first);
        Some(first.filter(|_| is_alone).unwrap_or(Self::Unknown))
    }
}

/// Returns the role that the arguments name where they name no ARN.
fn role_of_option(arguments: &[Argument<'_>]) -> Option<String> {
    values(arguments, "--role-name").last()??.to_str().map(str::to_owned)
}

/// Finds the values of an option, which argparse accepts cut short too.
fn values<'a>(
    arguments: &'a [Argument<'a>],
    name: &'a str,
) -> impl Iterator<Item = Option<&'a OsStr>> {
    arguments.iter().enumerate().filter_map(move |(at, argument)| {
        let Argument::Option(option) = argument else { return None };
        let option = option.to_str()?;
        let (option, value) = match option.split_once('=') {
            Some((option, value)) => (option, Some(OsStr::new(value))),
            None => (option, None),
        };
        let is_meant = option.len() > 2 && name.starts_with(option);
        let next = || match arguments.get(at + 1)? {
            Argument::Word(word) => Some(*word),
            Argument::Option(_) => None,
        };
        is_meant.then(|| value.or_else(next))
    })
}

impl fmt::Display for AssumedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known { account, .. } => {
                write!(f, "this returns credentials of {}", account.as_str())
            }
            Self::Unknown => {
                f.write_str("this returns credentials of an account that is not known")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::options::Arguments;
    use super::*;

    fn of(line: &str) -> Option<AssumedAccount> {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        AssumedAccount::of(&Arguments::read(&words).rest)
    }

    #[test]
    fn the_account_is_that_of_the_arn_and_else_not_known() {
        let known = [
            "sts assume-role --role-arn arn:aws:iam::999988887777:role/A --role-session-name x",
            "--profile p sts --region r assume-role --role-arn=arn:aws-cn:iam::999988887777:role/A",
            "sts assume-role --role-a arn:aws:iam::999988887777:role/$ROLE",
            "sts assume-role-with-saml --role-arn arn:aws:iam::999988887777:role/A",
            "sts assume-role-with-web-identity --role-arn arn:aws:iam::999988887777:role/A",
            "sts assume-root --target-principal 999988887777",
            "sts assume-root --target-principal arn:aws:iam::999988887777:root",
            "sso get-role-credentials --account-id 999988887777 --role-name A",
            "account-access-runtime get-role-credentials --role-arn arn:aws:iam::999988887777:role/A",
            "lakeformation assume-decorated-role-with-saml \
             --role-arn arn:aws:iam::999988887777:role/A --principal-arn x",
            "s3control get-data-access --account-id 999988887777 --target s3://b",
        ];
        for line in known {
            let Some(AssumedAccount::Known { account, role }) = of(line) else { panic!("{line}") };
            assert_eq!(account.as_str(), "999988887777", "{line}");
            let named = if line.contains("$ROLE") { "$ROLE" } else { "A" };
            let has_role = !line.contains("assume-root") && !line.contains("s3control");
            assert_eq!(role.as_deref(), has_role.then_some(named), "{line}");
        }
        let unknown = [
            "sts assume-role",
            "sts assume-role --role-arn",
            "sts assume-role --role-arn $x",
            "sts assume-role --role-arn file://arn",
            "sts assume-role --role-arn=arn:aws:iam::$ACCOUNT:role/A",
            "sts assume-role --role-arn --role-session-name x",
            "sts assume-role --cli-input-json file://x.json",
            "sts get-delegated-access-token --trade-in-token 999988887777x",
            "sts assume-role -- --role-arn arn:aws:iam::999988887777:role/A",
            "sts assume-role --role-arn arn:aws:iam::111122223333:role/A \
             --role-arn arn:aws:iam::999988887777:role/A",
        ];
        for line in unknown {
            assert_eq!(of(line), Some(AssumedAccount::Unknown), "{line}");
        }
        for line in ["sts get-caller-identity", "sts", "iam get-role --role-arn x"] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
