import { StoreUnavailable } from "../store/failures.ts";
import type { StoredModel } from "../store/models.ts";
import type { AssistantWorld } from "./assets-world.ts";
import type { LoadedAssistant } from "./loaded-assistant.ts";
import { pause } from "./pause.ts";
import { SharedLoad } from "./shared-load.ts";

/** So long an isolate goes by what it last heard of which model is active: a new one is everywhere after this. */
export const ACTIVE_FOR_MS = 15_000;
/** After a failure, of Postgres or of a published model, the model of the release goes on for so long. */
const RETRY_AFTER_MS = 60_000;
/** Published models that an isolate keeps beside the one of the release: it has 128 MB. */
const MOST_PUBLISHED = 3;

/** How models become assistants. */
export interface AssistantLoaders {
	/** @throws AssistantUnavailable */
	readonly shipped: (world: AssistantWorld) => Promise<LoadedAssistant>;
	/** @throws ModelFileError, or Error when its word vectors can't be had */
	readonly open: (file: Uint8Array, world: AssistantWorld) => Promise<LoadedAssistant>;
	readonly nowMs: () => number;
}

/**
 * The assistants of an isolate: that of the release, and those that were published at run time. A published one that
 * can't be loaded answers nobody: the one of the release is there.
 */
export class Assistants {
	readonly #loaders: AssistantLoaders;
	readonly #shipped = new SharedLoad<LoadedAssistant>();
	/** By the file's id, the least recently asked for first. */
	readonly #published = new Map<string, SharedLoad<LoadedAssistant>>();
	readonly #failedUntilMs = new Map<string, number>();
	#active: { readonly model: StoredModel | null; readonly untilMs: number } | null = null;

	constructor(loaders: AssistantLoaders) {
		this.#loaders = loaders;
	}

	/** The assistant that new conversations begin with. @throws AssistantUnavailable */
	async current(world: AssistantWorld): Promise<LoadedAssistant> {
		const model = await this.#activeModel(world);
		return (model === null ? null : await this.#open(model, world)) ?? this.#release(world);
	}

	/**
	 * The assistant that a conversation began with, while it can be loaded; otherwise the current one.
	 *
	 * @param modelId - null for a conversation that begins now
	 * @throws AssistantUnavailable
	 */
	async of(modelId: string | null, world: AssistantWorld): Promise<LoadedAssistant> {
		if (modelId === null || world.models === null) return this.current(world);
		const shipped = await this.#release(world).catch(() => null); // a published one may do without it
		if (shipped?.modelId === modelId) return shipped;
		const model = await this.#find(modelId, world);
		return (model === null ? null : await this.#open(model, world)) ?? this.current(world);
	}

	/** Another model is active: this isolate looks at once. */
	forgetActive(): void {
		this.#active = null;
		this.#failedUntilMs.clear();
	}

	#release(world: AssistantWorld): Promise<LoadedAssistant> {
		return this.#shipped.get(this.#call(world, () => this.#loaders.shipped(world)));
	}

	async #activeModel(world: AssistantWorld): Promise<StoredModel | null> {
		const { models } = world;
		if (models === null) return null;
		const known = this.#active;
		const nowMs = this.#loaders.nowMs();
		if (known !== null && nowMs < known.untilMs) return known.model;
		try {
			this.#active = { model: await models.active(), untilMs: nowMs + ACTIVE_FOR_MS };
		} catch (error) {
			this.#tell(error, world);
			this.#active = { model: known?.model ?? null, untilMs: nowMs + RETRY_AFTER_MS };
		}
		return this.#active.model;
	}

	async #find(modelId: string, world: AssistantWorld): Promise<StoredModel | null> {
		const active = await this.#activeModel(world);
		if (active?.modelId === modelId) return active;
		try {
			return (await world.models?.find(modelId)) ?? null;
		} catch (error) {
			this.#tell(error, world);
			return null;
		}
	}

	/** Null when it can't be loaded. */
	async #open(model: StoredModel, world: AssistantWorld): Promise<LoadedAssistant | null> {
		const { id } = model;
		const shared = this.#published.get(id) ?? new SharedLoad<LoadedAssistant>();
		if (shared.loaded === null && this.#loaders.nowMs() < (this.#failedUntilMs.get(id) ?? 0)) return null;
		this.#keep(id, shared);
		try {
			const loaded = await shared.get(this.#call(world, () => this.#read(model, world)));
			// the same file may be published again under another name
			return { ...loaded, fileName: model.fileName };
		} catch (error) {
			// those who waited for the same load hear of it too, and it is told once
			const nowMs = this.#loaders.nowMs();
			if (nowMs >= (this.#failedUntilMs.get(id) ?? 0)) this.#tell(error, world);
			this.#failedUntilMs.set(id, nowMs + RETRY_AFTER_MS);
			return null;
		}
	}

	async #read(model: StoredModel, world: AssistantWorld): Promise<LoadedAssistant> {
		const file = await world.models?.read(model);
		if (file === null || file === undefined)
			throw new Error(`The published model ${model.fileName} is gone, or a piece of it.`);
		const loaded = await this.#loaders.open(file, world);
		this.#failedUntilMs.delete(model.id);
		return loaded;
	}

	#keep(id: string, shared: SharedLoad<LoadedAssistant>): void {
		this.#published.delete(id);
		this.#published.set(id, shared);
		const [oldest] = this.#published.keys();
		if (this.#published.size > MOST_PUBLISHED && oldest !== undefined) this.#published.delete(oldest);
	}

	#tell(error: unknown, world: AssistantWorld): void {
		if (error instanceof StoreUnavailable)
			world.log({ event: "part.away", part: "postgres", error: error.message });
		else world.report(error, { event: "assistant.failed" });
	}

	#call(world: AssistantWorld, load: () => Promise<LoadedAssistant>) {
		return { nowMs: this.#loaders.nowMs, load, waitUntil: world.waitUntil, pause };
	}
}
