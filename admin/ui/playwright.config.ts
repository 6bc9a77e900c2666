import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// Debian's Chromium, or the one that CHROMIUM names.
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => p && existsSync(p));
if (!chromium) throw new Error("The journeys need Chromium: install it, or set CHROMIUM to its path.");

export default defineConfig({
  testDir: "journeys",
  testMatch: process.env.BENCH ? "*.bench.ts" : "*.spec.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 3, // on two cores: a journey mostly waits
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: chromium,
      // Nothing but this machine is spoken to.
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
