import { copyFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import { ENCODER_FILE, WORD_VECTORS_FILE } from "./nlu-resources.ts";

/** Puts what the Worker alone reads among the built pages: the model, the word vectors, the encoder's weights. */
export function placePrivateAssets(pagesDirectory: string, modelFile: string): void {
	for (const [asset, file] of [
		[MODEL_ASSET, modelFile],
		[WORD_VECTORS_ASSET, WORD_VECTORS_FILE],
		[ENCODER_ASSET, ENCODER_FILE],
	] as const)
		place(file, join(pagesDirectory, asset));
}

/** A product that runs reads the old file or the new one, never half of it. */
function place(file: string, target: string): void {
	if (isThere(file, target)) return;
	mkdirSync(join(target, ".."), { recursive: true });
	const fresh = `${target}.${process.pid}`;
	copyFileSync(file, fresh);
	renameSync(fresh, target);
}

function isThere(file: string, target: string): boolean {
	const [from, to] = [statSync(file), statSync(target, { throwIfNoEntry: false })];
	return to !== undefined && to.size === from.size && to.mtimeMs >= from.mtimeMs;
}
