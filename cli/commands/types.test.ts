import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { readArguments } from "../command.ts";
import { typesCommand } from "./types.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "care-types-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const DOMAIN = `intents: [greet, order]
entities: [city, {size: {roles: [small]}}]
slots:
  city: {type: text, mappings: [{type: custom}]}
  kind: {type: categorical, values: [Red, 2, true], mappings: [{type: custom}]}
  tags: {type: list, mappings: [{type: custom}]}
  count: {type: float, max_value: 9, mappings: [{type: custom}]}
  is-new: {type: bool, mappings: [{type: custom}]}
  memo: {type: any, mappings: [{type: custom}]}
forms:
  order_form: {required_slots: [city, kind]}
actions: [action_go, validate_order_form]
responses:
  utter_hi: [{text: hi}]
`;
const PROJECT = { "config.yml": "pipeline: []\n", "domain.yml": DOMAIN };
for (const [path, text] of Object.entries(PROJECT)) writeFileSync(join(scratch, path), text);

async function run(words: readonly string[]) {
	const printed: string[] = [];
	const complained: string[] = [];
	const output = { out: (line: string) => printed.push(line), err: (line: string) => complained.push(line) };
	const code = await typesCommand.run(readArguments(words, typesCommand), output);
	return { code, text: printed.join("\n"), complaint: complained.join("\n") };
}

const project = ["--project", scratch];

test("[AC13] the types are those of the domain", async () => {
	const { code, text } = await run(project);
	expect(code).toBe(0);
	expect(text).toContain(`	readonly slots: {
		readonly city: string | null;
		readonly count: number | null;
		readonly "is-new": boolean | null;
		readonly kind: "Red" | 2 | true | null;
		readonly memo: Json;
		readonly requested_slot: keyof ProjectDomain["slots"] | null;
		readonly session_started_metadata: Json;
		readonly tags: Json[] | null;
	};`);
	expect(text).toContain(`	readonly entities: "city" | "size";
	readonly actions: "action_go" | "validate_order_form";
	readonly responses: "utter_hi";`);
	expect(text).toContain(`	readonly forms: {
		readonly order_form: "city" | "kind";
	};`);
});

test("[AC13] --check names a file that is stale, and writing makes it fresh", async () => {
	const file = join(scratch, "fresh.ts");
	const out = [...project, "--out", file];
	const stale = await run([...out, "--check"]);
	expect([stale.code, stale.complaint]).toEqual([1, expect.stringContaining(`${file} is stale`)]);
	expect(() => readFileSync(file)).toThrow("ENOENT");
	expect((await run(out)).code).toBe(0);
	expect((await run([...out, "--check"])).code).toBe(0);
	expect(JSON.parse((await run([...out, "--json"])).text)).toMatchObject({
		file,
		isFresh: true,
		slots: 8,
		forms: 1,
	});
	await expect(run([...project, "--check"])).rejects.toThrow("--out is missing");
});

test.each([
	["assistant", "assistant/actions/domain-types.ts"],
	["docs/examples/actions", "docs/examples/actions/domain-types.ts"],
])("[AC13] the types of %s are fresh", async (directory, file) => {
	const words = ["--project", join(root, directory), "--out", join(root, file), "--check"];
	expect((await run(words)).complaint).toBe("");
});

