import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/dist/**", ".data/**"];

/**
 * Three runtimes: Node for what is pure, workerd for objects and routes, Chromium against the running product. The
 * objects' own tests run their host in a scripted world (durable-objects/testing/), without a model or a database.
 */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "node",
					environment: "node",
					include: ["**/*.test.ts", "**/*.test.tsx"],
					exclude: [...ignored, "**/*.workers.test.ts", "e2e/**"],
					testTimeout: 30_000,
					// some train the shipped assistant in all of its languages, on whatever machine there is
					hookTimeout: 240_000,
				},
			},
			{
				plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
				test: {
					name: "workers",
					globalSetup: ["./scripts/parses-in-node.ts", "./scripts/stores-for-workerd.ts"],
					include: ["**/*.workers.test.ts"],
					exclude: [...ignored, "durable-objects/**"],
					testTimeout: 30_000,
					hookTimeout: 60_000,
				},
			},
			{
				plugins: [
					cloudflareTest({
						main: "./durable-objects/testing/scripted-worker.ts",
						miniflare: {
							compatibilityDate: "2026-08-15",
							compatibilityFlags: ["nodejs_compat"],
							durableObjects: {
								SCRIPTED: { className: "ScriptedConversation", useSQLite: true },
								SCHEDULER: { className: "ScriptedScheduler", useSQLite: true },
								INBOX: { className: "ScriptedInbox", useSQLite: true },
								SESSIONS: { className: "ScriptedSession", useSQLite: true },
							},
						},
					}),
				],
				// how many races are run in workerd: `TRUST_RACES=5000` for the full set
				define: { TRUST_RACES: process.env["TRUST_RACES"] ?? "150" },
				test: {
					name: "objects",
					include: ["durable-objects/**/*.workers.test.ts"],
					exclude: ignored,
					testTimeout: 30_000,
					hookTimeout: 60_000,
				},
			},
			{
				test: {
					name: "e2e",
					environment: "node",
					include: ["e2e/**/*.spec.ts"],
					exclude: ignored,
					testTimeout: 180_000,
					hookTimeout: 240_000,
					fileParallelism: false,
				},
			},
		],
	},
});
