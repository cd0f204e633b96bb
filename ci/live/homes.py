"""Makes up homes and environments, the same for the same seed.

Most are what people have: a few profiles, keys in one file and the rest in the other, one of them
chosen. About a third have something untidy about them, as files do that were edited by hand.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any, TypeVar

import slips
from case import Case, moment
from key_id import minted

T = TypeVar("T")
Profile = dict[str, str]
Sections = list[tuple[str, Profile]]

START_URL = "https://acme.awsapps.com/start"
LOGIN = "arn:aws:sts::555555555555:assumed-role/Admin/me"
MFA_DEVICE = "arn:aws:iam::111111111111:mfa/me"
NAMES = ["work", "prod", "dev", "staging", "personal", "acme-prod", "base"]
ODD_NAMES = ["my dev", "a.b-c_d", "me@acme", "dév", "a#b", "DEFAULT", "Default", "o'k", "x,y"]
ROLES = ["arn:aws:iam::999999999999:role/Deploy", "arn:aws:iam::888888888888:role/path/Ops",
         "arn:aws:iam::012345678901:role/Admin", "arn:aws-cn:iam::222222222222:role/Ops"]
REGIONS = ["us-east-1", "eu-west-1", "ap-south-1", "us-west-2"]
ODD_REGIONS = ["", "123", "us_west_2", "-a", "a" * 64, "US-EAST-1", '"us-west-2"',
               "us-west-2 # mine", "us west", "eu-west-1.", "us-west-2-fips",
               "fips-us-gov-west-1", "us-east-1a"]
# Settings that send requests to other hosts of AWS (resolution.md 7C.11).
OTHER_HOSTS = [{"use_fips_endpoint": "true"}, {"use_dualstack_endpoint": "True"},
               {"use_fips_endpoint": "TRUE", "use_dualstack_endpoint": "true"}]
DUTIES = [(44, "keys"), (22, "role"), (20, "sso"), (4, "legacy sso"), (4, "process"),
          (3, "web identity"), (3, "login")]
UNTIDY = 0.33
SLIPS = [(52, "none"), (20, "profile"), (13, "file"), (10, "environment"), (5, "other file")]


class Dice(random.Random):
    """Chance, with the odds in words."""

    def once_in(self, times: float) -> bool:
        return self.random() * times < 1

    def weighted(self, *choices: tuple[float, T]) -> T:
        return self.choices([value for _, value in choices], [odds for odds, _ in choices])[0]


@dataclass
class Home:
    """What is being made up."""

    dice: Dice
    is_untidy: bool
    files: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    keys: int = 1000

    def quirk(self, times: float) -> bool:
        """Once in so many times, in an untidy home only."""
        return self.is_untidy and self.dice.once_in(times)

    def key_id(self, account: str | None = None) -> str:
        """A key id that stands nowhere else."""
        self.keys += 1
        account = account or self.dice.choice(["111111111111", "333333333333", "045678901234"])
        return minted(account, self.keys, self.dice.weighted((6, "AKIA"), (1, "ASIA")))

    def end(self) -> str:
        """When a token or a session ends: mostly in some hours."""
        if self.quirk(6):
            return self.dice.choice(ODD_ENDS)
        return self.dice.weighted((6, moment(4 * 3600)), (2, moment(-3600)), (1, moment(600)),
                                  (1, moment(1200, "offset")), (1, moment(3600, "UTC")))


ODD_ENDS = [moment(3600, "naive"), "", "soon", "2099-01-01", "4102444800", "2099-13-01T00:00:00Z",
            "2099-01-01T00:00:00.123Z", "2020-01-01 00:00:00 UTC", "2099-01-01T00:00:00+05:30"]


def case(seed: int) -> Case:
    dice = Dice(seed)
    home = Home(dice, dice.random() < UNTIDY)
    slip = dice.weighted(*SLIPS)
    names = profile_names(home)
    chosen = dice.choice(names)
    serves_metadata = dice.once_in(15)
    config: Sections = []
    credentials: Sections = []
    for name in names:
        made = profile(home, name, names)
        if slip == "profile" and name == chosen:
            dice.choice(slips.OF_PROFILES)(dice, made)
        if serves_metadata and name == chosen:
            serve_metadata(home, made)
        in_config, in_credentials = split_over_files(home, made)
        if in_config or home.quirk(8):
            config.append((profile_header(home, name), in_config))
        if in_credentials or home.quirk(8):
            credentials.append((f"[{name}]", in_credentials))
    for session in sorted(home.sessions):
        if not home.quirk(12):
            config.append((f"[sso-session {quoted(session)}]", sso_session(home)))
    add_stray_sections(home, names, config, credentials)
    write(home, config, credentials)
    export_variables(home)
    profile_option = choose_profile(home, chosen, names)
    slips.outside_of_profiles(dice, slip, home.files, home.environment)
    region_option = dice.choice(REGIONS) if dice.once_in(30) else None
    return Case(home.files, home.environment, profile_option, region_option)


def profile_names(home: Home) -> list[str]:
    dice = home.dice
    names = ["default"] if dice.random() < 0.75 else []
    names += dice.sample(NAMES, dice.weighted((2, 1), (4, 2), (4, 3), (1, 5)))
    if home.quirk(5):
        names.append(dice.choice(ODD_NAMES))
    return names


# Profiles


def profile(home: Home, name: str, names: list[str]) -> Profile:
    made: Profile = {}
    duties = [home.dice.weighted(*DUTIES)]
    if home.quirk(4):
        duties.append(home.dice.weighted(*DUTIES))
    if home.dice.once_in(12):
        duties = []
    for duty in duties:
        DUTY[duty](home, made, name, names)
    if home.dice.random() < 0.6:
        made["region"] = region(home)
    if home.dice.once_in(6):
        made["output"] = home.dice.choice(["json", "text", "table"])
    if home.dice.once_in(12):
        made.update(home.dice.choice(OTHER_HOSTS))
    if home.quirk(12):
        add_odd_setting(home, made)
    return made


def region(home: Home) -> str:
    return home.dice.choice(ODD_REGIONS if home.quirk(8) else REGIONS)


def static_keys(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    made["aws_access_key_id"] = home.key_id()
    made["aws_secret_access_key"] = "s"
    if home.dice.once_in(5):
        made["aws_session_token"] = "t"
        # Of two tokens the AWS CLI takes the older one (resolution.md 3.3).
        if home.dice.once_in(4):
            made["aws_security_token"] = home.dice.choice(["older", "t"])
    if home.quirk(12):
        made["aws_security_token"] = home.dice.choice(["t", ""])
    if home.quirk(10):
        del made[home.dice.choice(["aws_access_key_id", "aws_secret_access_key"])]
    if home.quirk(20):
        made["aws_access_key_id"] = home.dice.choice(["", "AKIAIOSFODNN7EXAMPLE", "short"])
    if home.quirk(20):
        made["aws_account_id"] = "123456789012"


def role(home: Home, made: Profile, name: str, names: list[str]) -> None:
    dice = home.dice
    made["role_arn"] = dice.choice(ROLES)
    others = [other for other in names if other != name] or [name]
    if dice.once_in(10):
        made["credential_source"] = dice.weighted((5, "Environment"), (2, "EcsContainer"),
                                                  (2, "Ec2InstanceMetadata"))
    else:
        made["source_profile"] = dice.choice(others)
    if dice.once_in(5):
        made["mfa_serial"] = MFA_DEVICE
    if dice.once_in(6):
        made["role_session_name"] = "me"
    if dice.once_in(12):
        made["external_id"] = "acme"
    if dice.once_in(8):
        made["duration_seconds"] = dice.choice(["3600", "900", "43200"])
    if home.quirk(5):
        spoil_role(home, made, name)
    if dice.once_in(4):
        home.files[f".aws/cli/cache/{role_file(made)}.json"] = role_session(home, made)


def spoil_role(home: Home, made: Profile, name: str) -> None:
    setting, value = home.dice.choice([
        ("source_profile", name), ("source_profile", "gone"), ("source_profile", ""),
        ("credential_source", "environment"), ("credential_source", "Environment"),
        ("role_arn", ""), ("role_arn", "Deploy"), ("mfa_serial", ""), ("external_id", ""),
        ("duration_seconds", "1h"), ("duration_seconds", "600")])
    made[setting] = value
    if home.quirk(4):
        made.pop("source_profile", None)


def role_file(made: Profile) -> str:
    """The name under which the AWS CLI keeps this role's session (resolution.md 9.5)."""
    names = {"RoleArn": "role_arn", "RoleSessionName": "role_session_name",
             "ExternalId": "external_id", "SerialNumber": "mfa_serial"}
    if "web_identity_token_file" in made:
        names = {"RoleArn": "role_arn", "RoleSessionName": "role_session_name"}
    request: dict[str, Any] = {name: made[key] for name, key in names.items() if key in made}
    if made.get("duration_seconds", "").isdigit():
        request["DurationSeconds"] = int(made["duration_seconds"])
    return hashlib.sha1(json.dumps(request, sort_keys=True).encode()).hexdigest()