/** Each line that ends in `// no` must not compile, and no other may fail. */
const ACTIONS = `import { defineAction, defineFormValidation, slotEvents } from "${root}dialogue/action-sdk.ts";
import type { ProjectDomain } from "./domain-types.ts";
const define = defineAction<null, ProjectDomain>;
const form = defineFormValidation<null, ProjectDomain>;
define({ name: "action_go", run: () => ({ events: [], responses: [{ response: "utter_hi" }, { text: "x" }] }) });
define({ name: "action_gone", run: () => ({ events: [], responses: [] }) }); // no
define({
	name: "action_go",
	run({ tracker, phrase }) {
		const city: string | null = tracker.slots.city;
		if (tracker.slots.kind === "Red" || tracker.slots.kind === 2) phrase("utter_hi");
		if (tracker.slots.kind === "red") phrase("utter_hi"); // no
		tracker.slots.citi; // no
		tracker.latestEntities("size");
		tracker.latestEntities("town"); // no
		phrase("utter_ho"); // no
		if (tracker.latestMessage?.intent.name === "greet") return { events: [], responses: [] };
		if (tracker.latestMessage?.intent.name === "great") return { events: [], responses: [] }; // no
		if (tracker.activeLoop === "order_form" || tracker.requestedSlot === "city") return { events: [], responses: [] };
		if (tracker.activeLoop === "orderform") return { events: [], responses: [] }; // no
		return {
			events: [
				{ event: "slot", name: "city", value: city },
				{ event: "slot", name: "city", value: null },
				{ event: "slot", name: "kind", value: true },
				{ event: "slot", name: "requested_slot", value: "tags" },
				{ event: "followup", name: "order_form" },
				{ event: "active_loop", name: null },
				{ event: "reset_slots" },
				...slotEvents<ProjectDomain>({ city: "Bonn", count: 3, memo: { any: ["thing"] } }),
			],
			responses: [],
		};
	},
});
define({ name: "action_go", run: () => ({ events: [{ event: "slot", name: "citi", value: null }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [{ event: "slot", name: "kind", value: "Rad" }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [{ event: "slot", name: "count", value: "3" }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [{ event: "slot", name: "requested_slot", value: "citi" }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [{ event: "active_loop", name: "oder_form" }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [{ event: "followup", name: "action_gone" }], responses: [] }) }); // no
define({ name: "action_go", run: () => ({ events: [], responses: [{ response: "utter_ho" }] }) }); // no
slotEvents<ProjectDomain>({ kind: "Rad" }); // no
slotEvents<ProjectDomain>({ citi: "Bonn" }); // no
form({ form: "order_form", validators: { city: (value) => ({ value: String(value), slots: { count: 1 } }) } });
form({ form: "order_form", validators: { kind: () => ({ value: "Red" }) } });
form({ form: "oder_form", validators: {} }); // no
form({ form: "order_form", validators: { citi: () => ({ value: null }) } }); // no
form({ form: "order_form", validators: { tags: () => ({ value: null }) } }); // no
form({ form: "order_form", validators: { kind: () => ({ value: "Rad" }) } }); // no
form({ form: "order_form", validators: { city: () => ({ value: null, slots: { citi: 1 } }) } }); // no
form({ form: "order_form", validators: { city: () => ({ value: null, responses: [{ response: "utter_ho" }] }) } }); // no
defineAction<null>({ name: "anything", run: ({ tracker }) => ({ events: [{ event: "slot", name: "x", value: tracker.slots["y"] ?? 1 }], responses: [] }) });
`;

test("[AC13] a slot, value, response, intent, entity, action or form that is misspelt does not compile", async () => {
	await run([...project, "--out", join(scratch, "domain-types.ts")]);
	writeFileSync(join(scratch, "actions.ts"), ACTIONS);
	writeFileSync(join(scratch, "package.json"), `{ "type": "module" }`);
	writeFileSync(
		join(scratch, "tsconfig.json"),
		JSON.stringify({
			extends: `${root}tsconfig.base.json`,
			compilerOptions: {
				noEmit: true,
				composite: false,
				incremental: false,
				emitDeclarationOnly: false,
				types: [],
				lib: ["ES2023"],
			},
			files: ["actions.ts"],
		}),
	);
	const tsc = join(root, "node_modules/typescript/bin/tsc");
	const { stdout } = await promisify(execFile)(process.execPath, [
		tsc,
		"-p",
		scratch,
		"--pretty",
		"false",
	]).catch((error: { stdout: string }) => error);
	const wrong = [
		...new Set([...stdout.matchAll(/^(?:.*\/)?actions\.ts\((\d+),/gm)].map(([, line]) => Number(line))),
	];
	const meant = ACTIONS.split("\n").flatMap((line, index) => (line.endsWith("// no") ? [index + 1] : []));
	expect(wrong.toSorted((a, b) => a - b)).toEqual(meant);
	// nothing else is wrong either: every complaint is about that file
	expect(stdout.split("\n").filter((line) => / error TS/.test(line) && !/actions\.ts\(/.test(line))).toEqual(
		[],
	);
});
