//! Roles that the host provides: to a container, to an EC2 instance (rules 7.7 and 7.9).

use std::net::IpAddr;
use std::path::Path;

use super::chain::{AskedAs, CONTAINER_FULL_URI, CONTAINER_RELATIVE_URI, Choice};
use super::{Chain, Credentials, Loaded};
use crate::aws::cause::{Cause, ProfileCause};
use crate::aws::client::MetadataSwitch;
use crate::aws::failure::{Failure, FailureKind, Stop};
use crate::aws::profiles::Profile;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

/// The hosts, in addition to the loopback addresses, that a client asks over HTTP (rule 7.18).
const CONTAINER_HOSTS: [&str; 4] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"];

const CONTAINER_TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const CONTAINER_TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

const METADATA_DISABLED: &str = "AWS_EC2_METADATA_DISABLED";
const METADATA_ENDPOINT: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

/// Where the metadata service is on every instance, and nowhere else.
const METADATA_HOSTS: [&str; 2] = ["169.254.169.254", "fd00:ec2::254"];

impl<'a, 'w> Chain<'a, 'w> {
    /// Takes the container's role; the endpoint is never asked.
    pub(super) fn container(&self, origin: Origin) -> Loaded {
        let environment = &self.world.environment;
        let is_relative = origin.variable() == Some(CONTAINER_RELATIVE_URI);
        // A client writes the relative one after the host, without a slash of its own.
        let (name, host) = if is_relative {
            (CONTAINER_RELATIVE_URI, "http://169.254.170.2")
        } else {
            (CONTAINER_FULL_URI, "")
        };
        let uri = environment.get(name).unwrap_or_default().to_string_lossy();
        let provider = Provider::Container;
        if !may_be_asked(&format!("{host}{uri}")) {
            let cause = if is_relative {
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash"
            } else {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that the client does not ask"
            };
            return Err(provider.failure(FailureKind::InvalidConfig, cause).written(origin));
        }
        if let Some(failure) = self.container_token_refusal() {
            return Err(Stop::Failure(failure));
        }
        Ok(Credentials::new(provider, Source::Container, origin))
    }

    /// Says why the token that is sent to the endpoint cannot be; its file comes first.
    fn container_token_refusal(&self) -> Option<Failure> {
        let environment = &self.world.environment;
        let has_line_end = |text: &str| text.contains(['\r', '\n']);
        if let Some(path) = environment.get(CONTAINER_TOKEN_FILE) {
            let why = (FailureKind::InvalidConfig, "has a line end, which cannot be sent");
            let refused = |text: &str| has_line_end(text).then_some(why);
            return self
                .token_refusal(Provider::Container, Path::new(path), true, refused)
                .map(|failure| failure.written(Origin::environment(CONTAINER_TOKEN_FILE)));
        }
        let token = environment.get(CONTAINER_TOKEN)?;
        has_line_end(&token.to_string_lossy()).then(|| {
            let cause = Cause::Unsendable(CONTAINER_TOKEN);
            Failure::at(Provider::Container, FailureKind::InvalidConfig, cause)
                .written(Origin::environment(CONTAINER_TOKEN))
        })
    }

    /// Takes the role that a metadata service has. The service is never asked: a prompt makes no
    /// request.
    pub(super) fn instance_metadata(&self, asked: AskedAs) -> Option<Credentials> {
        let (provider, source) = (Provider::InstanceMetadata, Source::InstanceMetadata);
        let origin = self.metadata_service().filter(|_| !self.is_metadata_off(asked))?;
        Some(Credentials::new(provider, source, origin))
    }

    /// Tells whether a variable keeps the client from asking the metadata service (rule 7.9).
    pub(super) fn is_metadata_off(&self, asked: AskedAs) -> bool {
        let value = self.variable(METADATA_DISABLED);
        value.is_some_and(|value| match self.rules.metadata_switch {
            MetadataSwitch::True => value.eq_ignore_ascii_case("true"),
            MetadataSwitch::AllButFalse => asked != AskedAs::Named && value != "false",
        })
    }

    /// Says why a profile has no credentials where no place has any.
    pub(in crate::aws) fn without_credentials(&self) -> ProfileCause {
        let is_off = self.is_metadata_off(AskedAs::InChain) && self.metadata_service().is_some();
        if is_off {
            ProfileCause::MetadataOff { is_there: true }
        } else {
            ProfileCause::NoCredentials
        }
    }

