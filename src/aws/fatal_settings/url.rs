//! Whether the Python clients take a text for the URL of an endpoint (rule 7.28).

use std::ffi::OsStr;
use std::net::Ipv6Addr;

use crate::aws::region_form::is_host_label;

/// The parts of a URL, as Python's `urlsplit` finds them.
///
/// <https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlsplit>
struct Url<'a> {
    scheme: &'a str,
    host: &'a str,
    port: &'a str,
}

impl<'a> Url<'a> {
    /// Splits a text that has a host: a name of labels without underscores, or an IPv6 address in
    /// brackets.
    fn with_host(text: &'a str) -> Option<Self> {
        if text.contains(['\t', '\r', '\n']) {
            return None;
        }
        let text = text.trim_start_matches(|c| c <= ' ');
        let split = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
        let (scheme, rest) = split.unwrap_or(("", text));
        let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
        let place = authority.rsplit('@').next()?;
        let url = if place.contains(['[', ']']) {
            let (host, port) = place.strip_prefix('[')?.split_once(']')?;
            Self { scheme, host, port: port.strip_prefix(':').unwrap_or_default() }
        } else {
            let (host, port) = place.split_once(':').unwrap_or((place, ""));
            Self { scheme, host, port }
        };
        url.is_host_valid(place.starts_with('[')).then_some(url)
    }

    fn is_host_valid(&self, is_address: bool) -> bool {
        if is_address {
            let address = self.host.split('%').next().unwrap_or_default();
            return address.parse::<Ipv6Addr>().is_ok();
        }
        let labels = self.host.strip_suffix('.').unwrap_or(self.host).split('.');
        self.host.len() < 256 && labels.map(OsStr::new).all(is_host_label)
    }
}

/// Tells whether requests can be sent to a URL.
pub(in crate::aws) fn is_url(text: &str) -> bool {
    Url::with_host(text).is_some_and(|url| {
        // Without a scheme, as in `//localhost`, requests are sent as with http.
        let is_http =
            ["", "http", "https"].iter().any(|known| url.scheme.eq_ignore_ascii_case(known));
        let is_port = url.port.is_empty() || url.port.parse::<u16>().is_ok();
        is_http && is_port && !url.port.starts_with('+')
    })
}

/// Tells whether a text is a URL with a host, as the address of the instance metadata has to be.
pub(in crate::aws) fn has_host(text: &str) -> bool {
    Url::with_host(text).is_some()
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each was given to AWS CLI 2.36.7 and 1.46.3, as a variable and in a file.
    #[test]
    fn urls_are_accepted_as_the_aws_cli_accepts_them() {
        let long = format!("http://{}", "a".repeat(64));
        let accepted = [
            "http://localhost:4566",
            "http://[::1]:4566",
            "http://[fe80::1%25eth0]/",
            "http://a./",
            "http://u:p@127.0.0.1:4566",
            " http://127.0.0.1:4566",
            "//127.0.0.1:4566/x",
            "HTTP://127.0.0.1:4566/x?y#z",
        ];
        let refused = [
            "localhost:4566",
            "http://my_host:4566",
            "//localhost:99999",
            "http:/localhost",
            "http://",
            "http:///x",
            "http://[::1",
            "http://]/",
            "http://[x]/",
            "http://a..b/",
            "http://-a/",
            "http://a b/",
            "\"http://localhost:4566\"",
            "http://127.0.0.1:4566 # c",
            "http://127.0.0.1:4566:1",
            "http://127.0.0.1:99999",
            "http://127.0.0.1:x",
            "http:127.0.0.1:4566",
            "1http://127.0.0.1:4566",
            "ftp://127.0.0.1:4566",
            "http://a@/",
            "http://:80",
            "http://é.com",
            "foo",
            "/",
            "\nx = y",
            &long,
        ];
        for url in accepted {
            assert!(is_url(url), "{url}");
        }
        for url in refused {
            assert!(!is_url(url), "{url}");
        }
        assert!(has_host("ftp://localhost:x") && has_host("//localhost") && !has_host("localhost"));
    }
}
