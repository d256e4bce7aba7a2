/** A YAML file that is changed in parts: what is not touched keeps its comments. */
import {
	isMap,
	isPair,
	isScalar,
	isSeq,
	type Document,
	type LineCounter,
	type Node,
	type Pair,
	type YAMLMap,
} from "yaml";
import { parseYaml, type SourceFile } from "../project-files.ts";
import type { PlainValue } from "./write-training-data.ts";

export class YamlFile {
	readonly path: string;
	readonly #text: string;
	readonly #document: Document.Parsed;
	readonly #lines: LineCounter;
	#isChanged = false;

	constructor({ path, text }: SourceFile) {
		this.path = path;
		this.#text = text;
		const { document, lines } = parseYaml(text);
		this.#document = document;
		this.#lines = lines;
	}

	/** Null where the file is no mapping or has a fault: it stays as it is. */
	get root(): YAMLMap | null {
		const { contents, errors } = this.#document;
		return errors.length === 0 && isMap(contents) ? contents : null;
	}

	/** Where a node stands, or the pair whose key it is. */
	at(node: unknown): { readonly file: string; readonly line: number | null } {
		const placed = isPair(node) ? (node.key ?? node.value) : node;
		const offset = isNodeWithRange(placed) ? placed.range?.[0] : undefined;
		return { file: this.path, line: offset === undefined ? null : this.#lines.linePos(offset).line };
	}

	/** A node for a value. */
	node(value: PlainValue): Node {
		return this.#document.createNode(value, { aliasDuplicateObjects: false });
	}

	pair(key: string, value: PlainValue): Pair {
		return this.#document.createPair(key, value);
	}

	/** To be called after a change. */
	touch(): void {
		this.#isChanged = true;
	}

	/** The file as it is now; byte for byte where nothing was changed. */
	text(): string {
		return this.#isChanged ? this.#document.toString({ lineWidth: 0, indentSeq: false }) : this.#text;
	}
}

function isNodeWithRange(node: unknown): node is Node {
	return typeof node === "object" && node !== null && "range" in node;
}

export function pairOf(map: unknown, key: string): Pair | null {
	if (!isMap(map)) return null;
	return pairsOf(map).find((pair) => keyOf(pair) === key) ?? null;
}

export function pairsOf(map: unknown): Pair[] {
	return isMap(map) ? map.items.filter(isPair) : [];
}

export function itemsOf(list: unknown): unknown[] {
	return isSeq(list) ? list.items : [];
}

export function keyOf({ key }: Pair): string {
	return String(isScalar(key) ? key.value : key);
}

/** The value behind a key; undefined where there is none. */
export function valueOf(map: unknown, key: string): unknown {
	return pairOf(map, key)?.value ?? undefined;
}

/** Text of a scalar, or null. */
export function textOf(node: unknown): string | null {
	if (!isScalar(node)) return null;
	const { value } = node;
	if (typeof value === "string") return value;
	return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
		? String(value)
		: null;
}

/** The names of a list of names, or of maps from one name to its settings. */
export function namesOf(list: unknown): string[] {
	return itemsOf(list).flatMap((item) => {
		const [pair] = pairsOf(item);
		return pair === undefined ? (textOf(item) ?? []) : keyOf(pair);
	});
}

export function removeKey(map: unknown, key: string): void {
	if (isMap(map)) map.delete(key);
}
