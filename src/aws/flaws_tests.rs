//! The flaws of profiles and the resolver's failures are two views of one set of rules.
