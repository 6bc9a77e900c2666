import { chromium } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
const B = process.env.B ?? "http://127.0.0.1:18091";
const out = "/tmp/shots";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const list = process.argv.slice(2); // name=path
for (const [w, h, scheme] of [[1280, 900, "light"], [390, 844, "light"], [1280, 900, "dark"], [390, 844, "dark"]]) {
  if (process.env.ONLY && !process.env.ONLY.split(",").includes(`${w}-${scheme}`)) continue;
  const ctx = await browser.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, hasTouch: w < 500, isMobile: w < 500 });
  const page = await ctx.newPage();
  page.on("console", (m) => m.type() === "error" && console.log("console", m.text()));
  if (!process.env.ANON) {
  await page.goto(B + "/admin/sign-in");
  await page.fill("#email", "dana@example.org");
  await page.fill("#password", "orchard violet tractor moon");
  await page.press("#password", "Enter");
  await page.waitForURL("**/admin");
  }
  for (const item of list) {
    const [name, path] = item.split(/=(.*)/s);
    await page.goto(B + path);
    await page.screenshot({ path: `${out}/${name}-${w}-${scheme}.png`, fullPage: !!process.env.FULL });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.log(name, w, scheme, "overflows by", wide);
    const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    for (const v of axe.violations) console.log(name, w, scheme, v.id, v.impact, v.nodes.length, v.nodes[0].target.join(" "), "|", v.nodes[0].failureSummary?.split("\n")[1]);
  }
  await ctx.close();
}
await browser.close();
