// Drives one of the protocol's own TypeScript clients through a conversation with a server and
// prints what the client saw, as one line of JSON.
//
//   node main.mjs v1|v2 legacy|auto|modern TARGET NAME JCMD
//
// TARGET is {"url": …} or {"command": …, "args": […], "env": {…}}; NAME sets this client's shots
// apart from those of others; JCMD is the Java tool that lists the threads of a process.
import {execFileSync} from 'node:child_process';

const [version, era, targetText, name, jcmd] = process.argv.slice(2);
const target = JSON.parse(targetText);
const seen = {};

const {client, transport} = await connect();
const call = (tool, args, options) =>
  version === 'v1'
    ? client.callTool({name: tool, arguments: args}, undefined, options)
    : client.callTool({name: tool, arguments: args}, options);

seen.server = client.getServerVersion();
seen.instructions = client.getInstructions();
if (version === 'v2') {
  seen.revision = client.getNegotiatedProtocolVersion();
}
seen.tools = (await client.listTools()).tools;

const frame = await call('generate_media', {
  prompt: `A lighthouse in the rain, for ${name}`, mode: 'image', backend_type: 'previz', size: '320x180', wait_seconds: 45,
});
seen.made = frame.structuredContent;
seen.madeContent = frame.content.map(({type, uri}) => ({type, uri}));

const refused = await call('generate_media', {prompt: 'x', mode: 'video', backend_type: 'previz', duration: -1});
seen.refused = {isError: refused.isError, text: refused.content[0].text};
seen.unknownTool = await client.callTool({name: 'no_such_tool', arguments: {}}).then(
  (answer) => ({answered: answer}), (error) => ({code: error.code, message: error.message}));

// A paid shot that a simulated vendor works on for longer than the test lasts.
const shot = await call('generate_media', {
  prompt: `A boat, for ${name} [[seconds:600]]`, mode: 'video', backend_type: 'grok', duration: 2, background: true,
});
const jobId = shot.structuredContent.job_id;
seen.progress = [];
const giveUp = new AbortController();
const waitedFrom = Date.now();
seen.wait = await call('wait_for_jobs', {job_ids: [jobId], wait_seconds: 45}, {
  signal: giveUp.signal,
  timeout: 60_000,
  onprogress: (report) => {
    seen.progress.push(report);
    if (seen.progress.length === 2) giveUp.abort('enough');
  },
}).then(() => 'answered', () => 'cancelled');
seen.waitedSeconds = (Date.now() - waitedFrom) / 1000;
if (transport.pid) {
  seen.waitStopped = await until(() => !threads(transport.pid).includes('JobWatch.await'));
}
seen.shotAfterwards = (await call('get_jobs', {job_ids: [jobId]})).structuredContent.jobs[0].status;
await call('cancel_jobs', {job_ids: [jobId]});

seen.prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
const prompt = await client.getPrompt({name: 'plan_shots', arguments: {story: `the tale of ${name}`}});
seen.prompt = prompt.messages[0].content.text;

seen.resources = (await client.listResources()).resources.map((resource) => resource.uri);
seen.templates = (await client.listResourceTemplates()).resourceTemplates.map((template) => template.uriTemplate);
seen.catalogue = (await client.readResource({uri: 'catalogue://previz'})).contents[0];
seen.media = (await client.readResource({uri: seen.made.files[0].uri})).contents[0];
seen.missingResource = await client.readResource({uri: 'media://none'}).then(
  () => ({}), (error) => ({code: error.code}));
seen.completion = (await client.complete({
  ref: {type: 'ref/resource', uri: 'media://{asset_id}'}, argument: {name: 'asset_id', value: ''},
})).completion.values;

console.log(JSON.stringify(seen));
await client.close();

async function connect() {
  const identity = {name: `test-${name}`, version: '1'};
  if (version === 'v1') {
    const {Client} = await import('@modelcontextprotocol/sdk/client/index.js');
    const {StdioClientTransport} = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const {StreamableHTTPClientTransport} = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    return connected(new Client(identity), transportFor(StdioClientTransport, StreamableHTTPClientTransport));
  }
  const {Client, StreamableHTTPClientTransport} = await import('@modelcontextprotocol/client');
  const {StdioClientTransport} = await import('@modelcontextprotocol/client/stdio');
  const mode = era === 'modern' ? {pin: '2026-07-28'} : era;
  return connected(
    new Client(identity, {versionNegotiation: {mode}}),
    transportFor(StdioClientTransport, StreamableHTTPClientTransport));
}

function transportFor(Stdio, Http) {
  return target.url
    ? new Http(new URL(target.url))
    : new Stdio({command: target.command, args: target.args, env: {...process.env, ...target.env}, stderr: 'inherit'});
}

async function connected(client, transport) {
  if (version === 'v1') {
    const told = transport.setProtocolVersion?.bind(transport);
    transport.setProtocolVersion = (revision) => {
      seen.revision = revision;
      told?.(revision);
    };
  }
  await client.connect(transport);
  return {client, transport};
}

function threads(pid) {
  return execFileSync(jcmd, [String(pid), 'Thread.print'], {encoding: 'utf8'});
}

/** Whether it became true within a few seconds. */
async function until(condition) {
  for (let tries = 0; tries < 10; tries++) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
