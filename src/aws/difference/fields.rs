//! The fields of [`Rules`] one by one, so that substitution can find the one that makes a client
//! differ; and the reason that each gives.

use super::reason::{Comparison, Reason, needs_region};
use crate::aws::client::Rules;
use crate::aws::remedy::Remedy;

/// A field of the rules.
pub(super) struct RuleField {
    /// Puts the field of the second rules into the first.
    pub(super) put: fn(&mut Rules, &Rules),
    /// Says why a client differs that has another value in this field.
    pub(super) why: fn(&Comparison<'_, '_>) -> Option<Reason>,
}

macro_rules! fields {
    ($($($field:ident).+ => $why:expr,)+) => {
        &[$(RuleField { put: |ours, theirs| ours.$($field).+ = theirs.$($field).+, why: $why }),+]
    };
}

/// The fields; those whose reason says most come first. Each cites its rule in [`Rules`].
pub(super) const FIELDS: &[RuleField] = {
    const NO_PROFILE: &str = "exported keys work without the profile";
    const EMPTY_PROFILE: &str = "treats a missing profile as an empty one";
    const NO_FILES: &str = "exported keys work without the files";
    const OTHER_ORDER: &str = "looks at the files in another order";
    const TOKEN: &str = "reads the session token from other places";
    const SESSION: &str = "reads the dates and the renewal of a session differently";
    const SOURCE: &str = "follows source profiles differently";
    const SSO: &str = "counts other settings as those of IAM Identity Center";
    const HALF: &str = "skips AWS_ACCESS_KEY_ID without its secret";
    const SECRET: &str = "reads the secret key from other variables too";
    fields! {
        profile_variables => |it| it.of_profile_variables(),
        empty_flag_is_unset => |it| it.says("takes an empty --profile for a name"),
        empty_variable_is_unset => |it| it.of_empty_variable(),
        absent_profile => |it| Some(it.exported_keys_or(NO_PROFILE, EMPTY_PROFILE)),
        dialect => |it| it.of_files().or_else(|| it.of_dialect()),
        order => |it| Some(it.exported_keys_or(NO_FILES, OTHER_ORDER)),
        refuses_directories => |it| it.says("refuses a directory in the place of a file"),
        keys.half_keys_refused => |_| Some(Reason::with(HALF, Remedy::unset("AWS_ACCESS_KEY_ID"))),
        keys.environment_ignored => |it| Some(it.of_environment_keys()),
        keys.id_variables => |it| it.of_id_variables(),
        keys.secret_variables => |it| Some(Reason::with(SECRET, it.unset())),
        keys.blank_is_unset => |it| it.says("treats a blank variable as unset"),
        keys.has_environment_expiry => |it| it.says("does not read AWS_CREDENTIAL_EXPIRATION"),
        keys.sent => |it| it.says("checks exported keys for other characters"),
        keys.joined => |it| it.says("joins the keys of the two files"),
        roles.without_source => |it| Some(it.of_role_without_source()),
        chain => |it| it.of_chain(),
        roles.mfa => |it| it.says("ignores mfa_serial"),
        roles.has_cache => |it| Some(it.of_kept_session()),
        sso.has_cache => |it| Some(it.of_kept_session()),
        roles.web_identity_kept_by_token => |it| Some(it.of_kept_session()),
        keys.token_variables => |it| it.says(TOKEN),
        keys.token_keys => |it| it.says(TOKEN),
        sso.legacy_token_expires => |it| it.says("still uses a session that has ended"),
        sso.dates => |it| it.says(SESSION),
        sso.renewal => |it| it.says(SESSION),
        sso.takes_path_literally => |it| it.says("looks for sessions at another path"),
        sso.marks => |it| it.says(SSO),
        sso.repeated => |it| it.says(SSO),
        sso.without_start_url => |it| it.says(SSO),
        sso.without_role => |it| it.says(SSO),
        roles.source_keys => |it| it.says(SOURCE),
        roles.repeated_source => |it| it.says(SOURCE),
        roles.missing_source => |it| it.says(SOURCE),
        roles.poor_source => |it| it.says(SOURCE),
        roles.poor_self => |it| it.says(SOURCE),
        source_profile_chain => |it| it.says(SOURCE),
        roles.credential_source_ignores_case => |it| it.says("reads credential_source in any case"),
        roles.unknown_credential_source => |it| it.says("skips an unknown credential_source"),
        roles.empty_credential_source => |it| it.says("skips a credential_source without keys"),
        metadata_switch => |it| it.says("reads AWS_EC2_METADATA_DISABLED in another way"),
        metadata_ignores_flag => |it| it.says("looks in the profile of AWS_PROFILE for the service"),
        roles.web_identity_needs_role => |it| it.says("skips a web identity without a role"),
        roles.checks_lengths => |it| it.says("does not check the length of settings"),
        roles.needs_region => |_| Some(needs_region("assumes no role without a region")),
        empty_key_is_unset => |it| it.says("treats an empty key as unset"),
        region_variables => |it| it.of_region(),
        empty_region_is_unset => |it| it.of_region(),
        region_of_source_profile => |it| it.of_source_region(),
        fips_names => |it| it.says("finds another region in a name with fips"),
        region_check => |it| it.of_region_check(),
        checks_profile_first => |it| it.says("checks the profile before anything else"),
        comes_back_for_process => |it| it.says("tries credential_process last"),
        has_stumbling_blocks => |it| it.of_refused_setting(),
        writing => |it| it.says("writes the files of sessions in another way, or can do without"),
        reads_aliases => |it| it.says("reads no ~/.aws/cli/alias, and keeps no history"),
        settings => |it| it.of_refused_setting(),
    }
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::client::Client;

    /// A field without a row could never be found to be the reason.
    #[test]
    fn all_fields_together_turn_the_rules_of_one_client_into_those_of_another() {
        for client in Client::ALL {
            let theirs = client.rules();
            let mut rules = *Client::AwsCliV2.rules();
            for field in FIELDS {
                (field.put)(&mut rules, theirs);
            }
            // No client works or reaches anything else for these: they name failures, have their
            // own caveat, or concern AWS CLIs alone.
            rules.sso.incomplete = theirs.sso.incomplete;
            rules.sso.no_token = theirs.sso.no_token;
            rules.sso.expired = theirs.sso.expired;
            rules.login_needs_extra = theirs.login_needs_extra;
            rules.outputs = theirs.outputs;
            rules.loads_plugins = theirs.loads_plugins;
            assert!(rules == *theirs, "{client:?}");
        }
    }
}
