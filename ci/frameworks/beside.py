"""The frameworks that the hook is tried beside: how each is loaded, and what can be expected of it.

`{at}` stands for the directory of a framework. What a package manager installs has a path; what npm
has is named by its package; everything else is a directory of that name below $FRAMEWORKS.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Framework:
    name: str
    shell: str
    # The lines of the start-up file.
    lines: str
    # A file that is there if the framework is: below $FRAMEWORKS, unless it begins with a /.
    file: str
    # How the hook is loaded.
    flags: str = ""
    # Lines that have to follow the hook.
    after: str = ""
    # Whether the hook may stand before the framework.
    reversible: bool = True
    # Whether only the variable is set, and the segment drawn by nothing.
    hidden: bool = False
    # How long a prompt may take, in seconds.
    patience: float = 6


def apt(name: str, shell: str, path: str, lines: str, **more) -> Framework:
    return Framework(name, shell, lines, path, **more)


def npm(name: str, package: str, shell: str, lines: str, **more) -> Framework:
    return Framework(name, shell, lines, f"npm:{package}", **more)


SPACESHIP = "SPACESHIP_PROMPT_ASYNC=true; source {at}/spaceship.zsh"
P10K = ("source {at}/powerlevel10k.zsh-theme; source {at}/config/p10k-lean.zsh; "
        "POWERLEVEL9K_DISABLE_GITSTATUS=true")
OMZ = "ZSH={at}; DISABLE_AUTO_UPDATE=true; ZSH_DISABLE_COMPFIX=true; ZSH_THEME={theme}; plugins=(git aws); source $ZSH/oh-my-zsh.sh"
OMB = "OSH={at}; DISABLE_AUTO_UPDATE=true; OSH_THEME={theme}; source $OSH/oh-my-bash.sh"
BASH_IT = "export BASH_IT={at} BASH_IT_THEME={theme}; source $BASH_IT/bash_it.sh"
PURE = "fpath+=({at}); autoload -U promptinit; promptinit; prompt pure"


def oh_my_zsh(theme: str) -> Framework:
    return Framework(f"oh-my-zsh {theme}", "zsh", OMZ.replace("{theme}", theme), "ohmyzsh/oh-my-zsh.sh")


def bash_it(theme: str) -> Framework:
    lines = BASH_IT.replace("{theme}", theme)
    return Framework(f"bash-it {theme}", "bash", lines, "bash-it/bash_it.sh")


def oh_my_bash(theme: str) -> Framework:
    # Before it, the hook is not yet the last at the first prompt.
    lines = OMB.replace("{theme}", theme)
    return Framework(f"oh-my-bash {theme}", "bash", lines, "oh-my-bash/oh-my-bash.sh", reversible=False)


FRAMEWORKS = [
    apt("zsh-autosuggestions", "zsh", "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh",
        "source {file}"),
    apt("zsh-syntax-highlighting", "zsh",
        "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh", "source {file}"),
    apt("direnv zsh", "zsh", "/usr/bin/direnv", 'eval "$(direnv hook zsh)"'),
    apt("direnv bash", "bash", "/usr/bin/direnv", 'eval "$(direnv hook bash)"'),
    apt("direnv fish", "fish", "/usr/bin/direnv", "direnv hook fish | source"),
    apt("liquidprompt zsh", "zsh", "/usr/share/liquidprompt/liquidprompt", "source {file}"),
    apt("liquidprompt bash", "bash", "/usr/share/liquidprompt/liquidprompt", "source {file}"),
    apt("powerline zsh", "zsh", "/usr/share/powerline/bindings/zsh/powerline.zsh",
        "source {file}", patience=15),
    apt("powerline bash", "bash", "/usr/share/powerline/bindings/bash/powerline.sh",
        "source {file}", patience=15),
    apt("bash-completion", "bash", "/usr/share/bash-completion/bash_completion", "source {file}"),
    apt("fzf zsh", "zsh", "/usr/share/doc/fzf/examples/key-bindings.zsh", "source {file}"),
    apt("fzf bash", "bash", "/usr/share/doc/fzf/examples/key-bindings.bash", "source {file}"),
    apt("kitty zsh", "zsh", "/usr/lib/kitty/shell-integration/zsh/kitty-integration", "source {file}"),
    apt("kitty bash", "bash", "/usr/lib/kitty/shell-integration/bash/kitty.bash",
        "export KITTY_SHELL_INTEGRATION=enabled; source {file}"),
    apt("antigen", "zsh", "/usr/share/zsh-antigen/antigen.zsh",
        "source {file}; antigen apply"),
    npm("pure", "pure-prompt", "zsh", PURE, hidden=True),
    npm("pure, --prompt left", "pure-prompt", "zsh", PURE, flags="--prompt left"),
    npm("pure, --prompt right", "pure-prompt", "zsh", PURE, flags="--prompt right"),
    npm("pure known, adam1 chosen", "pure-prompt", "zsh", PURE.replace("prompt pure", "prompt adam1")),
    npm("spaceship", "spaceship-prompt", "zsh", SPACESHIP, hidden=True),
    npm("spaceship, section", "spaceship-prompt", "zsh", SPACESHIP,
        after="SPACESHIP_PROMPT_ORDER=(awsprompt $SPACESHIP_PROMPT_ORDER)", reversible=False),
    npm("spaceship, --prompt left", "spaceship-prompt", "zsh", SPACESHIP, flags="--prompt left",
        reversible=False),
    npm("spaceship, --prompt right", "spaceship-prompt", "zsh", SPACESHIP, flags="--prompt right",
        reversible=False),
    Framework("powerlevel10k", "zsh", P10K, "powerlevel10k/powerlevel10k.zsh-theme", hidden=True),
    Framework("powerlevel10k, element", "zsh", P10K, "powerlevel10k/powerlevel10k.zsh-theme",
              after="POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(awsprompt $POWERLEVEL9K_LEFT_PROMPT_ELEMENTS)",
              reversible=False),
    Framework("powerlevel10k, --prompt left", "zsh", P10K, "powerlevel10k/powerlevel10k.zsh-theme",
              flags="--prompt left"),
    Framework("powerlevel10k, --prompt right", "zsh", P10K, "powerlevel10k/powerlevel10k.zsh-theme",
              flags="--prompt right"),
    *(oh_my_zsh(theme) for theme in ["robbyrussell", "agnoster", "half-life", "bira", "af-magic"]),
    Framework("prezto, paradox", "zsh",
              "zstyle ':prezto:load' pmodule environment editor prompt; "
              "zstyle ':prezto:module:prompt' theme paradox; source {at}/init.zsh",
              "prezto/init.zsh"),
    Framework("zsh-transient-prompt", "zsh",
              "TRANSIENT_PROMPT_PROMPT='%~ %# '; TRANSIENT_PROMPT_TRANSIENT_PROMPT='%# '; "
              "source {at}/transient-prompt.zsh-theme",
              "zsh-transient-prompt/transient-prompt.zsh-theme"),
    Framework("zsh-vi-mode", "zsh", "source {at}/zsh-vi-mode.zsh", "zsh-vi-mode/zsh-vi-mode.zsh"),
    Framework("Ghostty", "zsh", "source {file}",
              "ghostty/src/shell-integration/zsh/ghostty-integration"),
    *(bash_it(theme) for theme in ["bobby", "pure", "sexy", "powerline", "powerline-multiline"]),
    *(oh_my_bash(theme) for theme in ["font", "powerline", "agnoster", "pure"]),
    Framework("ble.sh", "bash", "source {at}/out/ble.sh", "ble.sh/out/ble.sh", patience=15),
    Framework("bash-preexec", "bash", "source {at}/bash-preexec.sh", "bash-preexec/bash-preexec.sh"),
    Framework("tide", "fish",
              "set -gp fish_function_path {at}/functions; source {at}/conf.d/_tide_init.fish",
              "tide/conf.d/_tide_init.fish", hidden=True),
    Framework("hydro", "fish",
              "set -gp fish_function_path {at}/functions; source {at}/conf.d/hydro.fish",
              "hydro/conf.d/hydro.fish"),
]
