import { jsonOrNull } from "../../contracts/json-or-null.ts";
import { recordAudit } from "../../store/audit-log.ts";
import { rotateSecrets } from "../../store/rotate-secrets.ts";
import { EncryptionKeySet, SealedTexts } from "../../store/sealed-texts.ts";
import { UsageError, type Command } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";

export const secretsRotateCommand: Command = {
	name: "secrets rotate",
	summary: "seals every secret in the database anew under the newest of ENCRYPTION_KEYS",
	usage: `Usage: ENCRYPTION_KEYS='{"keys": [newest, …older]}' care secrets rotate [--json]

To change the key: put a new one first (\`care keys --encryption\` makes one) and keep the old ones behind it; deploy that; run this
command with the same value; when it leaves with 0, take the old keys out. It can run while the product serves, and again.
Exit code 1: some secrets could not be opened with these keys; they are named and left as they are.
The database is found as by \`care migrate\`.

  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: { rotated, current, unreadable: [rows] }`,
	options: { data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const keys = keysFromEnvironment();
		const database = databaseFromEnvironment(args.text("data") ?? ".data");
		const [newest] = keys.keys;
		const report = await rotateSecrets(database, new SealedTexts(keys), newest?.id ?? "");
		const { rotated, current, unreadable } = report;
		await recordAudit(database, {
			atMs: Date.now(),
			actor: { kind: "operator", id: null },
			action: "secrets.rotated",
			details: { rotated, current, unreadable: unreadable.length },
		});
		if (args.flag("json")) output.out(JSON.stringify(report));
		else {
			output.out(`Sealed anew: ${rotated}. Under the newest key before: ${current}.`);
			for (const row of unreadable) output.out(`Can't be opened with these keys: ${row}`);
		}
		return unreadable.length === 0 ? 0 : 1;
	},
};

/** @throws UsageError without a value: it would stand in a terminal's history */
function keysFromEnvironment(): EncryptionKeySet {
	const parsed = EncryptionKeySet.safeParse(jsonOrNull(process.env["ENCRYPTION_KEYS"] ?? ""));
	if (!parsed.success)
		throw new UsageError("ENCRYPTION_KEYS of the environment is missing or no set of keys.");
	return parsed.data;
}
