/** What the Python code of custom actions holds of Rasa 1.x: forms whose slots stand in code, old names of the SDK. */
import type { SourceFile } from "../project-files.ts";
import type { OldConstructs } from "./old-construct.ts";
import type { PlainValue } from "./write-training-data.ts";

export type Mapping = { readonly [key: string]: PlainValue };

/** A form of Rasa 1.x as its class says it. */
export interface PythonForm {
	readonly name: string;
	readonly className: string;
	readonly file: string;
	readonly line: number;
	/** Null where the code works them out. */
	readonly requiredSlots: readonly string[] | null;
	/** By slot; a slot that the class does not name is mapped from the entity of its name. */
	readonly mappings: ReadonlyMap<string, readonly Mapping[]>;
}

const CLASS = /^class (?<name>\w+)\((?:\w+\.)*FormAction\)/u;

/** The forms of a file of Python; names what has to move, by line. */
export function readPythonForms({ path, text }: SourceFile, found: OldConstructs): PythonForm[] {
	const lines = text.split(/\r?\n/u);
	return lines.flatMap((line, index) => {
		const className = CLASS.exec(line)?.groups?.["name"];
		if (className === undefined) return [];
		const length = lines.slice(index + 1).findIndex((next) => /^\S/u.test(next) && !next.startsWith("#"));
		const body = lines.slice(index + 1, length < 0 ? undefined : index + 1 + length);
		const name = /return\s+["'](?<name>[\w.]+)["']/u.exec(methodOf(body, "name") ?? "")?.groups?.["name"];
		if (name === undefined) {
			found.byHand(
				"rasa_1_form_action",
				{ file: path, line: index + 1 },
				`class ${className}(FormAction): the name of its form can't be read from the code. Give the form its required_slots in the domain.`,
			);
			return [];
		}
		reportMethods({ name, className, body, path, first: index + 2 }, found);
		const mappings = methodOf(body, "slot_mappings");
		return [
			{
				name,
				className,
				file: path,
				line: index + 1,
				requiredSlots: stringList(methodOf(body, "required_slots")),
				mappings: mappings === null ? new Map() : readMappings(mappings),
			},
		];
	});
}

interface FormClass {
	readonly name: string;
	readonly className: string;
	readonly body: readonly string[];
	readonly path: string;
	/** Line of the body's first line. */
	readonly first: number;
}

/** What a form's class did and a domain can't. */
function reportMethods({ name, className, body, path, first }: FormClass, found: OldConstructs): void {
	const at = { file: path, line: first - 1 };
	found.byHand(
		"rasa_1_form_action",
		at,
		`class ${className}(FormAction): rasa-sdk 3 has no FormAction. Its slots and mappings belong into the domain; take the class out, or make it class Validate…(FormValidationAction) with the name validate_${name}.`,
	);
	for (const [index, line] of body.entries()) {
		const method = /^\s+(?:async )?def (?<name>\w+)\(/u.exec(line)?.groups?.["name"] ?? "";
		const here = { file: path, line: first + index };
		if (method === "submit")
			found.byHand(
				"rasa_1_form_submit",
				here,
				`submit of ${className}: what a form did at its end is an action of its own now. Give it a name, list it under actions, and put it behind "active_loop: null" in rules and stories.`,
			);
		else if (method.startsWith("validate_") && method !== "validate")
			found.byHand(
				"rasa_1_form_validation",
				here,
				`${method} of ${className}: move it into a FormValidationAction and list validate_${name} under actions.`,
			);
	}
}

/** The lines of a method's body as one text; null when the class has no such method. */
function methodOf(body: readonly string[], name: string): string | null {
	const start = body.findIndex((line) => new RegExp(`^\\s+(?:async )?def ${name}\\(`, "u").test(line));
	if (start < 0) return null;
	const indent = /^\s*/u.exec(body[start] ?? "")?.[0].length ?? 0;
	const rest = body.slice(start + 1);
	const end = rest.findIndex(
		(line) =>
			line.trim() !== "" && (/^\s*/u.exec(line)?.[0].length ?? 0) <= indent && !/^\s*[)\]]/u.test(line),
	);
	const method = rest.slice(0, end < 0 ? undefined : end).join("\n");
	return method.replaceAll(/("""|''')[\s\S]*?\1/gu, "").replaceAll(/#.*$/gmu, "");
}

/** The names of the one list that a method returns; null when it returns something else. */
function stringList(method: string | null): string[] | null {
	const returns = [...(method ?? "").matchAll(/\breturn\b/gu)];
	const list = /return\s*\[(?<names>[^\][]*)\]\s*$/mu.exec(method ?? "")?.groups?.["names"];
	if (returns.length !== 1 || list === undefined) return null;
	const names = [...list.matchAll(/["'](?<name>\w+)["']/gu)].flatMap(({ groups }) => groups?.["name"] ?? []);
	return list.replaceAll(/["']\w+["']|[\s,]/gu, "") === "" ? names : null;
}

const ENTRY = /["'](?<slot>\w+)["']\s*:\s*(?<mappings>\[(?:[^[\]]|\[[^\][]*\])*\]|self\.[^\n]*)/gu;
const CALL = /self\.(?<type>from_entity|from_intent|from_trigger_intent|from_text)\((?<args>[^()]*)\)/gu;

function readMappings(method: string): Map<string, Mapping[]> {
	const mappings = new Map<string, Mapping[]>();
	for (const { groups } of method.matchAll(ENTRY)) {
		const calls = [...(groups?.["mappings"] ?? "").matchAll(CALL)];
		const read = calls.map(({ groups: call }) => readCall(call?.["type"] ?? "", call?.["args"] ?? ""));
		if (read.length > 0) mappings.set(groups?.["slot"] ?? "", read);
	}
	return mappings;
}

const ARGUMENT = /(?:(?<key>\w+)\s*=\s*)?(?<value>\[[^\][]*\]|"[^"]*"|'[^']*'|[\w.+-]+)/gu;
/** Which keyword an argument without one belongs to. */
const FIRST: Readonly<Record<string, string>> = {
	from_entity: "entity",
	from_intent: "value",
	from_trigger_intent: "value",
	from_text: "intent",
};

function readCall(type: string, args: string): Mapping {
	const entries = [...args.matchAll(ARGUMENT)].flatMap(({ groups }) => {
		const value = pythonValue(groups?.["value"] ?? "");
		return value === null ? [] : [[groups?.["key"] ?? FIRST[type] ?? "", value] as const];
	});
	return { type, ...Object.fromEntries(entries) };
}

function pythonValue(text: string): PlainValue {
	if (text.startsWith("["))
		return [...text.matchAll(/["'](?<item>[^"']*)["']/gu)].flatMap(({ groups }) => groups?.["item"] ?? []);
	if (/^["']/u.test(text)) return text.slice(1, -1);
	if (text === "True" || text === "False") return text === "True";
	const number = Number(text);
	return Number.isNaN(number) ? null : number;
}

/** Names of the SDK that are gone, and what took their place. */
const SDK: readonly { readonly pattern: RegExp; readonly says: string }[] = [
	{ pattern: /\brasa_core_sdk\b/u, says: "rasa_core_sdk is rasa_sdk now." },
	{
		pattern: /\bfrom rasa_sdk\.forms import (?:(?!\bimport\b).)*\bFormAction\b/u,
		says: "FormAction is gone: import FormValidationAction from rasa_sdk.",
	},
	{
		pattern: /\bimport (?:(?!\bimport\b).)*\bForm(?:Validation)?\b(?!Action|Validation)/u,
		says: "the events Form and FormValidation are ActiveLoop and LoopInterrupted now.",
	},
	{ pattern: /\btracker\.active_form\b/u, says: "tracker.active_form is tracker.active_loop now." },
	{
		pattern:
			/\bdispatcher\.utter_(?:template|button_message|attachment|custom_json|elements|image_url|button_template|custom_message)\b/u,
		says: "of the dispatcher only utter_message is left: utter_message(text=…, response=…, buttons=…, image=…, json_message=…).",
	},
	{
		pattern: /\butter_message\([^)(]*\btemplate\s*=/u,
		says: "utter_message(template=…) is utter_message(response=…) now.",
	},
];

/** Names of old releases of the SDK in a file of Python. */
export function findOldSdk({ path, text }: SourceFile, found: OldConstructs): void {
	for (const [index, line] of text.split("\n").entries())
		for (const { pattern, says } of SDK)
			if (pattern.test(line) && !line.trim().startsWith("#"))
				found.byHand("rasa_1_sdk", { file: path, line: index + 1 }, `In Python code: ${says}`);
}
