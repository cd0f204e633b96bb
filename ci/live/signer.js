// Says which region the JavaScript SDK would use, and lets it sign a request to the stand-in.
// The environment is the case's own; the arguments are the SDK's directory and the client's options.
const { createRequire } = require("node:module");

const [directory, options] = process.argv.slice(2);
const { STSClient, GetCallerIdentityCommand } = createRequire(`${directory}/`)("@aws-sdk/client-sts");

async function main() {
  const given = JSON.parse(options);
  const answer = { ok: false, region: null, message: null };
  let client = new STSClient(given);
  try {
    answer.region = await client.config.region();
  } catch (problem) {
    // Without a region nothing is sent; whose key would sign is asked all the same.
    client = new STSClient({ ...given, region: "us-east-1" });
  }
  try {
    await client.send(new GetCallerIdentityCommand({}));
    answer.ok = true;
  } catch (problem) {
    answer.message = String(problem);
  }
  console.log(JSON.stringify(answer));
}

main();
