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


def prezto(theme: str, **more) -> Framework:
    return Framework(f"prezto, {theme}", "zsh",
                     "zstyle ':prezto:load' pmodule environment editor prompt; "
                     f"zstyle ':prezto:module:prompt' theme {theme}; source {{at}}/init.zsh",
                     "prezto/init.zsh", **more)


HOOKS = {shell: 'eval "$({file} init ' + shell + ')"' for shell in ["zsh", "bash"]}
HOOKS["fish"] = "{file} init fish | source"
# The segment as a module of starship.
MODULE = "mkdir -p ~/.config; awsprompt init starship >~/.config/starship.toml; "


def program(name: str, shell: str, **more) -> list[Framework]:
    """Returns what a program that draws the whole prompt does: by itself, and told to give way."""
    file = f"{name}/bin/{name}"
    return [Framework(f"{name} {shell}", shell, HOOKS[shell], file, hidden=True, **more),
            *(Framework(f"{name} {shell}, --prompt {side}", shell, HOOKS[shell], file,
                        flags=f"--prompt {side}", **more) for side in ["left", "right"])]


# Integrations of terminals: the directory, its files for the shells, and what has to be set before.
VS_CODE = ("vscode", {"zsh": "shellIntegration-rc.zsh", "bash": "shellIntegration-bash.sh",
                      "fish": "shellIntegration.fish"}, "TERM_PROGRAM=vscode")
GHOSTTY = ("ghostty/src/shell-integration",
           {"zsh": "zsh/ghostty-integration", "bash": "bash/ghostty.bash",
            "fish": "fish/vendor_conf.d/ghostty-shell-integration.fish"}, "GHOSTTY_SHELL_FEATURES=title")
KITTY = ("kitty/shell-integration",
         {"zsh": "zsh/kitty-integration", "bash": "bash/kitty.bash",
          "fish": "fish/vendor_conf.d/kitty-shell-integration.fish"}, "KITTY_SHELL_INTEGRATION=enabled")
ITERM2 = ("iterm2/shell_integration", {"zsh": "zsh", "bash": "bash", "fish": "fish"},
          "ITERM_ENABLE_SHELL_INTEGRATION_WITH_TMUX=1")


def terminal(name: str, integration: tuple[str, dict[str, str], str]) -> list[Framework]:
    directory, files, setting = integration
    key, _, value = setting.partition("=")
    setting = {"fish": f"set -gx {key} {value}"}
    return [Framework(f"{name} {shell}", shell,
                      setting.get(shell, f"export {key}={value}") + "; source {file}",
                      f"{directory}/{file}") for shell, file in files.items()]


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
    *(prezto(theme) for theme in ["sorin", "paradox", "giddie"]),
    prezto("pure", hidden=True),
    Framework("zsh-transient-prompt", "zsh",
              "TRANSIENT_PROMPT_PROMPT='%~ %# '; TRANSIENT_PROMPT_TRANSIENT_PROMPT='%# '; "
              "source {at}/transient-prompt.zsh-theme",
              "zsh-transient-prompt/transient-prompt.zsh-theme"),
    Framework("zsh-vi-mode", "zsh", "source {at}/zsh-vi-mode.zsh", "zsh-vi-mode/zsh-vi-mode.zsh"),
    *terminal("VS Code", VS_CODE), *terminal("Ghostty", GHOSTTY), *terminal("kitty, newest", KITTY),
    *terminal("iTerm2", ITERM2),
    *(one for shell in HOOKS for one in program("starship", shell)),
    *(one for shell in HOOKS for one in program("oh-my-posh", shell)),
    *(Framework(f"starship {shell}, module", shell, MODULE + HOOKS[shell], "starship/bin/starship")
      for shell in HOOKS),
    Framework("kube-ps1 zsh", "zsh", "source {at}/kube-ps1.sh; PROMPT='$(kube_ps1) '$PROMPT",
              "kube-ps1/kube-ps1.sh"),
    Framework("kube-ps1 bash", "bash", "source {at}/kube-ps1.sh; PS1='$(kube_ps1) '$PS1",
              "kube-ps1/kube-ps1.sh"),
    Framework("zinit", "zsh", "source {at}/zinit.zsh", "zinit/zinit.zsh"),
    Framework("antidote", "zsh", "source {at}/antidote.zsh", "antidote/antidote.zsh"),
    Framework("fzf-tab", "zsh", "source {at}/fzf-tab.plugin.zsh", "fzf-tab/fzf-tab.plugin.zsh"),
    *(bash_it(theme) for theme in ["bobby", "pure", "sexy", "powerline", "powerline-multiline"]),
    *(oh_my_bash(theme) for theme in ["font", "powerline", "agnoster", "pure"]),
    Framework("ble.sh", "bash", "source {at}/out/ble.sh", "ble.sh/out/ble.sh", patience=15),
    Framework("bash-preexec", "bash", "source {at}/bash-preexec.sh", "bash-preexec/bash-preexec.sh"),
    Framework("tide", "fish",
              "set -gp fish_function_path {at}/functions; source {at}/conf.d/_tide_init.fish",
              "tide/conf.d/_tide_init.fish", hidden=True),
    Framework("fisher", "fish", "source {at}/functions/fisher.fish", "fisher/functions/fisher.fish"),
    Framework("fish-async-prompt", "fish", "source {file}",
              "fish-async-prompt/conf.d/__async_prompt.fish"),
    Framework("hydro", "fish",
              "set -gp fish_function_path {at}/functions; source {at}/conf.d/hydro.fish",
              "hydro/conf.d/hydro.fish"),
]
