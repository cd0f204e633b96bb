//! Settings that have nothing to do with credentials and still stop every command of the Python
//! clients when they are wrong (rule 7.19).

use std::ffi::OsStr;

use super::{
    cause::Cause,
    client::{Client, Rules},
    environment::Environment,
    failure::{Failure, FailureKind},
    profiles::{Profile, Setting},
    world::World,
};

/// A setting that a client reads before it makes its first request.
struct Checked {
    key: &'static str,
    variable: &'static str,
    form: Form,
}

/// What a setting may say.
#[derive(Clone, Copy)]
enum Form {
    /// A way to retry; not every client has all.
    RetryMode,
    /// A version of the Internet Protocol, in any case.
    IpVersion,
    Integer {
        least: i64,
    },
}

const CHECKED: [Checked; 5] = [
    Checked { key: "retry_mode", variable: "AWS_RETRY_MODE", form: Form::RetryMode },
    Checked { key: "max_attempts", variable: "AWS_MAX_ATTEMPTS", form: Form::Integer { least: 1 } },
    Checked {
        key: "ec2_metadata_service_endpoint_mode",
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        form: Form::IpVersion,
    },
    Checked {
        key: "metadata_service_timeout",
        variable: "AWS_METADATA_SERVICE_TIMEOUT",
        form: Form::Integer { least: i64::MIN },
    },
    Checked {
        key: "metadata_service_num_attempts",
        variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        form: Form::Integer { least: i64::MIN },
    },
];

/// Returns the settings of a profile that stop every command, and why they do.
pub(super) fn refused_settings<'p>(
    rules: &Rules,
    profile: Profile<'p, '_>,
) -> impl Iterator<Item = (Setting<'p>, Cause)> {
    let s3 = profile.get("s3").filter(|s3| s3.value.is_empty());
    let s3 = s3.map(|s3| (s3, Cause::from(EMPTY_S3)));
    let checked = CHECKED.iter().filter_map(move |checked| {
        let setting = profile.get(checked.key)?;
        let is_fine = checked.form.accepts(rules, setting.value);
        (!is_fine).then(|| (setting, unusable(checked.key, OsStr::new(setting.value))))
    });
    s3.into_iter().chain(checked)
}

/// Returns the variables that stop every command, and why they do.
pub(crate) fn refused_variables(
    client: Client,
    environment: &Environment,
) -> impl Iterator<Item = (&'static str, Cause)> {
    let rules = client.rules();
    CHECKED.iter().filter_map(move |checked| {
        let value = environment.get(checked.variable)?;
        let is_fine = value.to_str().is_some_and(|text| checked.form.accepts(rules, text));
        (!is_fine).then(|| (checked.variable, unusable(checked.variable, value)))
    })
}

/// Names the setting that stops every command, if one does.
pub(super) fn failure(rules: &Rules, world: &World, profile: Profile<'_, '_>) -> Option<Failure> {
    if !rules.has_stumbling_blocks {
        return None;
    }
    // Whoever wrote `s3 =` meant the block that has to be indented below it.
    if profile.get("s3").is_some_and(|s3| s3.value.is_empty()) {
        return Some(Failure::new(FailureKind::InvalidConfig, EMPTY_S3));
    }
    CHECKED.iter().find_map(|checked| {
        let (name, value) = match world.environment.get(checked.variable) {
            Some(value) => (checked.variable, value),
            None => (checked.key, OsStr::new(profile.get(checked.key)?.value)),
        };
        let is_fine = value.to_str().is_some_and(|text| checked.form.accepts(rules, text));
        (!is_fine).then(|| Failure::new(FailureKind::InvalidConfig, unusable(name, value)))
    })
}

const EMPTY_S3: &str = "s3 is empty; its settings have to be indented below it";

/// Keeps the first line of the value, as `Setting::shown` does and for the same reason.
fn unusable(name: &'static str, value: &OsStr) -> Cause {
    let value = value.to_string_lossy().lines().next().unwrap_or_default().to_owned();
    Cause::UnusableSetting { name, value }
}

impl Form {
    fn accepts(self, rules: &Rules, text: &str) -> bool {
        match self {
            Self::RetryMode => match text {
                "standard" | "adaptive" => true,
                "legacy" => rules.accepts_legacy_retries,
                _ => false,
            },
            Self::IpVersion => ["ipv4", "ipv6"].iter().any(|mode| text.eq_ignore_ascii_case(mode)),
            Self::Integer { least } => python_int(text).is_some_and(|number| number >= least),
        }
    }
}

/// Reads an integer as Python's `int` does, which allows single underscores between digits.
pub(super) fn python_int(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    is_number.then(|| text.replace('_', "").parse().ok()).flatten()
}
