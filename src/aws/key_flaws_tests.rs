//! What is wrong with access keys, and what is not.

use super::key_flaws::{KeyFlaw, KeyPart, key_flaw};

const ID: &str = "AKIARTXV5AHDQAABCIRT";
const TEMPORARY: &str = "ASIARTXV5AHDQAABCIRT";
const SECRET: &str = "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";

#[test]
fn a_session_token_belongs_to_temporary_keys_alone() {
    assert_eq!(key_flaw(ID, SECRET, Some("t")), Some(KeyFlaw::TokenWithLongLivedKey));
    assert_eq!(key_flaw(TEMPORARY, SECRET, None), Some(KeyFlaw::TemporaryKeyWithoutToken));
    assert_eq!(key_flaw(TEMPORARY, SECRET, Some("")), Some(KeyFlaw::TemporaryKeyWithoutToken));
    for (id, token) in [(ID, None), (ID, Some("")), (TEMPORARY, Some("t"))] {
        assert_eq!(key_flaw(id, SECRET, token), None, "{id}");
    }
}

#[test]
fn an_id_that_is_none_is_found() {
    let placeholder = || KeyFlaw::Placeholder(KeyPart::Id);
    let odd = |names: &str| KeyFlaw::OddCharacters(KeyPart::Id, names.to_owned());
    let cases = [
        ("$AWS_ACCESS_KEY_ID", placeholder()),
        ("${AWS_ACCESS_KEY_ID}", placeholder()),
        ("%AWS_ACCESS_KEY_ID%", placeholder()),
        ("AWS_ACCESS_KEY_ID", placeholder()),
        ("YOUR_ACCESS_KEY", placeholder()),
        ("your-access-key-id", placeholder()),
        ("YOURACCESSKEYID", placeholder()),
        ("<access key>", placeholder()),
        ("{{ access_key }}", placeholder()),
        ("[REDACTED]", placeholder()),
        ("xxxx", placeholder()),
        ("AKIAXXXXXXXXXXXXXXXX", placeholder()),
        ("AKIAIOSFODNN7EXAMPLE", placeholder()),
        ("****************CIRT", placeholder()),
        ("aws_access_key_id", placeholder()),
        ("None", placeholder()),
        ("null", placeholder()),
        ("undefined", placeholder()),
        (SECRET, KeyFlaw::Swapped),
        ("AKIARTXV5AHDQAABCIR", KeyFlaw::NotWhole),
        ("AKIARTXV5AHDQAABCIRTT", KeyFlaw::NotWhole),
        ("akiartxv5ahdqaabcirt", KeyFlaw::NotWhole),
        ("AIDARTXV5AHDQAABCIRT", KeyFlaw::OfAnotherKind),
        ("AROARTXV5AHDQAABCIRT2", KeyFlaw::OfAnotherKind),
        ("AKIARTXV5AHDQAABCIRT\u{200b}", odd("a zero-width space (U+200B)")),
        ("AKIARTXV5AHDQAABCIRT ", odd("a blank")),
        ("\"AKIARTXV5AHDQAABCIRT\"", odd("quotes around it")),
        ("AKIARTXV5AHDQAABCIRT\r", odd("a control character such as a line end")),
    ];
    for (id, flaw) in cases {
        assert_eq!(key_flaw(id, "s", None), Some(flaw), "{id}");
    }
    assert_eq!(key_flaw("x", ID, None), Some(KeyFlaw::Swapped));
    assert_eq!(key_flaw(ID, ID, None), Some(KeyFlaw::Same(KeyPart::Secret)));
    assert_eq!(key_flaw(SECRET, SECRET, None), Some(KeyFlaw::Same(KeyPart::Id)));
    // The keys of other services may be anything.
    assert_eq!(key_flaw("minioadmin", "minioadmin", None), None);
}

#[test]
fn a_secret_or_token_that_is_none_is_found() {
    let placeholder = |part| Some(KeyFlaw::Placeholder(part));
    for secret in
        ["YOUR_SECRET_KEY", "$AWS_SECRET_ACCESS_KEY", "<secret>", "****************ab", "None"]
    {
        assert_eq!(key_flaw(ID, secret, None), placeholder(KeyPart::Secret), "{secret}");
    }
    for token in ["YOUR_SESSION_TOKEN", "$AWS_SESSION_TOKEN", "<token>", "null"] {
        assert_eq!(key_flaw(TEMPORARY, "s", Some(token)), placeholder(KeyPart::Token), "{token}");
    }
    let odd = KeyFlaw::OddCharacters(KeyPart::Secret, "a byte order mark (U+FEFF)".into());
    assert_eq!(key_flaw(ID, "\u{feff}s", None), Some(odd));
}

#[test]
fn a_secret_of_aws_is_whole_beside_an_id_of_aws() {
    let longer = format!("{SECRET}0");
    let doubled = format!("{SECRET}{SECRET}");
    let escaped = SECRET.replacen("MI", "%2F", 1);
    let dashed = SECRET.replacen('M', "-", 1);
    let url = format!("https://x/{SECRET}");
    for secret in [&SECRET[1..], &longer, &doubled, &escaped, &dashed, &url, "a%2Fb"] {
        let flaw = Some(KeyFlaw::SecretNotWhole);
        assert_eq!(key_flaw(ID, secret, None), flaw, "{secret}");
        assert_eq!(key_flaw(TEMPORARY, secret, Some("t")), flaw, "{secret}");
        assert_eq!(key_flaw("minioadmin", secret, None), None, "{secret}");
        assert_eq!(key_flaw("AKIA0123456789ABCDEF", secret, None), None, "{secret}");
    }
    assert_eq!(key_flaw(ID, &SECRET.replacen("MI", "+/", 1), None), None);
}

#[test]
fn keys_of_aws_and_of_other_services_are_whole() {
    let keys = [
        (ID, SECRET),
        ("AKIAJWMRCSBBKQO4HQCQ", SECRET),
        ("test", "test"),
        ("x", "s"),
        ("foo", "bar"),
        ("minioadmin", "minioadmin"),
        ("000000000000", "test"),
        ("LKIAQAAAAAAAQAABCIRT", "test"),
        ("GOOG1EXAMPLEIDOFAHMACKEY", "s"),
        ("SCWXH1GHHV9MR1V1ZPKF", "11111111-1111-1111-1111-111111111111"),
        ("0123456789abcdef0123456789abcdef", "s"),
        ("minio-access-key", "pa$$word*1"),
        (ID, "not-a-real-secret"),
    ];
    for (id, secret) in keys {
        assert_eq!(key_flaw(id, secret, None), None, "{id}");
    }
    assert_eq!(key_flaw("test", "test", Some("test")), None);
}
