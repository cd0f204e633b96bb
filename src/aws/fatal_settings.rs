//! Settings that have nothing to do with credentials and still stop every command of the Python
//! clients when they are wrong (rule 7.19).

use std::ffi::OsStr;

use super::cause::Cause;
use super::client::{Client, Rules};
use super::environment::Environment;
use super::failure::{Failure, FailureKind};
use super::profiles::{Profile, Setting};
use super::world::World;

/// A setting that a client reads before it makes its first request.
struct Checked {
    key: &'static str,
    variable: &'static str,
    accepts: fn(&Rules, &str) -> bool,
}

const CHECKED: [Checked; 5] = [
    Checked {
        key: "retry_mode",
        variable: "AWS_RETRY_MODE",
        accepts: |rules, mode| {
            ["standard", "adaptive"].contains(&mode)
                || (mode == "legacy" && rules.accepts_legacy_retries)
        },
    },
    Checked {
        key: "max_attempts",
        variable: "AWS_MAX_ATTEMPTS",
        accepts: |_, text| python_int(text).is_some_and(|number| number >= 1),
    },
    Checked {
        key: "ec2_metadata_service_endpoint_mode",
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        accepts: |_, mode| ["ipv4", "ipv6"].iter().any(|known| mode.eq_ignore_ascii_case(known)),
    },
    Checked {
        key: "metadata_service_timeout",
        variable: "AWS_METADATA_SERVICE_TIMEOUT",
        accepts: |_, text| python_int(text).is_some(),
    },
    Checked {
        key: "metadata_service_num_attempts",
        variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        accepts: |_, text| python_int(text).is_some(),
    },
];

impl Checked {
    /// Says that a client cannot use this value of the setting or the variable, if it cannot.
    ///
    /// Only the first line is kept, as by `Setting::shown` and for the same reason.
    fn refused(&self, rules: &Rules, name: &'static str, value: &OsStr) -> Option<Cause> {
        if value.to_str().is_some_and(|text| (self.accepts)(rules, text)) {
            return None;
        }
        let value = value.to_string_lossy().lines().next().unwrap_or_default().to_owned();
        Some(Cause::UnusableSetting { name, value })
    }
}

/// Returns the settings of a profile that stop every command, and why they do.
pub(super) fn refused_settings<'p>(
    rules: &Rules,
    profile: Profile<'p, '_>,
) -> impl Iterator<Item = (Setting<'p>, Cause)> {
    let checked = CHECKED.iter().filter_map(move |checked| {
        let setting = profile.get(checked.key)?;
        Some((setting, checked.refused(rules, checked.key, OsStr::new(setting.value))?))
    });
    empty_s3(profile).into_iter().chain(checked)
}

/// Returns the variables that stop every command, and why they do.
pub(crate) fn refused_variables(
    client: Client,
    environment: &Environment,
) -> impl Iterator<Item = (&'static str, Cause)> {
    let rules = client.rules();
    CHECKED.iter().filter_map(move |checked| {
        let value = environment.get(checked.variable)?;
        Some((checked.variable, checked.refused(rules, checked.variable, value)?))
    })
}

/// Names the setting that stops every command, if one does.
pub(super) fn failure(rules: &Rules, world: &World, profile: Profile<'_, '_>) -> Option<Failure> {
    if !rules.has_stumbling_blocks {
        return None;
    }
    let refused = |checked: &Checked| {
        if let Some(value) = world.environment.get(checked.variable) {
            return checked.refused(rules, checked.variable, value);
        }
        checked.refused(rules, checked.key, OsStr::new(profile.get(checked.key)?.value))
    };
    let empty_s3 = empty_s3(profile).map(|(_, cause)| cause);
    let cause = empty_s3.or_else(|| CHECKED.iter().find_map(refused))?;
    Some(Failure::new(FailureKind::InvalidConfig, cause))
}

/// Whoever wrote `s3 =` meant the block that has to be indented below it.
fn empty_s3<'p>(profile: Profile<'p, '_>) -> Option<(Setting<'p>, Cause)> {
    let s3 = profile.get("s3").filter(|s3| s3.value.is_empty())?;
    Some((s3, "s3 is empty; its settings have to be indented below it".into()))
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