    /// Returns the profile that may say where the metadata service is.
    fn metadata_profile(&self) -> Profile<'a, 'w> {
        if self.choice != Choice::Flag || !self.rules.metadata_ignores_flag {
            return self.chosen;
        }
        let variables = self.rules.profile_variables;
        let name = variables.iter().find_map(|name| self.variable(name)?.to_str());
        self.profiles.find(name.unwrap_or("default")).unwrap_or_default()
    }

    /// Returns what says that there is a metadata service: an endpoint that is configured for the
    /// profile in use, or the firmware of an instance (rule 7.35).
    pub(super) fn metadata_service(&self) -> Option<Origin> {
        let of_profile = || {
            let endpoint = self.metadata_profile().get("ec2_metadata_service_endpoint")?;
            is_elsewhere(endpoint.value).then(|| endpoint.origin())
        };
        let origin = if let Some(url) = self.world.environment.get(METADATA_ENDPOINT) {
            is_elsewhere(&url.to_string_lossy()).then(|| Origin::environment(METADATA_ENDPOINT))
        } else {
            of_profile()
        };
        let begins = |path, text| self.content(Path::new(path)).visible().starts_with(text);
        let is_instance = || {
            begins("/sys/class/dmi/id/sys_vendor", b"Amazon EC2".as_slice())
                || begins("/sys/hypervisor/uuid", b"ec2")
        };
        origin.or_else(|| is_instance().then_some(Origin::Default))
    }
}

/// Tells whether a URL names another host than that of every instance.
fn is_elsewhere(url: &str) -> bool {
    scheme_and_host(url)
        .is_some_and(|(_, host)| !host.is_empty() && !METADATA_HOSTS.contains(&host))
}

