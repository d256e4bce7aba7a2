import { useCommands } from "../shell/use-commands.ts";

/** J and K: the next and the previous conversation of a list. */
export function useStepThrough(
	rows: readonly { readonly id: string }[],
	openId: string | null,
	onGo: (id: string) => void,
): void {
	useCommands(
		([1, -1] as const).map((step) => ({
			id: `conversation-${step}`,
			label: step === 1 ? "Next conversation" : "Previous conversation",
			group: "Conversations",
			keys: step === 1 ? "J" : "K",
			run: () => {
				const place = rows.findIndex(({ id }) => id === openId);
				const next = rows[place < 0 ? 0 : place + step];
				if (next !== undefined) onGo(next.id);
			},
		})),
	);
}
