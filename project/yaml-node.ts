import {
	type LineCounter,
	isAlias,
	isMap,
	isNode,
	isPair,
	isScalar,
	isSeq,
	type Document,
	type Node,
} from "yaml";
import type { SourcePosition } from "./fault.ts";

/** A key of a mapping with the value behind it; both know their lines. */
export interface YamlEntry {
	readonly key: string;
	readonly keyPosition: SourcePosition;
	readonly value: YamlNode;
}

interface YamlFile {
	readonly file: string;
	readonly document: Document;
	readonly lines: LineCounter;
}

/**
 * A node of a YAML file that remembers its line, so that every fault can name it. Aliases are followed. The readers
 * (`entries`, `items`, `string` …) return null where the node has another shape: the caller says what it expected.
 */
export class YamlNode {
	readonly #source: YamlFile;
	readonly #node: Node | null;
	readonly #fallback: SourcePosition;

	constructor(source: YamlFile, node: unknown, fallback: SourcePosition) {
		this.#source = source;
		this.#fallback = fallback;
		const given = isNode(node) ? node : null;
		this.#node = isAlias(given) ? (given.resolve(source.document) ?? null) : given;
	}

	get position(): SourcePosition {
		const offset = this.#node?.range?.[0];
		if (offset === undefined) return this.#fallback;
		return { file: this.#source.file, line: this.#source.lines.linePos(offset).line };
	}

	/** `map`, `list`, `string`, `number`, `boolean` or `null`: for messages such as "expected a list, found a map". */
	get kind(): "map" | "list" | "string" | "number" | "boolean" | "null" {
		if (isMap(this.#node)) return "map";
		if (isSeq(this.#node)) return "list";
		const value = isScalar(this.#node) ? this.#node.value : null;
		if (typeof value === "string") return "string";
		if (typeof value === "number" || typeof value === "bigint") return "number";
		return typeof value === "boolean" ? "boolean" : "null";
	}

	/**
	 * The entries of a mapping in file order, or null when this is no mapping. Keys are read as text; what `<<` merges
	 * stands first, and the mapping's own counts.
	 */
	entries(): YamlEntry[] | null {
		if (!isMap(this.#node)) return null;
		const written = this.#node.items.filter(isPair).map((pair) => {
			const keyNode = new YamlNode(this.#source, pair.key, this.position);
			const keyPosition = keyNode.position;
			return {
				key: String(keyNode.scalar()),
				keyPosition,
				value: new YamlNode(this.#source, pair.value, keyPosition),
				merges: keyNode.#isMergeKey(),
			};
		});
		const entries = new Map<string, YamlEntry>();
		for (const { value, merges } of written)
			for (const entry of merges ? value.#merged() : [])
				if (!entries.has(entry.key)) entries.set(entry.key, entry);
		for (const { key, keyPosition, value, merges } of written)
			if (!merges) entries.set(key, { key, keyPosition, value });
		return [...entries.values()];
	}

	#isMergeKey(): boolean {
		return isScalar(this.#node) && this.#node.type === "PLAIN" && this.#node.source === "<<";
	}

	/** What `<<: *name`, or a list of such, brings: the first that has a key counts. */
	#merged(): YamlEntry[] {
		return (this.items() ?? [this]).flatMap((part) => part.entries() ?? []);
	}

	/** The value of one key, or null when this is no mapping or has no such key. */
	get(key: string): YamlNode | null {
		return this.entries()?.find((entry) => entry.key === key)?.value ?? null;
	}

	/** The items of a list, or null when this is no list. */
	items(): YamlNode[] | null {
		if (!isSeq(this.#node)) return null;
		return this.#node.items.map((item) => new YamlNode(this.#source, item, this.position));
	}

	/** The text of a string, or null. */
	string(): string | null {
		const value = this.scalar();
		return typeof value === "string" ? value : null;
	}

	/** String, number, boolean or null; null as well for maps and lists (ask `kind`). */
	scalar(): string | number | boolean | null {
		const value: unknown = isScalar(this.#node) ? this.#node.value : null;
		if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
		return typeof value === "bigint" ? Number(value) : null;
	}

	/**
	 * The lines of a block scalar (`examples: |`), each with its line in the file. Also works for a quoted or plain
	 * string, whose lines all carry the position of its beginning.
	 */
	textLines(): { text: string; position: SourcePosition }[] | null {
		const text = this.string();
		if (text === null) return null;
		const isBlock =
			isScalar(this.#node) && (this.#node.type === "BLOCK_LITERAL" || this.#node.type === "BLOCK_FOLDED");
		const start = this.position;
		return text.split("\n").map((line, index) => ({
			text: line,
			// a block's content begins on the line below its `|`
			position: isBlock && start.line !== null ? { ...start, line: start.line + 1 + index } : start,
		}));
	}

	/** Whether this is a block whose lines YAML joins to one (`>`). */
	get isFolded(): boolean {
		return isScalar(this.#node) && this.#node.type === "BLOCK_FOLDED";
	}

	/** The plain JavaScript value of this node and all below it. */
	toJson(): unknown {
		return this.#node === null ? null : this.#node.toJS(this.#source.document);
	}
}
