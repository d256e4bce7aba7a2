import type { Command } from "../command.ts";
import { newSigningKeys } from "../signing-keys.ts";

export const keysCommand: Command = {
	name: "keys",
	summary: "prints a new SIGNING_KEYS value: the private keys by which the Worker signs tokens",
	usage: `Usage: care keys [--json]

Prints a private JWK Set with one new ES256 key on stdout: keep it secret (wrangler secret put SIGNING_KEYS).
The value is JSON, with and without --json. To rotate, put the new key first and keep the old ones behind it until their tokens have expired.`,
	options: { json: { type: "boolean" } },
	async run(_args, output) {
		output.out(await newSigningKeys());
		return 0;
	},
};
