/** Models for those who look after the bot: what is kept, which one answers, and who changed that. */
import { z } from "zod";

/** SHA-256 of a model file. */
export const ModelFileId = z
	.string()
	.regex(/^[0-9a-f]{64}$/, "must be the id of a kept model: 64 hexadecimal digits");

/** A model that is kept. `modelId` is the fingerprint that conversations note beside what it decided. */
export const DeskModel = z.object({
	id: ModelFileId,
	modelId: z.string(),
	fileName: z.string(),
	assistantId: z.string(),
	bytes: z.int().positive(),
	createdAt: z.iso.datetime(),
	/** New conversations begin with it. */
	isActive: z.boolean(),
});
export type DeskModel = z.infer<typeof DeskModel>;

/** GET /api/desk/models. Where none is active the model of the release answers. */
export const ModelList = z.object({
	/** Newest first: all that are kept. */
	models: z.array(DeskModel),
	/** What answers in the isolate that was asked; null where no model can be loaded. */
	answering: z.object({ modelId: z.string(), assistantId: z.string() }).nullable(),
	/** What a rollback goes back to: `id` null is the release's. Null where nothing was published yet. */
	before: z.object({ id: ModelFileId.nullable() }).nullable(),
	/** False where HTTP_API is off: the model of the release answers whatever is active. */
	canPublish: z.boolean(),
});
export type ModelList = z.infer<typeof ModelList>;

/** PUT /api/desk/models/active. Null: the model of the release. */
export const PublishModel = z.strictObject({ id: ModelFileId.nullable() });

/** The largest model file: as much as a static asset of Cloudflare's, in which the model of a release comes. */
export const MAX_MODEL_BYTES = 25 * 1024 * 1024;

/** POST /api/desk/models, beside the file. */
export const UploadQuery = z.object({
	fileName: z
		.string()
		.trim()
		.min(1)
		.max(200)
		.regex(/^[^/\\]+$/, "must be the name of a file, without a folder"),
});
