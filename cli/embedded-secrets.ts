import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { jsonOrNull } from "../contracts/json-or-null.ts";
import { newEncryptionKeys } from "./encryption-keys.ts";
import { newSigningKeys } from "./signing-keys.ts";

const EmbeddedSecrets = z.object({
	/** A private JWK Set, as the Worker's SIGNING_KEYS. */
	signingKeys: z.string(),
	/** What seals the few columns that must be read again: the Worker's ENCRYPTION_KEYS. */
	encryptionKeys: z.string(),
	/** What the Worker shows to the gateway. */
	gatewayToken: z.string().min(32),
});
export type EmbeddedSecrets = z.infer<typeof EmbeddedSecrets>;

/**
 * The secrets of the embedded profile: made at the first start, kept in `secrets.json` of the data folder, readable by
 * its owner only. @throws Error when the file is there and damaged
 */
export async function embeddedSecrets(dataDirectory: string): Promise<EmbeddedSecrets> {
	const path = join(dataDirectory, "secrets.json");
	if (existsSync(path)) {
		const kept = jsonOrNull(readFileSync(path, "utf8"));
		const parsed = EmbeddedSecrets.safeParse(kept);
		if (parsed.success) return parsed.data;
		const older = EmbeddedSecrets.omit({ encryptionKeys: true }).safeParse(kept);
		if (older.success) return keep(path, { ...older.data, encryptionKeys: newEncryptionKeys() });
		throw new Error(
			`${path} is damaged. Delete it to get new secrets (visitors then begin new conversations).`,
		);
	}
	mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
	return keep(path, {
		signingKeys: await newSigningKeys(),
		encryptionKeys: newEncryptionKeys(),
		gatewayToken: randomBytes(32).toString("base64url"),
	});
}

function keep(path: string, secrets: EmbeddedSecrets): EmbeddedSecrets {
	writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
	chmodSync(path, 0o600);
	return secrets;
}
