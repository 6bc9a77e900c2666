// The client against a server that has a bad day.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { Practicecms, ProblemError, UnreachableError } from "../build/js/practicecms.js";

let server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

/** A client of a server that gives these answers in turn, the last one for ever; a function answers itself. */
async function client(answers, options = {}) {
  const asked = [];
  server = createServer((request, response) => {
    asked.push(Date.now());
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (typeof answer === "function") return answer(request, response);
    const { status = 200, body = { title: "Fine" }, headers = {} } = answer;
    response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const cms = new Practicecms({ url: `http://127.0.0.1:${server.address().port}/`, pause: 1, ...options });
  return { cms, asked };
}

const busy = (status, headers = {}) => ({ status, headers, body: { type: "urn:practicecms:problem:busy", title: "Busy", status, detail: "Try again.", problems: [] } });

test("a busy server is asked again", async () => {
  const { cms, asked } = await client([busy(503), busy(429), {}]);
  assert.equal((await cms.site()).title, "Fine");
  assert.equal(asked.length, 3);
});

test("a server that stays busy is not asked for ever", async () => {
  const { cms, asked } = await client([busy(503)], { retries: 2 });
  await assert.rejects(cms.site(), (error) => error instanceof ProblemError && error.status === 503 && error.message === "Try again.");
  assert.equal(asked.length, 3);
});

test("it waits as long as the server says", async () => {
  const { cms, asked } = await client([busy(503, { "retry-after": "1" }), {}]);
  await cms.site();
  assert.ok(asked[1] - asked[0] >= 1000, `it waited ${asked[1] - asked[0]} ms`);
});

test("it waits until the date that the server gives", async () => {
  const { cms, asked } = await client([busy(429, { "retry-after": new Date(Date.now() + 2000).toUTCString() }), {}]);
  await cms.site();
  assert.ok(asked[1] - asked[0] >= 500, `it waited ${asked[1] - asked[0]} ms`);
});

test("a server that asks to wait for an hour is believed", async () => {
  const { cms, asked } = await client([busy(503, { "retry-after": "3600" }), {}]);
  await assert.rejects(cms.site(), (error) => error.retryAfter === 3_600_000);
  assert.equal(asked.length, 1);
});

test("a connection that breaks is tried again", async () => {
  const { cms, asked } = await client([(request) => request.socket.destroy(), {}]);
  await cms.site();
  assert.equal(asked.length, 2);
});

test("an answer that breaks off is tried again", async () => {
  const broken = (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"title":', () => response.destroy());
  };
  const { cms, asked } = await client([broken, {}]);
  assert.equal((await cms.site()).title, "Fine");
  assert.equal(asked.length, 2);
});

test("an attempt ends in time, while it waits and while it reads", async () => {
  const silent = () => {};
  const slow = (_, response) => void response.writeHead(200).write("{");
  const { cms, asked } = await client([silent, slow], { timeout: 50, retries: 1 });
  await assert.rejects(cms.site(), (error) => error instanceof UnreachableError && error.cause.name === "TimeoutError");
  assert.equal(asked.length, 2);
});

test("nobody there", async () => {
  const { cms } = await client([{}], { retries: 1 });
  server.close();
  server.closeAllConnections();
  await once(server, "close");
  await assert.rejects(cms.site(), (error) => error instanceof UnreachableError && /did not answer/.test(error.message));
});

test("the caller's signal ends the question, also in a pause", async () => {
  const reason = new Error("enough");
  for (const answer of [() => {}, busy(503, { "retry-after": "20" })]) {
    const { cms, asked } = await client([answer]);
    const end = new AbortController();
    const asking = cms.site({ signal: end.signal });
    setTimeout(() => end.abort(reason), 50);
    await assert.rejects(asking, reason);
    assert.equal(asked.length, 1);
    await assert.rejects(cms.site({ signal: end.signal }), reason);
    assert.equal(asked.length, 1, "a question that has ended is not asked");
    server.close();
  }
});

test("the words of a proxy are no problem of ours, but its status is", async () => {
  const { cms, asked } = await client([{ status: 403, body: "<h1>Forbidden</h1>", headers: { "content-type": "text/html" } }]);
  await assert.rejects(cms.site(), (error) => error instanceof ProblemError && error.status === 403 && error.problem.type === "about:blank");
  assert.equal(asked.length, 1);
});

test("a preview is never kept", async () => {
  const seen = [];
  const answer = (request, response) => {
    seen.push(request.headers["if-none-match"]);
    response.writeHead(200, { "content-type": "application/json", etag: '"1"' }).end("{}");
  };
  const { cms } = await client([answer]);
  await cms.preview("/a", "t");
  await cms.preview("/a", "t");
  await cms.page("/a");
  await cms.page("/a");
  assert.deepEqual(seen, [undefined, undefined, undefined, '"1"']);
});

test("what is kept has a bound in size, too", async () => {
  const seen = [];
  const sizes = { "/a": 9_000_000, "/b": 9_000_000, "/huge": 17_000_000, "/small": 10 };
  const answer = (request, response) => {
    const path = request.url.slice("/api/v1/pages".length);
    seen.push(path + (request.headers["if-none-match"] ? " again" : ""));
    response.writeHead(200, { "content-type": "application/json", etag: '"1"' }).end(JSON.stringify("x".repeat(sizes[path])));
  };
  const { cms } = await client([answer]);
  for (const path of ["/small", "/a", "/small", "/b", "/a", "/huge", "/huge", "/a"]) await cms.page(path);
  assert.deepEqual(seen, ["/small", "/a", "/small again", "/b", "/a", "/huge", "/huge", "/a again"]);
});

test("a 304 may leave out the tag", async () => {
  const seen = [];
  const answer = (request, response) => {
    const tag = request.headers["if-none-match"];
    seen.push(tag);
    tag ? response.writeHead(304).end() : response.writeHead(200, { "content-type": "application/json", etag: '"1"' }).end('{"title":"Fine"}');
  };
  const { cms } = await client([answer]);
  for (let i = 0; i < 3; i++) assert.equal((await cms.site()).title, "Fine");
  assert.deepEqual(seen, [undefined, '"1"', '"1"']);
});
