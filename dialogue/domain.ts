/** The domain: what a bot knows, may say and may do. `DomainSpec` is its JSON in the model, `Domain` adds the look-ups. */
import { z } from "zod";
import type { JsonValue } from "../contracts/parse-data.ts";
import { DEFAULT_ACTIONS } from "./names.ts";
import { compareText } from "./python-text.ts";

/** JSON inside a model: the model file's checksum vouches for it, so it is not walked again at every start. */
const StoredJson = z.custom<JsonValue>((value) => value !== undefined);

const MappingCondition = z.object({
	activeLoop: z.string().nullable(),
	requestedSlot: z.string().nullable(),
});

export const SlotMapping = z.object({
	type: z.enum(["from_entity", "from_intent", "from_trigger_intent", "from_text", "custom"]),
	entity: z.string().nullable(),
	role: z.string().nullable(),
	group: z.string().nullable(),
	intents: z.array(z.string()),
	notIntents: z.array(z.string()),
	value: StoredJson,
	/** The action of a `custom` mapping. */
	action: z.string().nullable(),
	conditions: z.array(MappingCondition),
	/** The mapping as it was written, canonically: two slots of a form may share one (SPEC SF9). */
	fingerprint: z.string(),
});
/** One way to fill a slot (Rasa's `mappings`). */
export type SlotMapping = z.infer<typeof SlotMapping>;

export const SlotType = z.enum(["text", "bool", "categorical", "float", "list", "any"]);
export type SlotType = z.infer<typeof SlotType>;

export const SlotSpec = z.object({
	name: z.string(),
	type: SlotType,
	initialValue: StoredJson,
	influencesConversation: z.boolean(),
	/** Lower-cased values of a categorical slot, `__other__` included. */
	values: z.array(z.string()),
	minValue: z.number(),
	maxValue: z.number(),
	mappings: z.array(SlotMapping),
});
/** A slot with its type, featurisation and mappings. */
export type SlotSpec = z.infer<typeof SlotSpec>;

export const ResponseVariation = z.object({
	/** `text`, `buttons`, `image`, `custom`, … as written; templates unfilled. */
	content: z.custom<{ readonly [key: string]: JsonValue }>(isRecord),
	channel: z.string().nullable().default(null),
	condition: z
		.array(z.object({ name: z.string(), value: StoredJson }))
		.nullable()
		.default(null),
});
/** One way to say a response. */
export type ResponseVariation = z.infer<typeof ResponseVariation>;

const SpokenResponse = z.object({ name: z.string(), variations: z.array(ResponseVariation) });
/** A response with all of its ways to be said. */
export type SpokenResponse = z.infer<typeof SpokenResponse>;

export const FormSpec = z.object({
	name: z.string(),
	requiredSlots: z.array(z.string()),
	ignoredIntents: z.array(z.string()),
});
/** A form: the slots it asks for, in order. */
export type FormSpec = z.infer<typeof FormSpec>;

export const IntentSpec = z.object({
	name: z.string(),
	/** Entities (and `entity#role`) that enter the dialogue state with this intent. */
	usedEntities: z.array(z.string()),
	isRetrieval: z.boolean(),
});
export type IntentSpec = z.infer<typeof IntentSpec>;

export const DomainSpec = z.object({
	intents: z.array(IntentSpec),
	entities: z.array(z.string()),
	slots: z.array(SlotSpec),
	responses: z.array(SpokenResponse),
	/** Of config.yml: the language of `responses`. */
	language: z.string().default("en"),
	/** The responses in other languages, one member a language. */
	translations: z.array(z.object({ language: z.string(), responses: z.array(SpokenResponse) })).default([]),
	/** Actions as listed in the domain, then responses that are not listed, by name. */
	userActions: z.array(z.string()),
	/** Actions that want the domain with every call (`send_domain`). */
	actionsWithDomain: z.array(z.string()),
	forms: z.array(FormSpec),
	/** Bot texts of end-to-end stories: each is an action. */
	actionTexts: z.array(z.string()),
	sessionExpirationMinutes: z.number(),
	carryOverSlots: z.boolean(),
	storeEntitiesAsSlots: z.boolean(),
	/** The merged domain as Rasa's `domain.as_dict()` gives it: what action servers receive. */
	source: z.custom<{ readonly [key: string]: JsonValue }>(isRecord),
});
export type DomainSpec = z.infer<typeof DomainSpec>;

/** A domain ready to be asked. Names come from users' files, so every look-up is a Map or a Set. */
export interface Domain {
	readonly spec: DomainSpec;
	readonly intents: ReadonlyMap<string, IntentSpec>;
	readonly entities: ReadonlySet<string>;
	readonly slots: ReadonlyMap<string, SlotSpec>;
	/** Slots that may enter the state, by name. */
	readonly featurizedSlots: readonly SlotSpec[];
	readonly responses: ReadonlyMap<string, readonly ResponseVariation[]>;
	/** Language, then the response's name. */
	readonly translations: ReadonlyMap<string, ReadonlyMap<string, readonly ResponseVariation[]>>;
	readonly forms: ReadonlyMap<string, FormSpec>;
	readonly userActions: ReadonlySet<string>;
	readonly actionTexts: ReadonlySet<string>;
	/** Every action in Rasa's order (SPEC DO4). */
	readonly actionNames: readonly string[];
	readonly actionIndex: ReadonlyMap<string, number>;
}

/** Builds the look-ups of a domain. */
export function createDomain(spec: DomainSpec): Domain {
	const listed = spec.userActions.filter((name) => !DEFAULT_ACTIONS.includes(name));
	const userActions = new Set(spec.userActions);
	const forms = spec.forms.map((form) => form.name).filter((name) => !userActions.has(name));
	const actionNames = [...DEFAULT_ACTIONS, ...listed, ...forms, ...spec.actionTexts];
	const actionIndex = new Map<string, number>();
	for (const [index, name] of actionNames.entries()) if (!actionIndex.has(name)) actionIndex.set(name, index);
	return {
		spec,
		intents: new Map(spec.intents.map((intent) => [intent.name, intent])),
		entities: new Set(spec.entities),
		slots: new Map(spec.slots.map((slot) => [slot.name, slot])),
		featurizedSlots: spec.slots
			.filter((slot) => slot.influencesConversation && slot.type !== "any")
			.toSorted((a, b) => compareText(a.name, b.name)),
		responses: byName(spec.responses),
		translations: new Map(spec.translations.map(({ language, responses }) => [language, byName(responses)])),
		forms: new Map(spec.forms.map((form) => [form.name, form])),
		userActions,
		actionTexts: new Set(spec.actionTexts),
		actionNames,
		actionIndex,
	};
}

function byName(responses: DomainSpec["responses"]): ReadonlyMap<string, readonly ResponseVariation[]> {
	return new Map(responses.map(({ name, variations }) => [name, variations]));
}

/** The slots that a form asks for; empty for a name that is no form. */
export function requiredSlots(domain: Domain, form: string): readonly string[] {
	return domain.forms.get(form)?.requiredSlots ?? [];
}

/** Whether the name is a form that the project did not override with an action of the same name. */
export function isBuiltInForm(domain: Domain, name: string): boolean {
	return domain.forms.has(name) && !domain.userActions.has(name);
}

function isRecord(value: unknown): boolean {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
