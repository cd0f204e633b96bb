"""What a person does in a shell that has a framework and the hook, and what has to be on the screen."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pexpect
import pyte

from beside import FRAMEWORKS, Framework

CONFIG = """\
[default]
region = eu-central-1
[profile work]
region = us-east-1
[profile play]
region = eu-west-1
"""
KEYS = [("default", "AKIARZPUZDIKAAAQEAYE"), ("work", "AKIARTX3GSDSQAAQEAYE"),
        ("play", "AKIAU3HHASRZQAAQEAYE")]
DEFAULT = "[AWS:default 123456789012 eu-central-1]"
WORK = "[AWS:work 111122223333 us-east-1]"
PLAY = "[AWS:play 333344445555 eu-west-1]"

START = {
    "zsh": (".zshrc", "autoload -Uz compinit; compinit -u\nPROMPT='%~ %# '\n",
            'eval "$(awsprompt init zsh {flags})"'),
    "bash": (".bashrc", "PS1='\\w \\$ '\n", 'eval "$(awsprompt init bash {flags})"'),
    "fish": (".config/fish/config.fish", "set -g fish_greeting\n",
             "awsprompt init fish {flags} | source"),
}

# Most of the time goes by in waiting.
AT_ONCE = 4

# High enough that nothing scrolls.
ROWS, COLUMNS = 200, 130


class Shell:
    """A shell in a terminal that can be looked at."""

    def __init__(self, framework: Framework, places: Places, columns: int = COLUMNS,
                 hook_first: bool = False) -> None:
        self.framework = framework
        # A shell that ends may still write there.
        self.directory = tempfile.TemporaryDirectory(prefix="awsprompt-beside-",
                                                     ignore_cleanup_errors=True)
        home = Path(self.directory.name)
        self.home = home
        self.write(".aws/config", CONFIG)
        self.write(".aws/credentials", "".join(
            f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = x\n"
            for name, key in KEYS))
        self.write("there/.awsprompt", "[expect]\naccount = 999999999999\n")
        # Without it fish reads all manuals in the background, for completions.
        (home / ".local/share/fish/generated_completions").mkdir(parents=True)
        file, own, hook = START[framework.shell]
        lines = places.lines(framework)
        hook = hook.replace("{flags}", framework.flags)
        both = [hook, lines] if hook_first else [lines, hook]
        self.write(file, "\n".join([own, *both, framework.after, ""]))
        environment = {
            "HOME": str(home), "ZDOTDIR": str(home), "XDG_CONFIG_HOME": str(home / ".config"),
            "PATH": f"{places.binary.parent}:/usr/bin:/bin", "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "USER": "me", "NO_COLOR": "1", "SHELL": f"/usr/bin/{framework.shell}",
        }
        self.screen = pyte.Screen(columns, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.program = pexpect.spawn(framework.shell, ["-i"], env=environment, cwd=home,
                                     dimensions=(ROWS, columns))
        self.settle(framework.patience)

    def write(self, path: str, text: str) -> None:
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o600)

    def settle(self, patience: float = 6, quiet: float = 0.4) -> None:
        """Reads until something has come and then nothing for a while."""
        end = time.monotonic() + patience
        still = end
        while time.monotonic() < min(end, still):
            try:
                # Byte by byte: where pyte is fed half a sequence, it may lose text.
                for byte in self.program.read_nonblocking(65536, timeout=0.1):
                    self.stream.feed(bytes([byte]))
                still = time.monotonic() + quiet
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                return

    def type(self, keys: str) -> None:
        self.program.send(keys)
        self.settle()

    def line(self, line: str, until: str = "") -> list[str]:
        """Types a line; returns what stands between it and the next prompt, and the prompt itself.

        If a row is known that has to come, it is waited for.
        """
        self.program.send(line)
        self.settle(2, 0.3)
        before = self.screen.cursor.y
        self.program.send("\r")
        end = time.monotonic() + self.framework.patience
        self.settle()
        while until and time.monotonic() < end and not any(
                row.startswith(until) for row in self.screen.display[before:]):
            self.settle(0.5)
        rows = [row.rstrip() for row in self.screen.display[:self.screen.cursor.y + 1]]
        # A theme may be moving the cursor just then.
        typed = [number for number, row in enumerate(rows) if row.endswith(line)]
        return rows[typed[-1] + 1 if typed else before:]

    def export(self, name: str, value: str) -> None:
        fish = self.framework.shell == "fish"
        self.line(f"set -gx {name} {value}" if fish else f"export {name}={value}")

    def prompt(self) -> str:
        """Returns the rows of the prompt: those near the cursor."""
        row = self.screen.cursor.y
        return "\n".join(self.screen.display[max(0, row - 3):row + 1])

    def shows(self, segment: str) -> str | None:
        """Says what is wrong with the segment, if something still is after a while."""
        if self.framework.hidden:
            text = "\n".join(self.line("echo is=$AWSPROMPT_SEGMENT", "is="))
            return None if segment in text else f"the variable is {text}"
        others = [DEFAULT, WORK, PLAY]
        end = time.monotonic() + self.framework.patience
        while True:
            text = self.prompt()
            last = text.splitlines()[-1]
            if segment in text and not any(one in last for one in others if one != segment):
                return None
            if time.monotonic() > end:
                return f"not {segment} but\n{text}"
            self.settle(0.5)

    def close(self) -> None:
        with contextlib.suppress(pexpect.ExceptionPexpect):
            # On a busy machine it may take a moment longer.
            self.program.close(force=True)
        self.directory.cleanup()


class Places:
    """Where the frameworks are."""

    def __init__(self, binary: Path, registry: Path) -> None:
        self.binary = binary
        self.registry = registry
        self.others = Path(os.environ["FRAMEWORKS"]) if "FRAMEWORKS" in os.environ else None

    def file(self, framework: Framework) -> Path | None:
        kind, _, package = framework.file.partition(":")
        if kind == "npm":
            found = self.registry / "node_modules" / package
        elif framework.file.startswith("/"):
            found = Path(framework.file)
        elif self.others:
            found = self.others / framework.file
        else:
            return None
        return found if found.exists() else None

    def lines(self, framework: Framework) -> str:
        file = self.file(framework)
        assert file
        top = file if file.is_dir() else file
        if not file.is_dir() and self.others and file.is_relative_to(self.others):
            top = self.others / file.relative_to(self.others).parts[0]
        return framework.lines.replace("{at}", str(top)).replace("{file}", str(file))


Check = Callable[[Shell], "str | None"]


def first(shell: Shell) -> str | None:
    return shell.shows(DEFAULT)


def export(shell: Shell) -> str | None:
    shell.export("AWS_PROFILE", "work")
    return shell.shows(WORK)


def switch(shell: Shell) -> str | None:
    shell.line("awsp play")
    return shell.shows(PLAY)


def back(shell: Shell) -> str | None:
    shell.line("awsp -")
    return shell.shows(WORK)


def directory(shell: Shell) -> str | None:
    shell.line("cd ~/there")
    wrong = shell.shows(WORK[:-1] + " !expected:999999999999]")
    shell.line("cd ~")
    return wrong


def edited(shell: Shell) -> str | None:
    shell.write(".aws/config", CONFIG.replace("us-east-1", "us-east-2"))
    shell.line("true")
    wrong = shell.shows(WORK.replace("us-east-1", "us-east-2"))
    shell.write(".aws/config", CONFIG)
    shell.line("true")
    return wrong


def status(shell: Shell) -> str | None:
    name = "$status" if shell.framework.shell == "fish" else "$?"
    for command, expected in [("false", "is=1"), ("true", "is=0")]:
        shell.line(command)
        rows = shell.line(f"echo is={name}", "is=")
        if expected not in rows:
            return f"{command}: {rows}"
    return None


def doctor(shell: Shell) -> str | None:
    rows = shell.line("awsprompt doctor | grep -E '(hook|segment)-'; echo end", "end")
    # What was typed may be on several rows.
    is_finding = ("fault: ", "warning: ", "note: ")
    found = [row for row in rows if row.startswith(is_finding)] if "end" in rows else rows
    wanted = ["warning: segment-nowhere"] if shell.framework.hidden else []
    return None if found == wanted else f"{found}"


def tab(shell: Shell) -> str | None:
    shell.type("awsp pl\t")
    end = time.monotonic() + shell.framework.patience
    while "awsp play" not in (row := shell.screen.display[shell.screen.cursor.y]):
        if time.monotonic() > end:
            return row
        shell.settle(0.5)
    shell.type("\x15")
    return None


def executed(shell: Shell) -> str | None:
    shell.program.send(f"exec {shell.framework.shell} -i\r")
    shell.settle(shell.framework.patience, 1.5)
    return shell.shows(WORK)


# In this order, in one shell.
SCENARIOS: list[tuple[str, Check]] = [
    ("first", first), ("export", export), ("awsp", switch), ("awsp -", back), ("cd", directory),
    ("edited", edited), ("$?", status), ("doctor", doctor), ("Tab", tab), ("exec", executed),
]


def narrow(shell: Shell) -> str | None:
    """In 40 columns a segment may be cut, but what is typed runs."""
    shell.export("AWS_PROFILE", "work")
    rows = shell.line("echo $AWS_PROFILE-runs", "work-runs")
    return None if any("work-runs" in row for row in rows) else f"{rows}"


def reversed_order(shell: Shell) -> str | None:
    shell.export("AWS_PROFILE", "work")
    return shell.shows(WORK)


def held(framework: Framework, places: Places) -> dict[str, str | None]:
    """Says of each scenario what was wrong; a missing entry could not be tried."""
    found: dict[str, str | None] = {}
    shell = Shell(framework, places)
    for name, check in SCENARIOS:
        found[name] = check(shell)
    shell.close()
    shell = Shell(framework, places, columns=40)
    found["40 columns"] = narrow(shell)
    shell.close()
    if framework.reversible and not framework.after:
        shell = Shell(framework, places, hook_first=True)
        found["reversed"] = reversed_order(shell)
        shell.close()
    return found


def held_at_last(framework: Framework, places: Places) -> dict[str, str | None]:
    """Tries once more where something was wrong: a busy machine may draw late."""
    found = held(framework, places)
    return held(framework, places) if any(found.values()) else found


def main() -> int:
    binary, registry, *names = sys.argv[1:]
    places = Places(Path(binary), Path(registry))
    columns = [name for name, _ in SCENARIOS] + ["40 columns", "reversed"]
    print("| framework | shell |", " | ".join(columns), "|")
    print("|---|---|" + "---|" * len(columns))
    chosen = [framework for framework in FRAMEWORKS
              if not names or any(framework.name.startswith(name) for name in names)]
    missing = [framework.name for framework in chosen if not places.file(framework)]
    present = [framework for framework in chosen if places.file(framework)]
    wrong = []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        results = pool.map(lambda one: held_at_last(one, places), present)
        for framework, found in zip(present, results):
            cells = [("yes" if found[name] is None else "**no**") if name in found else "-"
                     for name in columns]
            print(f"| {framework.name} | {framework.shell} |", " | ".join(cells), "|", flush=True)
            wrong += [f"{framework.name}, {name}: {text}" for name, text in found.items() if text]
    if missing:
        print(f"\nNot here: {', '.join(missing)}.")
    for text in wrong:
        print(f"\n{text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
