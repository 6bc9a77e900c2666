import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asset, type Line, Refused, Upload } from "./upload.ts";

const made = { id: "a", title: "Lamp" } as Asset;
const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

/** A server that keeps what arrives, and a connection that breaks where it is told to. */
class Server implements Line {
  kept = "";
  asked: string[] = [];
  waited = 0;
  constructor(private readonly breaks: (call: number, what: string) => "before" | "after" | Response | null = () => null) {}
  async fetch(address: string, init: RequestInit): Promise<Response> {
    const what = address.replace(/^\/admin\/uploads/, "");
    this.asked.push(what);
    const broken = this.breaks(this.asked.length, what);
    if (broken === "before") throw new TypeError("network");
    if (broken instanceof Response) return broken;
    const got = await this.take(what, init);
    if (broken === "after") throw new TypeError("network");
    return got;
  }
  private async take(what: string, init: RequestInit): Promise<Response> {
    const place = () => answer(200, { id: "u", at: this.kept.length, piece: 4 });
    if (what.endsWith("/done")) return answer(200, made);
    const at = /at=(\d+)/.exec(what)?.[1];
    if (at === undefined) return place();
    if (Number(at) !== this.kept.length) return answer(409, { happened: "It has moved on", do: "", at: this.kept.length });
    this.kept += await (init.body as Blob).text();
    return place();
  }
  async wait(): Promise<void> { this.waited++; }
}

const words = "A lamp by a chair";
const send = async (server: Server): Promise<{ got: Asset; shares: number[] }> => {
  const shares: number[] = [];
  const got = await new Upload(new File([words], "lamp.jpg"), "token", (share) => shares.push(share), server).send();
  return { got, shares };
};

test("a file goes in pieces, in order, and says how far it is", async () => {
  const server = new Server();
  const { got, shares } = await send(server);
  assert.deepEqual(got, made);
  assert.equal(server.kept, words);
  assert.equal(shares.at(-1), 1);
  assert.deepEqual([...shares].sort((a, b) => a - b), shares);
});

test("a connection that breaks anywhere, before or after a piece arrived, loses and doubles nothing", async () => {
  for (let call = 1; call <= 7; call++) for (const how of ["before", "after"] as const) {
    const server = new Server((n) => (n === call ? how : null));
    const { got } = await send(server);
    assert.deepEqual(got, made);
    assert.equal(server.kept, words, `broken ${how} call ${call}`);
    assert.ok(server.waited > 0);
  }
});

test("a fault of the server is tried again, a refusal is not", async () => {
  const busy = new Server((n) => (n === 3 ? answer(503, { happened: "Busy", do: "" }) : null));
  await send(busy);
  assert.equal(busy.kept, words);
  const refuses = new Server((_, what) => (what.endsWith("/done") ? answer(422, { happened: "It is not a picture", do: "Send a JPEG" }) : null));
  await assert.rejects(send(refuses), (why) => why instanceof Refused && why.message === "It is not a picture. Send a JPEG");
  assert.equal(refuses.waited, 0);
});

test("a connection that does not come back ends in an error, and the same upload goes on where it was", async () => {
  let away = true;
  const server = new Server((n) => (away && n > 2 ? "before" : null));
  const upload = new Upload(new File([words], "lamp.jpg"), "token", () => {}, server);
  await assert.rejects(upload.send(), (why) => !(why instanceof Refused));
  const asked = server.asked.length;
  away = false;
  assert.deepEqual(await upload.send(), made);
  assert.equal(server.kept, words);
  assert.ok(!server.asked.slice(asked).includes(""), "it began anew");
});
