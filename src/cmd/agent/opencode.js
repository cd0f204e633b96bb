// Lets awsprompt judge each command by the AWS account that it would reach.
import { spawnSync } from "node:child_process"

export const Awsprompt = async ({ directory }) => ({
  "tool.execute.before": async ({ tool }, { args }) => {
    if (tool !== "bash") return
    const input = JSON.stringify({ tool_name: tool, tool_input: args, cwd: directory })
    const hook = spawnSync("sh", ["-c", @COMMAND@], { input, encoding: "utf8" })
    if (hook.status !== 0) throw new Error(hook.stderr || "awsprompt did not run")
  },
})
