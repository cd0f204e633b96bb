//! Roles that the host provides: to a container, to an EC2 instance (rules 7.7 and 7.9).

use std::ffi::OsStr;
use std::net::IpAddr;
use std::path::Path;

use super::{Chain, Credentials, Loaded};
use crate::aws::failure::FailureKind;
use crate::aws::provider::{Provider, Source};
use crate::aws::sourced::Origin;

pub(super) const CONTAINER_RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
pub(super) const CONTAINER_FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The hosts, in addition to the loopback addresses, that a client asks over HTTP (rule 7.18).
const CONTAINER_HOSTS: [&str; 4] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"];

impl Chain<'_, '_> {
    /// Takes the container's role; the endpoint is never asked.
    pub(super) fn container(&self, origin: Origin) -> Loaded {
        let environment = &self.world.environment;
        let full_uri = environment.get(CONTAINER_FULL_URI).and_then(OsStr::to_str);
        let is_relative = environment.get(CONTAINER_RELATIVE_URI).is_some();
        if !is_relative && !full_uri.is_some_and(may_be_asked) {
            return Err(Provider::Container.failure(
                FailureKind::InvalidConfig,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names a host that the client does not ask",
            ));
        }
        Ok(Credentials::new(Provider::Container, Source::Container, origin))
    }

    /// Takes the role of an EC2 instance. The metadata service is never asked: a prompt makes no
    /// request.
    pub(super) fn instance_metadata(&self) -> Option<Credentials> {
        let disabled = self.variable("AWS_EC2_METADATA_DISABLED");
        if disabled.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return None;
        }
        let begins = |path, text| self.content(Path::new(path)).visible().starts_with(text);
        let is_instance = begins("/sys/class/dmi/id/sys_vendor", b"Amazon EC2".as_slice())
            || begins("/sys/hypervisor/uuid", b"ec2");
        let (provider, source) = (Provider::InstanceMetadata, Source::InstanceMetadata);
        is_instance.then(|| Credentials::new(provider, source, Origin::Default))
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
    fn only_local_hosts_are_asked_without_encryption() {
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
