import { z } from "zod";
import { SavedView, SavedViewList } from "../../../contracts/own-settings.ts";
import type { Result } from "../../api/call-api.ts";
import type { KeyStore } from "../../chat/ports.ts";
import type { Ask } from "../world.ts";

const PATH = "/api/desk/me/views";
const pathOf = (name: string): string => `${PATH}/${encodeURIComponent(name)}`;

export const readSavedViews = (ask: Ask) => ask(SavedViewList, PATH);
export const keepSavedView = (ask: Ask, { name, question }: SavedView) =>
	ask(SavedView, pathOf(name), { method: "PUT", body: question });
export const forgetSavedView = (ask: Ask, { name }: SavedView) =>
	ask(z.undefined(), pathOf(name), { method: "DELETE" });

/** Where earlier releases kept somebody's views: in this browser. */
const localKey = (meId: string): string => `care.app.views.${meId}`;

/** What an earlier release left in this browser; what can't be read any more is left out. */
export function localViews(store: KeyStore, meId: string): readonly SavedView[] {
	const kept = store.get(localKey(meId));
	if (kept === null) return [];
	try {
		const parsed = z.array(z.unknown()).safeParse(JSON.parse(kept));
		return (parsed.data ?? []).flatMap((one) => SavedView.safeParse(one).data ?? []);
	} catch {
		return []; // not ours, or half written
	}
}

interface Moving {
	readonly ask: Ask;
	readonly store: KeyStore;
	readonly meId: string;
}

/**
 * All views of somebody. What an earlier release kept in this browser goes to the server first, once; a name that is there
 * already is the newer one. What the server does not take, stays for the next time.
 */
export async function readViewsMovingLocal({
	ask,
	store,
	meId,
}: Moving): Promise<Result<z.infer<typeof SavedViewList>>> {
	const kept = await readSavedViews(ask);
	const local = localViews(store, meId);
	if (!kept.ok || local.length === 0) return kept;
	const names = new Set(kept.value.views.map(({ name }) => name));
	const moved = await Promise.all(
		local.filter(({ name }) => !names.has(name)).map((view) => keepSavedView(ask, view)),
	);
	if (moved.every(({ ok }) => ok)) store.remove(localKey(meId));
	return readSavedViews(ask);
}
