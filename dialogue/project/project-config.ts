/** Which file of a project is its configuration, and whether its keys are ones that somebody reads. SPEC rules LO10, LO11. */
import { editDistance } from "../../nlu/text/nearest-name.ts";
import type { FaultList } from "../../project/fault.ts";
import type { ProjectFile } from "../../project/project-files.ts";
import type { YamlEntry } from "../../project/yaml-node.ts";

const CONFIG_FILE = /^config\.ya?ml$/;
/** Reads components and policies as we do; `graph.v1` is a graph of Python classes. */
const RECIPE = "default.v1";
const CONFIG_KEYS = "recipe assistant_id language additional_languages pipeline policies version".split(" ");
/** Files may hold several things. */
const DATA_KEYS = [
	"intents entities slots responses actions forms e2e_actions session_config config translations",
	"nlu stories rules",
].flatMap((keys) => keys.split(" "));
/** Keys of Rasa that we name and leave. */
const UNREAD: ReadonlyMap<string, string> = new Map([
	["importers", "no importer is run: config.yml, the domain and data/ of this folder are the project"],
	["imports", "no other project is read: put its domain and data into this one's"],
	["spaces", "spaces are Rasa Pro's"],
]);
/** The importer that reads what we read anyway. */
const OWN_IMPORTER = /(?:^|\.)RasaFileImporter$/;
/** Of Rasa 1.x and Rasa Pro; told elsewhere, or nothing of ours. */
const FOREIGN_KEYS = ["templates", "flows"];

/** `config.yml`, else the first file that has the first of `keys` that one has. */
export function findConfig(files: readonly ProjectFile[], keys: readonly string[]): ProjectFile | null {
	const named = files.find(({ path }) => CONFIG_FILE.test(path));
	if (named !== undefined) return named;
	return keys.flatMap((key) => files.filter((file) => file.keys.includes(key)))[0] ?? null;
}

/** Names keys at the top of the files that nobody reads: a pipeline under `pipelin` would be Rasa's suggestion, without a word. */
export function checkKeys(
	files: readonly ProjectFile[],
	config: ProjectFile | null,
	faults: FaultList,
): void {
	const known = [...CONFIG_KEYS, ...DATA_KEYS];
	for (const file of files) {
		if (/^(?:endpoints|credentials)\.ya?ml$/.test(file.path)) continue;
		for (const entry of file.root.entries() ?? []) {
			if (known.includes(entry.key) || FOREIGN_KEYS.includes(entry.key)) continue;
			if (file === config && UNREAD.has(entry.key)) warnOfUnread(entry, faults);
			else checkUnknown(entry, { known, isConfig: CONFIG_FILE.test(file.path) }, faults);
		}
	}
	checkRecipe(config, faults);
}

function warnOfUnread({ key, keyPosition, value }: YamlEntry, faults: FaultList): void {
	const names = (value.items() ?? []).map((item) => item.string() ?? item.get("name")?.string() ?? "");
	if (key === "importers" && names.every((name) => OWN_IMPORTER.test(name))) return;
	faults.warning("unread_key", keyPosition, `\`${key}\` has no effect here: ${UNREAD.get(key) ?? ""}.`);
}

/** In a file of data another tool's key may stand; one that is nearly Rasa's is a slip everywhere. */
function checkUnknown(
	{ key, keyPosition }: YamlEntry,
	{ known, isConfig }: { readonly known: readonly string[]; readonly isConfig: boolean },
	faults: FaultList,
): void {
	const near = known.find((name) => {
		const most = name.length > 4 ? 2 : 1;
		return editDistance(key.toLowerCase(), name, most + 1) <= most;
	});
	if (near !== undefined)
		faults.warning("unknown_key", keyPosition, `Nothing reads \`${key}\`. Did you mean \`${near}\`?`);
	else if (isConfig)
		faults.warning(
			"unknown_key",
			keyPosition,
			`Nothing reads \`${key}\`. A configuration has ${CONFIG_KEYS.join(", ")}.`,
		);
}

/** As Rasa, which refuses a recipe that it doesn't know. */
function checkRecipe(config: ProjectFile | null, faults: FaultList): void {
	const node = config?.root.get("recipe") ?? null;
	if (node === null || node.kind === "null" || node.string() === RECIPE) return;
	const given = String(node.scalar() ?? `a ${node.kind}`);
	faults.error(
		"unknown_recipe",
		node.position,
		`The recipe \`${given}\` does not run here: only \`${RECIPE}\`, a list of components under \`pipeline\` and of policies under \`policies\`.`,
	);
}
