import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, test } from "vitest";

const run = promisify(execFile);
let directory: string;
beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), "care-secrets-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the scan of `npm run check` says of a file with this text. */
async function scan(text: string): Promise<string> {
	const file = join(directory, "planted.ts");
	writeFileSync(file, text);
	const words = [
		"node_modules/secretlint/bin/secretlint.js",
		"--secretlintrc",
		".secretlintrc.json",
		"--no-gitignore",
		file,
	];
	return run(process.execPath, words).then(
		() => "clean",
		(error: unknown) => String(Reflect.get(Object(error), "stdout")),
	);
}

const random = (chars: number): string =>
	Buffer.from(crypto.getRandomValues(new Uint8Array(chars)))
		.toString("base64url")
		.slice(0, chars);

test("[SC1] the scan for secrets finds a planted one of each kind, and nothing in a file without", async ({
	expect,
}) => {
	const planted = {
		"a signing key": `const key = { "kty": "EC", "crv": "P-256", "d": "${random(43)}" };`,
		"an API key of ours": `const key = "care_a1b2c3d4e5f6_${random(43)}";`,
		"a database address": `const url = "postgresql://care:${random(20)}@db.example.com/care";`,
		"a private key": generateKeyPairSync("rsa", {
			modulusLength: 2_048,
			publicKeyEncoding: { type: "spki", format: "pem" },
			privateKeyEncoding: { type: "pkcs1", format: "pem" },
		}).privateKey,
	};
	for (const [kind, text] of Object.entries(planted)) expect(await scan(text), kind).toMatch(/1 problem/);
	expect(await scan('const url = "postgresql://care:<token>@127.0.0.1/care";')).toBe("clean");
});
