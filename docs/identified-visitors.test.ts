import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "vitest";
import { z } from "zod";
import { readIdentity } from "../worker/auth/identity-token.ts";

const Example = z.object({ identityOf: z.custom<(user: object, key: object) => string>() });

test("[ID13] the server example makes a token that is taken", async ({ expect }) => {
	const page = readFileSync(join(import.meta.dirname, "identified-visitors.md"), "utf8");
	const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
	expect(code.split("\n").length).toBeLessThan(14);
	const folder = mkdtempSync(join(tmpdir(), "care-identity-"));
	try {
		const file = join(folder, "identity.mjs");
		writeFileSync(file, code);
		const { identityOf } = Example.parse(await import(pathToFileURL(file).href));
		const key = {
			site: "shop-de",
			kid: "0123456789abcdef",
			secret: "a-secret-of-the-test-that-is-long-enough",
		};
		const user = { id: "42", email: "ann@example.com", name: "Ann", plan: "gold" };
		const found = { id: "k", algorithm: "HS256", sealedSecret: "sealed", publicKey: null } as const;
		const reading = await readIdentity(
			identityOf(user, key),
			{ siteKey: "shop-de", nowMs: Date.now() },
			{
				findKey: async (kid) => (kid === key.kid ? found : null),
				openSecret: async () => key.secret,
			},
		);
		expect(reading).toMatchObject({
			outcome: "vouched",
			vouched: {
				visitor: {
					site: "shop-de",
					subject: "42",
					email: "ann@example.com",
					name: "Ann",
					attributes: { plan: "gold" },
				},
			},
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
