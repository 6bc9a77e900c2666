// What README.md of the API says of caching, asked with curl, with fetch, and through nginx.
//
//   node --test nginx/test.mjs
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Practice } from "../../client/test/practice.mjs";

const page = "/api/v1/pages/services/emdr";
const folder = mkdtempSync(join(tmpdir(), "practicecms-nginx-"));
let practice, nginx, front;

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

before(async () => {
  practice = await Practice.start();
  const port = await freePort();
  front = `http://127.0.0.1:${port}`;
  const conf = readFileSync(new URL("practicecms.conf", import.meta.url), "utf8").replace("127.0.0.1:8080", new URL(practice.url).host).replace("127.0.0.1:8081", `127.0.0.1:${port}`);
  writeFileSync(join(folder, "nginx.conf"), `daemon off; master_process off; pid nginx.pid; error_log stderr; events {} http { access_log off;\n${conf}}`);
  nginx = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: ["ignore", "ignore", "inherit"] });
  for (let i = 0; ; i++) {
    if (await fetch(front + "/api/v1/site").catch(() => null)) break;
    assert.ok(i < 100 && nginx.exitCode === null, "nginx did not start");
    await sleep(50);
  }
});

after(async () => {
  nginx?.kill();
  await practice?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Status and header of an answer as curl gets it. */
async function curl(url, ...flags) {
  const { stdout } = await promisify(execFile)("curl", ["-s", "-o", "/dev/null", "-D", "-", ...flags, url]);
  const [status, ...lines] = stdout.trim().split("\r\n");
  return { status: Number(status.split(" ")[1]), header: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)])) };
}

for (const [name, base] of [["straight", () => practice.url], ["through nginx", () => front]]) {
  test(`curl, ${name}: the tag is good for a 304, also when a fresh copy is asked for`, async () => {
    for (const encoding of ["identity", "gzip", "br", "zstd"]) {
      const first = await curl(base() + page, "-H", `Accept-Encoding: ${encoding}`);
      assert.equal(first.status, 200);
      assert.equal(first.header["content-encoding"] ?? "identity", encoding);
      assert.match(first.header.etag, /^"[^"]+"$/, "a strong tag");
      assert.equal(first.header.vary, "Accept-Encoding");
      assert.equal(first.header["set-cookie"], undefined);
      for (const fresh of [[], ["-H", "Cache-Control: no-cache"]]) {
        const again = await curl(base() + page, "-H", `Accept-Encoding: ${encoding}`, "-H", `If-None-Match: ${first.header.etag}`, ...fresh);
        assert.equal(again.status, 304, `${encoding} ${fresh}`);
        assert.equal(again.header.etag, first.header.etag);
        assert.equal(again.header["content-length"], undefined);
      }
      const other = await curl(base() + page, "-H", `Accept-Encoding: ${encoding}`, "-H", 'If-None-Match: "another"');
      assert.equal(other.status, 200);
    }
  });

  test(`fetch, ${name}: the tag is good for a 304`, async () => {
    const first = await fetch(base() + page);
    assert.equal((await first.json()).path, "/services/emdr");
    const again = await fetch(base() + page, { headers: { "If-None-Match": first.headers.get("etag") } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
  });

  test(`a part of an answer, ${name}: the server gives it whole, a cache may cut it`, async () => {
    const { status, header } = await curl(base() + page, "-r", "0-9");
    if (name === "straight") assert.equal(status, 200);
    else assert.ok(status === 200 || (status === 206 && header["content-length"] === "10"), `${status}`);
  });
}

test("straight, a publication is in the very next answer; a cache in front may be a minute behind, and is never mixed", async () => {
  const { id } = await (await fetch(practice.url + page)).json();
  const tag = (await fetch(front + page)).headers.get("etag");
  await practice.edit(id, (document) => (document.title = "EMDR, edited"));
  assert.equal((await (await fetch(practice.url + page)).json()).title, "EMDR, edited");
  const kept = await fetch(front + page);
  const body = await kept.text();
  assert.equal(kept.headers.get("x-cache"), "HIT");
  assert.equal(kept.headers.get("etag"), tag);
  assert.ok(!body.includes("EMDR, edited"));
});

test("the cache asks again after its minute, and gives what it has while the server is away", async () => {
  // s-maxage is a minute; the clock of nginx is the machine's, so the wait is real.
  await sleep(61_000);
  assert.equal((await fetch(front + page)).status, 200); // this one is stale, and starts the asking
  await sleep(500);
  const fresh = await fetch(front + page);
  assert.equal((await fresh.json()).title, "EMDR, edited");
  await practice.stop();
  await sleep(100);
  const alone = await fetch(front + page);
  assert.equal(alone.status, 200);
  practice = null;
});
