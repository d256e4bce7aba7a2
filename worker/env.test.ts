import { readFileSync } from "node:fs";
import { test } from "vitest";
import { parseEnv, VARIABLE_NAMES } from "./env.ts";
import { DEFAULT_RULES } from "./limits/rules.ts";
import { freshJwk } from "./testing/test-keys.ts";

async function goodEnv(more: Record<string, unknown> = {}) {
	return {
		ENVIRONMENT: "production",
		DATABASE_URL: "postgresql://care:hunter2@db.example/care",
		UPSTASH_REDIS_REST_URL: "https://redis.example",
		UPSTASH_REDIS_REST_TOKEN: "hunter2",
		SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("a")] }),
		...more,
	};
}

function faultOf(env: unknown): string {
	try {
		parseEnv(env);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return "";
}

test("[EN1] every bad key is named at once, and no value", async ({ expect }) => {
	const fault = faultOf(
		await goodEnv({
			ENVIRONMENT: "hunter2",
			DATABASE_URL: "mysql://hunter2",
			UPSTASH_REDIS_REST_TOKEN: undefined,
			SIGNING_KEYS: '{"keys":[{"kty":"oct","k":"hunter2"}]}',
			RATE_LIMITS: '{"messages": hunter2}',
			SENTRY_DSN: "hunter2",
			SITE_STARTERS: '["hunter2"]',
		}),
	);
	for (const key of [
		"ENVIRONMENT",
		"DATABASE_URL",
		"UPSTASH_REDIS_REST_TOKEN: is missing",
		"SIGNING_KEYS",
		"RATE_LIMITS: is not JSON",
		"SENTRY_DSN",
		"SITE_STARTERS",
		"docs/configuration.md",
	])
		expect(fault).toContain(key);
	expect(fault).not.toContain("hunter2");
});

test("[EN1] a key set of other kinds, without keys, with a repeated kid or without a private part is refused", async ({
	expect,
}) => {
	const key = await freshJwk("a");
	const { d: _private, ...publicKey } = key;
	const sets = [
		{ keys: [] },
		{ keys: [key, { ...(await freshJwk("a")) }] },
		{ keys: [publicKey] },
		{ keys: [{ kty: "oct", k: "c2VjcmV0", kid: "a", alg: "HS256" }] },
		{ keys: [{ ...key, kid: "../../etc/passwd" }] },
		{ keys: [{ ...key, alg: "none" }] },
	];
	for (const set of sets)
		expect(faultOf(await goodEnv({ SIGNING_KEYS: JSON.stringify(set) }))).toContain("SIGNING_KEYS");
});

test("[EN2] an empty, null or absent variable is one that is not set", async ({ expect }) => {
	for (const nothing of ["", null, undefined]) {
		const env = parseEnv(
			await goodEnv({
				SENTRY_DSN: nothing,
				ALLOWED_ORIGINS: nothing,
				RATE_LIMITS: nothing,
				REST_CHANNEL: nothing,
				CLIENT_ADDRESS_HEADER: nothing,
				DATABASE_FETCH_ENDPOINT: nothing,
				VERSION: nothing,
			}),
		);
		expect(env).toMatchObject({
			SENTRY_DSN: undefined,
			ALLOWED_ORIGINS: [],
			RATE_LIMITS: DEFAULT_RULES,
			REST_CHANNEL: "off",
			VERSION: "unreleased",
		});
	}
});

test("[EN2] one rule can be set without the others", async ({ expect }) => {
	const rule = { limit: 5, windowSeconds: 10 };
	const env = parseEnv(await goodEnv({ RATE_LIMITS: JSON.stringify({ messages: rule }) }));
	expect(env.RATE_LIMITS).toEqual({ ...DEFAULT_RULES, messages: rule });
	expect(faultOf(await goodEnv({ RATE_LIMITS: '{"mesages":{"limit":5,"windowSeconds":10}}' }))).toContain(
		"RATE_LIMITS",
	);
});

test("[EN3] allowed origins are exact", async ({ expect }) => {
	const env = parseEnv(await goodEnv({ ALLOWED_ORIGINS: "https://shop.example, http://localhost:3000" }));
	expect(env.ALLOWED_ORIGINS).toEqual(["https://shop.example", "http://localhost:3000"]);
	for (const bad of ["*", "https://*.shop.example/", "https://shop.example/path", "shop.example", "null"])
		expect(faultOf(await goodEnv({ ALLOWED_ORIGINS: bad }))).toContain("ALLOWED_ORIGINS");
});

test("[EN4] .dev.vars.example and docs/configuration.md name every variable, and no other", ({ expect }) => {
	const example = readFileSync(".dev.vars.example", "utf8");
	const inExample = Array.from(example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm), ([, name]) => name);
	expect(inExample).toHaveLength(VARIABLE_NAMES.length);
	expect(new Set(inExample)).toEqual(new Set(VARIABLE_NAMES));
	const docs = readFileSync("docs/configuration.md", "utf8");
	const rows = docs.split("\n").filter((line) => line.startsWith("| `"));
	const inDocs = rows.flatMap((line) =>
		Array.from((line.split(" | ")[0] ?? "").matchAll(/`([A-Z][A-Z0-9_]+)`/g), ([, name]) => name),
	);
	expect(VARIABLE_NAMES.filter((name) => !inDocs.includes(name))).toEqual([]);
});

test("[EN4] the values of .dev.vars.example that are no secrets can be taken as they are", async ({
	expect,
}) => {
	const example = readFileSync(".dev.vars.example", "utf8");
	const values = Array.from(example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=(?:"(.*)"|'(.*)')$/gm), (match) => {
		const [, name = "", inDouble, inSingle] = match;
		return [name, inDouble ?? inSingle ?? ""] as const;
	});
	const secrets = new Set(["SIGNING_KEYS", "ENCRYPTION_KEYS", "MAIL_TOKEN", "API_TOKEN", "API_JWT_SECRET"]);
	const taken = Object.fromEntries(values.filter(([name]) => !secrets.has(name)));
	const keys = { SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("a")] }), MAIL_TOKEN: "x" };
	expect(faultOf({ ...taken, ...keys })).toBe("");
});
