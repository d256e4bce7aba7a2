/**
 * Makes worker/auth/common-password-filter.ts: a Bloom filter over the passwords of zxcvbn's list that are long enough
 * to be chosen here. Run it after an update of the list: `node scripts/make-common-passwords.ts`.
 */
import { writeFileSync } from "node:fs";
import { dictionary } from "@zxcvbn-ts/language-common";
import { bloomPositions } from "../worker/auth/common-passwords.ts";

const OUT = "worker/auth/common-password-filter.ts";
/** Of 10,000 passwords that are not on the list, one is taken for common. */
const BITS_PER_PASSWORD = 20;
/** The least that the policy allows: shorter ones are refused for their length. */
const MIN_CHARS = 8;

const passwords = dictionary["passwords-common"].filter((word) => Array.from(word).length >= MIN_CHARS);
const bits = new Uint8Array(Math.ceil((passwords.length * BITS_PER_PASSWORD) / 8));
for (const word of passwords)
	for (const position of bloomPositions(word.normalize("NFKC").toLowerCase(), bits.length * 8))
		bits[position >> 3] = (bits[position >> 3] ?? 0) | (1 << (position & 7));
const text = Buffer.from(bits).toString("base64");
writeFileSync(
	OUT,
	`/** Made by scripts/make-common-passwords.ts out of @zxcvbn-ts/language-common; in base64. */\nexport const COMMON_PASSWORD_FILTER =\n\t"${text}";\n`,
);
process.stdout.write(`${passwords.length} passwords, ${bits.length} bytes: ${OUT}\n`);
