import type { Command } from "../command.ts";
import { newEncryptionKeys } from "../encryption-keys.ts";
import { newSigningKeys } from "../signing-keys.ts";

export const keysCommand: Command = {
	name: "keys",
	summary: "prints a new SIGNING_KEYS value: the private keys by which the Worker signs tokens",
	usage: `Usage: care keys [--encryption] [--json]

Prints a private JWK Set with one new ES256 key on stdout: keep it secret (wrangler secret put SIGNING_KEYS).
The value is JSON, with and without --json. To rotate, put the new key first and keep the old ones behind it until their tokens have expired.

  --encryption  a new ENCRYPTION_KEYS value instead: what seals secrets in the database. To rotate, put the new key first and keep the old
                ones behind it: what they sealed can be read by them alone.
  --json        changes nothing`,
	options: { encryption: { type: "boolean" }, json: { type: "boolean" } },
	async run(args, output) {
		output.out(args.flag("encryption") ? newEncryptionKeys() : await newSigningKeys());
		return 0;
	},
};
