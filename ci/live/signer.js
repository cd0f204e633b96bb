// Says which region the JavaScript SDK would use, and lets it sign a request to the stand-in.
// The environment is the case's own; the arguments are the SDK's directory and the client's options.
const { createRequire } = require("node:module");

const [directory, options] = process.argv.slice(2);
const { STSClient, GetCallerIdentityCommand } = createRequire(`${directory}/`)("@aws-sdk/client-sts");

async function main(answer) {
  const given = JSON.parse(options);
  let client = new STSClient(given);
  try {
    answer.region = (await client.config.region()) ?? null;
  } catch (problem) {
    // Without a region nothing is sent; whose key would sign is asked all the same.
    answer.region = null;
    client = new STSClient({ ...given, region: "us-east-1" });
  }
  await client.send(new GetCallerIdentityCommand({}));
  answer.ok = true;
}

// There is no region in it until the SDK was asked.
const answer = { ok: false, message: null };
function refused(problem) {
  answer.message = String(problem);
}

function tell() {
  console.log(JSON.stringify(answer));
  tell = () => {};
}

// Some settings are looked at in a promise that nobody waits for, which ends a program.
process.on("unhandledRejection", (problem) => {
  refused(problem);
  answer.ok = false;
  tell();
});
main(answer).catch(refused).finally(() => tell());
