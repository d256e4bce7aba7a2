/**
 * zod, as far as the chat page's schemas go: the build of that page takes this in its place, for zod's own code would be a
 * sixth of what it loads first. The page only asks whether a value may be taken, so that nothing here words a fault.
 * light-zod.test.ts holds it to zod's answers for every schema of the page.
 */
const FAULT = Symbol("can't be taken");

/** What a value is read as, or `FAULT`. */
type Read = (value: unknown) => unknown;

class Schema {
	readonly read: Read;
	/** All values that it takes, where they can be counted. */
	readonly values: readonly unknown[] | null;

	constructor(read: Read, values: readonly unknown[] | null = null) {
		this.read = read;
		this.values = values;
	}

	safeParse(value: unknown): { success: true; data: unknown } | { success: false } {
		const data = this.read(value);
		return data === FAULT ? { success: false } : { success: true, data };
	}

	refine(isGood: (value: never) => boolean): Schema {
		return this.pipe(new Schema((value) => takenIf(isGood(cast(value)), value)));
	}

	pipe(next: Schema): Schema {
		return new Schema((value) => {
			const read = this.read(value);
			return read === FAULT ? FAULT : next.read(read);
		});
	}

	optional(): Schema {
		return this.#orElse((value) => value === undefined);
	}

	nullable(): Schema {
		return this.#orElse((value) => value === null);
	}

	nullish(): Schema {
		return this.optional().nullable();
	}

	default(fallback: unknown): Schema {
		return new Schema((value) => (value === undefined ? fallback : this.read(value)));
	}

	min(limit: number): Schema {
		return this.refine((value) => sizeOf(value) >= limit);
	}

	max(limit: number): Schema {
		return this.refine((value) => sizeOf(value) <= limit);
	}

	regex(pattern: RegExp): Schema {
		return this.refine((value) => pattern.test(value));
	}

	int(): Schema {
		return this.refine(Number.isSafeInteger);
	}

	nonnegative(): Schema {
		return this.min(0);
	}

	positive(): Schema {
		return this.refine((value) => value > 0);
	}

	#orElse(isTaken: (value: unknown) => boolean): Schema {
		return new Schema((value) => (isTaken(value) ? value : this.read(value)));
	}
}

type Shape = Readonly<Record<string, Schema>>;

/** Keys that the shape does not know are left out, or taken as they are where `isLoose`. */
class ObjectSchema extends Schema {
	readonly shape: Shape;

	constructor(shape: Shape, isLoose: boolean) {
		super((value) => {
			if (!isObject(value)) return FAULT;
			const known = isLoose ? Object.entries(value).filter(([key]) => key !== "__proto__") : [];
			const taken: Record<string, unknown> = Object.fromEntries(known);
			for (const [key, schema] of Object.entries(shape)) {
				const read = schema.read(value[key]);
				if (read === FAULT) return FAULT;
				if (read !== undefined || key in value) taken[key] = read;
			}
			return taken;
		});
		this.shape = shape;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function takenIf(isGood: boolean, value: unknown): unknown {
	return isGood ? value : FAULT;
}

/** What a check is asked about has been read by the schema before it. */
function cast(value: unknown): never {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: see above
	return value as never;
}

/** Of a text its characters, of a list its items, of a number itself. */
function sizeOf(value: string | number | readonly unknown[]): number {
	if (typeof value === "number") return value;
	return typeof value === "string" ? Array.from(value).length : value.length;
}

const typed = (type: "string" | "boolean"): Schema =>
	new Schema((value) => takenIf(typeof value === type, value));
const number = (): Schema => new Schema((value) => takenIf(Number.isFinite(value), value));
const string = (): Schema => typed("string");

const array = (item: Schema): Schema =>
	new Schema((value) => {
		if (!Array.isArray(value)) return FAULT;
		const taken = Array.from(value, (each) => item.read(each));
		return takenIf(!taken.includes(FAULT), taken);
	});

const record = (key: Schema, item: Schema): Schema =>
	new Schema((value) => {
		if (!isObject(value)) return FAULT;
		const taken: Record<string, unknown> = {};
		// of keys that can be counted none may be missing
		for (const name of new Set([...(key.values ?? []).map(String), ...Object.keys(value)])) {
			if (name === "__proto__" && key.values === null) continue;
			const read = key.read(name) === FAULT ? FAULT : item.read(value[name]);
			if (read === FAULT) return FAULT;
			taken[name] = read;
		}
		return taken;
	});

const oneOf = (values: readonly unknown[]): Schema =>
	new Schema((value) => takenIf(values.includes(value), value), values);

const json = (): Schema => {
	const list = array(new Schema((value) => any.read(value)));
	const entries = record(string(), new Schema((value) => any.read(value)));
	const any = new Schema((value) => {
		if (Array.isArray(value)) return list.read(value);
		if (isObject(value)) return entries.read(value);
		return takenIf(
			value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value),
			value,
		);
	});
	return any;
};

const discriminatedUnion = (key: string, options: readonly ObjectSchema[]): Schema =>
	new Schema((value) => {
		const kind = isObject(value) ? value[key] : undefined;
		const option = options.find(({ shape }) => shape[key]?.values?.includes(kind) === true);
		return option === undefined ? FAULT : option.read(value);
	});

/** RFC 3339 in UTC, of a day that there is. */
const datetime = (): Schema =>
	string()
		.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
		.refine((value: string) => {
			const at = Date.parse(value);
			return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value.slice(0, 19));
		});

const uuidv7 = (): Schema =>
	string().regex(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i);

export const z = {
	array,
	boolean: () => typed("boolean"),
	coerce: { number: () => new Schema(Number).pipe(number()) },
	/** zod's settings are about its compiler, and this has none. */
	config: () => undefined,
	discriminatedUnion,
	enum: oneOf,
	int: () => number().int(),
	iso: { datetime },
	json,
	literal: (value: unknown) => oneOf([value]),
	looseObject: (shape: Shape) => new ObjectSchema(shape, true),
	number,
	object: (shape: Shape) => new ObjectSchema(shape, false),
	record,
	string,
	unknown: () => new Schema((value) => value),
	uuidv7,
};
