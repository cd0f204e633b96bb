//! The regions that AWS has, for completion; nothing is refused because it is missing here.
//!
//! From botocore's `endpoints.json`, all partitions:
//! <https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json>

use std::borrow::Cow;
use std::ffi::OsStr;

use super::region_form::is_valid_region;

/// Names and long names, sorted.
pub(crate) const REGIONS: &[(&str, &str)] = &[
    ("af-south-1", "Africa (Cape Town)"),
    ("ap-east-1", "Asia Pacific (Hong Kong)"),
    ("ap-east-2", "Asia Pacific (Taipei)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-south-2", "Asia Pacific (Hyderabad)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)"),
    ("ap-southeast-6", "Asia Pacific (New Zealand)"),
    ("ap-southeast-7", "Asia Pacific (Thailand)"),
    ("ca-central-1", "Canada (Central)"),
    ("ca-west-1", "Canada West (Calgary)"),
    ("cn-north-1", "China (Beijing)"),
    ("cn-northwest-1", "China (Ningxia)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-central-2", "Europe (Zurich)"),
    ("eu-isoe-west-1", "EU ISOE West"),
    ("eu-north-1", "Europe (Stockholm)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-south-2", "Europe (Spain)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("eusc-de-east-1", "AWS European Sovereign Cloud (Germany)"),
    ("il-central-1", "Israel (Tel Aviv)"),
    ("me-central-1", "Middle East (UAE)"),
    ("me-south-1", "Middle East (Bahrain)"),
    ("mx-central-1", "Mexico (Central)"),
    ("sa-east-1", "South America (Sao Paulo)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-gov-east-1", "AWS GovCloud (US-East)"),
    ("us-gov-west-1", "AWS GovCloud (US-West)"),
    ("us-iso-east-1", "US ISO East"),
    ("us-iso-west-1", "US ISO WEST"),
    ("us-isob-east-1", "US ISOB East (Ohio)"),
    ("us-isob-west-1", "US ISOB West"),
    ("us-isof-east-1", "US ISOF EAST"),
    ("us-isof-south-1", "US ISOF SOUTH"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
];

/// Returns the region that is used where a name asks for the FIPS endpoint of one (rule 5.18).
pub(super) fn real_region(name: &str) -> Cow<'_, str> {
    if !name.contains("fips") || !is_valid_region(OsStr::new(name)) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.replace("fips-", "").replace("-fips", ""))
}

/// Tells whether AWS had such a region when this was made; the global ones begin otherwise.
pub(crate) fn is_known_region(name: &str) -> bool {
    let name = &*real_region(name);
    name.starts_with("aws-") || REGIONS.binary_search_by_key(&name, |(known, _)| known).is_ok()
}

/// The partitions in addition to the usual one: how their regions begin, and one of them.
///
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
const PARTITIONS: [(&str, &str, &str); 7] = [
    ("cn-", "aws-cn", "cn-north-1"),
    ("eu-isoe-", "aws-iso-e", "eu-isoe-west-1"),
    ("eusc-", "aws-eusc", "eusc-de-east-1"),
    ("us-gov-", "aws-us-gov", "us-gov-west-1"),
    ("us-iso-", "aws-iso", "us-iso-east-1"),
    ("us-isob-", "aws-iso-b", "us-isob-east-1"),
    ("us-isof-", "aws-iso-f", "us-isof-south-1"),
];

/// Returns the partition of a region that AWS has.
pub(super) fn partition_of(region: &str) -> Option<&'static str> {
    let region = &*real_region(region);
    REGIONS.binary_search_by_key(&region, |(known, _)| known).ok()?;
    let found = PARTITIONS.iter().find(|(start, ..)| region.starts_with(start));
    Some(found.map_or("aws", |(_, partition, _)| partition))
}

/// Returns a region of a partition.
pub(crate) fn region_of_partition(partition: &str) -> Option<&'static str> {
    if partition == "aws" {
        return Some("us-east-1");
    }
    PARTITIONS.iter().find(|(_, known, _)| *known == partition).map(|(.., region)| *region)
}

/// Returns the region of the same letters and digits, maybe without the letter of a zone.
pub(crate) fn meant_region(text: &str) -> Option<&'static str> {
    let plain = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let text = plain(text);
    let zone = text.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(&text);
    let mut regions = REGIONS.iter().map(|(name, _)| *name);
    regions.find(|region| plain(region) == text || plain(region) == zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_sorted_and_formed_like_regions() {
        assert!(REGIONS.is_sorted_by(|(a, _), (b, _)| a < b));
        for (name, long_name) in REGIONS {
            assert!(is_valid_region(OsStr::new(name)), "{name}");
            assert!(!long_name.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_zone_and_misplaced_dashes_suggest_a_region() {
        let cases = [
            ("us-east-1a", Some("us-east-1")),
            ("us-east1", Some("us-east-1")),
            ("US_EAST_1", Some("us-east-1")),
            ("eu-central-1 ", Some("eu-central-1")),
            ("Frankfurt", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(meant_region(text), expected, "{text}");
        }
    }
}
