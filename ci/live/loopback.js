// Sends all requests of a program to loopback: the SDK of Serverless 3 has no variable for that.
const http = require("http");
const https = require("https");

https.request = (options, answer) => {
  const { agent, ...others } = options;
  const port = process.env.LOOPBACK_PORT;
  return http.request({ ...others, protocol: "http:", host: "127.0.0.1", hostname: "127.0.0.1", port }, answer);
};
