//! Settings of a role that the AWS CLI sends and AWS always refuses (rules 7C.3 and 7C.4).
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters>

use super::profiles::{Profile, Setting};
use super::python_int::python_int;
use super::remedy::{Remedy, remedy};

/// The longest that a role may be assumed for.
const LONGEST: i64 = 12 * 60 * 60;

/// The longest that a role may be assumed for by another role.
const LONGEST_BY_ROLE: i64 = 60 * 60;

/// Why AWS refuses to assume a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleFlaw {
    TooLong,
    /// Longer than a role may assume another for.
    TooLongByRole,
    /// Not a whole number, so that the AWS CLI does not send it (rule 9.5).
    DurationIgnored,
    /// Too long, or with a character that AWS does not allow.
    Malformed,
    /// An ARN of something else than an MFA device.
    NotADevice,
}

/// A setting with text, and what AWS accepts for it.
struct TextSetting {
    key: &'static str,
    signs: &'static str,
    most: usize,
}

pub(crate) const SESSION_NAME: &str = "role_session_name";

const TEXTS: [TextSetting; 3] = [
    TextSetting { key: SESSION_NAME, signs: "_+=,.@-", most: 64 },
    TextSetting { key: "external_id", signs: "_+=,.@:/-", most: 1224 },
    TextSetting { key: "mfa_serial", signs: "_+=/:,.@-", most: 256 },
];

/// Finds the settings of a role that AWS refuses. `is_by_role` tells whether it is assumed with
/// credentials that are a role's themselves.
pub(crate) fn role_flaws<'p>(
    profile: Profile<'p, '_>,
    is_by_role: impl FnOnce() -> bool,
) -> Vec<(&'static str, Setting<'p>, RoleFlaw)> {
    let mut flaws = Vec::new();
    if let Some(duration) = profile.get("duration_seconds") {
        let flaw = match python_int(duration.value) {
            None => Some(RoleFlaw::DurationIgnored),
            Some(seconds) if seconds > LONGEST_BY_ROLE && is_by_role() => {
                Some(RoleFlaw::TooLongByRole)
            }
            Some(seconds) if seconds > LONGEST => Some(RoleFlaw::TooLong),
            Some(_) => None,
        };
        flaws.extend(flaw.map(|flaw| ("duration_seconds", duration, flaw)));
    }
    for text in TEXTS {
        let key = text.key;
        let Some(setting) = profile.get(key).filter(|setting| !setting.value.is_empty()) else {
            continue;
        };
        let flaw = match setting.value.splitn(6, ':').nth(5) {
            _ if !text.allows(setting.value) => Some(RoleFlaw::Malformed),
            Some(resource) if key == "mfa_serial" && setting.value.starts_with("arn:") => {
                let is_device = ["mfa/", "sms-mfa/"].iter().any(|kind| resource.starts_with(kind));
                (!is_device).then_some(RoleFlaw::NotADevice)
            }
            _ => None,
        };
        flaws.extend(flaw.map(|flaw| (key, setting, flaw)));
    }
    flaws
}

/// Finds what AWS refuses in the variable with the name of a web identity's session.
pub(crate) fn session_name_flaw(name: &str) -> Option<RoleFlaw> {
    let text = TEXTS.iter().find(|text| text.key == SESSION_NAME)?;
    (!name.is_empty() && !text.allows(name)).then_some(RoleFlaw::Malformed)
}

impl TextSetting {
    fn allows(&self, value: &str) -> bool {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || self.signs.contains(c);
        value.len() <= self.most && value.chars().all(is_allowed)
    }
}

impl RoleFlaw {
    /// Says what is wrong with the setting.
    pub(crate) fn described(self, key: &str) -> String {
        match self {
            Self::TooLong => format!("{key} is more than {LONGEST}"),
            Self::TooLongByRole => {
                format!("{key} is more than {LONGEST_BY_ROLE}, and another role assumes this one")
            }
            Self::DurationIgnored => format!("{key} is not a whole number"),
            Self::Malformed => format!("{key} has a character that AWS does not allow"),
            Self::NotADevice => format!("{key} is not the ARN of an MFA device"),
        }
    }

    /// Says how to correct it.
    pub(crate) fn remedy(self, key: &str) -> Remedy {
        let signs = TEXTS.iter().find(|text| text.key == key);
        match self {
            Self::TooLong => remedy!("write {key} = {LONGEST}"),
            Self::TooLongByRole | Self::DurationIgnored => {
                remedy!("write {key} = {LONGEST_BY_ROLE}")
            }
            Self::Malformed => {
                let (signs, most) = signs.map_or(("", 0), |text| (text.signs, text.most));
                remedy!("write at most {most} of a-z A-Z 0-9 {signs}")
            }
            Self::NotADevice => {
                remedy!(
                    "copy the identifier of the MFA device from the user's page in the IAM console"
                )
            }
        }
    }
}