def role_session(home: Home, made: Profile) -> str:
    account = (made.get("role_arn", "").split(":") + [""] * 5)[4] or "666666666666"
    return cache_text(home, {
        "Credentials": {"AccessKeyId": minted(account, 5, "ASIA"), "SecretAccessKey": "s",
                        "SessionToken": "t", "Expiration": home.end()},
        "AssumedRoleUser": {"AssumedRoleId": "A:s",
                            "Arn": f"arn:aws:sts::{account}:assumed-role/Deploy/s"}})


def sso(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    dice = home.dice
    session = dice.weighted((8, "acme"), (2, "my-sso"), (0.3, "my corp"))
    home.sessions.add(session)
    made.update(sso_session=session, sso_account_id=dice.choice(["444444444444", "012345678901"]),
                sso_role_name=dice.choice(["Admin", "ReadOnly"]))
    if home.quirk(8):
        made.update(sso_region="eu-west-1", sso_start_url=START_URL)
    if home.quirk(12):
        made.pop(dice.choice(["sso_session", "sso_account_id", "sso_role_name"]))
    if home.quirk(15):
        made["sso_session"] = dice.choice(["gone", ""])
    keep_sso_token(home, session, is_session=True)
    if dice.once_in(4):
        keep_sso_role(home, made, {"sessionName": session})


def legacy_sso(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    dice = home.dice
    url = dice.weighted((5, START_URL), (1, START_URL + "/"))
    made.update(sso_start_url=url, sso_region="eu-west-1", sso_account_id="444444444444",
                sso_role_name="Admin")
    if home.quirk(6):
        made.pop(dice.choice(["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]))
    if home.quirk(20):
        made["sso_region"] = dice.choice(["", "eu-west-1 # x"])
    keep_sso_token(home, url, is_session=False)
    if dice.once_in(4):
        keep_sso_role(home, made, {"startUrl": url})


def sso_session(home: Home) -> Profile:
    made = {"sso_start_url": START_URL, "sso_region": "eu-west-1",
            "sso_registration_scopes": "sso:account:access"}
    if home.quirk(12):
        made.pop(home.dice.choice(list(made)))
    if home.quirk(30):
        made["sso_region"] = home.dice.choice(["", "eu-west-1 # x"])
    return made


def keep_sso_token(home: Home, identity: str, is_session: bool) -> None:
    dice = home.dice
    if dice.once_in(6):
        return
    token = {"startUrl": START_URL, "region": "eu-west-1", "accessToken": "t",
             "expiresAt": home.end()}
    if is_session and not dice.once_in(4):
        token.update(clientId="c", clientSecret="s", refreshToken="r",
                     registrationExpiresAt=dice.weighted((6, moment(50 * 86_400)),
                                                         (1, moment(-3600))))
    name = hashlib.sha1(identity.encode()).hexdigest()
    home.files[f".aws/sso/cache/{name}.json"] = cache_text(home, token)


def keep_sso_role(home: Home, made: Profile, identity: dict[str, str]) -> None:
    """Keeps the session of a permission set, where the AWS CLI v2 does (resolution.md 9.6)."""
    account = made.get("sso_account_id", "")
    request = {"accountId": account, "roleName": made.get("sso_role_name", ""), **identity}
    name = hashlib.sha1(
        json.dumps(request, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    home.files[f".aws/cli/cache/{name}.json"] = cache_text(home, {
        "ProviderType": "sso",
        "Credentials": {"AccessKeyId": minted(account or "0", 6, "ASIA"), "SecretAccessKey": "s",
                        "SessionToken": "t", "Expiration": home.end(), "AccountId": account}})


def cache_text(home: Home, content: dict[str, Any]) -> str:
    if home.quirk(25):
        return home.dice.choice(["", "{}", "[]", "{"])
    if home.quirk(15):
        inner = content.get("Credentials") or content.get("accessToken")
        part = inner if isinstance(inner, dict) else content
        part.pop(home.dice.choice(list(part)))
    return json.dumps(content)


def process(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    path = f"process{home.keys}.json"
    output = {"Version": 1, "AccessKeyId": home.key_id(), "SecretAccessKey": "s"}
    if home.dice.once_in(2):
        output.update(SessionToken="t", Expiration=moment(3600))
    home.files[path] = json.dumps(output)
    made["credential_process"] = f"/bin/cat @HOME@/{path}"


def web_identity(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    home.files["token"] = "web-identity-token"
    made["web_identity_token_file"] = "@HOME@/token"
    made["role_arn"] = home.dice.choice(ROLES)
    if home.dice.once_in(3):
        made["role_session_name"] = "me"
    if home.quirk(6):
        made["web_identity_token_file"] = home.dice.choice(["~/token", "@HOME@/gone", ""])
    if home.quirk(8):
        del made["role_arn"]
    if home.dice.once_in(6):
        home.files[f".aws/cli/cache/{role_file(made)}.json"] = role_session(home, made)


def login(home: Home, made: Profile, _name: str, _names: list[str]) -> None:
    made["login_session"] = LOGIN
    if home.dice.once_in(5):
        return
    content = {
        "accessToken": {"accessKeyId": minted("555555555555", 7, "ASIA"), "secretAccessKey": "s",
                        "sessionToken": "t", "accountId": "555555555555", "expiresAt": home.end()},
        "tokenType": "aws_sigv4", "refreshToken": "r", "idToken": "i",
        "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "k"}
    name = hashlib.sha256(LOGIN.encode()).hexdigest()
    home.files[f".aws/login/cache/{name}.json"] = cache_text(home, content)


DUTY = {"keys": static_keys, "role": role, "sso": sso, "legacy sso": legacy_sso,
        "process": process, "web identity": web_identity, "login": login}


def add_odd_setting(home: Home, made: Profile) -> None:
    setting, value = home.dice.choice([
        ("s3", "\n  max_concurrent_requests = 20"), ("s3", "\n  addressing_style = path\n  x = y"),
        ("s3", ""), ("retry_mode", "standard"), ("retry_mode", "often"), ("max_attempts", "5"),
        ("max_attempts", "many"), ("sso_session", "acme"), ("credential_process", ""),
        ("source_profile", "default"), ("sso_account_id", ""), ("cli_pager", "")])
    made[setting] = value


# Files


def split_over_files(home: Home, made: Profile) -> tuple[Profile, Profile]:
    """Puts each setting where it stands: in the config file or in the credentials file."""
    dice = home.dice
    habit = dice.weighted((12, "usual"), (3, "config"), (1, "credentials"))
    in_config: Profile = {}
    in_credentials: Profile = {}
    for setting, value in made.items():
        is_key = setting.startswith("aws_")
        if home.quirk(20):
            place = dice.choice([in_config, in_credentials])
        elif habit == "config" or habit == "usual" and not is_key:
            place = in_config
        else:
            place = in_credentials
        place[setting] = value
    if home.quirk(15):
        in_credentials["region"] = region(home)
    return in_config, in_credentials


def quoted(name: str) -> str:
    return f'"{name}"' if " " in name or "'" in name or "#" in name else name


def profile_header(home: Home, name: str) -> str:
    if name == "default" and not home.quirk(12):
        return "[default]"
    blank = home.dice.choice(["  ", "\t", ""]) if home.quirk(20) else " "
    shown = f"'{name}'" if home.quirk(25) and "'" not in name else quoted(name)
    if home.quirk(20):
        return f"[{name}]"
    if home.quirk(25):
        return f"[ profile {shown} ]"
    return f"[profile{blank}{shown}]"


def add_stray_sections(home: Home, names: list[str], config: Sections,
                       credentials: Sections) -> None:
    dice = home.dice
    if home.quirk(12):
        shared = dice.choice([{"region": "sa-east-1"}, {"aws_access_key_id": home.key_id(),
                                                        "aws_secret_access_key": "s"}])
        dice.choice([config, credentials]).insert(0, ("[DEFAULT]", shared))
    if home.quirk(12):
        config.append(("[profile default]", {"region": "sa-east-1"}))
    if home.quirk(12):
        config.append((profile_header(home, dice.choice(names)), {"region": "sa-east-1"}))
    if home.quirk(12):
        static: Profile = {}
        static_keys(home, static, "", names)
        credentials.append((f"[profile {dice.choice(names)}]", static))
    if home.quirk(20):
        config.append(("[services acme]", {"s3": "\n  endpoint_url = http://127.0.0.1:9"}))


def write(home: Home, config: Sections, credentials: Sections) -> None:
    write_file(home, "config", "AWS_CONFIG_FILE", config)
    write_file(home, "credentials", "AWS_SHARED_CREDENTIALS_FILE", credentials)


def write_file(home: Home, name: str, variable: str, sections: Sections) -> None:
    path = f".aws/{name}"
    if home.dice.once_in(25):
        home.environment[variable], path = home.dice.choice([
            (f"@HOME@/my-{name}", f"my-{name}"), (f"~/my-{name}", f"my-{name}"),
            (f"$HOME/my-{name}", f"my-{name}"), (f"my-{name}", f"here/my-{name}"),
            ("", path), ("@HOME@/gone", path)])
    if sections:
        home.files[path] = rendered(home, sections)


def rendered(home: Home, sections: Sections) -> str:
    lines = []
    for header, settings in sections:
        lines.append(header + (home.dice.choice([" # note", " ; note", " "])
                               if home.quirk(20) else ""))
        for setting, value in settings.items():
            lines += setting_lines(home, setting, value)
        lines.append("")
    text = "\n".join(lines)
    if home.quirk(20):
        text = text.replace("\n", "\r\n")
    if home.quirk(40):
        text = "\ufeff" + text
    if home.quirk(40):
        text = "\n".join("  " + line for line in text.split("\n"))
    if home.quirk(60):
        text += home.dice.choice(["stray\n", "# caf\udce9\n", "[open\n", "= value\n"])
    return text


def setting_lines(home: Home, setting: str, value: str) -> list[str]:
    dice = home.dice
    if home.quirk(40):
        setting = setting.upper()
    mark = dice.choice(["=", ": ", " =", "= "]) if home.quirk(15) else " = "
    line = f"{setting} ={value}" if value.startswith("\n") else f"{setting}{mark}{value}"
    if home.quirk(40):
        line += dice.choice([" # mine", " ; mine", "#mine", "  ", "\u00a0"])
    if home.quirk(60):
        line = f'{setting} = "{value}"'
    if home.quirk(50):
        line = dice.choice(["  ", "\t"]) + line
    lines = [line]
    if home.quirk(80):
        lines.append(line)
    if home.quirk(40):
        lines.append(dice.choice(["# note", "  ; note", "", "  "]))
    return lines


# The environment


def serve_metadata(home: Home, made: Profile) -> None:
    """Puts a metadata service where it can be asked, as `aws_signing_helper serve` is."""
    dice, url = home.dice, "http://127.0.0.1:@PORT@"
    home.environment["AWS_EC2_METADATA_DISABLED"] = dice.choice(["", "false", "1", "True"])
    if dice.once_in(2):
        home.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url
    else:
        made["ec2_metadata_service_endpoint"] = url
    # What else the profile has would be used before it.
    for setting in [key for key in made if dice.once_in(2)]:
        if not setting.startswith(("ec2_", "region")):
            del made[setting]


def choose_profile(home: Home, name: str, names: list[str]) -> str | None:
    """Chooses a profile as people do; gives the value of --profile if that was the way."""
    dice, environment = home.dice, home.environment
    if dice.once_in(25):
        name = dice.choice(["gone", "Work", " work", "profile work", "default"])
    way = dice.weighted((48, "AWS_PROFILE"), (26, "none"), (14, "option"),
                        (6, "AWS_DEFAULT_PROFILE"), (6, "both"))
    if way == "none" and name != "default":
        way = dice.weighted((2, "AWS_PROFILE"), (1, "none"))
    if way == "option":
        if dice.once_in(3):
            environment["AWS_PROFILE"] = dice.choice([*names, "gone"])
        return name
    if way in ("AWS_PROFILE", "both"):
        environment["AWS_PROFILE"] = "" if home.quirk(25) else name
    if way == "AWS_DEFAULT_PROFILE":
        environment["AWS_DEFAULT_PROFILE"] = name
    if way == "both":
        environment["AWS_DEFAULT_PROFILE"] = dice.choice([*names, "gone"])
    return None


def export_variables(home: Home) -> None:
    dice, environment = home.dice, home.environment
    for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if dice.once_in(7):
            environment[variable] = region(home)
    if dice.once_in(6):
        export_keys(home)
    if dice.once_in(20):
        chosen = dice.choice(OTHER_HOSTS)
        environment.update({f"AWS_{key.upper()}": value for key, value in chosen.items()})
    if dice.once_in(20):
        export_web_identity(home)
    if dice.once_in(25):
        environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:@PORT@/credentials"
    if dice.once_in(40):
        environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/credentials"
    if home.quirk(30):
        environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = dice.choice(
            ["http://example.com/x", "", "nonsense"])


def export_keys(home: Home) -> None:
    dice, environment = home.dice, home.environment
    environment["AWS_ACCESS_KEY_ID"] = home.key_id()
    environment["AWS_SECRET_ACCESS_KEY"] = "s"
    if dice.once_in(2):
        environment["AWS_SESSION_TOKEN"] = "t"
        if dice.once_in(6):
            environment["AWS_SECURITY_TOKEN"] = dice.choice(["older", "t"])
        if dice.once_in(3):
            environment["AWS_CREDENTIAL_EXPIRATION"] = home.end()
    if home.quirk(8):
        del environment[dice.choice(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])]
    if home.quirk(8):
        environment[dice.choice(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
                                 "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])] = ""
    if home.quirk(12):
        environment["AWS_ACCOUNT_ID"] = "123456789012"


def export_web_identity(home: Home) -> None:
    environment = home.environment
    home.files["token"] = "web-identity-token"
    environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = "@HOME@/token"
    environment["AWS_ROLE_ARN"] = home.dice.choice(ROLES)
    if home.dice.once_in(2):
        environment["AWS_ROLE_SESSION_NAME"] = "me"
    if home.quirk(4):
        name = home.dice.choice(list(environment))
        if name.startswith(("AWS_ROLE", "AWS_WEB")):
            del environment[name]