/// Returns the scheme and the host of a URL that a request can be sent to.
pub(crate) fn scheme_and_host(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("//")?;
    // Without a scheme, as in `//localhost`, requests are sent as with http.
    let scheme = if scheme.is_empty() { "http" } else { scheme.strip_suffix(':')? };
    let is_http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_and_port = authority.rsplit('@').next()?;
    let (host, port) = match host_and_port.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?,
        None => host_and_port.split_at(host_and_port.find(':').unwrap_or(host_and_port.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(port).trim_end();
    let is_port = port.is_empty()
        || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok());
    let is_host = !host.is_empty() && !host.contains(char::is_whitespace);
    (is_http && is_port && is_host).then_some((scheme, host))
}

fn may_be_asked(uri: &str) -> bool {
    let Some((scheme, host)) = scheme_and_host(uri) else { return false };
    if scheme.eq_ignore_ascii_case("https") {
        return true;
    }
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback || CONTAINER_HOSTS.iter().any(|known| host.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::client::Client;
    use crate::aws::situation::{ROLE, Situation};

    const ON: (&str, &str) = ("AWS_EC2_METADATA_DISABLED", "");
    const SERVED: (&str, &str) = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://localhost:9911");

    fn outcome(config: &str, variables: &[(&str, &str)], profile: Option<&str>) -> String {
        Situation { config, variables, profile, ..Situation::default() }
            .outcome_of(Client::AwsCliV2)
    }

    #[test]
    fn a_configured_metadata_service_has_credentials_on_any_machine() {
        for client in Client::ALL {
            let situation = Situation { variables: &[ON, SERVED], ..Situation::default() };
            assert_eq!(situation.outcome_of(client), "imds +token", "7.35: {client:?}");
        }
        let elsewhere = |url| outcome("", &[ON, ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)], None);
        assert_eq!(elsewhere("http://[::1]:1338/"), "imds +token");
        for url in ["http://169.254.169.254", "http://[fd00:ec2::254]/", ""] {
            assert_eq!(elsewhere(url), "no-credentials", "{url}: as if it were unset");
        }
    }

    #[test]
    fn the_profile_in_use_says_where_the_metadata_service_is() {
        let key = "ec2_metadata_service_endpoint = http://localhost:9911\n";
        let host = "credential_source = Ec2InstanceMetadata\n";
        let chain = format!("[profile b]\n{ROLE}source_profile = a\n");
        let config = format!("[profile a]\n{ROLE}{host}{key}{chain}[profile c]\n{key}");
        let of = |profile| outcome(&config, &[ON], Some(profile));
        assert_eq!(of("c"), "imds +token");
        assert_eq!(of("a"), "assume-role 999999999999 +token");
        // That of a source does not count.
        assert_eq!(of("b"), "no-credentials");
        let variables = [ON, ("AWS_PROFILE", "c")];
        for (variables, expected) in
            [(&variables[..1], "no-credentials"), (&variables, "imds +token")]
        {
            let profile = Some("d");
            let config = &format!("{config}[profile d]\nregion = x\n");
            let situation = Situation { config, variables, profile, ..Situation::default() };
            assert_eq!(situation.outcome_of(Client::JsSdk), expected);
        }
        let with_flag = Situation {
            config: &config,
            variables: &[ON],
            profile: Some("c"),
            ..Situation::default()
        };
        assert_eq!(with_flag.outcome_of(Client::JsSdk), "no-credentials");
        let empty = [ON, ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "")];
        assert_eq!(outcome(&config, &empty, Some("c")), "no-credentials");
    }

    #[test]
    fn a_client_reads_the_metadata_switch_in_its_own_way() {
        let of = |client, value, config: &str| {
            let variables = [("AWS_EC2_METADATA_DISABLED", value), SERVED];
            Situation { config, variables: &variables, ..Situation::default() }.outcome_of(client)
        };
        for (value, ours, theirs) in [
            ("1", "imds +token", "no-credentials"),
            ("TRUE", "no-credentials", "no-credentials"),
            ("false", "imds +token", "imds +token"),
        ] {
            assert_eq!(of(Client::AwsCliV2, value, ""), ours, "{value}");
            assert_eq!(of(Client::JsSdk, value, ""), theirs, "{value}");
        }
        let role = format!("[default]\n{ROLE}credential_source = Ec2InstanceMetadata\n");
        assert_eq!(of(Client::AwsCliV2, "true", &role), "no-credentials");
        assert_eq!(of(Client::JsSdk, "true", &role), "assume-role 999999999999 +token");
    }

    #[test]
    fn only_local_hosts_are_asked_without_encryption() {
        let asked = [
            "http://127.0.0.1:8080/creds",
            "http://127.5.5.5",
            "http://[::1]:80/x",
            "http://169.254.170.2/v2",
            "HTTP://LocalHost/x",
            "http://[fd00:ec2::23]/v1",
            "https://anywhere.example/x",
            "//127.0.0.1:8080/creds",
            "http://u:p@127.0.0.1:8080/creds",
            "http://127.0.0.1:8080/creds\n",
        ];
        for uri in asked {
            assert!(may_be_asked(uri), "{uri}");
        }
        let refused = [
            "",
            "nonsense",
            "http://evil.example/x",
            "http://",
            "http://127.0.0.1.evil.example/",
            "http://localhost@evil.example/",
            "169.254.170.2/v2",
            // What a file of variables for a container keeps, and what is mistyped.
            "\"http://127.0.0.1:8080/creds\"",
            "'http://169.254.170.23/v1/credentials'",
            " http://127.0.0.1:8080/creds",
            "ftp://127.0.0.1:8080/creds",
            "http://127.0.0.1:999999/creds",
            "http://127.0.0.1:x/creds",
            "http://[::1/creds",
            "http:/127.0.0.1:8080/creds",
            "https://a b/creds",
            "https:///creds",
        ];
        for uri in refused {
            assert!(!may_be_asked(uri), "{uri}");
        }
    }

    #[test]
    fn the_container_that_a_role_asks_does_not_step_in_for_the_profile() {
        let source = "credential_source = EcsContainer\n";
        let config = format!("[profile p]\n{ROLE}{source}[profile q]\n{ROLE}source_profile = p\n");
        let refused = [
            (CONTAINER_FULL_URI, "http://name-of-service/creds"),
            (CONTAINER_RELATIVE_URI, "http://localhost/creds"),
        ];
        for (name, profile) in refused.into_iter().zip(["p", "q"]) {
            let variables = &[name, ("AWS_PROFILE", profile)];
            let situation = Situation { config: &config, variables, ..Situation::default() };
            let resolution = situation.resolve(Client::AwsCliV2);
            assert!(resolution.failure.is_some(), "7.18: {name:?}");
            assert_eq!(resolution.provider_outside_profile(), None, "{name:?}");
        }
    }
}
