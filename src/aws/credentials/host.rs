//! Roles that the host hands out: to a container, to an EC2 instance (rules 7.7 and 7.9).

use std::{ffi::OsStr, net::IpAddr, path::Path};

use super::{Chain, Credentials};
use crate::aws::{
    failure::{FailureKind, Stop},
    provider::{Provider, Source},
    sourced::Origin,
};

pub(super) const CONTAINER_RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
pub(super) const CONTAINER_FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The hosts, beside the loopback addresses, that may be asked without encryption (rule 7.18).
const CONTAINER_HOSTS: [&str; 4] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"];

impl Chain<'_, '_> {
    /// Loads the container's role; who would answer is not asked.
    pub(super) fn container(&self, origin: Origin) -> Result<Credentials, Stop> {
        let environment = &self.world.environment;
        let full_uri = environment.get(CONTAINER_FULL_URI).and_then(OsStr::to_str);
        let is_relative = environment.get(CONTAINER_RELATIVE_URI).is_some();
        if !is_relative && !full_uri.is_some_and(may_be_asked) {
            return Err(Provider::Container.failure(
                FailureKind::InvalidConfig,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that the client does not ask",
            ));
        }
        let mut credentials = Credentials::new(Provider::Container, Source::Container, origin);
        credentials.session_token = true;
        Ok(credentials)
    }

    /// Tells whether this is an EC2 instance, whose role is then the last resort.
    ///
    /// The metadata service itself is never asked: a prompt makes no request.
    pub(super) fn instance_metadata(&self) -> Option<Credentials> {
        let disabled = self
            .variable("AWS_EC2_METADATA_DISABLED")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if disabled {
            return None;
        }
        let vendor = Path::new("/sys/class/dmi/id/sys_vendor");
        let hypervisor = Path::new("/sys/hypervisor/uuid");
        let is_nitro = self.content(vendor).visible().starts_with(b"Amazon EC2");
        let is_instance = is_nitro || self.content(hypervisor).visible().starts_with(b"ec2");
        is_instance.then(|| {
            let provider = Provider::InstanceMetadata;
            let mut credentials =
                Credentials::new(provider, Source::InstanceMetadata, Origin::Default);
            credentials.session_token = true;
            credentials
        })
    }
}

fn may_be_asked(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once("://") else { return false };
    if scheme.eq_ignore_ascii_case("https") {
        return true;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let host = match host_and_port.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => host_and_port.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback || CONTAINER_HOSTS.iter().any(|known| host.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_nearby_are_asked_without_encryption() {
        let asked = [
            "http://127.0.0.1:8080/creds",
            "http://127.5.5.5",
            "http://[::1]:80/x",
            "http://169.254.170.2/v2",
            "HTTP://LocalHost/x",
            "http://[fd00:ec2::23]/v1",
            "https://anywhere.example/x",
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
        ];
        for uri in refused {
            assert!(!may_be_asked(uri), "{uri}");
        }
    }
}
