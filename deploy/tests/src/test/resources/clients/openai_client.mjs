// Unmodified openai for Node against a gateway that serves the one model "demo", which completes,
// infills and chats.
//
// Usage: node openai_client.mjs FOLDER URL, where FOLDER/node_modules has openai. Prints each
// check; the first that fails ends it with its trace.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, url] = process.argv.slice(2);
const OpenAI = createRequire(path.resolve(folder, "package.json"))("openai").OpenAI;

const MODEL = "demo";
const PROMPT = "def add(a, b):\n    return ";
const CHAT = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "What is 1 + 1?" },
];
const client = new OpenAI({ baseURL: url + "/v1", apiKey: "none", maxRetries: 0 });

const complete = (fields = {}) =>
  client.completions.create({
    model: MODEL, prompt: PROMPT, max_tokens: 12, temperature: 0, ...fields });

const chat = (fields = {}) =>
  client.chat.completions.create({
    model: MODEL, messages: CHAT, max_tokens: 12, temperature: 0, ...fields });

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

async function listsModels() {
  const ids = (await collect(await client.models.list())).map((model) => model.id);
  assert.deepEqual(ids, [MODEL]);
  assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
}

async function streamsWhatItAnswersWhole() {
  const whole = await complete();
  assert.ok(whole.id.startsWith("cmpl-"));
  const { prompt_tokens, completion_tokens, total_tokens } = whole.usage;
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
  const chunks = await collect(
    await complete({ stream: true, stream_options: { include_usage: true } }));
  const text = chunks.slice(0, -1).map((chunk) => chunk.choices[0].text).join("");
  assert.equal(text, whole.choices[0].text);
  assert.equal(chunks.at(-2).choices[0].finish_reason, whole.choices[0].finish_reason);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.total_tokens, total_tokens);
}

async function fillsIn() {
  const filled = await complete({
    prompt: "def f(x):\n    return ", suffix: "\n\nprint(f(1))\n" });
  assert.ok(filled.choices[0].text);
}

async function stopsAtAString() {
  const whole = (await complete()).choices[0].text;
  const stop = whole.slice(2, 4);
  const stopped = (await complete({ stop: [stop] })).choices[0];
  assert.equal(stopped.text, whole.slice(0, whole.indexOf(stop)));
  assert.equal(stopped.finish_reason, "stop");
}

async function showsLogprobs() {
  const { text, logprobs } = (await complete({ logprobs: 2, echo: true })).choices[0];
  assert.equal(logprobs.tokens.join(""), text);
  const content = (await chat({ logprobs: true, top_logprobs: 3 })).choices[0].logprobs.content;
  assert.ok(content.every((token) => token.top_logprobs.length === 3));
}

async function chats() {
  const whole = await chat();
  assert.ok(whole.id.startsWith("chatcmpl-"));
  const chunks = await collect(await chat({ stream: true }));
  assert.equal(chunks[0].choices[0].delta.role, "assistant");
  const text = chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join("");
  assert.equal(text, whole.choices[0].message.content);
}

async function goesOnWhenAStreamIsAborted() {
  const stream = await complete({ stream: true, max_tokens: 400 });
  for await (const chunk of stream) {
    assert.ok(chunk.id);
    break;
  }
  assert.ok((await complete()).choices[0].text);
}

async function raises(kind, status, param, call) {
  const error = await call().then(() => assert.fail("no error"), (thrown) => thrown);
  assert.ok(error instanceof kind, String(error));
  assert.equal(error.status, status);
  assert.equal(error.param, param);
}

async function raisesTheClientsOwnErrors() {
  const bad = OpenAI.BadRequestError;
  await raises(OpenAI.NotFoundError, 404, "model", () => complete({ model: "none" }));
  await raises(bad, 400, "temperature", () => complete({ temperature: 3 }));
  await raises(bad, 400, "prompt", () => complete({ prompt: [999_999], stream: true }));
  await raises(bad, 400, "messages", () => chat({ messages: [...CHAT, ...CHAT] }));
  assert.ok((await complete()).choices[0].text);
}

const CHECKS = [
  listsModels,
  streamsWhatItAnswersWhole,
  fillsIn,
  stopsAtAString,
  showsLogprobs,
  chats,
  goesOnWhenAStreamIsAborted,
  raisesTheClientsOwnErrors,
];

for (const check of CHECKS) {
  await check();
  console.log(check.name);
}
