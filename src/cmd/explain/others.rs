//! The clients that would do something else than AWS CLI v2, on the page for a person.

use anstyle::Style;

use super::{
    Dissent,
    page::{ExplanationPage, identity, shown},
};
use crate::{
    aws::{client::Client, difference, resolution::Resolution},
    printable::printable,
};

impl ExplanationPage<'_> {
    /// Names the clients that would do something else, and why.
    pub(super) fn others(&mut self) {
        let dissents = &self.explanation.dissents;
        let dim = Style::new().dimmed();
        let mut named = vec![self.explanation.ours.client];
        if dissents.is_empty() {
            if self.explanation.ours.is_ok() {
                self.wrapped("", dim, "The other clients would do the same.");
            }
        } else {
            self.wrapped("", Style::new().bold(), "Other clients");
        }
        let mut given = Vec::new();
        for dissent in dissents {
            named.extend(&dissent.clients);
            let titles: Vec<_> = dissent.clients.iter().map(|client| client.title()).collect();
            let outcome = self.outcome(dissent);
            self.wrapped("  ", Style::new(), &format!("{}: {outcome}", titles.join(", ")));
            let why = printable(&dissent.reason.why);
            if !why.is_empty() {
                self.wrapped("    ", dim, &why);
            }
            let remedy = dissent.reason.remedy.as_ref();
            self.remedy("    ", remedy.filter(|remedy| !given.contains(remedy)));
            given.extend(remedy);
        }
        let measured: Vec<_> = named.into_iter().map(Client::measured).collect();
        self.wrapped("", dim, &format!("As measured on {}.", measured.join(", ")));
    }

    /// Says what a client would do, as far as it is something else.
    fn outcome(&self, dissent: &Dissent) -> String {
        let (ours, theirs) = (&self.explanation.ours, &dissent.resolution);
        if let Some(failure) = &theirs.failure {
            return format!("would refuse to run: {}", self.message(failure));
        }
        let mut parts = Vec::new();
        let profile = |resolution: &Resolution| {
            resolution.profile.as_ref().map(|profile| profile.value.clone())
        };
        if ours.profile.is_some() && profile(ours) != profile(theirs) {
            parts.push(format!("profile {}", shown(&profile(theirs).unwrap_or_default())));
        }
        let account = |resolution: &Resolution| resolution.account().map(|a| a.id.clone());
        let is_other_identity = match (&ours.credentials, &theirs.credentials) {
            (Some(ours), Some(theirs)) => identity(ours) != identity(theirs),
            _ => true,
        };
        if !ours.is_ok() || account(ours) != account(theirs) {
            parts.push(match account(theirs) {
                Some(id) => format!("account {}", (self.number)(&id)),
                None => "an account not known offline".into(),
            });
        }
        if let Some(credentials) = theirs.credentials.as_ref().filter(|_| is_other_identity) {
            let (label, value) = identity(credentials);
            parts.push(if value.starts_with(label) { value } else { format!("{label} {value}") });
        }
        let (our_region, their_region) = (difference::region(ours), difference::region(theirs));
        if theirs.client.has_region() && (!ours.is_ok() || our_region != their_region) {
            parts.push(match their_region {
                Some(region) => format!("region {}", shown(region)),
                None => "no region".into(),
            });
        }
        if let (Some(ours), Some(theirs)) = (&ours.credentials, &theirs.credentials) {
            if parts.is_empty() {
                parts.push("the same".into());
            }
            if difference::is_kept_session(ours)
                && !difference::is_kept_session(theirs)
                && !is_other_identity
            {
                parts.push("in a session of its own".into());
            }
            if ours.session_token && !theirs.session_token && !is_other_identity {
                parts.push("without a session token".into());
            }
            if !ours.session_token && theirs.session_token && !is_other_identity {
                parts.push("with a session token".into());
            }
            if ours.asks_mfa && !theirs.asks_mfa && !is_other_identity {
                parts.push("without a code of an MFA device".into());
            }
            if theirs.asks_mfa && !ours.asks_mfa && !is_other_identity {
                parts.push("after a code of an MFA device".into());
            }
        }
        parts.join(", ")
    }
}
