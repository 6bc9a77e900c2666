// A real server on a demo practice of its own, for tests.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const binary = fileURLToPath(new URL("../../../bin/practicecms", import.meta.url));

export class Practice {
  #data = mkdtempSync(join(tmpdir(), "practicecms-client-"));
  #server;
  #token;
  /** Where the server is. */
  url;

  /** Starts a server on a free port of the loopback, and makes a token that may write. */
  static async start() {
    const practice = new Practice();
    await practice.#serve("--demo");
    await practice.#end(); // a token is made while no server has the data
    practice.#token = execFileSync(binary, ["token", "create", "--data", practice.#data, "--name", "test", "--scope", "manage"], { encoding: "utf8" }).trim();
    await practice.#serve();
    return practice;
  }

  async #serve(...flags) {
    this.#server = spawn(binary, ["serve", ...flags, "--data", this.#data, "--listen", "127.0.0.1:0", "--rate-limit", "0"], { stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    this.#server.stderr.on("data", (chunk) => (log += chunk));
    for (let waited = 0; waited < 30_000; waited += 50) {
      if (this.#server.exitCode !== null) throw new Error(`the server ended with ${this.#server.exitCode}:\n${log}`);
      try {
        this.url = readFileSync(join(this.#data, "server.address"), "utf8").trim();
        if ((await fetch(this.url + "/readyz")).ok) return;
      } catch {
        // it is not there yet
      }
      await sleep(50);
    }
    throw new Error(`the server did not start:\n${log}`);
  }

  async #end() {
    const ended = new Promise((done) => this.#server.once("exit", done));
    this.#server.kill("SIGTERM");
    await ended;
  }

  /** Ends the server and takes its data away. */
  async stop() {
    await this.#end();
    rmSync(this.#data, { recursive: true, force: true });
  }

  /** A question to the write API; an answer that is a refusal is thrown. */
  async manage(method, address, body, headers = {}) {
    const answer = await fetch(this.url + "/manage/v1" + address, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, ...(body && { "Content-Type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** Makes a document and puts it live. */
  async create(document) {
    const draft = await this.manage("POST", "/documents", document);
    await this.manage("POST", `/documents/${draft.id}/publish`, { version: draft.version });
    return draft;
  }

  /** Adds a file, and returns a use of it. */
  async upload(name, bytes) {
    const { id } = await this.manage("POST", "/uploads", { size: bytes.length });
    const answer = await fetch(`${this.url}/manage/v1/uploads/${id}?at=0`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/octet-stream" },
      body: bytes,
    });
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    const asset = await this.manage("POST", `/uploads/${id}/done`, { name });
    return { asset: asset.id, file: asset.file };
  }

  /** Changes the latest version of a document, and puts that live. */
  async edit(id, change) {
    const { type, locale, path, title, fields, blocks, version } = await this.manage("GET", `/documents/${id}`);
    const edited = { type, locale, title, fields, blocks, ...(path && { path }) };
    change(edited);
    const saved = await this.manage("PUT", `/documents/${id}`, edited, { "If-Match": `"v${version}"` });
    await this.manage("POST", `/documents/${id}/publish`, { version: saved.version });
    return saved;
  }
}
