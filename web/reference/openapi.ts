/** The OpenAPI document as this page shows it. */
import { z } from "zod";
import type { Schema } from "../../contracts/schema-sample.ts";

const AnySchema = z.record(z.string(), z.unknown());
const Content = z.record(z.string(), z.object({ schema: AnySchema.optional() })).optional();

const Parameter = z.object({
	name: z.string(),
	in: z.enum(["path", "query", "header", "cookie"]),
	required: z.boolean().default(false),
	description: z.string().optional(),
	schema: AnySchema.default({}),
});
export type Parameter = z.infer<typeof Parameter>;

const RawOperation = z.object({
	operationId: z.string(),
	summary: z.string().default(""),
	description: z.string().default(""),
	tags: z.array(z.string()).default([]),
	security: z.array(z.record(z.string(), z.unknown())).default([]),
	parameters: z.array(Parameter).default([]),
	requestBody: z.object({ content: Content }).optional(),
	responses: z.record(z.string(), z.object({ description: z.string().default(""), content: Content })),
});

const RawDocument = z.object({
	info: z.object({ title: z.string(), version: z.string(), description: z.string().default("") }),
	tags: z.array(z.object({ name: z.string(), description: z.string().default("") })).default([]),
	paths: z.record(z.string(), z.record(z.string(), RawOperation)),
	components: z.object({ schemas: z.record(z.string(), AnySchema).default({}) }),
});

export interface Operation {
	readonly id: string;
	/** `GET` */
	readonly method: string;
	readonly path: string;
	readonly summary: string;
	readonly description: string;
	readonly parameters: readonly Parameter[];
	readonly body: { readonly type: string; readonly schema: Schema } | null;
	readonly responses: readonly {
		readonly status: string;
		readonly description: string;
		readonly schema: Schema | null;
	}[];
	/** Whether a token goes into its Authorization header. */
	readonly takesToken: boolean;
}

export interface Group {
	readonly name: string;
	readonly description: string;
	readonly operations: readonly Operation[];
}

export interface Reference {
	readonly title: string;
	readonly version: string;
	readonly description: string;
	readonly groups: readonly Group[];
	readonly schemas: Readonly<Record<string, Schema>>;
}

/** @throws ZodError when it is no OpenAPI document */
export function readReference(document: unknown): Reference {
	const { info, tags, paths, components } = RawDocument.parse(document);
	const all = Object.entries(paths).flatMap(([path, operations]) =>
		Object.entries(operations).map(([method, raw]) => ({
			tag: raw.tags[0] ?? "",
			operation: read(path, method, raw),
		})),
	);
	const known = new Set(tags.map(({ name }) => name));
	const others = [...new Set(all.map(({ tag }) => tag))].filter((tag) => !known.has(tag));
	const groups = [...tags, ...others.map((name) => ({ name, description: "" }))].map(
		({ name, description }) => ({
			name,
			description,
			operations: all.flatMap(({ tag, operation }) => (tag === name ? [operation] : [])),
		}),
	);
	return {
		...info,
		groups: groups.filter(({ operations }) => operations.length > 0),
		schemas: components.schemas,
	};
}

function read(path: string, method: string, raw: z.infer<typeof RawOperation>): Operation {
	const [type, media] = Object.entries(raw.requestBody?.content ?? {})[0] ?? [];
	return {
		id: raw.operationId,
		method: method.toUpperCase(),
		path,
		summary: raw.summary,
		description: raw.description,
		parameters: raw.parameters,
		body: type === undefined ? null : { type, schema: media?.schema ?? {} },
		responses: Object.entries(raw.responses).map(([status, { description, content }]) => ({
			status,
			description,
			schema: content?.["application/json"]?.schema ?? null,
		})),
		takesToken: raw.security.some((choice) =>
			Object.keys(choice).some((name) => !/cookie|rasaToken/i.test(name)),
		),
	};
}

/** The groups with those operations alone that all of the words are found in. */
export function filterGroups(groups: readonly Group[], search: string): readonly Group[] {
	const words = search
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== "");
	if (words.length === 0) return groups;
	return groups.flatMap((group) => {
		const operations = group.operations.filter((operation) => {
			const text = `${operation.method} ${operation.path} ${operation.summary} ${group.name}`.toLowerCase();
			return words.every((word) => text.includes(word));
		});
		return operations.length === 0 ? [] : [{ ...group, operations }];
	});
}
