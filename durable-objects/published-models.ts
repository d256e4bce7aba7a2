import type { Database } from "../store/database.ts";
import { findActiveModel, findModel, readModelFile, type StoredModel } from "../store/models.ts";

/** Models that were published at run time. Every method may throw while Postgres is away. */
export interface PublishedModels {
	/** The one that new conversations begin with; null where that is the one of the release. */
	active(): Promise<StoredModel | null>;
	/** By its fingerprint. */
	find(modelId: string): Promise<StoredModel | null>;
	/** Null when it is gone. */
	read(model: StoredModel): Promise<Uint8Array | null>;
}

/** @param database - connected when it is first asked */
export function postgresModels(database: () => Database): PublishedModels {
	return {
		active: async () => findActiveModel(database()),
		find: async (modelId) => findModel(database(), modelId),
		read: async (model) => readModelFile(database(), model),
	};
}

/** Whether models may be published here: they come by Rasa's HTTP API, and go out of use with it. */
export function canPublishModels(env: {
	readonly HTTP_API?: string | null | undefined;
	readonly API_TOKEN?: string | null | undefined;
	readonly API_JWT_SECRET?: string | null | undefined;
}): boolean {
	const isSet = (value: string | null | undefined): boolean =>
		value !== undefined && value !== null && value !== "";
	return isSet(env.HTTP_API) ? env.HTTP_API === "on" : isSet(env.API_TOKEN) || isSet(env.API_JWT_SECRET);
}
