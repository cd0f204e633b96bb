//! A proxy that the AWS CLI cannot use; a prompt does not look for one, `doctor` and `explain` do.

use std::ffi::OsStr;

use crate::aws::{Environment, Remedy, Resolution, remedy, scheme_and_host};
use crate::printable::printable;

/// Returns the variable of the proxy that the AWS CLI cannot use, what is wrong with it, and how to
/// correct it (rule 7.38).
pub(super) fn unusable_proxy(
    environment: &Environment,
    ours: &Resolution,
) -> Option<(&'static str, String, Remedy)> {
    let endpoint = environment.get("AWS_ENDPOINT_URL").filter(|url| is_unencrypted(url));
    let names = match endpoint {
        Some(_) => ["http_proxy", "HTTP_PROXY"],
        None if ours.endpoint.is_none() => ["https_proxy", "HTTPS_PROXY"],
        None => return None,
    };
    // The first counts, also if it is empty.
    let set = names.map(|name| Some((name, environment.get(name)?)));
    let (name, url) = set.into_iter().flatten().next()?;
    let host = endpoint.and_then(|url| scheme_and_host(url.to_str()?));
    let host = host.map_or("amazonaws.com", |(_, host)| host);
    let passes_by = |list: &OsStr| {
        let list = list.to_string_lossy();
        list.trim() == "*" || list.contains(host)
    };
    if ["no_proxy", "NO_PROXY"].iter().any(|name| environment.get(name).is_some_and(passes_by)) {
        return None;
    }
    let (what, remedy) = unusable_url(name, url.to_str()?)?;
    Some((name, what, remedy))
}

/// Says what of the URL of a proxy keeps the AWS CLI from using it, without showing a password.
fn unusable_url(name: &str, url: &str) -> Option<(String, Remedy)> {
    const ENCODED: [(char, &str); 5] =
        [('#', "%23"), ('/', "%2F"), ('?', "%3F"), ('[', "%5B"), (']', "%5D")];
    let url = url.strip_suffix('\n').unwrap_or(url);
    let remedy = remedy!("set {name} to an HTTP proxy such as http://localhost:8080, or unset it");
    let is_scheme =
        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let rest = match url.split_once("://") {
        Some(("http" | "https" | "", rest)) => rest,
        // What is no scheme may be a password in the wrong place.
        Some((scheme, _)) if is_scheme(scheme) => {
            return Some((format!("it begins with {}://", printable(scheme)), remedy));
        }
        Some(_) => return Some(("it is not a URL of HTTP".to_owned(), remedy)),
        None => url.strip_prefix("//").unwrap_or(url),
    };
    let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
    if let Some((wrong, right)) = ENCODED.iter().find(|(wrong, _)| login.contains(*wrong)) {
        let what = format!("there is {wrong} in the user name or password");
        return Some((what, remedy!("write {right} instead of {wrong} in {name}")));
    }
    let place = place.split(['/', '?', '#']).next()?;
    let (host, port) = place.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'))?;
    let is_port = port.is_empty()
        || (port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
    if host.is_empty() {
        return Some(("it has no host".to_owned(), remedy));
    }
    (!is_port).then(|| ("its port is not a number up to 65535".to_owned(), remedy))
}

/// Tells whether a URL is one without encryption, on the way to which no certificate is checked.
pub(super) fn is_unencrypted(url: &OsStr) -> bool {
    ["http:", "//"].iter().any(|start| url.as_encoded_bytes().starts_with(start.as_bytes()))
}
