import { z } from "zod";
import { InboxQuestion } from "../../../contracts/inbox.ts";
import type { KeyStore } from "../../chat/ports.ts";

const SavedView = z.object({ name: z.string(), question: InboxQuestion });
export type SavedView = z.infer<typeof SavedView>;

const keyOf = (meId: string): string => `care.app.views.${meId}`;

/** What this browser keeps for somebody; what can't be read any more is left out. */
export function readViews(store: KeyStore, meId: string): readonly SavedView[] {
	const kept = store.get(keyOf(meId));
	if (kept === null) return [];
	try {
		const parsed = z.array(z.unknown()).safeParse(JSON.parse(kept));
		return (parsed.data ?? []).flatMap((one) => {
			const view = SavedView.safeParse(one);
			return view.success ? [view.data] : [];
		});
	} catch {
		return []; // not ours, or half written
	}
}

export function keepViews(store: KeyStore, meId: string, views: readonly SavedView[]): void {
	store.set(keyOf(meId), JSON.stringify(views));
}
