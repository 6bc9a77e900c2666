// Shows who else has the page open and in which block they are, and hears when somebody saves.
import type { Data } from "./data.ts";
import type { Desk } from "./desk.ts";
import type { Keeper } from "./keeper.ts";

const every = 5_000; // milliseconds; see edit_presence.go for when somebody counts as gone
const cutOff = 30_000; // milliseconds until the next try without a connection

interface Other { name: string; initials: string; block: string }
interface Answer { others: Other[]; latest: number; by: string }

export function watch(data: Data, desk: Desk, keeper: Keeper): void {
  const tab = crypto.randomUUID();
  let block = "";
  let known = "";
  let latest = data.base;
  let signedOut = false;
  let rest = 0; // milliseconds since 1970 before which there is no use in speaking
  const address = `${data.page}/live/here`;
  const form = (more: { [name: string]: string }) => new URLSearchParams({ token: data.token, tab, ...more });

  const show = (others: Other[]): void => {
    document.querySelectorAll(".block > .others").forEach((e) => e.replaceChildren());
    const faces = document.getElementById("faces");
    faces?.replaceChildren();
    for (const other of others) {
      const where = desk.name(other.block);
      const words = where === "" ? `${other.name} is on this page` : `${other.name} is in ${where}`;
      if (faces) {
        const face = document.createElement("span");
        face.className = "face b";
        face.title = words;
        face.setAttribute("role", "img");
        face.setAttribute("aria-label", words);
        face.textContent = other.initials;
        faces.append(face);
      }
      const flag = document.createElement("span");
      flag.className = "flag";
      flag.textContent = `${other.name} is here`;
      desk.element(other.block)?.querySelector(".others")?.append(flag);
    }
    const now = others.map((o) => o.name).sort().join(", ");
    if (now !== known) desk.announce(now === "" ? "Nobody else is on this page." : `Also on this page: ${now}.`);
    known = now;
  };

  const speak = async (): Promise<void> => {
    if (Date.now() < rest) return;
    try {
      const response = await fetch(address, { method: "POST", body: form({ block, base: String(keeper.from) }), headers: { Accept: "application/json" } });
      if (response.status === 401 && !signedOut) {
        signedOut = true; // half an hour without a hand on this page ends a session too
        show([]);
        keeper.signedOut();
      }
      if (!response.ok) return;
      const answer = (await response.json()) as Answer;
      show(answer.others);
      if (signedOut) {
        signedOut = false;
        await keeper.keep(); // its answer takes the word back that nobody is signed in
      }
      if (answer.latest > Math.max(latest, keeper.from)) {
        latest = answer.latest;
        await keeper.keep("?panel=versions" + (keeper.dirty ? "" : "&unattended=1")); // its answer says who saved, and shows the version
      }
    } catch {
      rest = Date.now() + cutOff; // the keeper says so
    }
  };
  desk.moved = (id) => {
    block = id;
    void speak();
  };
  window.addEventListener("online", () => (rest = 0));
  void speak();
  window.setInterval(() => document.visibilityState === "visible" && void speak(), every);
  window.addEventListener("pagehide", () => navigator.sendBeacon(address, form({ leave: "1" })));
}
